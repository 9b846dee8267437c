package sync

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/history"
)

// History is an account's history: the server's ledger, or if it has none a history derived
// from generations, the catalogue's prices and observed balances. The Provenance of
// [history.Progress] says which. Once a server has a ledger, that replaces the derived
// history.
//
// It is safe for concurrent use; Load, Latest and Step wait for each other.
type History struct {
	session     *Reader
	copy        *LocalCache
	now         func() time.Time
	ledger      *Archive
	pages       *generationPager // of generations
	generations *Archive         // what is made of them
	prompts     *prompts
	details     details

	mu       sync.Mutex
	derived  derived
	seenAs   derive.SeenPrices      // with which that was made
	backoff  []string               // the tools that were asked for in vain when that was made
	read     time.Time              // when the newest generations were asked for, by the server's clock; zero for never
	asked    map[model.ID]time.Time // when single generations were asked for
	kept     newest                 // what the local copy has for a first frame
	pending  []model.Generation     // rows of which have no price yet
	prompted int64                  // the newest row of the ledger when prompts were asked for
	version  int64
}

// NewHistory returns the history of a reader's account, stored in a local copy or, with
// nil, in memory only.
func NewHistory(s *Reader, kept *LocalCache, now func() time.Time) *History {
	h := &History{session: s, copy: kept, now: now, ledger: NewArchive(s, kept, now)}
	h.pages = &generationPager{from: s, rows: h.debits}
	h.generations = newArchive(h.pages, kept, now, derivedPartition)
	h.prompts = &prompts{
		runs: &generationPager{from: s, rows: unpriced}, archive: h.ledger, copy: kept, now: now, session: s, details: &h.details,
	}
	return h
}

// Snapshot reads the local copy's data other than the history, quickly and without the
// network. ok is false if there is none.
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
		if err := h.session.prices.ensure(ctx, account.ID, list); err != nil {
			return nil, err
		}
	}
	rows, pending := h.session.prices.debits(account.ID, list)
	for _, g := range pending {
		if !slices.ContainsFunc(h.pending, func(other model.Generation) bool { return other.ID == g.ID }) {
			h.pending = append(h.pending, g)
		}
	}
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
	for h.pricing() && h.now().Sub(started) < stepTime {
		next := slices.IndexFunc(h.pending, func(g model.Generation) bool { return !h.session.prices.failedLately(g.Tool) })
		if err := h.session.prices.ensure(ctx, account.ID, h.pending[next:next+1]); err != nil {
			return err
		}
		rows, pending := h.session.prices.debits(account.ID, h.pending)
		h.generations.replace(slices.DeleteFunc(rows, func(row model.Transaction) bool { return row.Basis == model.BasisPendingPrice })...)
		h.pending = pending
	}
	return nil
}

// Load reads the history stored on this machine, without the network. Its error is that of
// ctx; errors of the copy are a notice.
func (h *History) Load(ctx context.Context) (history.Progress, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	told := ""
	if !h.deriving() {
		progress, err := h.ledger.Load(ctx)
		if err != nil || (progress.Table != nil && progress.Table.Len() > 0) {
			return h.withFlags(progress), err
		}
		told = progress.Notice // each is given once, and this state is not shown
	}
	progress, err := h.generations.Load(ctx)
	progress.Notice = joinNotices(told, progress.Notice)
	return h.withFlags(h.derive(progress)), err
}

// Latest fetches and stores the new rows, down to the known ones. Without new rows that is
// one request for the ledger and one for the generations, and where there is no ledger one
// for the account; those are shared with the other calls of the round. Errors are those of
// the server.
func (h *History) Latest(ctx context.Context) (history.Progress, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	progress, err := h.ledger.Latest(ctx)
	if err != nil && (progress.Table == nil || progress.Table.Len() == 0) { // what was derived may be all there is
		if kept, loadErr := h.generations.Load(ctx); loadErr == nil && kept.Table != nil && kept.Table.Len() > 0 {
			kept.Notice = joinNotices(progress.Notice, kept.Notice)
			return h.withFlags(h.derive(kept)), err
		}
	}
	if err != nil || progress.Provenance != model.Unsupported {
		return h.withFlags(h.withPrompts(ctx, progress, err)), err
	}
	told := progress.Notice
	progress, err = h.latestDerived(ctx)
	progress.Notice = joinNotices(told, progress.Notice)
	return h.withFlags(progress), err
}

// latestDerived is Latest where the history is derived.
func (h *History) latestDerived(ctx context.Context) (history.Progress, error) {
	account, err := h.session.accountOfHistory(ctx)
	if err == nil {
		err = h.generations.belongTo(ctx, account.ID)
	}
	if err != nil {
		progress, _ := h.generations.Load(ctx)
		return h.derive(progress), err
	}
	progress, err := h.generations.Latest(ctx)
	if err == nil {
		h.read = h.pages.newestAsked()
		err = h.refreshRunning(ctx, progress.Table)
		progress = h.generations.reached(progress)
		_ = h.session.prices.refreshOne(ctx, account.ID) // that it failed is no failure of the history
	}
	return h.keepNewest(h.derive(progress), err), err
}

// withPrompts brings the prompts of the newest generations to rows of the ledger.
// They come once all rows are there.
func (h *History) withPrompts(ctx context.Context, progress history.Progress, err error) history.Progress {
	progress.More = true
	switch {
	case err != nil:
		progress.More = !progress.Whole || h.prompts.more(ctx)
	case progress.Whole && newestOfTable(progress.Table) == h.prompted:
		progress.More = h.prompts.more(ctx)
		progress = h.ledger.reached(progress)
	case progress.Whole:
		h.prompted = newestOfTable(progress.Table)
		progress.More, _ = h.prompts.latest(ctx) // an error is reported by the next step
		progress = h.ledger.reached(progress)
	case progress.Fresh == 0: // another history
		h.prompts.forget()
	}
	progress.Details, progress.Soon = h.prompts.pending()
	return progress
}

// deriving reports whether the history is known to be derived.
func (h *History) deriving() bool {
	if f, known := h.session.probe(transactions); known {
		return !f.Has
	}
	return h.ledger.notServed()
}

// pricing reports whether there are prices to look up that are not known to fail.
func (h *History) pricing() bool {
	return slices.ContainsFunc(h.pending, func(g model.Generation) bool { return !h.session.prices.failedLately(g.Tool) })
}

// Step fetches and stores some more missing older rows, newest first. Errors are those of
// the server; rows received before one are stored.
func (h *History) Step(ctx context.Context) (history.Progress, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.deriving() {
		progress, err := h.stepDerived(ctx)
		return h.withFlags(h.keepNewest(h.derive(progress), err)), err
	}
	progress, err := h.ledger.Step(ctx)
	progress.More = !progress.Whole
	if err == nil && progress.Whole && progress.Provenance == model.Billed {
		progress.More, err = h.prompts.step(ctx)
		progress = h.ledger.reached(progress)
		progress.Details, progress.Soon = h.prompts.pending()
	}
	return h.withFlags(progress), err
}

// stepDerived is Step where the history is derived: prices that are looked up, generations
// that are asked for by themselves on screen and at the top, pages of the list that are
// missing or due to be compared, then the other generations.
func (h *History) stepDerived(ctx context.Context) (history.Progress, error) {
	progress, err := h.generations.Load(ctx)
	if err != nil {
		return progress, err
	}
	near, rest := h.wantedDetails(progress.Table, true), []model.Transaction(nil)
	if progress.Whole {
		rest = h.wantedDetails(progress.Table, false)
	}
	switch {
	case h.pricing():
		err = h.price(ctx)
	case len(near) > 0:
		err = h.readDetails(ctx, near)
	case len(rest) > 0 && !progress.Review:
		err = h.readDetails(ctx, rest)
	default:
		return h.generations.Step(ctx)
	}
	return h.generations.reached(progress), err
}

// newestOfTable is the sequence number of a table's newest row, 0 for none.
func newestOfTable(table *history.Table) int64 {
	if table == nil || table.Len() == 0 {
		return 0
	}
	return table.Row(table.Len() - 1).Seq
}

// withFlags numbers a state among those of this history, and adds a notice about the stored
// observations.
func (h *History) withFlags(progress history.Progress) history.Progress {
	h.version++
	progress.Version = h.version
	if progress.LeftOut.Count > 0 || progress.Whole {
		h.session.setLeftOut(progress.LeftOut)
	}
	if trouble := h.session.balances.takeTrouble(); trouble != nil {
		progress.Notice = joinNotices(progress.Notice, sentence(trouble))
	}
	return progress
}

// keepNewest keeps the newest derived rows for a first frame.
func (h *History) keepNewest(progress history.Progress, err error) history.Progress {
	if err != nil || !h.copy.usable() || progress.Table == nil {
		return progress
	}
	is := newestOf(progress.Table, model.Estimated, progress.Total)
	if is.Total == h.kept.Total && bytes.Equal(is.Block, h.kept.Block) {
		return progress
	}
	var batch cache.Batch
	if batch.Snapshot(cache.NewestSnapshot, is, h.now()) == nil {
		if _, err := h.copy.write(&batch); err == nil {
			h.kept = is
		}
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
