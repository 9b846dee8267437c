package pane

import (
	"cmp"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// columns are the widths of a transaction's cells; zero is a column that was dropped.
type columns struct {
	stamp, what, note, amount, balance int
	noteFrom                           int // cells of the notes that are scrolled out at the left
	figures                            figures
}

const (
	whatWidth   = len("upscale-video · bytedance-upscaler")         // largest width for which notes are cut
	noteWidth   = 22                                                // least width of the notes
	longWhat    = len("create-video · kling-1-6-pro-text-to-video") // likewise, for which long notes are cut
	longNote    = 44                                                // what they are cut to
	gap         = 2
	markerWidth = 2
	signWidth   = len(" + ") // between the date and the subject
)

// fitColumns divides the width of a row. The note is dropped first. Notes that are scrolled and
// have no column of their own take that of the subject.
func fitColumns(width, stamp int, f figures, noteFrom int) columns {
	amount, balance := f.widths()
	c := columns{stamp: stamp, amount: amount, balance: balance, noteFrom: noteFrom, figures: f}
	rest := width - markerWidth - stamp - signWidth - gap - amount
	if balance > 0 {
		rest -= gap + balance
	}
	if rest >= 56 {
		c.what = max(rest*2/5, min(rest-noteWidth-gap, whatWidth), min(rest-longNote-gap, longWhat))
		c.what = min(c.what, 48)
		c.note = rest - c.what - gap
		return c
	}
	c.what = max(rest, 0)
	if noteFrom > 0 { // the user scrolls the notes: they come first
		c.what, c.note, c.noteFrom = 0, c.what, noteFrom-notesStep
	}
	return c
}

// figures is the width of the figures of rows, and whether their dates need the year. It only
// grows, so that columns stay in place while the user scrolls.
type figures struct {
	amount, balance widget.Decimals
	year            bool
}

// mostFigure is the largest width of a column of figures.
const mostFigure = 16

// grow widens the columns for a row.
func (f *figures) grow(s *data.State, row model.Transaction) {
	f.amount.Grow(message.AmountOf(row))
	f.balance.Grow(message.BalanceAfter(row))
	f.year = f.year || row.CreatedAt.In(s.Location).Year() != s.Now.In(s.Location).Year()
}

// widths are the widths of both columns of figures, headings included. There is no balance
// column where no balance is known.
func (f figures) widths() (amount, balance int) {
	if f.balance.Width() > 0 {
		balance = max(min(f.balance.Width(), mostFigure), len("BALANCE"))
	}
	return max(min(f.amount.Width(), mostFigure), len("CREDITS")), balance
}

// heading draws the names of the columns, with day as that of the dates where it is not "".
func (c columns) heading(t *theme.Theme, day string) string {
	name, width := "WHAT", c.what
	if c.what == 0 {
		name, width = "NOTE", c.note
	}
	text := strings.Repeat(" ", markerWidth) + widget.PadRight(cmp.Or(day, "DATE"), c.stamp+signWidth) + widget.PadRight(name, width) + strings.Repeat(" ", gap)
	if c.what > 0 && c.note > 0 {
		text += widget.PadRight("NOTE", c.note) + strings.Repeat(" ", gap)
	}
	return t.Title.Render(text + widget.PadLeft("CREDITS", c.amount) + c.last(widget.PadLeft("BALANCE", c.balance)))
}

// row draws a transaction, with the time alone where the row above is of the same day. The one
// under the cursor has a mark and a background under its subject only; its figures keep their
// styles. So a cursor move redraws half of two rows, which is half as much to write.
func (c columns) row(s *data.State, t *theme.Theme, pairs model.RefundPairs, tx model.Transaction, stamp func(time.Time) string, sameDay, selected bool) string {
	at := widget.PadRight(stamp(tx.CreatedAt.Time), c.stamp)
	if sameDay {
		at = widget.PadLeft(format.Clock(tx.CreatedAt.Time, s.Location), c.stamp)
	}
	about := " " + widget.PadRight(signOf(s, pairs, tx), signWidth-1)
	if c.what > 0 {
		about += widget.PadRight(c.subject(s, pairs, tx), c.what)
	}
	if selected {
		about = t.Selected.Render("▸ " + at + about)
	} else {
		about = "  " + t.Muted.Render(at) + about
	}
	if c.what > 0 {
		about += strings.Repeat(" ", gap)
	}
	note := ""
	if c.note > 0 {
		note = t.Spell(noteOf(s, pairs, tx, stamp))
		note = t.Muted.Render(widget.PadRight(widget.TruncateLeft(note, c.noteFrom), c.note)) + strings.Repeat(" ", gap)
	}
	amount := amountStyle(t, tx.Amount).Render(c.figures.amount.Set(message.AmountOf(tx), c.amount))
	return about + note + amount + c.last(c.figures.balance.Set(message.BalanceAfter(tx), c.balance))
}

// sameDay reports whether two rows, drawn one below the other, are of the same local day.
func sameDay(s *data.State, above, row model.Transaction) bool {
	return !above.CreatedAt.IsZero() && !row.CreatedAt.IsZero() && model.DayOf(above.CreatedAt.Time, s.Location) == model.DayOf(row.CreatedAt.Time, s.Location)
}

// signOf is the sign of a row, in place of its type: "+" for credits that came in, "↩" for a
// refund, "✕" for a generation that failed, "…" for one that runs, "−" and "±" for other
// debits and changes; "" for an ordinary generation.
func signOf(s *data.State, pairs model.RefundPairs, tx model.Transaction) string {
	switch tx.Type {
	case model.TypeGeneration:
		if _, refunded := pairs.Refund(tx); refunded {
			return "✕"
		}
		if _, runs := s.RunningGeneration(tx.GenerationID); runs {
			return "…"
		}
		return ""
	case model.TypeRefund:
		return "↩"
	case model.TypeObserved, model.TypeAdjustment:
		return "±"
	}
	if tx.Amount < 0 && tx.Amount.Known() {
		return format.Minus
	}
	return "+"
}

// leastTitle is the width that a row's title keeps beside the meaning of its sign.
const leastTitle = 16

// subject is what a row is about: its title and, unless a note says it, what its sign stands
// for, where there is room for both. A long title is cut before that.
func (c columns) subject(s *data.State, pairs model.RefundPairs, tx model.Transaction) string {
	title, meaning := message.RowTitle(tx), ""
	if title == "" {
		return format.Type(tx.Type)
	}
	if c.note == 0 || tx.Type != model.TypeGeneration && tx.Type != model.TypeRefund {
		meaning = meaningOf(s, pairs, tx)
	}
	if room := c.what - widget.Width(meaning); room >= leastTitle {
		return widget.Truncate(title, room) + meaning
	}
	return title
}

// meaningOf is the meaning of the sign of a row, to be put behind a title that does not say it.
func meaningOf(s *data.State, pairs model.RefundPairs, tx model.Transaction) string {
	switch {
	case tx.Tool == "" && tx.Basis != model.BasisEntered, tx.Type == model.TypeObserved:
		return ""
	case tx.Type != model.TypeGeneration:
		return ", " + format.Type(tx.Type)
	}
	if _, refunded := pairs.Refund(tx); refunded {
		return ", failed"
	}
	if generation, runs := s.RunningGeneration(tx.GenerationID); runs {
		return ", " + string(generation.Status) // the date says since when
	}
	return ""
}

// last is the balance cell with the gap before it, nothing where the column was dropped.
func (c columns) last(cell string) string {
	if c.balance == 0 {
		return ""
	}
	return strings.Repeat(" ", gap) + cell
}

func amountStyle(t *theme.Theme, amount model.Credits) theme.Style {
	if amount > 0 {
		return t.Good
	}
	return theme.Style{}
}

// noteOf is a short note on a row, such as its refund or the status of its generation.
func noteOf(s *data.State, pairs model.RefundPairs, tx model.Transaction, stamp func(time.Time) string) string {
	if window := message.Interval(tx, s.Location); window != "" {
		return window
	}
	if _, refunded := pairs.Refund(tx); refunded {
		return message.RefundState(tx)
	}
	if generation, runs := s.RunningGeneration(tx.GenerationID); runs && tx.Type == model.TypeGeneration {
		return standing(s, generation)
	}
	if original, ok := pairs.Original(tx); ok {
		of := "of "
		if tx.Estimated() {
			of = "assumed, of "
		}
		return of + stamp(original.CreatedAt.Time) + note(tx)
	}
	if tx.Type == model.TypeRefund && tx.Tool != "" {
		return tx.Description
	}
	if tx.Payment != nil {
		return tx.Payment.Money.String()
	}
	if tx.Tool != "" {
		return tx.Description
	}
	return ""
}

func note(tx model.Transaction) string {
	if tx.Tool == "" || tx.Description == "" {
		return ""
	}
	return ", " + tx.Description
}

// wideRow is the width from which a row always has its year.
const wideRow = 100

// dateLayout is how rows write their time: with the year where needed, or where it fits.
func dateLayout(s *data.State, year bool, width int) (stamp func(time.Time) string, cells int) {
	if year || width >= wideRow {
		return func(at time.Time) string { return format.Stamp(at, s.Location) }, len("2026-11-22 14:03")
	}
	return func(at time.Time) string { return format.ShortStamp(at, s.Location) }, len("Nov 22 14:03")
}

// dateOf is the date of a stamp: "Nov 22" of "Nov 22 14:03".
func dateOf(stamp string) string { return stamp[:max(strings.LastIndexByte(stamp, ' '), 0)] }
