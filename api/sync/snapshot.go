package sync

import (
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

const (
	// newestRows are kept beside the blocks, so that a first frame needs none.
	newestRows = 50
	// keptGenerations are enough for a first frame; their answers can be long.
	keptGenerations = 20
)

// cachedValue is an answer as it is kept.
type cachedValue[T any] struct {
	Value      T                `json:"value"`
	Provenance model.Provenance `json:"provenance"`
}

// newest is the newest rows as they are kept: sealed, as amounts and balances that
// are not known have no form in JSON that is read back.
type newest struct {
	Block      []byte           `json:"block"` // empty: there are none
	Provenance model.Provenance `json:"provenance"`
	Total      int64            `json:"total"`
}

// newestOf are the newest rows of a table.
func newestOf(table *history.Table, provenance model.Provenance, total int64) newest {
	kept := newest{Provenance: provenance, Total: total}
	if table == nil || table.Len() == 0 {
		return kept
	}
	var rows []model.Transaction
	for i := table.Len() - 1; i >= 0 && len(rows) < newestRows; i-- {
		rows = append(rows, table.Row(i))
	}
	if block, err := history.Seal(rows, nil); err == nil {
		kept.Block = block.AppendTo(nil)
	}
	return kept
}

// rows are what is kept, newest first. ok is false for what another version kept.
func (n newest) rows() (rows []model.Transaction, ok bool) {
	if len(n.Block) == 0 {
		return nil, n.Total == 0
	}
	block, err := history.Decode(n.Block)
	if err != nil {
		return nil, false
	}
	for i := block.Len() - 1; i >= 0; i-- {
		rows = append(rows, block.Row(i))
	}
	return rows, true
}

// keep writes an answer to the local copy of the session, if it has one.
func keep[T any](s *Reader, name cache.Name, value T, provenance model.Provenance) {
	if !s.copy.usable() {
		return
	}
	var batch cache.Batch
	if err := batch.Snapshot(name, cachedValue[T]{value, provenance}, s.copy.now()); err != nil {
		return // cannot be written down; it is on screen all the same
	}
	_, _ = s.copy.write(&batch) // the copy has learned what there is to learn
}

// Snapshot reads the local copy's data other than the history. ok is false if there is
// none.
func (c *LocalCache) Snapshot() (snapshot history.Snapshot, ok bool) {
	all := c.snapshots()
	if len(all) == 0 {
		return snapshot, false
	}
	snapshot.Account = kept[model.Account](all, cache.AccountSnapshot)
	snapshot.Subscription = kept[model.Subscription](all, cache.SubscriptionSnapshot)
	snapshot.Plans = kept[[]model.Plan](all, cache.PlansSnapshot)
	snapshot.Packs = kept[[]model.Pack](all, cache.PacksSnapshot)
	snapshot.Generations = kept[[]model.Generation](all, cache.GenerationsSnapshot)
	if last, at, has := cache.Get[newest](all, cache.NewestSnapshot); has && last.Provenance != "" {
		if rows, ok := last.rows(); ok {
			snapshot.Newest = history.Cached[[]model.Transaction]{Value: rows, Provenance: last.Provenance, At: at, Has: true}
			snapshot.Total = last.Total
		}
	}
	return snapshot, true
}

// Account is the account of the snapshot alone, for which nothing else is decoded.
func (c *LocalCache) Account() history.Cached[model.Account] {
	return kept[model.Account](c.snapshots(), cache.AccountSnapshot)
}

func (c *LocalCache) snapshots() cache.Snapshots {
	if !c.usable() {
		return nil
	}
	all, err := c.store.Snapshots()
	if c.observe(err) != nil {
		return nil
	}
	return all
}

func kept[T any](all cache.Snapshots, name cache.Name) history.Cached[T] {
	answer, at, has := cache.Get[cachedValue[T]](all, name)
	if !has {
		return history.Cached[T]{}
	}
	return history.Cached[T]{Value: answer.Value, Provenance: answer.Provenance, At: at, Has: true}
}
