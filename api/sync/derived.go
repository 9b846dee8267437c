package sync

import (
	"slices"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/history"
)

// derived is what was made of the rows of generations before the first balance that
// was seen: blocks with the refunds in them, by the block they were made of. It does
// not change with what comes.
type derived map[*history.Block][]*history.Block

// derive makes a history of the generations that are known: refunds, changes of the
// balance that generations do not explain, and the balances.
func (h *History) derive(progress history.Progress) history.Progress {
	progress.Provenance, progress.More = model.Estimated, !progress.Whole || h.pricing()
	if progress.Table == nil {
		return progress
	}
	if vain := h.session.prices.inVain(); !slices.Equal(vain, h.vain) {
		h.vain, h.derived = vain, nil
	}
	seen := h.seen(progress.Table)
	since := derive.Since(seen)
	var builder history.Builder
	var recent []model.Transaction
	before := derived{}
	for _, block := range progress.Table.Blocks() {
		if _, last := block.Times(); !last.Before(since) || len(recent) > 0 {
			recent = append(recent, h.rowsOf(block)...)
			continue
		}
		made, known := h.derived[block]
		if !known {
			made = h.refunded(block)
		}
		before[block] = made
		builder.Add(made...)
	}
	h.derived = before
	builder.Put(derive.Complete(recent, seen)...)
	debits := progress.Table.Len()
	progress.Table = builder.Table()
	progress.Total += int64(progress.Table.Len() - debits)
	return progress
}

// seen is what was seen of the account that goes together with the generations that
// are known.
func (h *History) seen(table *history.Table) derive.Seen {
	seen := derive.Seen{Now: h.session.client.Now(), Read: h.read}
	account, known := h.session.knownAccount()
	from, whole := h.runs.newestRun()
	if !known || !whole {
		return seen
	}
	seen.Balances, seen.From = h.session.balances.of(account.ID), from
	if n := table.Len(); seen.Read.IsZero() && n > 0 { // not asked for since the start
		seen.Read = table.Row(n - 1).CreatedAt.Time
	}
	return seen
}

// refunded gives a block with the refunds of its failed generations, the block
// itself where none failed.
func (h *History) refunded(block *history.Block) []*history.Block {
	if !block.HasStatus(model.GenerationError) && !h.waitsInVain(block) {
		return []*history.Block{block}
	}
	var builder history.Builder
	builder.Put(derive.Refunded(h.rowsOf(block))...)
	return builder.Table().Blocks()
}

// waitsInVain reports whether a block may have rows whose price is not pending any
// more, though nothing is known of it.
func (h *History) waitsInVain(block *history.Block) bool {
	return len(h.vain) > 0 && block.HasBasis(model.BasisPendingPrice)
}

// rowsOf are the rows of a block. A price for which the catalogue was asked in vain is
// not known, and holds nothing up; the archive keeps that it is to be asked for.
func (h *History) rowsOf(block *history.Block) []model.Transaction {
	rows := make([]model.Transaction, block.Len())
	vain := h.waitsInVain(block)
	for i := range rows {
		rows[i] = block.Row(i)
		if vain && rows[i].Basis == model.BasisPendingPrice && slices.Contains(h.vain, string(rows[i].Tool)) {
			rows[i].Basis = model.BasisUnknownPrice
		}
	}
	return rows
}
