package overlay

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
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

// UseAsker is an overlay with a hypothetical monthly use: the cost of each plan for it is
// worked out in the background.
type UseAsker interface {
	// Use returns the credits a month; typed is false where the text does not parse.
	Use() (credits model.Credits, typed bool)
}

// PriceAsker is an overlay that needs prices for what is typed.
type PriceAsker interface {
	// AsksPrices reports whether the text may be about prices.
	AsksPrices() bool
}

// WhatIf is the card that takes a hypothetical monthly use, and shows what each way to pay
// would cost.
type WhatIf struct {
	base
	input    textinput.Model
	expected insight.Expected
	problem  string // why the text does not parse; empty where it does, or is empty
	typed    bool   // the text parses
}

// NewWhatIf makes the overlay, with a text in its field.
func NewWhatIf(text string) *WhatIf {
	input := widget.NewTextInput("> ", "5000, or 200 images with nano-banana a month", 300)
	input.SetValue(text)
	input.Focus()
	return &WhatIf{base: base{fixed: true}, input: input}
}

// SetTheme sets the theme.
func (w *WhatIf) SetTheme(t *theme.Theme) {
	w.base.SetTheme(t)
	w.input.SetStyles(t.Field())
}

// SetSize sets the space that the card may take, in cells.
func (w *WhatIf) SetSize(width, height int) {
	w.base.SetSize(width, height)
	w.input.SetWidth(max(w.inner()-5, 8))
}

// SetState sets the state, and parses the text again with the current prices.
func (w *WhatIf) SetState(s *data.State) {
	w.base.SetState(s)
	w.understand()
}

func (w *WhatIf) understand() {
	w.problem, w.typed = "", false
	if strings.TrimSpace(w.input.Value()) == "" {
		return
	}
	expected, err := insight.ParseExpected(w.input.Value(), w.state.Costs.Value.Models)
	switch {
	case err == nil:
		w.expected, w.typed = expected, true
	case !w.state.Costs.Loaded && w.state.Costs.Err == nil:
		w.problem = "Reading the prices …"
	default:
		w.problem = format.Sentence(err.Error())
	}
}

// Use returns the credits a month.
func (w *WhatIf) Use() (credits model.Credits, typed bool) { return w.expected.Total, w.typed }

// Paste puts pasted text into the line.
func (w *WhatIf) Paste(text string) {
	w.input, _ = w.input.Update(tea.PasteMsg{Content: model.Clean(text)})
	w.understand()
}

// Key edits, compares plans by the use, or closes the card.
func (w *WhatIf) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case w.page(msg) || w.line(msg):
	case key.Matches(msg, w.keys.CancelInput):
		return data.Close{}
	case key.Matches(msg, w.keys.Submit):
		if w.typed {
			return data.RunCommand{Intent: data.KeepUse{Credits: w.expected.Total, Mark: message.SumMark(w.expected.Items...)}}
		}
	default:
		w.input, _ = w.input.Update(msg)
		w.understand()
	}
	return nil
}

// Help returns the key bindings that are active here.
func (w *WhatIf) Help() []key.Binding {
	var help []key.Binding
	if w.typed {
		help = append(help, keymap.As(w.keys.Submit, "keep as your use in Plans"))
	}
	return append(help, w.keys.CancelInput)
}

// View draws the card.
func (w *WhatIf) View() (string, *tea.Cursor) {
	lines := []string{w.input.View()}
	switch {
	case w.problem != "":
		lines = append(lines, w.text(w.theme.Bad, w.problem)...)
	case !w.typed:
		lines = append(lines, w.text(w.theme.Muted, "It takes "+insight.ExpectedHelp+".")...)
	default:
		lines = append(lines, w.sum()...)
		lines = joined(lines, w.table())
	}
	return w.typedCard("What if", lines, 0, 0, w.input.Cursor(), w.Help())
}

// sum is the parts of the use, and their sum.
func (w *WhatIf) sum() (lines []string) {
	var texts [][2]string
	mark := message.SumMark(w.expected.Items...)
	for _, item := range w.expected.Items {
		texts = append(texts, [2]string{message.BasketItem(item), message.BasketCredits(item)})
	}
	if w.expected.Percent > 0 {
		texts = append(texts, [2]string{format.Percent(w.expected.Percent) + " more", mark + format.Amount(w.expected.Extra)})
	}
	texts = append(texts, [2]string{"In all", mark + format.Amount(w.expected.Total)})
	var figures widget.Decimals
	for i, text := range texts {
		texts[i] = [2]string{w.theme.Spell(text[0]), w.theme.Spell(text[1])}
		figures.Grow(texts[i][1])
	}
	room := max(w.inner()-figures.Width()-len(" a month")-4, 1)
	for i, text := range texts {
		if i < len(w.expected.Items) && widget.Width(text[0]) > room {
			text[0] = message.WorkOfModel(w.expected.Items[i])
		}
		lines = append(lines, widget.PadRight(widget.Truncate(text[0], room), room)+"  "+figures.Set(text[1], figures.Width()))
	}
	lines[len(lines)-1] = w.theme.Strong.Render(lines[len(lines)-1] + " a month")
	return lines
}

// table is the cost of each way to pay in a year of that use.
func (w *WhatIf) table() []string {
	answer := w.state.WhatIf
	switch {
	case answer.Err != nil:
		return w.text(w.theme.Bad, format.Sentence(answer.Err.Error()))
	case !answer.Loaded || answer.Value.Of.Use != w.expected.Total:
		return w.text(w.theme.Muted, "Working out what it would cost …")
	case len(answer.Value.Options) == 0:
		return w.text(w.theme.Muted, string(answer.Value.Reason))
	}
	options := slices.Clone(answer.Value.Options)
	plans, _ := w.state.PlanOffers()
	cost := message.SumMark(w.expected.Items...)
	columns := [][]string{{"PLAN"}, {"A MONTH"}, {"PACKS IN A YEAR"}, {"LEFT OVER"}}
	for _, option := range options {
		name := message.Way(option.Plan, plans)
		if option.Interval != "" {
			name += ", " + format.BillingInterval(option.Interval)
		}
		packs := cost + option.PacksCost.String()
		if len(option.Packs) == 0 {
			packs = "–"
		}
		for i, cell := range []string{name, cost + option.PerMonth.String(), packs, message.LeftOver(option, cost)} {
			columns[i] = append(columns[i], w.theme.Spell(cell))
		}
	}
	widths := make([]int, len(columns))
	for i, column := range columns {
		for _, cell := range column {
			widths[i] = max(widths[i], widget.Width(cell))
		}
	}
	var lines []string
	for row := range columns[0] {
		line := widget.PadRight(columns[0][row], widths[0])
		for i := 1; i < len(columns); i++ {
			if widget.Width(line)+2+widths[i] <= w.inner()-2 {
				line += "  " + widget.PadLeft(columns[i][row], widths[i])
			}
		}
		switch {
		case row == 0:
			line = w.theme.Title.Render(line)
		case options[row-1].Best:
			line = w.theme.Strong.Render(line + " ★")
		}
		lines = append(lines, line)
	}
	verdict := w.text(w.theme.Muted, w.beside(answer.Value))
	if w.height < short {
		return append(verdict, lines...)
	}
	return append(lines, verdict...)
}

// beside compares it with the actual use, and says which plan fits.
func (w *WhatIf) beside(answer data.Advice) string {
	s := w.state
	plans, from := s.PlanOffers()
	if _, packsFrom := s.PackOffers(); packsFrom == model.Entered {
		from = packsFrom
	}
	verdict := message.Verdict(answer.Advice, plans, true, message.SumMark(w.expected.Items...))
	verdict = sentence(verdict, message.EnteredPrices(s.EnteredPrices(), from, s.Now, s.Location))
	own := s.Advice.Value
	if !s.Advice.Loaded || own.Of.Use.Known() || !own.PerMonth.Known() {
		return verdict
	}
	return fmt.Sprintf("Your %s: %s a month. %s", format.Plural(own.Window.Days, "day"), format.Amount(message.Rough(own.PerMonth)), verdict)
}
