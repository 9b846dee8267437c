package app

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
)

// keptChoices keeps what a person has chosen, from one run to the next.
type keptChoices struct {
	*core
	id    model.ID       // of the account, empty before it is known
	store account.Chosen // of the account
	read  bool           // what was kept before is known
}

// Update reads what was chosen before once the account is known, and keeps what is chosen when
// another account is opened.
func (k *keptChoices) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		keep := k.keep()
		*k = keptChoices{core: k.core}
		return keep, false
	case updated:
		return k.load(), false
	case choicesRead:
		lately := append(slices.Clone(k.choices.Lately), msg.choices.Lately...)
		k.choices, k.read = msg.choices, true
		for _, name := range slices.Backward(lately) {
			k.remember(name)
		}
		return nil, true
	}
	return nil, false
}

// Do carries out no intent.
func (k *keptChoices) Do(data.Intent) (tea.Cmd, bool) { return nil, false }

// choicesRead is what was chosen before.
type choicesRead struct {
	choices account.Choices
	at      int
}

func (c choicesRead) epoch() int { return c.at }

func (k *keptChoices) load() tea.Cmd {
	if !k.open || k.id != "" || k.state.Account.Value.ID == "" {
		return nil
	}
	k.id, k.store = k.state.Account.Value.ID, k.Chosen
	store, id, epoch := k.store, k.id, k.epoch
	return func() tea.Msg {
		choices, err := store.Choices(id)
		if err != nil {
			choices = account.Choices{} // it is no more than a convenience
		}
		return choicesRead{choices, epoch}
	}
}

// keep keeps what is chosen.
func (k *keptChoices) keep() tea.Cmd {
	if !k.read {
		return nil
	}
	store, id, choices := k.store, k.id, k.choices
	k.choices = account.Choices{}
	return func() tea.Msg {
		_ = store.KeepChoices(id, choices)
		return nil
	}
}

// leave keeps it when the program ends.
func (k *keptChoices) leave() {
	if keep := k.keep(); keep != nil {
		keep()
	}
}

// maxLately is how many commands are remembered.
const maxLately = 5

// remember notes a command as the one that was run last; empty for none.
func (c *core) remember(name string) {
	if name == "" {
		return
	}
	lately := slices.DeleteFunc(slices.Clone(c.choices.Lately), func(other string) bool { return other == name })
	lately = append([]string{name}, lately...)
	c.choices.Lately = lately[:min(len(lately), maxLately)]
}
