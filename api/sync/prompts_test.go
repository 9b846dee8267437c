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

// Where the list does not say what was asked for, the prompts of a ledger's rows are asked
// for one by one, those on screen and the newest first; what came is kept.
func TestPromptsOfListsWithoutPayloads(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 260, NoPayloads: true})
	w.hideDescriptions()
	b := newBooks(t)
	_, h := b.start(t, server, time.Now)
	progress, err := h.Latest(t.Context())
	for err == nil && !progress.Whole {
		progress, err = h.Step(t.Context())
	}
	if err != nil || progress.Details < 200 || progress.Soon == 0 || !progress.More {
		t.Fatalf("%v, %d prompts to come, %d soon, more %v", err, progress.Details, progress.Soon, progress.More)
	}
	all := progress.Details
	whole := wholly(t, h)
	if n := prompts(whole.Table); whole.Details != 0 || n < 150 || w.singles() != all {
		t.Errorf("%d to come, %d rows have a prompt, after %d calls of %d", whole.Details, n, w.singles(), all)
	}
	_, h = b.start(t, server, time.Now)
	again := wholly(t, h)
	if prompts(again.Table) != prompts(whole.Table) || w.singles() != all {
		t.Errorf("the next start has %d prompts of %d, after %d calls more", prompts(again.Table), prompts(whole.Table), w.singles()-all)
	}
	generate(t, server)
	if wholly(t, h); w.singles() != all+1 {
		t.Errorf("one more takes %d calls", w.singles()-all)
	}
}
