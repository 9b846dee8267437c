package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// pageNames are the arguments of open: pages of the website.
var pageNames = []string{"pricing", "keys", "refunds", "usage", "account"}

// pageOf is the address of a page of the website.
func pageOf(name string) model.URL {
	switch name {
	case "pricing":
		return model.PricingPage
	case "keys":
		return model.KeysPage
	case "refunds":
		return model.RefundPolicy
	}
	return model.AccountPage // which also shows the use
}

func (c *commands) open() *cobra.Command {
	printURL := false
	cmd := &cobra.Command{
		Use:   "open <page>",
		Short: "Open a page of the website: " + strings.Join(pageNames, ", "),
		Long: `Open a page of the website in the browser: the prices, where keys are made, the refund policy, or the account, which has its use too. It needs no key.

stdout has the address, and nothing else.`,
		Example: `studio-tui open pricing
studio-tui open keys --print-url`,
		ValidArgsFunction: cobra.FixedCompletions(pageNames, cobra.ShellCompDirectiveNoFileComp),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || !slices.Contains(pageNames, args[0]) {
				c.fail(cmd, oneOf("open", strings.Join(args, " "), pageNames))
			}
			return nil
		},
		Run: c.run(func(cmd *cobra.Command) error {
			return runOpen(cmd.Context(), c.deps, pageOf(cmd.Flags().Arg(0)), printURL)
		}),
	}
	cmd.Flags().BoolVar(&printURL, "print-url", false, "Open no browser")
	return cmd
}

func runOpen(ctx context.Context, deps Deps, page model.URL, printURL bool) error {
	if _, err := fmt.Fprintln(deps.Streams.Out, page); err != nil || printURL {
		return err
	}
	accounts, err := deps.Accounts(account.Target{})
	if err != nil {
		return err
	}
	if err := accounts.Browser().Open(ctx, page); err != nil {
		deps.Streams.say("%s", deps.Streams.noBrowser(err))
	}
	return nil
}
