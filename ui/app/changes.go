package app

import (
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// changes saves the reasons that the user enters for observed balance changes.
type changes struct {
	*core
	reader *reader
	over   *overlay.ChangeName
}

// changeNamed is the outcome of saving a reason.
type changeNamed struct {
	asked data.SetChangeName
	err   error
	at    int
}

func (c changeNamed) epoch() int { return c.at }

// Update reports that a reason is saved, and reads the history with it.
func (c *changes) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		c.over = nil
	case changeNamed:
		return c.named(msg), true
	}
	return nil, false
}

// Do asks for the reason of a change, and saves the answer.
func (c *changes) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent := intent.(type) {
	case data.NameChange:
		c.over = overlay.NewChangeName(intent.Row)
		c.push(c.over)
		return nil, true
	case data.SetChangeName:
		return c.set(intent), true
	}
	return nil, false
}

func (c *changes) set(asked data.SetChangeName) tea.Cmd {
	id := c.state.Account.Value.ID
	if !c.open || c.Changes == nil || id == "" {
		return nil
	}
	kept, result := c.Changes, changeNamed{asked: asked, at: c.epoch}
	return func() tea.Msg {
		result.err = kept.NameChange(id, asked.Change, asked.Name)
		return result
	}
}

func (c *changes) named(msg changeNamed) tea.Cmd {
	if c.overlays.OnTop(c.over) {
		c.pop()
		if _, is := c.overlays.Top().(*overlay.Detail); is { // the row has changed
			c.pop()
		}
	}
	if msg.err != nil {
		c.notifyError("That could not be kept: " + message.PlainError(msg.err) + ".")
	} else {
		c.notify(message.ChangeNamed(msg.asked.Name))
	}
	return tea.Batch(c.noticeTimer(), c.reader.fetchLatest(interactive))
}
