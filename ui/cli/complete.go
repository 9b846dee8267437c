package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// known completes an argument from local data.
func (c *commands) known(words func(account.Known) []cobra.Completion) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		target, err := c.flags.target(cmd, c.deps)
		if err != nil || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return words(c.deps.known(target)), cobra.ShellCompDirectiveNoFileComp
	}
}

// knownFlag completes a flag's value from local data.
func (c *commands) knownFlag(words func(account.Known) []cobra.Completion) cobra.CompletionFunc {
	complete := c.known(words)
	return func(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return complete(cmd, nil, typed)
	}
}

// known is the local data of a target, empty for an invalid one.
func (d Deps) known(target account.Target) account.Known {
	accounts, err := d.Accounts(target)
	if err != nil {
		return account.Known{}
	}
	return accounts.Known()
}

func packWords(k account.Known) (all []cobra.Completion) {
	for _, pack := range k.Packs {
		all = append(all, cobra.CompletionWithDesc(pack.Slug, pack.Name))
	}
	return all
}

func planWords(k account.Known) (all []cobra.Completion) {
	for _, plan := range k.Plans {
		all = append(all, cobra.CompletionWithDesc(plan.Slug, plan.Name))
	}
	return all
}

func toolWords(k account.Known) (all []cobra.Completion) {
	for _, tool := range k.Tools {
		all = append(all, cobra.CompletionWithDesc(tool.Slug, tool.Name))
	}
	return all
}

func modelWords(k account.Known) (all []cobra.Completion) {
	for _, tool := range k.Tools {
		for _, offered := range tool.Models {
			if !slices.Contains(all, offered.Slug) {
				all = append(all, offered.Slug)
			}
		}
	}
	slices.Sort(all)
	return all
}

func profileWords(k account.Known) []cobra.Completion { return k.Profiles }

// completeFlags registers the completions of flags. Flags without one, and arguments
// without known values, never complete to files.
func (c *commands) completeFlags(cmd *cobra.Command) {
	values := map[string]cobra.CompletionFunc{
		"demo-state": fixedCompletions(c.deps.DemoStates...),
		"profile": func(_ *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return c.deps.known(account.Target{}).Profiles, cobra.ShellCompDirectiveNoFileComp
		},
		"range":    fixedCompletions(adviceRanges...),
		"interval": fixedCompletions(string(model.Monthly), string(model.Yearly)),
		"type":     fixedCompletions(types...),
		"since":    fixedCompletions("1d", "7d", "30d", "12w", "52w"),
		"filter":   c.completeFilter,
		"tool":     c.knownFlag(toolWords),
		"model":    c.knownFlag(modelWords),
		"every":    fixedCompletions("15s", "30s", "1m", "5m"),
		"fps":      fixedCompletions("30", "60", "120"),
		"theme":    fixedCompletions(theme.Names()...),
		"by":       fixedCompletions(bys...),
		"sort":     fixedCompletions(costOrders...),
		"format":   fixedCompletions(lineFormats...),
		"max-age":  fixedCompletions("1m", "5m", "1h"),
		"columns":  c.completeColumns,
		clearFlag:  fixedCompletions(clearable...),
		"log-file": func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault // a path
		},
		"log-level": fixedCompletions(logLevels...),
		"addr":      fixedCompletions("127.0.0.1:8787", "127.0.0.1:0"),
	}
	cmd.LocalFlags().VisitAll(func(flag *pflag.Flag) {
		if _, has := cmd.GetFlagCompletionFunc(flag.Name); has {
			return
		}
		complete := values[flag.Name]
		if complete == nil {
			complete = cobra.NoFileCompletions
		}
		if err := cmd.RegisterFlagCompletionFunc(flag.Name, complete); err != nil {
			panic(err) // the flag does not exist: a bug in this package
		}
	})
	if cmd.ValidArgsFunction == nil && len(cmd.ValidArgs) == 0 {
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
	for _, child := range cmd.Commands() {
		c.completeFlags(child)
	}
}

// completeColumns completes the last name in a list of columns.
func (c *commands) completeColumns(cmd *cobra.Command, _ []string, typed string) (all []cobra.Completion, _ cobra.ShellCompDirective) {
	before := typed[:strings.LastIndex(typed, ",")+1]
	for _, name := range c.columnsOf(cmd) {
		all = append(all, before+name)
	}
	return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

func fixedCompletions(values ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
}

// completeFilter completes the last word of a filter: types, ranges of days, known
// tools and models, and the prefixes of the other conditions.
func (c *commands) completeFilter(cmd *cobra.Command, _ []string, typed string) (all []cobra.Completion, _ cobra.ShellCompDirective) {
	at := strings.LastIndex(typed, " ") + 1
	before, word := typed[:at], typed[at:]
	conditions := []string{"tool:", "model:", "amount:", "balance:", "id:"}
	for _, kind := range types {
		conditions = append(conditions, "type:"+kind)
	}
	for _, days := range []string{"today", "yesterday", "7d", "30d"} {
		conditions = append(conditions, "date:"+days)
	}
	for prefix, words := range map[string]func(account.Known) []cobra.Completion{"tool:": toolWords, "model:": modelWords} {
		if strings.HasPrefix(word, prefix) {
			known, _ := c.known(words)(cmd, nil, "")
			for _, name := range known {
				slug, _, _ := strings.Cut(name, "\t")
				conditions = append(conditions, prefix+slug)
			}
		}
	}
	for _, condition := range conditions {
		all = append(all, before+condition)
	}
	return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
