package message

import (
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model"
)

// TestCancelled spells it as the product's pages do, whatever the API's values are.
func TestCancelled(t *testing.T) {
	order := model.Order{Item: model.Item{Name: "Pack M"}, State: model.OrderCanceled}
	for _, text := range []string{Outcome(order.State), Ended(order)} {
		if !strings.Contains(text, "cancelled") {
			t.Error(text)
		}
	}
}
