package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/settings"
)

func (c *commands) prices() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "prices",
		Short: "Prices of the pricing page, where the server has none",
		Long: `Prices of the pricing page, where the server has none.

What is entered is kept for the API host in the settings folder, with the day. It serves advise, plans, packs and costs, and the dashboard, each time marked as entered by you. Nothing is ever bought at it: a checkout takes the server's own prices alone. Where the server has prices, those apply, and how yours differ is shown once.`,
		Args: c.unknownCommand,
		Run:  c.run(func(cmd *cobra.Command) error { return cmd.Help() }),
	}
	c.flags.account(cmd.PersistentFlags(), c.deps)
	set := &cobra.Command{
		Use:   "set",
		Short: "Enter the price of a plan or a pack",
		Args:  c.unknownCommand,
		Run:   c.run(func(cmd *cobra.Command) error { return cmd.Help() }),
	}
	set.AddCommand(c.pricesSetPlan(), c.pricesSetPack())
	cmd.AddCommand(c.pricesList(), set, c.pricesEdit(), c.pricesRemove())
	return cmd
}

// withPrices opens the account and passes on the prices of its host.
func (c *commands) withPrices(cmd *cobra.Command, do func(ctx context.Context, session account.Session) error) error {
	target, err := c.flags.target(cmd, c.deps)
	if err != nil {
		return err
	}
	return withSession(cmd.Context(), c.deps, target, do)
}

// priceFile is the file of the prices entered for the API host, which takes no key.
func (c *commands) priceFile(cmd *cobra.Command) (host string, file account.PriceFile, err error) {
	target, err := c.flags.target(cmd, c.deps)
	if err != nil {
		return "", nil, err
	}
	accounts, err := c.deps.Accounts(target)
	if err != nil {
		return "", nil, err
	}
	if host, file = accounts.Prices(); file == nil || file.Path() == "" {
		return "", nil, errNoPrices
	}
	return host, file, nil
}

// changePrices changes the entered prices, and prints what the change says.
func (c *commands) changePrices(cmd *cobra.Command, change func(*model.EnteredPrices) (said string, err error)) error {
	host, file, err := c.priceFile(cmd)
	if err != nil {
		return err
	}
	said := ""
	_, err = settings.ChangePrices(file, host, func(prices *model.EnteredPrices) (err error) {
		said, err = change(prices)
		return err
	})
	if err == nil {
		c.deps.Streams.say("%s", said)
	}
	return err
}

// taking wraps a command's function to check its number of arguments; the error names
// them.
func (c *commands) taking(count int, words string, do func(cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) {
	return func(cmd *cobra.Command, args []string) {
		c.run(func(cmd *cobra.Command) error {
			if len(args) != count || !model.OfferName(args[count-1]) {
				return usagef("%s takes %s", cmd.CommandPath(), words)
			}
			return do(cmd, args)
		})(cmd, args)
	}
}

func (c *commands) today() model.Day { return model.DayOf(c.deps.Now(), c.deps.Location) }

// clearFlag is the flag that names the fields to empty.
const clearFlag = "clear"

// clearable are the fields of a plan that may be empty.
var clearable = []string{"monthly", "yearly", "credits"}

// cleared are the fields that --clear names.
func cleared(flags *pflag.FlagSet) (names []string, err error) {
	if !flags.Changed(clearFlag) {
		return nil, nil
	}
	names = strings.Split(flags.Lookup(clearFlag).Value.String(), ",")
	for i, name := range names {
		name = strings.TrimSpace(name)
		switch {
		case !slices.Contains(clearable, name):
			return nil, oneOf("--"+clearFlag, name, clearable)
		case flags.Changed(name):
			return nil, usagef("--clear %s and --%s do not go together", name, name)
		}
		names[i] = name
	}
	return names, nil
}

// givenOf is the text of an offer with the given flags in the place of what was entered
// before, and empty fields as named. A price of before is not taken over into another
// currency.
func givenOf(flags *pflag.FlagSet, before settings.OfferText, given map[string]*string, empty []string) (settings.OfferText, error) {
	text, kept, changes := before, "", len(empty) > 0
	for _, field := range []struct {
		name string
		to   *string
	}{{"monthly", &text.Price}, {"price", &text.Price}, {"yearly", &text.Yearly}, {"credits", &text.Credits}, {"currency", &text.Currency}} {
		value, has := given[field.name]
		switch {
		case !has:
		case slices.Contains(empty, field.name):
			*field.to = ""
		case flags.Changed(field.name):
			*field.to, changes = *value, true
		case *field.to != "" && field.name != "credits" && field.name != "currency":
			kept = field.name
		}
	}
	switch {
	case !changes:
		return text, usagef("nothing is given to change")
	case kept != "" && before.Currency != "" && !strings.EqualFold(strings.TrimSpace(text.Currency), before.Currency):
		return text, usagef("the price entered before is in %s: give --%s too", before.Currency, kept)
	}
	return text, nil
}

func (c *commands) pricesSetPlan() *cobra.Command {
	var monthly, yearly, currency, credits string
	cmd := &cobra.Command{
		Use:               "plan NAME",
		Short:             "Enter the price of a plan",
		Long:              `Enter the price of a plan, by the month, by the year (for the whole year) or both, and its credits a month. Of a plan that was entered before, only what is given changes; --clear empties fields.`,
		Example:           "studio-tui prices set plan creator --monthly 29 --yearly 290 \\\n  --currency USD --credits 4000\nstudio-tui prices set plan creator --monthly 32\nstudio-tui prices set plan creator --clear yearly",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: c.known(planWords),
	}
	cmd.Run = c.taking(1, "the name of a plan", func(cmd *cobra.Command, args []string) error {
		empty, err := cleared(cmd.Flags())
		if err != nil {
			return err
		}
		return c.changePrices(cmd, func(prices *model.EnteredPrices) (string, error) {
			before, _ := prices.Plan(args[0])
			text, err := givenOf(cmd.Flags(), settings.PlanText(before), map[string]*string{"monthly": &monthly, "yearly": &yearly, "currency": &currency, "credits": &credits}, empty)
			if err != nil {
				return "", err
			}
			plan, err := settings.TypedPlan(args[0], text)
			if err != nil && empty != nil && text.Empty() {
				return "", usagef("nothing would be left of %s; to forget it: %s", args[0], c.deps.command("prices remove plan "+args[0]))
			}
			if err != nil {
				return "", usagef("%w", err)
			}
			prices.SetPlan(model.EnteredPlan{Plan: plan, On: c.today()})
			return message.PriceKept(&plan, nil), nil
		})
	})
	cmd.Flags().StringVar(&monthly, "monthly", "", "The price of a month, like 29 or 9.50")
	cmd.Flags().StringVar(&yearly, "yearly", "", "The price of a whole year")
	cmd.Flags().StringVar(&currency, "currency", "", "Their currency, like USD")
	cmd.Flags().StringVar(&credits, "credits", "", "The credits that it brings each month")
	cmd.Flags().String(clearFlag, "", "Empty these fields: "+strings.Join(clearable, ", "))
	return cmd
}

func (c *commands) pricesSetPack() *cobra.Command {
	var price, currency, credits string
	cmd := &cobra.Command{
		Use:               "pack NAME",
		Short:             "Enter the price of a pack",
		Long:              `Enter the price and the credits of a pack, under a name of your own. Of a pack that was entered before, only what is given changes.`,
		Example:           "studio-tui prices set pack pack-m --price 19 \\\n  --currency USD --credits 2000\nstudio-tui prices set pack pack-m --price 21",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: c.known(packWords),
	}
	cmd.Run = c.taking(1, "a name for the pack", func(cmd *cobra.Command, args []string) error {
		return c.changePrices(cmd, func(prices *model.EnteredPrices) (string, error) {
			before, _ := prices.Pack(args[0])
			text, err := givenOf(cmd.Flags(), settings.PackText(before), map[string]*string{"price": &price, "currency": &currency, "credits": &credits}, nil)
			if err != nil {
				return "", err
			}
			pack, err := settings.TypedPack(args[0], text)
			if err != nil {
				return "", usagef("%w", err)
			}
			prices.SetPack(model.EnteredPack{Pack: pack, On: c.today()})
			return message.PriceKept(nil, &pack), nil
		})
	})
	cmd.Flags().StringVar(&price, "price", "", "Its price, like 19 or 9.50")
	cmd.Flags().StringVar(&currency, "currency", "", "The currency, like USD")
	cmd.Flags().StringVar(&credits, "credits", "", "The credits that it brings")
	return cmd
}

func (c *commands) pricesRemove() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "remove plan|pack NAME",
		Short:   "Forget what was entered of a plan or a pack",
		Example: "studio-tui prices remove plan creator",
		Args:    cobra.ArbitraryArgs,
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return []cobra.Completion{string(model.KindPlan), string(model.KindPack)}, cobra.ShellCompDirectiveNoFileComp
		},
	}
	const takes = "plan or pack, and the name"
	cmd.Run = c.taking(2, takes, func(cmd *cobra.Command, args []string) error {
		kind, slug := model.ItemKind(args[0]), args[1]
		if kind != model.KindPlan && kind != model.KindPack {
			return usagef("%s takes %s", cmd.CommandPath(), takes)
		}
		return c.removePrice(cmd, kind, slug)
	})
	return cmd
}

func (c *commands) removePrice(cmd *cobra.Command, kind model.ItemKind, slug string) error {
	return c.changePrices(cmd, func(prices *model.EnteredPrices) (string, error) {
		had := false
		if kind == model.KindPlan {
			_, had = prices.Plan(slug)
			prices.SetPlan(model.EnteredPlan{Plan: model.Plan{Slug: slug}})
		} else {
			_, had = prices.Pack(slug)
			prices.SetPack(model.EnteredPack{Pack: model.Pack{Slug: slug}})
		}
		if !had { // the file stays as it is
			return "", &Outcome{ExitOther, "There was none"}
		}
		return fmt.Sprintf("No price of the %s %s is entered.", kind, slug), nil
	})
}

func (c *commands) pricesEdit() *cobra.Command {
	return &cobra.Command{
		Use:   "edit",
		Short: "Enter prices in your editor",
		Long:  `Open the file of entered prices in the editor that VISUAL or EDITOR names, and check what was saved. A new file begins with an example in comments. Entries get the day on which they were saved.`,
		Args:  c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) error {
			host, file, err := c.priceFile(cmd)
			if err != nil {
				return err
			}
			return c.editPrices(cmd.Context(), file, host)
		}),
	}
}

// errNoPrices says that there is no place to store prices.
var errNoPrices = errors.New("the demo, and a machine without a folder for settings, keep no prices")

func (c *commands) editPrices(ctx context.Context, file account.PriceFile, host string) error {
	before, _, err := settings.ReadPrices(file)
	if err != nil {
		return err
	}
	return edited(ctx, c.deps, file, settings.WritePrices(host, before), "is left out", func() ([]settings.Problem, error) {
		prices, problems, err := settings.ReadPrices(file)
		if err != nil || len(problems) > 0 {
			return problems, err
		}
		return nil, file.Write(settings.WritePrices(host, prices.Dated(before, c.today())))
	})
}

// enteredJSON is an entered price in the output of `prices list --json`, beside the
// server's.
type enteredJSON struct {
	Kind          model.ItemKind       `json:"kind"`
	Slug          string               `json:"slug"`
	Interval      model.OptionalString `json:"interval"` // null for a pack, and where only credits were entered
	Price         *model.Money         `json:"price"`
	Credits       *model.Credits       `json:"credits"` // a month, or of the pack
	EnteredOn     model.OptionalString `json:"enteredOn"`
	ServerPrice   *model.Money         `json:"serverPrice"` // null where the server gives none
	ServerCredits *model.Credits       `json:"serverCredits"`
	Differs       bool                 `json:"differs"`
}

func (c *commands) pricesList() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "list",
		Short: "Print the prices that you entered",
		Long: `Print the prices that you entered, beside the server's, if it has any. Without a key the server is not asked.

Piped, a line each: plan or pack, name, interval, price, currency, credits, the day on which it was entered, the server's price, its currency, its credits.`,
		Example: "studio-tui prices list\nstudio-tui prices list --json",
		Args:    c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) error {
			err := c.withPrices(cmd, func(ctx context.Context, session account.Session) error {
				return listPrices(ctx, typedOffers(c.deps, session), asJSON)
			})
			var none *account.NoKeyError
			if !errors.As(err, &none) {
				return err
			}
			host, file, err := c.priceFile(cmd)
			if err != nil {
				return err
			}
			session := account.Session{Prices: file, Identity: account.Identity{Host: host}}
			return listPrices(cmd.Context(), typedOffers(c.deps, session), asJSON)
		}),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON")
	return cmd
}

func listPrices(ctx context.Context, o offers, asJSON bool) error {
	var plans []model.Plan
	var packs []model.Pack
	if source := o.session.Source; source != nil {
		var err error
		if plans, _, err = source.Plans(ctx); err != nil {
			return err
		}
		if packs, _, err = source.Packs(ctx); err != nil {
			return err
		}
	}
	answer := listing[enteredJSON]{Data: []enteredJSON{}, Provenance: model.Entered, AsOf: model.At(o.deps.Now()), Sandbox: o.session.Identity.Sandbox}
	r := report{columns: []column{
		{"", fixed}, {"NAME", text}, {"PAID BY", fixed}, {"PRICE", number}, {"CREDITS", number}, {"ENTERED", fixed}, {"SERVER", number}, {"CREDITS", number},
	}}
	for _, price := range o.typed.Beside(plans, packs) {
		on := ""
		if price.On != (model.Day{}) {
			on = price.On.Format(time.DateOnly)
		}
		answer.Data = append(answer.Data, enteredJSON{
			price.Kind, price.Slug, model.OptionalString(price.Interval), price.Price, price.Credits, model.OptionalString(on), price.Served, price.ServedCredits, price.Differs(),
		})
		amount, currency := priceFields(price.Price)
		served, servedCurrency := priceFields(price.Served)
		r.tsvRows = append(r.tsvRows, []string{
			string(price.Kind), price.Slug, string(price.Interval), amount, currency, creditsField(price.Credits), on, served, servedCurrency, creditsField(price.ServedCredits),
		})
		r.tableRows = append(r.tableRows, []string{
			string(price.Kind), price.Slug, string(price.Interval), moneyCell(price.Price), creditsCell(price.Credits), on, moneyCell(price.Served), creditsCell(price.ServedCredits),
		})
	}
	if len(answer.Data) == 0 {
		r.notes = append(r.notes, o.deps.offer("No prices are entered.", "To enter some:", "prices edit"))
	}
	r.json = answer
	return r.write(o.deps.Streams, asJSON, o.session.Identity)
}

func priceFields(m *model.Money) (amount, currency string) {
	if m == nil {
		return "", ""
	}
	return m.Decimal(), m.Currency
}

func moneyCell(m *model.Money) string {
	if m == nil {
		return "–"
	}
	return m.String()
}

func creditsField(c *model.Credits) string {
	if c == nil {
		return ""
	}
	return c.Plain()
}

func creditsCell(c *model.Credits) string {
	if c == nil {
		return "–"
	}
	return c.String()
}
