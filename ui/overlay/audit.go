package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
)

// Audit is the card of the audit: whether the history adds up, and the findings.
type Audit struct{ base }

// NewAudit makes the overlay for the audit of the state.
func NewAudit() *Audit { return &Audit{} }

// Help returns the key bindings that are active here.
func (a *Audit) Help() []key.Binding {
	if a.support() == "" {
		return []key.Binding{a.keys.Back}
	}
	return []key.Binding{keymap.As(a.keys.Copy, "copy for support"), a.keys.Back}
}

// Key copies, scrolls, or closes the card.
func (a *Audit) Key(msg tea.KeyPressMsg) data.Intent {
	switch text := a.support(); {
	case key.Matches(msg, a.keys.Back, a.keys.Quit):
		return data.Close{}
	case text != "" && key.Matches(msg, a.keys.Copy):
		return data.Copy{Text: text, What: "a text for support"}
	}
	a.scroll(msg)
	return nil
}

// support is the text for support, "" where there is nothing to ask.
func (a *Audit) support() string {
	s := a.state
	if s == nil || !s.Audit.Loaded {
		return ""
	}
	return message.SupportText(s.Audit.Value.Findings, s.Account.Value.ID, s.Audit.Value.Rows, s.Audit.At)
}

// View draws the findings.
func (a *Audit) View() (string, *tea.Cursor) {
	audit := a.state.Audit
	if !audit.Loaded {
		if audit.Err != nil {
			return a.card("Audit", a.text(a.theme.Bad, message.PlainError(audit.Err)), a.Help()), nil
		}
		return a.card("Audit", a.text(a.theme.Muted, "Adding up …"), a.Help()), nil
	}
	found := audit.Value
	if found.Estimated {
		return a.card("Audit", joined(a.estimated(found), a.besides()), a.Help()), nil
	}
	lines := a.field("Rows", format.Count(found.Rows))
	if found.Rows > 0 {
		lines = append(lines, a.field("Opening", format.Total(found.Opening))...)
		lines = append(lines, a.field("All amounts", format.Net(found.Sum))...)
		lines = append(lines, a.field("Balance", format.Credits(found.Closing))...)
	}
	return a.card("Audit", joined(a.verdict(found), a.findings(found), lines, a.lookedFor(), a.besides()), a.Help()), nil
}

// verdict is the result in a sentence.
func (a *Audit) verdict(found insight.Audit) []string {
	if n := len(found.Findings); n > 0 {
		text := "There is one thing to see in the history:"
		if n > 1 {
			text = "There are " + format.Count(n) + " things to see in the history:"
		}
		return a.text(a.theme.Warn, text)
	}
	if found.Verdict == insight.CannotTell {
		return a.text(a.theme.Strong, "The rows read so far add up, at every row, and no refund is missing among them. Not all of the history is there, so whether all of it adds up cannot be said.")
	}
	return a.text(a.theme.Good, "✓ The opening balance and every amount give the balance, at every row. No refund is missing.")
}

// lookedFor names what an audit looks for.
func (a *Audit) lookedFor() []string {
	return a.field("Looked for", "a refund that is missing after "+format.Plural(int(insight.RefundGrace.Hours()), "hour")+", wrong or given twice · two debits of one generation · a debit without a generation · a gap between two rows · a sum that is not the balance")
}

// findings are the findings with their facts.
func (a *Audit) findings(found insight.Audit) (lines []string) {
	for i, f := range found.Findings {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, a.text(a.theme.Strong, message.Finding(f))...)
		for _, row := range f.Rows {
			lines = append(lines, a.text(a.theme.Text, format.ExactTime(row.CreatedAt.Time, a.state.Location)+"  "+message.RowTitle(row)+"  "+row.Amount.Signed())...)
			lines = append(lines, a.text(a.theme.Muted, "row "+format.Count(int(row.Seq))+", id "+string(row.ID))...)
		}
	}
	return lines
}

// besides are other findings from the reading of the history.
func (a *Audit) besides() (lines []string) {
	h := a.state.History.Value
	if h.LeftOut.Count > 0 {
		lines = append(lines, a.text(a.theme.Warn, message.LeftOut(h.LeftOut)+" What it moved is in no sum.")...)
	}
	if h.OldestFirst {
		lines = append(lines, a.text(a.theme.Muted, "The server gives the oldest rows first; here they stand in order.")...)
	}
	return lines
}

// estimated says how far an estimated history adds up.
func (a *Audit) estimated(found insight.Audit) []string {
	verdict := a.text(a.theme.Strong, "This history is estimated: the server offers no ledger that could be added up.")
	if found.Rows == 0 {
		return joined(verdict, a.text(a.theme.Muted, "The balance after its newest row is not known: none was seen yet, or a generation has no known price."))
	}
	since := "From the first balance that was seen on, or the last generation without a known price, every row gives the balance after it. What generations do not explain stands as a change that was observed."
	lines := a.field("Since", format.ExactTime(found.Since, a.state.Location))
	lines = append(lines, a.field("Rows", format.Count(found.Rows))...)
	if found.Unknown > 0 {
		lines = append(lines, a.field("Unknown", format.Count(found.Unknown)+" of them have no known price")...)
	}
	lines = append(lines, a.field("Opening", format.Total(found.Opening))...)
	lines = append(lines, a.field("All amounts", message.About+format.Net(found.Sum))...)
	closing := format.Credits(found.Closing)
	if found.About {
		closing = message.About + closing
	}
	lines = append(lines, a.field("Balance", closing)...)
	return joined(verdict, a.text(a.theme.Muted, since), lines)
}
