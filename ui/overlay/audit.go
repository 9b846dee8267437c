package overlay

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Audit is the card of the audit: whether the history adds up, and the findings, of which one
// is chosen and shown in full.
type Audit struct {
	base
	at int // index of the chosen finding
}

// NewAudit makes the overlay for the audit of the state.
func NewAudit() *Audit { return &Audit{} }

// SetState sets the state after a change.
func (a *Audit) SetState(s *data.State) {
	a.base.SetState(s)
	found := s.Audit.Value.Findings
	a.fixed = len(found) > 1 // the keys that would scroll choose
	if s.Audit.Loaded {
		a.at = min(a.at, max(len(found)-1, 0))
	}
}

// Help returns the key bindings that are active here.
func (a *Audit) Help() []key.Binding {
	if a.support() == "" {
		return []key.Binding{a.keys.Back}
	}
	roomy, text := a.height >= short, "copy"
	if roomy {
		text = "copy for support"
	}
	keys := []key.Binding{keymap.As(a.keys.Copy, text), keymap.As(a.keys.Open, "the row")}
	if roomy && len(a.state.Audit.Value.Findings) > 1 {
		keys = append(keys, keymap.As(a.keys.NextFinding, "next"))
	}
	mark := keymap.As(a.keys.MarkSeen, "seen")
	if a.seen(a.chosen()) {
		mark = keymap.As(a.keys.MarkSeen, "not seen")
	}
	return append(keys, mark, a.keys.Back)
}

// Key chooses, opens, marks or copies findings, scrolls, or closes the card.
func (a *Audit) Key(msg tea.KeyPressMsg) data.Intent {
	text := a.support()
	switch {
	case key.Matches(msg, a.keys.Back, a.keys.Quit):
		return data.Close{}
	case text == "":
		a.scroll(msg)
	case key.Matches(msg, a.keys.Copy):
		return data.Copy{Text: text, What: "a text for support"}
	case key.Matches(msg, a.keys.Open):
		return data.ShowFinding{Row: rowOf(a.chosen())}
	case key.Matches(msg, a.keys.MarkSeen):
		return data.MarkFinding{Name: a.chosen().Name(), Seen: !a.seen(a.chosen())}
	case key.Matches(msg, a.keys.Down, a.keys.NextFinding) && a.at+1 < len(a.state.Audit.Value.Findings):
		a.choose(a.at + 1)
	case key.Matches(msg, a.keys.Up, a.keys.PreviousFinding) && a.at > 0:
		a.choose(a.at - 1)
	default:
		a.scroll(msg)
	}
	return nil
}

// choose chooses a finding, and scrolls so that all of it is visible, or its beginning.
func (a *Audit) choose(at int) {
	a.at = at
	lines, places := a.lines()
	last := places[at+1] - 1
	a.scrollTo(last, len(lines), a.Help())
	a.scrollTo(places[at], len(lines), a.Help())
}

// Click chooses the finding at a line of the card. chosen reports whether it was chosen already.
func (a *Audit) Click(line int) (chosen, taken bool) {
	if a.support() == "" {
		return false, false
	}
	const above = 1 // the frame
	lines, places := a.lines()
	_, room := a.keyBar(len(lines), a.Help())
	line += min(a.scrolled, max(len(lines)-room, 0)) - above
	for at := range len(places) - 1 {
		if line >= places[at] && line < places[at+1] {
			chosen = at == a.at
			a.at = at
			return chosen, true
		}
	}
	return false, false
}

// chosen is the chosen finding, of which there must be one.
func (a *Audit) chosen() insight.Finding { return a.state.Audit.Value.Findings[a.at] }

func (a *Audit) seen(f insight.Finding) bool { return a.state.Findings.Value.HasSeen(f) }

// rowOf is the row that a finding is looked at.
func rowOf(f insight.Finding) model.Transaction { return f.Rows[len(f.Rows)-1] }

// support is the text for support, "" where there is nothing to ask.
func (a *Audit) support() string {
	s := a.state
	if s == nil || !s.Audit.Loaded {
		return ""
	}
	return message.SupportText(s.Audit.Value.Findings, s.Account.Value.ID, s.Audit.Value.Rows, s.Audit.At, s.Secret)
}

// View draws the findings.
func (a *Audit) View() (string, *tea.Cursor) {
	lines, _ := a.lines()
	return a.card("Audit", lines, a.Help()), nil
}

// lines are the text of the card, with the first line of each finding and the one after the
// last finding.
func (a *Audit) lines() (lines []string, places []int) {
	audit := a.state.Audit
	if !audit.Loaded {
		if audit.Err != nil {
			return a.text(a.theme.Bad, message.PlainError(audit.Err)), nil
		}
		return a.text(a.theme.Muted, "Adding up …"), nil
	}
	found := audit.Value
	if found.Estimated {
		return joined(a.estimated(found), a.besides()), nil
	}
	above := a.verdict(found)
	findings, places := a.findings(found.Findings)
	for i := range places {
		places[i] += len(above) + 1
	}
	var sums []string
	if len(found.Findings) == 0 || !addsUp(found) {
		sums = a.sums(found)
	}
	return joined(above, findings, sums, a.lookedFor(), a.besides()), places
}

// sums are the figures of the rows.
func (a *Audit) sums(found insight.Audit) []string {
	lines := a.field("Rows", format.Count(found.Rows))
	if found.Rows > 0 {
		lines = append(lines, a.field("Opening", format.Total(found.Opening))...)
		lines = append(lines, a.field("All amounts", format.Net(found.Sum))...)
		lines = append(lines, a.field("Balance", format.Credits(found.Closing))...)
	}
	return lines
}

// addsUp reports whether no finding is of a number or a balance.
func addsUp(found insight.Audit) bool {
	return !slices.ContainsFunc(found.Findings, func(f insight.Finding) bool {
		return f.Kind == insight.FindSequence || f.Kind == insight.FindSum || f.Kind == insight.FindAccount
	})
}

// verdict is the result in a sentence.
func (a *Audit) verdict(found insight.Audit) []string {
	if n := len(found.Findings); n > 0 {
		var lines []string
		if addsUp(found) && found.Opening.Known() {
			text := "✓ " + format.Plural(found.Rows, "row") + " add up to " + format.Amount(found.Closing) + ", row by row"
			if a.height >= short {
				text += ", from an opening of " + format.Amount(found.Opening)
			}
			lines = a.text(a.theme.Good, text+".")
		}
		text := "! There is one thing to see in the history"
		if n > 1 {
			text = "! There are " + format.Count(n) + " things to see in the history"
		}
		return append(lines, a.text(a.theme.Warn, text)...)
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

// findings are the findings, the chosen one with all of its rows, and the line of each and of
// the end.
func (a *Audit) findings(found []insight.Finding) (lines []string, places []int) {
	roomy := a.height >= short
	for i, f := range found {
		if i > 0 && roomy {
			lines = append(lines, "")
		}
		places = append(places, len(lines))
		mark, style := "  ", a.theme.Text
		if i == a.at {
			mark, style = "▸ ", a.theme.Accent
		}
		size := message.FindingSize(f)
		switch {
		case a.seen(f) && roomy && size != "":
			size = "seen · " + size
		case a.seen(f):
			size = "seen"
		}
		lines = append(lines, style.Render(widget.Justify(mark+message.FindingTitle(f), size, a.inner()-2)))
		switch {
		case i == a.at:
			lines = append(lines, a.details(f)...)
		case roomy:
			lines = append(lines, a.indented(a.theme.Muted, a.rowText(rowOf(f)))...)
		}
	}
	return lines, append(places, len(lines))
}

// details are the facts of a finding.
func (a *Audit) details(f insight.Finding) []string {
	lines := a.indented(a.theme.Strong, message.Finding(f))
	for _, row := range f.Rows {
		lines = append(lines, a.indented(a.theme.Text, a.rowText(row)+"  "+row.Amount.Signed())...)
		lines = append(lines, a.indented(a.theme.Muted, "row "+format.Count(int(row.Seq))+", id "+a.state.Secret(string(row.ID)))...)
	}
	return lines
}

func (a *Audit) rowText(row model.Transaction) string {
	return format.ExactTime(row.CreatedAt.Time, a.state.Location) + "  " + message.RowTitle(row)
}

// indented is a paragraph below the title of a finding.
func (a *Audit) indented(style theme.Style, paragraph string) []string {
	lines := a.theme.Wrap(a.state.Masked(paragraph), a.inner()-4)
	for i, line := range lines {
		lines[i] = "  " + style.Render(line)
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
