package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model/account"
)

func (c *commands) logout() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "logout",
		Short: "Remove the kept API key",
		Long: `Remove the API key that login kept for this API host and profile, and the local copy of its account. A profile with a name of its own stays, to sign in to again; auth remove forgets it.

A key in ` + keyVariable + ` or in a file of the service's own client is not touched; where there is one, logout says so, and removes the local copy of its account.`,
		Example: `studio-tui logout
studio-tui logout --profile work`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) error {
			target, err := c.flags.target(cmd, c.deps)
			if err != nil {
				return err
			}
			target.IgnoreProfiles = true // a damaged file of profiles must not prevent signing out
			return runLogout(cmd.Context(), c.deps, target)
		}),
	}
	c.flags.keys(cmd.Flags())
	return cmd
}

func runLogout(ctx context.Context, deps Deps, target account.Target) error {
	target.StoredKeyOnly = true
	accounts, err := deps.Accounts(target)
	if err != nil {
		return err
	}
	out, err := toldSteps(ctx, deps, accounts.SignOut)
	if err != nil {
		return err
	}
	warn(deps.Streams, out.Warnings)
	text := "No kept key was found."
	switch {
	case len(out.Removed) > 0:
		text = "Signed out. The key was removed from " + strings.Join(out.Removed, " and ") + "."
	case len(out.Remaining) == 0:
		text = "No kept key was found; nothing was removed."
	}
	if len(out.Remaining) > 0 {
		text += " There is still a key in " + strings.Join(out.Remaining, " and ") + ", which is not this program's to remove. No local copy of its account is left."
		if slices.Contains(out.Remaining, keyVariable) {
			text += " The exported key stays in the environment until it is unset."
		}
	}
	return deps.Streams.answer(text)
}
