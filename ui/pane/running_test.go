package pane

import (
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// TestRunningSinceHasOneForm checks that all running generations have their start in one form.
func TestRunningSinceHasOneForm(t *testing.T) {
	at := func(day, hour int) model.Generation {
		return model.Generation{Status: "processing", CreatedAt: model.At(time.Date(2026, 11, day, hour, 5, 0, 0, time.UTC))}
	}
	s := &data.State{Now: time.Date(2026, 11, 22, 14, 30, 0, 0, time.UTC), Location: time.UTC}
	for _, test := range []struct {
		running []model.Generation
		want    []string
	}{
		{[]model.Generation{at(22, 14), at(22, 9)}, []string{"processing since 14:05", "processing since 09:05"}},
		{[]model.Generation{at(22, 14), at(21, 9)}, []string{"processing since Nov 22 14:05", "processing since Nov 21 09:05"}},
	} {
		s.Generations.Value = test.running
		for i, want := range test.want {
			if got := standing(s, test.running[i]); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
}
