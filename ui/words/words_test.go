package words

import (
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model"
)

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"disk full": "Disk full.", "Really?": "Really?", "": "It did not work.",
		"studio-tui balance takes no arguments": "studio-tui balance takes no arguments.",
	} {
		if got := Sentence(text); got != want {
			t.Errorf("Sentence(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestCancelled spells it as the product's pages do, whatever the API's values are.
func TestCancelled(t *testing.T) {
	order := model.Order{Item: model.Item{Name: "Pack M"}, State: model.OrderCanceled}
	for _, text := range []string{Outcome(order.State), Ended(order)} {
		if !strings.Contains(text, "cancelled") {
			t.Error(text)
		}
	}
}
