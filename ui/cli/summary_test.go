package cli

import (
	"testing"

	"github.com/studio-tui/studio-tui/model"
)

func TestStatusWords(t *testing.T) {
	for want, sub := range map[string]model.Subscription{
		"cancelled":               {Status: model.StatusCanceled},
		"cancelled, credits stay": {Status: model.StatusActive, CancelAtPeriodEnd: true},
		"last payment failed":     {Status: model.StatusPastDue},
	} {
		if got := statusWords(sub); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
