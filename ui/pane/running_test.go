package pane

import (
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// TestRunningHasItsAmount has the amount of a running generation's row, or what follows from the
// price of the catalogue: marked where that is uncertain, and left out where it is not known.
func TestRunningHasItsAmount(t *testing.T) {
	now := time.Date(2026, 11, 22, 14, 30, 0, 0, time.UTC)
	at := func(id model.ID, name string) model.Generation {
		return model.Generation{ID: id, Status: "processing", Tool: "create-video", Payload: model.Raw(`{"model":"` + name + `"}`), CreatedAt: model.At(now)}
	}
	s := &data.State{Now: now, Location: time.UTC}
	s.Generations.Value = []model.Generation{at("a", "flat"), at("b", "by-inputs"), at("c", "billed"), at("d", "unknown")}
	s.History.Value.Newest = []model.Transaction{{Type: model.TypeGeneration, GenerationID: "c", Amount: -12 * model.Credit / 10}}
	earlier := model.At(now.Add(-time.Hour))
	s.Costs.Value.Seen = derive.Prices{
		{Tool: "create-video", Model: "flat"}:      {{Cost: 4 * model.Credit, From: earlier}},
		{Tool: "create-video", Model: "by-inputs"}: {{Cost: 30 * model.Credit, From: model.At(now.Add(time.Hour))}},
	}
	ink := theme.Choice{Name: "monochrome"}.Theme(true)
	for i, want := range []string{
		"  create-video · flat       processing since 14:30    −4",
		"  create-video · by-inputs  processing since 14:30  ≈−30",
		"  create-video · billed     processing since 14:30    −1.2",
		"  create-video · unknown    processing since 14:30",
	} {
		if got := ansi.Strip(newRunningTable(s, ink, 80).row(i, false)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := ansi.Strip(newRunningTable(s, ink, 40).row(2, false)); got != "  create-video · bi…  processing    −1.2" {
		t.Errorf("%q", got)
	}
}

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
