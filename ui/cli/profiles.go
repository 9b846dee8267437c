package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// seeProfiles is the command that lists profiles.
const seeProfiles = "studio-tui auth list"

const aboutProfiles = `

A profile is a name for a kept key: it has its own key, API host and local copy of the account. studio-tui login --profile NAME makes one. --profile NAME (or STUDIO_TUI_PROFILE) uses it for one command. The profile default is the one of a person who names none.`

func (c *commands) profileList() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "list",
		Short: "Print the profiles, and which is used",
		Long: `Print the profiles: API host, where the key is, its last four characters, and which is used.` + aboutProfiles + `

Piped, a line each: profile (nothing for an exported key), used (yes or nothing), API, place of the key, last four characters, added at (UTC), problem.`,
		Example: `studio-tui auth list
studio-tui auth list --json`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) error {
			accounts, err := c.accounts(cmd)
			if err != nil {
				return err
			}
			return runProfileList(cmd.Context(), c.deps, accounts, asJSON)
		}),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON")
	return cmd
}

// accounts are those of the target that a command's flags choose.
func (c *commands) accounts(cmd *cobra.Command) (Accounts, error) {
	target, err := c.flags.target(cmd, c.deps)
	if err != nil {
		return nil, err
	}
	return c.deps.Accounts(target)
}

// profileJSON is a profile in what `auth list --json` prints.
type profileJSON struct {
	Profile  model.OptionalString `json:"profile"`
	Used     bool                 `json:"used"`
	Active   bool                 `json:"active"`
	Exported bool                 `json:"exported"`
	API      string               `json:"api"`
	Key      model.OptionalString `json:"key"`
	Last4    model.OptionalString `json:"last4"`
	AddedAt  model.Time           `json:"addedAt"`
	Problem  model.OptionalString `json:"problem"`
}

func profileOf(p account.Profile) profileJSON {
	return profileJSON{
		model.OptionalString(p.Name), p.Used, p.Active, p.Exported, p.BaseURL, model.OptionalString(p.KeySource), model.OptionalString(p.Last4), model.At(p.AddedAt), model.OptionalString(p.Problem),
	}
}

func runProfileList(ctx context.Context, deps Deps, accounts Accounts, asJSON bool) error {
	list, err := accounts.CheckProfiles(ctx)
	if err != nil {
		return err
	}
	answer := struct {
		Data []profileJSON `json:"data"`
	}{[]profileJSON{}}
	r := report{columns: []column{{"PROFILE", text}, {"", fixed}, {"API", text}, {"KEY IN", text}, {"ENDS IN", fixed}}, fields: []string{"profile", "used", "api", "where", "last4"}}
	passed := ""
	for _, p := range list {
		answer.Data = append(answer.Data, profileOf(p))
		name, used, where := p.Name, "", p.KeySource
		if p.Exported {
			name = "(exported key)"
		}
		if p.Used {
			used = "used"
		}
		if where == "" {
			where = "no key"
		}
		if p.Active && !p.Used {
			passed = p.Name
		}
		r.tableRows = append(r.tableRows, []string{name, used, p.Host, where, p.Last4})
		r.addWarning(name, p.Problem)
		r.tsvRows = append(r.tsvRows, []string{p.Name, yes(p.Used), p.BaseURL, p.KeySource, p.Last4, model.At(p.AddedAt).ISO(), p.Problem})
	}
	r.json = answer
	for _, p := range list {
		if p.Exported && p.Used && passed != "" {
			r.notes = append(r.notes, "An exported key takes precedence over profile "+passed+". To use the profile: --profile "+passed+", or unset "+keyVariable+".")
		}
	}
	return r.write(deps.Streams, asJSON, account.Identity{})
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

func (c *commands) profileSwitch() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "switch <profile>",
		Short: "Use a profile from now on",
		Long:  `Use a profile from now on, where neither --profile nor an exported key says otherwise. switch default goes back.` + aboutProfiles,
		Example: `studio-tui auth switch work
studio-tui auth switch default`,
		ValidArgsFunction: c.known(profileWords),
		Args:              c.oneArg("the name of a profile; studio-tui auth list has them"),
		Run: c.run(func(cmd *cobra.Command) error {
			accounts, err := c.accounts(cmd)
			if err != nil {
				return err
			}
			profile, err := accounts.SwitchProfile(cmd.Flags().Arg(0))
			if err != nil {
				return err
			}
			text := fmt.Sprintf("Profile %s at %s is used from now on.", profile.Name, profile.Host)
			for _, variable := range []string{profileVariable, keyVariable} {
				if strings.TrimSpace(c.deps.Env(variable)) != "" {
					text += " In this shell " + variable + " still takes precedence over it."
					break
				}
			}
			return tell(c.deps.Streams, asJSON, text, profileOf(profile))
		}),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON")
	return cmd
}

// tell prints a sentence, or a value as JSON.
func tell(s Streams, asJSON bool, text string, value any) error {
	if asJSON {
		return writeJSON(s.Out, value)
	}
	return s.answer(text)
}

func (c *commands) profileRename() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "rename <profile> <name>",
		Short: "Give a profile another name",
		Long:  `Give a profile another name. Its key moves with it; the default profile gets a name of its own.` + aboutProfiles,
		Example: `studio-tui auth rename work studio
studio-tui auth rename default private`,
		ValidArgsFunction: c.known(profileWords),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				c.fail(cmd, usagef("%s takes the name of a profile and a new one", cmd.CommandPath()))
			}
			return nil
		},
		Run: c.run(func(cmd *cobra.Command) error {
			accounts, err := c.accounts(cmd)
			if err != nil {
				return err
			}
			from, to := cmd.Flags().Arg(0), cmd.Flags().Arg(1)
			if err := accounts.RenameProfile(cmd.Context(), from, to); err != nil {
				return err
			}
			return tell(c.deps.Streams, asJSON, fmt.Sprintf("Profile %s is called %s now.", from, to), struct {
				From string `json:"from"`
				To   string `json:"to"`
			}{from, to})
		}),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON")
	return cmd
}

func (c *commands) profileRemove() *cobra.Command {
	var asJSON, agreed bool
	cmd := &cobra.Command{
		Use:   "remove <profile>",
		Short: "Forget a profile, with its key",
		Long: `Forget a profile: its key is removed from where login kept it, and the local copy of its account too. The key itself stays valid until it is revoked at ` + string(model.KeysPage) + `

Orders under way and the like are not touched. Without a terminal to ask at, --yes is the yes.`,
		Example: `studio-tui auth remove work
studio-tui auth remove work --yes`,
		ValidArgsFunction: c.known(profileWords),
		Args:              c.oneArg("the name of a profile; studio-tui auth list has them"),
		Run: c.run(func(cmd *cobra.Command) error {
			accounts, err := c.accounts(cmd)
			if err != nil {
				return err
			}
			return runProfileRemove(cmd.Context(), c.deps, accounts, cmd.Flags().Arg(0), agreed, asJSON)
		}),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON")
	cmd.Flags().BoolVarP(&agreed, "yes", "y", false, "Do not ask")
	return cmd
}

func runProfileRemove(ctx context.Context, deps Deps, accounts Accounts, name string, agreed, asJSON bool) error {
	profile, wasActive, err := findProfile(ctx, accounts, name)
	if err != nil {
		return err
	}
	if !agreed {
		if !deps.Streams.InTTY {
			return usagef("there is no terminal to ask at, so nothing was removed; --yes removes it")
		}
		yes, err := newPrompt(deps.Streams).agrees(ctx, fmt.Sprintf("Remove profile %s at %s, its key%s and the local copy of its account?",
			profile.Name, profile.Host, ending(profile.Last4)))
		if err != nil {
			return err
		}
		if !yes {
			return &Outcome{ExitOther, "Nothing was removed"}
		}
	}
	out, err := accounts.RemoveProfile(ctx, name)
	if err != nil {
		return err
	}
	text := "Profile " + name + " was removed."
	if len(out.Removed) > 0 {
		text = "Profile " + name + " was removed, and its key from " + strings.Join(out.Removed, " and ") + "."
	}
	if wasActive && name != "default" {
		text += " Profile default is used from now on."
	}
	if len(out.Remaining) > 0 {
		text += " There is still a key in " + strings.Join(out.Remaining, " and ") + ", which is not this program's to remove."
	}
	return tell(deps.Streams, asJSON, text, struct {
		Profile   string   `json:"profile"`
		Removed   []string `json:"removed"`
		Remaining []string `json:"remaining"`
	}{name, append([]string{}, out.Removed...), append([]string{}, out.Remaining...)})
}

// findProfile returns a profile by its name, and whether it is the active one.
func findProfile(ctx context.Context, accounts Accounts, name string) (account.Profile, bool, error) {
	list, err := accounts.CheckProfiles(ctx)
	if err != nil {
		return account.Profile{}, false, err
	}
	for _, p := range list {
		if p.Name == name && !p.Exported {
			return p, p.Active, nil
		}
	}
	return account.Profile{}, false, &usageError{errors.New("there is no such profile"), seeProfiles}
}

// ending is the last characters of a key, where they are known.
func ending(last4 string) string {
	if last4 == "" || last4 == "…" {
		return ""
	}
	return " (…" + last4 + ")"
}
