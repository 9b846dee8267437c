package message

import (
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model"
)

// TestCancelled checks the spelling of the product's pages, which differs from the
// API's values.
func TestCancelled(t *testing.T) {
	order := model.Order{Item: model.Item{Name: "Pack M"}, State: model.OrderCanceled}
	for _, text := range []string{Outcome(order.State), Ended(order)} {
		if !strings.Contains(text, "cancelled") {
			t.Error(text)
		}
	}
}
