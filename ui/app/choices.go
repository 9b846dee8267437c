package app

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// keptChoices saves the user's choices from one run to the next.
type keptChoices struct {
	*core
	id    model.ID       // of the account, empty before it is known
	store account.Chosen // of the account
	read  bool           // the saved choices were read
}

// Update reads the saved choices once the account is known, and saves the present ones
// when another account is opened.
func (k *keptChoices) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		keep := k.keep()
		*k = keptChoices{core: k.core}
		k.choices = account.Choices{}
		return keep, false
	case updated:
		return k.load(), false
	case choicesRead:
		k.id, k.store, k.read = msg.id, k.Chosen, true
		return k.choose(msg.choices), true
	}
	return nil, false
}

// Do handles no intent.
func (k *keptChoices) Do(data.Intent) (tea.Cmd, bool) { return nil, false }

// choicesRead carries the saved choices.
type choicesRead struct {
	choices account.Choices
	id      model.ID // of the account
	at      int
}

func (c choicesRead) epoch() int { return c.at }

func (k *keptChoices) load() tea.Cmd {
	id := k.state.Account.Value.ID
	if !k.open || k.id != "" || id == "" {
		return nil
	}
	k.id = id
	store, epoch := k.Chosen, k.epoch
	return func() tea.Msg {
		choices, err := store.Choices(id)
		if err != nil {
			choices = account.Choices{} // choices are a convenience: an error is ignored
		}
		return choicesRead{choices, id, epoch}
	}
}

// keep saves the present choices.
func (k *keptChoices) keep() tea.Cmd {
	if !k.read {
		return nil
	}
	choices := account.Choices{Lately: k.choices.Lately, Pane: k.activePane().Info().Name, Panes: map[string]account.PaneChoice{}}
	for _, p := range k.panes.panes {
		if chooser, is := p.(pane.Chooser); is {
			choices.Panes[p.Info().Name] = chooser.Chosen()
		}
	}
	store, id := k.store, k.id
	return func() tea.Msg {
		_ = store.KeepChoices(id, choices)
		return nil
	}
}

// leave saves the choices when the program ends.
func (k *keptChoices) leave() {
	if keep := k.keep(); keep != nil {
		keep()
	}
}

// choose restores the saved choices, except where a setting or the user has chosen
// otherwise meanwhile.
func (c *core) choose(choices account.Choices) tea.Cmd {
	for _, name := range choices.Lately { // after those of this run
		if !slices.Contains(c.choices.Lately, name) {
			c.choices.Lately = append(c.choices.Lately, name)
		}
	}
	c.choices.Lately = c.choices.Lately[:min(len(c.choices.Lately), maxLately)]
	if c.touched {
		return nil
	}
	var cmd tea.Cmd
	for i, p := range c.panes.panes {
		choice, was := choices.Panes[p.Info().Name]
		chooser, is := p.(pane.Chooser)
		if !was || !is || chooser.Chosen() == choice {
			continue
		}
		if _, ranged := p.(pane.Ranged); ranged && c.options.Settings.RangeSet {
			choice.Range = ""
		}
		c.panes.at(i) // brings the pane's state up to date first
		chooser.Choose(choice)
		if searcher, is := p.(pane.Searcher); is {
			cmd = c.do(data.SearchHistory{Search: searcher.Search()})
		}
	}
	if at := slices.IndexFunc(pane.Infos(), func(info pane.Info) bool { return info.Name == choices.Pane }); at >= 0 && !c.options.Settings.PaneSet {
		c.goTo(pane.Infos()[at].Number)
	}
	c.publishState()
	return cmd
}

// maxLately is how many commands are remembered.
const maxLately = 5

// remember records a command as the most recent one; empty for none.
func (c *core) remember(name string) {
	if name == "" {
		return
	}
	lately := slices.DeleteFunc(slices.Clone(c.choices.Lately), func(other string) bool { return other == name })
	lately = append([]string{name}, lately...)
	c.choices.Lately = lately[:min(len(lately), maxLately)]
}
