package sync

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/api/store"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/history"
)

// History is an account's history, whatever the server has of it: its ledger, or
// where it serves none a history that is derived from generations, the catalogue's
// prices and the balances that were seen. It is the one place that decides which;
// [history.Progress] says it with its provenance. Once a server serves its ledger,
// that takes the place of what was derived.
//
// It is safe for concurrent use; Load, Latest and Step wait for each other.
type History struct {
	session *Session
	copy    *Copy
	now     func() time.Time
	ledger  *Archive
	runs    *Archive
	prompts *prompts

	mu       sync.Mutex
	derived  derived
	pending  []model.Generation // rows of which have no price yet
	prompted int64              // the newest row of the ledger when prompts were asked for
	version  int64
}

// NewHistory makes the history of what a session serves, kept in a local copy, or,
// with nil, in memory only.
func NewHistory(s *Session, kept *Copy, now func() time.Time) *History {
	h := &History{session: s, copy: kept, now: now, ledger: NewArchive(s, kept, now)}
	h.runs = newArchive(&runs{from: s, rows: h.debits}, kept, now, derivedShelf)
	h.prompts = &prompts{runs: &runs{from: s, rows: unpriced}, archive: h.ledger, copy: kept, now: now}
	return h
}

// Snapshot reads what the local copy has besides the history, quickly and without
// the network. ok is false where there is nothing.
func (h *History) Snapshot() (history.Snapshot, bool) { return h.copy.Snapshot() }

// debits makes rows of generations. The tools that they used are looked up first,
// which takes a call for each; the newest page does not wait for that, and gets its
// prices with the next steps.
func (h *History) debits(ctx context.Context, list []model.Generation, newest bool) ([]model.Transaction, error) {
	account, err := h.session.seenAccount(ctx)
	if err != nil {
		return nil, err
	}
	if !newest {
		if err := h.session.prices.want(ctx, account.ID, list); err != nil {
			return nil, err
		}
	}
	rows, pending := h.session.prices.debits(account.ID, list)
	h.pending = append(h.pending, pending...)
	return rows, nil
}

// price looks up tools of generations whose price is pending, for as long as a step
// takes.
func (h *History) price(ctx context.Context) error {
	account, err := h.session.seenAccount(ctx)
	if err != nil {
		return err
	}
	started := h.now()
	for len(h.pending) > 0 && h.now().Sub(started) < stepTime {
		if err := h.session.prices.want(ctx, account.ID, h.pending[:1]); err != nil {
			return err
		}
		rows, pending := h.session.prices.debits(account.ID, h.pending)
		rows = slices.DeleteFunc(rows, func(row model.Transaction) bool { return row.Basis == model.BasisPendingPrice })
		h.runs.replace(rows...)
		h.pending = pending
	}
	return nil
}

// Load reads the history that is kept on this machine, without the network. Its
// error is that of ctx; whatever is wrong with the copy is a notice.
func (h *History) Load(ctx context.Context) (history.Progress, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if f, known := h.session.finding(transactions); !known || f.Has {
		progress, err := h.ledger.Load(ctx)
		if err != nil || (progress.Table != nil && progress.Table.Len() > 0) {
			return h.mark(progress), err
		}
	}
	progress, err := h.runs.Load(ctx)
	return h.mark(h.derive(progress)), err
}

// Latest fetches the rows that are new, down to what is known, and keeps them. With
// nothing new that is one request for the ledger and one for the generations, which
// is shared with whoever else asks for them. Errors are those of the server.
func (h *History) Latest(ctx context.Context) (history.Progress, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	progress, err := h.ledger.Latest(ctx)
	if err != nil || progress.Provenance != model.NotServed {
		return h.mark(h.withPrompts(ctx, progress, err)), err
	}
	h.pending = nil
	if progress, err = h.runs.Latest(ctx); err == nil {
		err = h.lookAgain(ctx, progress.Table)
		progress = h.runs.reached(progress)
		h.freshen(ctx)
	}
	return h.mark(h.keepNewest(h.derive(progress), err)), err
}

// withPrompts brings the prompts of the newest generations to rows of the ledger.
// They come once all rows are there.
func (h *History) withPrompts(ctx context.Context, progress history.Progress, err error) history.Progress {
	progress.More = true
	switch {
	case err != nil:
	case progress.Whole && newestOfTable(progress.Table) == h.prompted:
		progress.More = h.prompts.more()
	case progress.Whole:
		h.prompted = newestOfTable(progress.Table)
		progress.More = h.prompts.latest(ctx)
		progress = h.ledger.reached(progress)
	default:
		h.prompts.forget()
	}
	return progress
}

// Step fetches some more of what is missing further back, newest first, and keeps
// it. Errors are those of the server; what came before one is kept.
func (h *History) Step(ctx context.Context) (history.Progress, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if f, known := h.session.finding(transactions); known && !f.Has {
		if len(h.pending) > 0 {
			err := h.price(ctx)
			progress, _ := h.runs.Load(ctx)
			return h.mark(h.keepNewest(h.derive(progress), err)), err
		}
		progress, err := h.runs.Step(ctx)
		return h.mark(h.keepNewest(h.derive(progress), err)), err
	}
	progress, err := h.ledger.Step(ctx)
	progress.More = !progress.Whole
	if err == nil && progress.Whole {
		progress.More, err = h.prompts.step(ctx)
		progress = h.ledger.reached(progress)
	}
	return h.mark(progress), err
}

// newestOfTable is the sequence number of a table's newest row, 0 for none.
func newestOfTable(table *history.Table) int64 {
	if table == nil || table.Len() == 0 {
		return 0
	}
	return table.Row(table.Len() - 1).Seq
}

// mark gives a state its place among those of this history.
func (h *History) mark(progress history.Progress) history.Progress {
	h.version++
	progress.Version = h.version
	return progress
}

// freshen looks at one more tool of the catalogue. That it failed is no failure of
// the history.
func (h *History) freshen(ctx context.Context) {
	if account, err := h.session.seenAccount(ctx); err == nil {
		_ = h.session.prices.freshen(ctx, account.ID)
	}
}

// mostLooks is how many generations that run for long are looked at with a refresh.
const mostLooks = 5

// lookAgain asks for generations that were running, or whose price was pending, and
// are not among the newest any more, so that their end and their price are known too.
func (h *History) lookAgain(ctx context.Context, table *history.Table) error {
	if table == nil {
		return nil
	}
	looks := 0
	running := table.WithStatus(model.GenerationPending, model.GenerationProcessing, model.GenerationUploading)
	for _, row := range append(running, table.WithBasis(model.BasisPendingPrice)...) {
		if table.Len()-row <= pageRows {
			continue // its page has just come
		}
		if looks++; looks > mostLooks {
			return nil
		}
		was := table.Row(row)
		g, err := h.session.Generation(ctx, was.GenerationID)
		switch {
		case model.KindOf(err) == model.NotFound:
			was.Status = model.GenerationGone
			if was.Basis == model.BasisPendingPrice {
				was.Basis = model.BasisUnknownPrice
			}
			h.runs.replace(was)
		case err != nil:
			return err
		case g.ID == was.GenerationID:
			is, err := h.debits(ctx, []model.Generation{g}, false)
			if err != nil {
				return err
			}
			is[0].Seq = was.Seq
			h.runs.replace(is...)
		}
	}
	return nil
}

// keepNewest keeps the newest derived rows for a first frame.
func (h *History) keepNewest(progress history.Progress, err error) history.Progress {
	if err != nil || !h.copy.usable() || progress.Table == nil {
		return progress
	}
	var batch store.Batch
	if batch.Snapshot(store.NewestSnapshot, newestOf(progress.Table, model.Estimated, progress.Total), h.now()) == nil {
		_, _ = h.copy.write(&batch)
	}
	return progress
}

// unpriced makes rows of generations for their prompts alone.
func unpriced(_ context.Context, list []model.Generation, _ bool) ([]model.Transaction, error) {
	rows := make([]model.Transaction, len(list))
	for i, g := range list {
		rows[i] = derive.Debit(g, nil)
	}
	return rows, nil
}
