package overlay

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/words"
)

// Audit says whether the history adds up, and where it does not.
type Audit struct{ base }

// NewAudit makes the overlay for the audit of the state.
func NewAudit(keys keymap.Map) *Audit { return &Audit{newBase(keys)} }

// Help is the keys that mean something here.
func (a *Audit) Help() []key.Binding { return []key.Binding{a.keys.Back} }

// Key scrolls, or leaves.
func (a *Audit) Key(msg tea.KeyPressMsg) data.Intent {
	if key.Matches(msg, a.keys.Back, a.keys.Quit) {
		return data.Close{}
	}
	a.scroll(msg)
	return nil
}

// View draws what was found.
func (a *Audit) View() (string, *tea.Cursor) {
	audit := a.state.Audit
	if !audit.Has {
		if audit.Err != nil {
			return a.card("Audit", a.text(a.theme.Bad, audit.Err.Error()), a.Help()), nil
		}
		return a.card("Audit", a.text(a.theme.Muted, "Adding up …"), a.Help()), nil
	}
	found := audit.Value
	if found.Estimated && found.Broken == nil {
		return a.card("Audit", joined(a.estimated(found), a.besides()), a.Help()), nil
	}
	lines := a.field("Rows", words.Count(found.Rows))
	lines = append(lines, a.field("Opening", words.Total(found.Opening))...)
	lines = append(lines, a.field("All amounts", words.Net(found.Sum))...)
	lines = append(lines, a.field("Balance", words.Credits(found.Closing))...)
	if found.Broken == nil {
		verdict := a.text(a.theme.Good, "✓ The opening balance and every amount give the balance, at every row.")
		if !a.state.History.Value.Whole {
			verdict = append(verdict, a.text(a.theme.Muted, "Of the rows read so far.")...)
		}
		return a.card("Audit", joined(verdict, lines, a.besides()), a.Help()), nil
	}
	broken := found.Broken
	verdict := a.text(a.theme.Bad, "The history does not add up. The first row that is wrong:")
	facts := a.field("Date", words.Exact(broken.Row.CreatedAt.Time, a.state.Location))
	facts = append(facts, a.field("What", words.What(broken.Row))...)
	facts = append(facts, a.field("Row", fmt.Sprintf("%s, id %s", words.Count(int(broken.Row.Seq)), broken.Row.ID))...)
	facts = append(facts, a.field("Wrong", broken.Why)...)
	return a.card("Audit", joined(verdict, facts, lines, a.besides()), a.Help()), nil
}

// besides is what else was found while the history was read.
func (a *Audit) besides() (lines []string) {
	s := a.state
	h := s.History.Value
	for _, phrase := range words.Oddities(h.Odd) {
		lines = append(lines, a.text(a.theme.Warn, words.Sentence(phrase))...)
	}
	if s.Unequal {
		lines = append(lines, a.text(a.theme.Warn, fmt.Sprintf("The account has %s, and its newest row says %s. Both were read again.",
			words.Credits(s.Account.Value.Credits), words.Credits(s.Rows()[0].Balance)))...)
	}
	if h.LeftOut.Count > 0 {
		lines = append(lines, a.text(a.theme.Warn, words.LeftOut(h.LeftOut)+" What it moved is in no sum.")...)
	}
	if h.OldestFirst {
		lines = append(lines, a.text(a.theme.Muted, "The server gives the oldest rows first; here they stand in order.")...)
	}
	return lines
}

// estimated says how far a history that is not the server's own adds up.
func (a *Audit) estimated(found data.Audit) []string {
	verdict := a.text(a.theme.Strong, "This history is estimated: the server offers no ledger that could be added up.")
	if found.Rows == 0 {
		return joined(verdict, a.text(a.theme.Muted, "The balance after its newest row is not known: none was seen yet, or a generation has no known price."))
	}
	since := "From the first balance that was seen on, or the last generation without a known price, every row gives the balance after it. What generations do not explain stands as a change that was observed."
	lines := a.field("Since", words.Exact(found.Since, a.state.Location))
	lines = append(lines, a.field("Rows", words.Count(found.Rows))...)
	if found.Unknown > 0 {
		lines = append(lines, a.field("Unknown", words.Count(found.Unknown)+" of them have no known price")...)
	}
	lines = append(lines, a.field("Opening", words.Total(found.Opening))...)
	lines = append(lines, a.field("All amounts", words.About+words.Net(found.Sum))...)
	closing := words.Credits(found.Closing)
	if found.About {
		closing = words.About + closing
	}
	lines = append(lines, a.field("Balance", closing)...)
	return joined(verdict, a.text(a.theme.Muted, since), lines)
}
