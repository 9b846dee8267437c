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
	missing, soon, some := h.missingDetails(progress.Table)
	progress.Details, progress.Soon = missing, soon
	progress.Provenance, progress.More = model.Estimated, !progress.Whole || h.pricing() || some
	if progress.Table == nil {
		return progress
	}
	if vain := h.session.prices.inBackoff(); !slices.Equal(vain, h.backoff) {
		h.backoff, h.derived = vain, nil
	}
	seen := h.seen(progress.Table)
	since := derive.Since(seen)
	blocks := progress.Table.Blocks()
	first := slices.IndexFunc(blocks, func(block *history.Block) bool {
		_, last := block.Times()
		return !last.Before(since)
	})
	if first < 0 {
		first = len(blocks)
	}
	var recent []model.Transaction
	for _, block := range blocks[first:] {
		recent = append(recent, h.rowsOf(block)...)
	}
	rows, prices := derive.Complete(recent, seen)
	if account, known := h.session.knownAccount(); known && slices.ContainsFunc(rows, derive.CanName) {
		derive.ApplyNames(rows, h.session.names.of(account.ID))
	}
	if !slices.Equal(prices, h.seenAs) {
		h.seenAs, h.derived = prices, nil
	}
	var builder history.Builder
	before := derived{}
	for _, block := range blocks[:first] {
		made, known := h.derived[block]
		if !known {
			made = h.refunded(block)
		}
		before[block] = made
		builder.Add(made...)
	}
	h.derived = before
	builder.Put(rows...)
	debits := progress.Table.Len()
	progress.Table = builder.Table()
	progress.Total += int64(progress.Table.Len() - debits)
	return progress
}

// seen returns the observations of the account that can be compared with the known
// generations.
func (h *History) seen(table *history.Table) derive.Seen {
	seen := derive.Seen{Now: h.session.client.Now(), Read: h.read}
	account, known := h.session.knownAccount()
	from, whole := h.generations.newestRun()
	if !known || !whole {
		return seen
	}
	seen.Balances, seen.From = h.session.balances.of(account.ID), from
	if seen.Read.IsZero() { // not asked for since the start
		seen.Read = h.generations.newestAsked()
	}
	if n := table.Len(); seen.Read.IsZero() && n > 0 { // an earlier version did not note it
		seen.Read = table.Row(n - 1).CreatedAt.Time
	}
	return seen
}

// refunded gives a block with the refunds of its failed generations, and with the prices
// that were seen of others; the block itself where there is neither.
func (h *History) refunded(block *history.Block) []*history.Block {
	priced := len(h.seenAs) > 0 && block.Has(model.EstimateBasis.Inexact)
	if !priced && !block.HasStatus(model.GenerationError) && !h.inBackoff(block) {
		return []*history.Block{block}
	}
	var builder history.Builder
	rows := h.rowsOf(block)
	h.seenAs.Priced(rows)
	builder.Put(derive.Refunded(rows)...)
	return builder.Table().Blocks()
}

// inBackoff reports whether a block may have rows whose price is not pending any
// more, though nothing is known of it.
func (h *History) inBackoff(block *history.Block) bool {
	return len(h.backoff) > 0 && block.Has(func(basis model.EstimateBasis) bool { return basis == model.BasisPendingPrice })
}

// rowsOf are the rows of a block. A price for which the catalogue was asked in vain is
// not known, and holds nothing up; the archive keeps that it is to be asked for.
func (h *History) rowsOf(block *history.Block) []model.Transaction {
	rows := make([]model.Transaction, block.Len())
	vain := h.inBackoff(block)
	for i := range rows {
		rows[i] = block.Row(i)
		if vain && rows[i].Basis == model.BasisPendingPrice && slices.Contains(h.backoff, string(rows[i].Tool)) {
			rows[i].Basis = model.BasisUnknownPrice
		}
	}
	return rows
}
