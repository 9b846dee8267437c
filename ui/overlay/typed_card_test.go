package overlay

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
)

var errTyped = errors.New("a price is a number like 29 or 29.50, without the currency; the currency has a field of its own")

// typedCards are the cards with text fields, each with an error where it has one, and the
// names of its fields.
func typedCards() map[string]struct {
	card   Overlay
	fields []string
} {
	type typed = struct {
		card   Overlay
		fields []string
	}
	plan, pack := NewEnterPrice(model.KindPlan, "creator", model.EnteredPrices{}), NewEnterPrice(model.KindPack, "", model.EnteredPrices{})
	plan.err, pack.err = errTyped, errTyped
	budget, change := NewBudget(nil), NewChangeName(model.Transaction{Amount: 2000 * model.Credit, Basis: model.BasisEntered})
	change.err = errTyped
	budget.Paste("500/year")
	export := NewExport("rows.csv", 2000, 1000)
	export.Failed(errTyped)
	return map[string]typed{
		"plan":    {plan, []string{"Price a month", "Price a year", "Currency", "Credits a month"}},
		"pack":    {pack, []string{"Name", "Price", "Currency", "Credits"}},
		"budget":  {budget, []string{"budget"}},
		"change":  {change, []string{"paid"}},
		"export":  {export, []string{"file"}},
		"what if": {NewWhatIf("5000"), []string{"> 5000"}},
	}
}

// TestFieldsAreVisible checks that in every card with text fields the field in use is visible,
// with the cursor in it, in the smallest terminal too, and that pages lead to every line and a
// key back to the field.
func TestFieldsAreVisible(t *testing.T) {
	for name, c := range typedCards() {
		t.Run(name, func(t *testing.T) {
			c.card.SetKeys(keymap.Default())
			c.card.SetTheme(theme.New(true))
			c.card.SetState(&data.State{Now: time.Date(2026, 11, 22, 13, 4, 0, 0, time.UTC), Location: time.UTC})
			seen := func(width, height int) []string {
				t.Helper()
				c.card.SetSize(width, height)
				card, _ := c.card.View()
				if w, h := lipgloss.Size(card); w > width || h > height {
					t.Fatalf("a card of %d x %d in %d x %d:\n%s", w, h, width, height, ansi.Strip(card))
				}
				return strings.Split(ansi.Strip(card), "\n")
			}
			const width, height = 60, 16 - HeaderHeight - FooterHeight
			for _, field := range c.fields {
				lines := seen(width, height)
				_, cursor := c.card.View()
				if cursor == nil || !strings.HasPrefix(strings.Trim(lines[cursor.Y], "│ "), field) {
					t.Fatalf("the cursor %+v is not in %q:\n%s", cursor, field, strings.Join(lines, "\n"))
				}
				if strings.Contains(lines[cursor.Y], "…") {
					t.Errorf("the field is cut: %q", lines[cursor.Y])
				}
				c.card.Key(tea.KeyPressMsg{Code: tea.KeyTab})
			}
			var reached []string
			for range 8 {
				reached = append(reached, seen(width, height)...)
				c.card.Key(tea.KeyPressMsg{Code: tea.KeyPgUp})
			}
			for range 8 {
				reached = append(reached, seen(width, height)...)
				c.card.Key(tea.KeyPressMsg{Code: tea.KeyPgDown})
			}
			whole := seen(width, 60)
			c.card.Key(tea.KeyPressMsg{Code: 'x', Text: "x"})
			seen(width, height)
			if _, cursor := c.card.View(); cursor == nil {
				t.Error("typing does not lead back to the field")
			}
			words := func(lines []string) []string {
				return strings.FieldsFunc(strings.Join(lines, " "), func(r rune) bool { return strings.ContainsRune(" │┃╭╮╰╯─▸", r) })
			}
			for _, word := range words(whole) {
				if !slices.Contains(words(reached), word) {
					t.Errorf("%q is out of reach", word)
				}
			}
		})
	}
}
