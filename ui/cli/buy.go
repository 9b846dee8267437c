package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/message"
)

type buyOptions struct {
	target   account.Target
	slug     string
	interval string // of a plan; empty: that of the present plan, else month
	yes      bool
	// exportedKey confirms that the environment's key is meant, and not the profile
	// that it takes precedence over.
	exportedKey bool
	printURL    bool
	noWait      bool
	json        bool
}

// aboutBuying is part of the help of every command that buys.
const aboutBuying = `

It shows whose account pays how much for what, and asks. A yes makes the order: its payment page opens in your browser, and the command waits until the account has the credits. Without a terminal to ask at, --yes is the yes.

An exported key that takes precedence over a profile with another key buys only for those who say so: the command asks, and --yes is not enough without --exported-key.

An order is kept until it ends. Interrupted, or run twice, the same command goes on with the order that is open: there is never a second one.

All that is said meanwhile goes to stderr; stdout has the outcome, with --print-url the address, with --json an object {outcome, order, sandbox}, where outcome is arrived, canceled, expired, failed, unseen, pending, open or unchanged. The order has what was charged beside what was quoted, where the server tells. A payment may be under way for days and still fail (pending): the same command goes on with it.

Before an order is made, the payment pages that are open at the server are looked at, and orders that were not seen: you are asked whether to go on with one of them. With --yes nothing is bought then, nor at another price, in another currency or for other credits than the server lists, and not while earlier orders of this machine cannot be read (studio-tui orders).

Where a server sells nothing itself, as today's public API, the pricing page does: at a terminal it opens in your browser, and the balance and the plan are watched for half an hour; elsewhere its address is what stdout has. It says what was seen, like "The balance rose by 2,000", as such a server reports no payment. The object then has {outcome, url, seen}, where outcome is changed or website.

Exit codes: 0 the credits have arrived (with --no-wait: the order is open) or, on the website, a change was seen that no generation explains, 6 cancelled or expired, 7 the payment was not seen yet or is under way (6 where it failed in the end), 130 interrupted, and 1 where nothing was bought: a no, a price that changed, an address that is refused, or something that this server does not sell.`

func (c *commands) buy() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "buy",
		Short: "Buy credits",
		Args:  c.unknownCommand,
		Run:   c.run(func(cmd *cobra.Command) error { return cmd.Help() }),
	}
	c.flags.account(cmd.PersistentFlags(), c.deps)
	cmd.AddCommand(c.buyPack())
	return cmd
}

func (c *commands) buyPack() *cobra.Command {
	options := buyOptions{}
	cmd := &cobra.Command{
		Use:   "pack <pack>",
		Short: "Buy a credit pack",
		Long:  "Buy a credit pack, by its slug or its name. studio-tui packs lists them; piped, their slugs come first." + aboutBuying,
		Example: `studio-tui buy pack pack-m
studio-tui buy pack pack-m --yes --print-url --no-wait
studio-tui buy pack pack-m --yes --json | jq -r .outcome`,
		ValidArgsFunction: c.known(packWords),
		Args:              c.oneArg("a pack, like pack-m; studio-tui packs lists them"),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if err := options.read(c, cmd); err != nil {
				return err
			}
			return runBuy(cmd.Context(), c.deps, options, choosePack)
		}),
	}
	options.register(cmd)
	return cmd
}

func (c *commands) upgrade() *cobra.Command {
	options := buyOptions{}
	cmd := &cobra.Command{
		Use:   "upgrade <plan>",
		Short: "Subscribe, upgrade, or change how often the plan is paid",
		Long: "Subscribe, upgrade, or change how often the plan is paid. studio-tui plans lists them; a plan is named by its slug or its name. Without --interval it is paid as often as the plan that the account has, else by the month; --yes takes it with --interval only." +
			"\n\nThe plan that the account has already is no failure (0). A downgrade, a cancellation (none as the plan), a plan that ends and one whose payment failed are matters of the billing portal, and Enterprise is sold by agreement: the command says what that means, what is kept, and where it is done (1)." + aboutBuying,
		Example: `studio-tui upgrade pro
studio-tui upgrade creator --interval year
studio-tui upgrade pro --interval month --yes --json`,
		ValidArgsFunction: c.known(planWords),
		Args:              c.oneArg("a plan, like pro; studio-tui plans lists them"),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if err := options.read(c, cmd); err != nil {
				return err
			}
			intervals := []string{"", string(model.Monthly), string(model.Yearly)}
			switch {
			case !slices.Contains(intervals, options.interval):
				return oneOf("--interval", options.interval, intervals[1:])
			case options.yes && options.interval == "":
				return usagef("--yes goes with --interval month or year")
			}
			return runBuy(cmd.Context(), c.deps, options, choosePlan)
		}),
	}
	options.register(cmd)
	c.flags.account(cmd.Flags(), c.deps)
	cmd.Flags().StringVar(&options.interval, "interval", "", "How often it is paid: month or year")
	return cmd
}

// oneArg reports an error unless there is exactly one argument. The error does not
// repeat arguments, as one may be a key.
func (c *commands) oneArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 || strings.TrimSpace(args[0]) == "" {
			c.fail(cmd, usagef("%s takes %s", cmd.CommandPath(), what))
		}
		return nil
	}
}

func (o *buyOptions) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVarP(&o.yes, "yes", "y", false, "Do not ask: the order is confirmed")
	flags.BoolVar(&o.exportedKey, "exported-key", false, "Buy with the exported key where it takes precedence over a profile with another one")
	flags.BoolVar(&o.printURL, "print-url", false, "Open no browser; print the address of the payment page, and nothing else, on stdout")
	flags.BoolVar(&o.noWait, "no-wait", false, "Do not wait for the credits")
	flags.BoolVar(&o.json, "json", false, "Print the outcome and the order as JSON")
}

func (o *buyOptions) read(c *commands, cmd *cobra.Command) (err error) {
	if o.target, err = c.flags.target(cmd, c.deps); err != nil {
		return err
	}
	o.slug = cmd.Flags().Arg(0)
	switch {
	case o.printURL && o.json:
		return usagef("--print-url does not go with --json, whose order has the address")
	case o.noWait && o.target.Demo != nil:
		return usagef("--no-wait does not go with --demo, whose payment page ends with the command")
	}
	return nil
}

// choice determines the item to buy; none where it returns an *[Outcome].
type choice func(ctx context.Context, b *purchaseRun) error

func runBuy(ctx context.Context, deps Deps, options buyOptions, choose choice) error {
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		b := newPurchaseRun(deps, session, options)
		if session.Identity.Sandbox {
			b.say(sandboxNotice)
		}
		err := b.run(ctx, choose)
		if ctx.Err() != nil && !b.purchase.Done() {
			return b.interrupted()
		}
		return err
	})
}

func choosePack(ctx context.Context, b *purchaseRun) error {
	packs, provenance, err := b.session.Source.Packs(ctx)
	switch {
	case err != nil:
		return err
	case provenance != model.Billed:
		return errNotSold
	}
	pack, err := named(packs, "pack", b.options.slug, packNames)
	if err != nil {
		return &usageError{err, b.deps.command("packs")}
	}
	b.item = model.Item{Kind: model.KindPack, Slug: pack.Slug, Name: pack.Name, Credits: &pack.Credits}
	b.price = pack.Price
	return nil
}

func packNames(pack model.Pack) (slug, name string) { return pack.Slug, pack.Name }

func planNames(plan model.Plan) (slug, name string) { return plan.Slug, plan.Name }

// notSold is the message for a server that sells nothing.
const notSold = "This server sells nothing itself. Plans and packs are sold on the website"

// errNotSold says that this server sells nothing.
var errNotSold = errors.New("this server sells nothing itself")

// noPlan are the arguments that stand for no plan.
var noPlan = []string{"none", model.FreePlan}

func choosePlan(ctx context.Context, b *purchaseRun) error {
	source := b.session.Source
	plans, provenance, err := source.Plans(ctx)
	if err != nil {
		return err
	}
	sub, _, err := source.Subscription(ctx)
	if err != nil {
		return err
	}
	plan, err := named(plans, "plan", b.options.slug, planNames)
	if err != nil && !slices.Contains(noPlan, strings.ToLower(b.options.slug)) {
		return &usageError{err, b.deps.command("plans")}
	}
	interval := model.Interval(b.options.interval)
	if interval == "" {
		interval = model.Monthly
		if _, priced := plan.Price(sub.Interval); priced && sub.Subscribed() {
			interval = sub.Interval
		}
	}
	if provenance != model.Billed {
		return errNotSold
	}
	change := model.PlanChange(sub, plans, plan, interval)
	b.about = message.Change(change, sub, plan, interval, b.account.Credits, b.deps.Now(), b.deps.Location)
	b.item = model.Item{Kind: model.KindPlan, Slug: plan.Slug, Interval: interval, Name: plan.Name, Credits: plan.CreditsPerMonth}
	b.price, _ = plan.Price(interval)
	b.gained, b.lost = change.Gained, change.Lost
	return notByCheckout(change, plan, b)
}

// notByCheckout says where a change is made that needs no checkout.
func notByCheckout(change model.Change, plan model.Plan, b *purchaseRun) error {
	switch change.Way {
	case model.ByCheckout:
		return nil
	case model.ByPortal:
		portal := "portal"
		if change.Kind == model.ChangeDowngrade {
			portal += " --plan " + shellWord(plan.Slug)
		}
		return &Outcome{ExitOther, b.about + " Nothing was changed. The portal: " + b.deps.command(portal)}
	case model.ByContact:
		contact := plan.ContactURL.Quoted()
		if b.opener().CheckURL(plan.ContactURL) == nil {
			contact = string(plan.ContactURL)
		}
		return &Outcome{ExitOther, fmt.Sprintf("%s is sold by agreement. Nothing was bought. Write to sales at %s or to %s", plan.Name, contact, model.Support)}
	case model.ByPricing:
		return errNotSold
	}
	return errUnchanged
}

// errUnchanged says that the account already has the plan.
var errUnchanged = errors.New("there is nothing to change")
