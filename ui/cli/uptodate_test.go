package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
)

// archive is a history with given states and errors.
type archive struct {
	states []func() (history.Progress, error) // in turn; the last one is repeated
	asked  int
}

func (a *archive) Snapshot() (history.Snapshot, bool) { return history.Snapshot{}, false }

func (a *archive) Load(context.Context) (history.Progress, error)   { return history.Progress{}, nil }
func (a *archive) Latest(context.Context) (history.Progress, error) { return a.next() }
func (a *archive) Step(context.Context) (history.Progress, error)   { return a.next() }

func (a *archive) Prefer([]model.ID, int) {}

func (a *archive) next() (history.Progress, error) {
	at := min(a.asked, len(a.states)-1)
	a.asked++
	return a.states[at]()
}

// is is a state of a billed history of two rows, with some prompts.
func is(whole, more bool, prompts map[model.ID]string) func() (history.Progress, error) {
	var b history.Builder
	b.Put(
		model.Transaction{ID: "65f1c0ffee00000000000001", Seq: 1, Type: model.TypeGeneration, GenerationID: "65f1c0ffee0000000000000a"},
		model.Transaction{ID: "65f1c0ffee00000000000002", Seq: 2, Type: model.TypeGeneration, GenerationID: "65f1c0ffee0000000000000b"},
	)
	b.SetPrompts(prompts)
	p := history.Progress{Table: b.Table(), Provenance: model.Billed, Total: 2, Whole: whole, More: more}
	return func() (history.Progress, error) { return p, nil }
}

func depsWith(stderr *bytes.Buffer) Deps {
	return Deps{Streams: Streams{Out: &bytes.Buffer{}, Err: stderr}, Now: time.Now, Location: time.UTC}
}

// TestFilterReadsPrompts reads the prompts of older generations where the answer
// depends on them, and only there.
func TestFilterReadsPrompts(t *testing.T) {
	both := map[model.ID]string{"65f1c0ffee0000000000000a": "a watercolour fox", "65f1c0ffee0000000000000b": "another watercolour"}
	for name, test := range map[string]struct {
		o     transactionsOptions
		asked int
		total int
	}{
		"a word":                     {transactionsOptions{filter: "watercolour", limit: 20}, 3, 2},
		"a word with a minus":        {transactionsOptions{filter: "-watercolour", limit: 20}, 3, 0},
		"a word beside a condition":  {transactionsOptions{filter: `type:generation -"watercolour fox"`, limit: 20}, 3, 1},
		"no word":                    {transactionsOptions{filter: "-type:refund amount:-100..100", limit: 20}, 2, 0},
		"printed with a filter":      {transactionsOptions{filter: "type:generation", csv: true, limit: 1}, 3, 2},
		"all printed":                {transactionsOptions{jsonl: true}, 3, 2},
		"the newest printed":         {transactionsOptions{csv: true, limit: 1}, 1, 2},
		"all of a filter as objects": {transactionsOptions{filter: "type:generation", json: true}, 3, 2},
	} {
		t.Run(name, func(t *testing.T) {
			from := &archive{states: []func() (history.Progress, error){
				is(false, true, nil), is(true, true, map[model.ID]string{"65f1c0ffee0000000000000b": "another watercolour"}), is(true, false, both),
			}}
			deps := depsWith(&bytes.Buffer{})
			query, err := parseFilter(test.o.filter, deps)
			if err != nil {
				t.Fatal(err)
			}
			found, err := find(t.Context(), deps, account.Session{Archive: from}, test.o, query, time.Time{})
			if err != nil || from.asked != test.asked || (test.asked == 3 && found.total != test.total) {
				t.Errorf("asked %d times, want %d; found %d, want %d; %v", from.asked, test.asked, found.total, test.total, err)
			}
		})
	}
}

// TestPromptsAreToldOfWhileTheyAreRead reports the progress of reading prompts on a
// terminal.
func TestPromptsAreToldOfWhileTheyAreRead(t *testing.T) {
	var stderr bytes.Buffer
	deps := depsWith(&stderr)
	deps.Streams.ErrTTY = true
	from := &archive{states: []func() (history.Progress, error){is(false, true, nil), is(true, true, nil), is(true, false, nil)}}
	if _, err := upToDate(t.Context(), deps, from, true, func(history.Progress) bool { return false }); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"2 of 2 transactions fetched", "2 transactions fetched, reading their prompts"} {
		if !strings.Contains(stderr.String(), line) {
			t.Errorf("nothing says %q: %q", line, stderr.String())
		}
	}
}

// TestRowsWithoutPrompts prints the rows of a ledger, and reports what is missing,
// where only their prompts cannot be read; a filter that searches them fails.
func TestRowsWithoutPrompts(t *testing.T) {
	for filter, fails := range map[string]bool{"type:generation": false, "": false, "watercolour": true} {
		var stderr bytes.Buffer
		deps := depsWith(&stderr)
		fault := &model.Error{Kind: model.ServerFailed}
		from := &archive{states: []func() (history.Progress, error){
			is(true, true, nil), func() (history.Progress, error) {
				progress, _ := is(true, true, nil)()
				return progress, fault
			},
		}}
		query, err := parseFilter(filter, deps)
		if err != nil {
			t.Fatal(err)
		}
		found, err := find(t.Context(), deps, account.Session{Archive: from}, transactionsOptions{filter: filter, csv: true}, query, time.Time{})
		told := strings.Contains(stderr.String(), "The prompts of generations could not be read, and are missing.")
		if (err != nil) != fails || told == fails || (!fails && found.total != 2) {
			t.Errorf("%q: %d rows, %v, on stderr %q", filter, found.total, err, stderr.String())
		}
	}
}
