package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
)

type portalOptions struct {
	target      account.Target
	exportedKey bool // the environment's key is meant, and not the profile that it takes precedence over
	plan        string
	printURL    bool
	json        bool
}

// portalJSON is what `portal --json` prints.
type portalJSON struct {
	URL     model.URL `json:"url"`
	Page    string    `json:"page"` // "portal", or "account" where the server has no portal
	Sandbox bool      `json:"sandbox"`
}

func (c *commands) portal() *cobra.Command {
	options := portalOptions{}
	cmd := &cobra.Command{
		Use:   "portal",
		Short: "Open the billing portal: cancel, resume, downgrade, cards, invoices",
		Long: `Open the billing portal in the browser: cancel, resume, downgrade, cards, invoices. Where a server has none, your account page has them, under Settings, Manage Subscription.

An exported key that takes precedence over a profile with another key opens the portal of its account only for those who say so: the command asks, and without a terminal --exported-key says it.

stdout has the address, and nothing else; with --json, {url, page, sandbox}, where page is portal or account. Exit codes: 0 where there is an address, opened or not, 1 where it is one that is refused.`,
		Example: `studio-tui portal
studio-tui portal --plan starter
studio-tui portal --print-url`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			return runPortal(cmd.Context(), c.deps, options)
		}),
	}
	c.flags.account(cmd.Flags(), c.deps)
	cmd.Flags().BoolVar(&options.exportedKey, "exported-key", false, "Open the exported key's portal where it takes precedence over a profile with another one")
	cmd.Flags().StringVar(&options.plan, "plan", "", "The plan to change to, by its name or slug: the portal offers it first")
	cmd.Flags().BoolVar(&options.printURL, "print-url", false, "Open no browser")
	cmd.Flags().BoolVar(&options.json, "json", false, "Print JSON")
	return cmd
}

func runPortal(ctx context.Context, deps Deps, options portalOptions) error {
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		say := deps.Streams.say
		if session.Identity.Sandbox {
			say(sandboxNotice)
		}
		if err := allowPortal(ctx, deps, session, options); err != nil {
			return err
		}
		plan, err := chosenPlan(ctx, deps, session, options.plan)
		if err != nil {
			return err
		}
		portal, err := session.Source.Portal(ctx, plan)
		what, page, address := "The billing portal", "portal", portal.URL
		switch kind := model.KindOf(err); {
		case kind == model.NotSupported || kind == model.NotFound:
			say("This server has no billing portal of its own. Your account page has it: Settings, Manage Subscription.")
			what, page, address = "Your account page", "account", data.AccountPage(session.Identity).Address
		case err != nil:
			return err
		}
		if err := (model.URLPolicy{Base: session.Identity.BaseURL}).CheckURL(address); err != nil {
			return &Outcome{ExitOther, "The server sent an address that is not opened. Nothing was changed. " + message.PlainError(err)}
		}
		if options.json {
			err = writeJSON(deps.Streams.Out, portalJSON{URL: address, Page: page, Sandbox: session.Identity.Sandbox})
		} else {
			_, err = fmt.Fprintln(deps.Streams.Out, address)
		}
		if deps.Streams.mask != nil {
			say(hiddenAddress)
		}
		if err != nil {
			return err
		}
		if options.printURL {
			return nil
		}
		if err := session.Browser.Open(ctx, address); err != nil {
			say("%s", deps.Streams.noBrowser(err))
		} else {
			say("%s is open in your browser.", what)
		}
		if options.target.Demo != nil {
			say("The sandbox lasts as long as this command. ctrl+c ends it.")
			<-ctx.Done()
		}
		return nil
	})
}

// chosenPlan is the slug of the plan with a name or slug, "" for none, and where the
// server sells no plans.
func chosenPlan(ctx context.Context, deps Deps, session account.Session, name string) (slug string, err error) {
	if name == "" {
		return "", nil
	}
	plans, provenance, err := session.Source.Plans(ctx)
	if err != nil || provenance != model.Billed {
		return "", err
	}
	plan, err := named(plans, "plan", name, planNames)
	if err != nil {
		return "", &usageError{err, deps.command("plans")}
	}
	return plan.Slug, nil
}

// allowPortal asks whether the portal of the environment key's account is meant, where
// that key takes precedence over a profile: plans are changed and cancelled there.
func allowPortal(ctx context.Context, deps Deps, session account.Session, options portalOptions) error {
	id := session.Identity
	if id.OverriddenProfile == "" || options.exportedKey {
		return nil
	}
	account, err := session.Source.Account(ctx)
	if err != nil {
		return err
	}
	deps.Streams.say("%s", message.NotThatPortal(id, "billing portal", account.Email))
	return allowExported(ctx, deps.Streams, newPrompt(deps.Streams), id, "opened", "open it")
}
