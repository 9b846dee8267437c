package pane_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
)

var newCosts = paneOf("Costs")

func TestCosts(t *testing.T) {
	for i, condition := range conditions {
		switch condition.name {
		case "loaded", "loading", "error", "not-served", "free", "out":
		default:
			continue
		}
		for _, size := range append(sizes, paneSize{"220x45", 220, 45}) {
			t.Run(condition.name+"_"+size.name, func(t *testing.T) {
				body, _ := drawn(newCosts, conditioned(t, i), true, size.width, size.height).View()
				checkBlock(t, body, size.width, size.height)
				golden.RequireEqual(t, plain(body))
			})
		}
	}
	for _, size := range sizes {
		t.Run("estimated_"+size.name, func(t *testing.T) {
			s := accountOf(t, sandbox.StateDemo)
			s.History.Provenance = model.Estimated
			body, _ := drawn(newCosts, s, true, size.width, size.height).View()
			checkBlock(t, body, size.width, size.height)
			golden.RequireEqual(t, plain(body))
		})
	}
	for name, dark := range map[string]bool{"dark": true, "light": false} {
		t.Run(name, func(t *testing.T) {
			body, _ := drawn(newCosts, accountOf(t, sandbox.StateDemo), dark, 80, 19).View()
			golden.RequireEqual(t, body)
		})
	}
}

// typed returns the keys that type a text.
func typed(text string) (keys []string) {
	for _, r := range text {
		keys = append(keys, string(r))
	}
	return keys
}

func TestCostsAfterKeys(t *testing.T) {
	for name, keys := range map[string][]string{
		"filter":            append([]string{"/"}, typed("veo create")...),
		"filter-kept":       append(append([]string{"/"}, typed("wan")...), "enter", "down"),
		"nothing-fits":      append([]string{"/"}, typed("midjourney")...),
		"by-price":          {"s"},
		"by-price-reversed": {"s", "S"},
		"by-name":           {"s", "s"},
		"others":            {"G"},
		"quantity-empty":    {"#"},
		"quantity":          append([]string{"#"}, typed("40 images, 90 s veo-3.1")...),
		"quantity-kept":     append(append([]string{"#"}, typed("3 min veo-3.1 and 2 songs")...), "enter"),
		"quantity-missing":  append([]string{"#"}, typed("2 h veo-3.1")...),
		"quantity-unknown":  append([]string{"#"}, typed("4 horses")...),
	} {
		for _, size := range sizes {
			t.Run(name+"_"+size.name, func(t *testing.T) {
				p := drawn(newCosts, accountOf(t, sandbox.StateDemo), true, size.width, size.height)
				press(t, p, keys...)
				body, cursor := p.View()
				checkBlock(t, body, size.width, size.height)
				if typing := p.CapturesText(); typing != (cursor != nil) {
					t.Errorf("typing: %t, a cursor: %t", typing, cursor != nil)
				}
				golden.RequireEqual(t, plain(body))
			})
		}
	}
}

// TestCostsKeys checks the intents of the keys, and that the cursor stays on its model when new
// data comes.
func TestCostsKeys(t *testing.T) {
	s := accountOf(t, sandbox.StateDemo)
	p := drawn(newCosts, s, true, 140, 35)
	shown, ok := press(t, p, "down", "enter").(data.ShowCost)
	if !ok {
		t.Fatal("enter shows no model")
	}
	press(t, p, "s")
	if again := press(t, p, "enter").(data.ShowCost); again.Cost.Offer() != shown.Cost.Offer() {
		t.Errorf("after sorting the cursor is on %v, not on %v", again.Cost.Offer(), shown.Cost.Offer())
	}
	press(t, p, append(append([]string{"/"}, typed("nothing of that name")...), "enter")...)
	if intent := press(t, p, "enter"); intent != nil {
		t.Errorf("enter on an empty list asks for %v", intent)
	}
	if _, taken := p.Key(keyPress("esc")); !taken {
		t.Error("esc does not clear the filter")
	}
	if _, taken := p.Key(keyPress("esc")); taken {
		t.Error("esc is taken where there is nothing to clear")
	}
	if intent, ok := press(t, p, "o").(data.OpenURL); !ok || intent.What != "the pricing page" {
		t.Errorf("o asks for %v", intent)
	}
}

// TestCostsAreTheCommands finds the figures of model/insight for every model on screen.
func TestCostsAreTheCommands(t *testing.T) {
	s := accountOf(t, sandbox.StateDemo)
	costs := s.Costs.Value.Models
	p := drawn(newCosts, s, true, 220, len(costs)+20)
	body, _ := p.View()
	for _, cost := range costs {
		if !strings.Contains(ansi.Strip(body), cost.Tool+" · "+cost.Model) {
			t.Errorf("%s · %s is not there", cost.Tool, cost.Model)
		}
	}
	basket, err := insight.ParseBasket("40 images, 90 s veo-3.1", costs, s.Account.Value.Credits)
	if err != nil {
		t.Fatal(err)
	}
	press(t, p, append([]string{"#"}, typed("40 images, 90 s veo-3.1")...)...)
	body, _ = p.View()
	if want := "≥" + basket.Total.String() + " credits, leaves ≤" + basket.Left.String(); !strings.Contains(ansi.Strip(body), want) {
		t.Errorf("%q is not there", want)
	}
}

// TestCostsNamesOtherModelsWhole checks that below the list of an 80-column terminal as many of
// a tool's other models are named as there is room for, with the number of the rest, and none
// is cut.
func TestCostsNamesOtherModelsWhole(t *testing.T) {
	p := drawn(newCosts, accountOf(t, sandbox.StateDemo), true, 80, 19)
	others, more := 0, 0
	for range 30 {
		body, _ := p.View()
		for line := range strings.SplitSeq(plain(body), "\n") {
			if strings.Contains(strings.ToLower(line), "other model") {
				others++
				if strings.Contains(line, "…") {
					t.Errorf("cut: %q", line)
				}
			}
			if strings.HasSuffix(strings.TrimSpace(line), " more.") {
				more++
			}
		}
		press(t, p, "down")
	}
	if others < 10 || more == 0 {
		t.Errorf("%d lines of other models, %d of them with the number of the rest", others, more)
	}
}
