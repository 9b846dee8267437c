package sync_test

import (
	"context"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// prompts counts the rows that have one.
func prompts(table *history.Table) (n int) {
	for i := range table.Len() {
		if table.Prompt(i) != "" {
			n++
		}
	}
	return n
}

// Prompts come to the rows of a ledger, which are found by them, now and at the
// next start.
func TestPromptsComeToTheLedger(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 700})
	w.hideDescriptions()
	b := newBooks(t)
	_, h := b.start(t, server, time.Now)
	progress := wholly(t, h)
	if n := prompts(progress.Table); progress.Provenance != model.Billed || n < 200 {
		t.Errorf("%q: %d rows of %d have a prompt", progress.Provenance, n, progress.Table.Len())
	}
	_, next := b.start(t, server, time.Now)
	kept, err := next.Load(context.Background())
	if err != nil || prompts(kept.Table) != prompts(progress.Table) {
		t.Errorf("kept: %v, %d prompts of %d", err, prompts(kept.Table), prompts(progress.Table))
	}
	before := w.count("GET /api/generations")
	if progress, err = next.Latest(t.Context()); err != nil || progress.More {
		t.Errorf("more %v, %v", progress.More, err)
	}
	if n := w.count("GET /api/generations") - before; n > 1 {
		t.Errorf("with nothing new, prompts take %d calls", n)
	}
}

// After a day's work only the prompts of that day are read.
func TestOnlyNewPromptsAreRead(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 1500})
	b := newBooks(t)
	_, h := b.start(t, server, time.Now)
	wholly(t, h)
	for range 130 {
		generate(t, server)
	}
	before := w.count("GET /api/generations")
	_, h = b.start(t, server, time.Now)
	wholly(t, h)
	if n := w.count("GET /api/generations") - before; n > 3 {
		t.Errorf("130 new generations take %d calls", n)
	}
}

// Where generations cannot be had, the history says that there is more, and why it does
// not come; what was read before that is kept.
func TestPromptsThatCannotBeHad(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 700})
	w.hideDescriptions()
	_, h := newBooks(t).start(t, server, time.Now)
	w.fail("GET /api/generations")
	progress, err := h.Latest(t.Context())
	for err == nil && progress.More {
		progress, err = h.Step(t.Context())
	}
	if err == nil || !progress.Whole {
		t.Errorf("without generations: %v, whole %v, more %v", err, progress.Whole, progress.More)
	}
	w.fail()
	if n := prompts(wholly(t, h).Table); n < 200 {
		t.Errorf("%d rows have a prompt once they can be had", n)
	}
}
