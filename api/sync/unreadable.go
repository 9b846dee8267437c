package sync

import (
	"cmp"
	"slices"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// mostUnreadable bounds how many rows that could not be read are remembered.
const mostUnreadable = 1000

// unreadableRow is a row that could not be read, and where it stands in the history.
type unreadableRow struct {
	model.Unreadable
	// At is its sequence number, or if that could not be read the one of an adjacent row.
	At int64 `json:"at"`
	// By is the id of the row that has that number: rows can share one.
	By model.ID `json:"by,omitempty"`
}

// same reports whether two entries are the same row of the server.
func (u unreadableRow) same(other unreadableRow) bool {
	return u.ID != "" && u.ID == other.ID && u.Part == other.Part
}

// placed finds where the rows stand that could not be read of a page. others are the
// rows that could be, in the order in which they came.
func placed(unreadable []model.Unreadable, others []model.Transaction) []unreadableRow {
	rows := make([]unreadableRow, len(unreadable))
	for i, entry := range unreadable {
		rows[i] = unreadableRow{Unreadable: entry, At: cmp.Or(entry.Seq, entry.Beside), By: entry.ID}
		if beside := min(max(entry.Index-i, 0), len(others)-1); rows[i].At == 0 && beside >= 0 {
			rows[i].At, rows[i].By = others[beside].Seq, others[beside].ID
		}
	}
	return rows
}

// setUnreadable notes which rows could not be read of a stretch that was just read, and of
// what lies above it up to top. Where they lie further down than it, it reaches down to
// them; those further up are of a stretch that was read before.
func (k *coverage) setUnreadable(rows []unreadableRow, s seqRange, top int64) {
	lowest := s.from
	for _, row := range rows {
		lowest = min(lowest, row.At)
	}
	belongs := func(row unreadableRow) bool {
		switch {
		case row.By == "":
			return row.At >= lowest && row.At <= max(s.to, top)
		case row.At > s.to && row.At <= top, row.At < s.from && row.At >= lowest:
			return true
		}
		return s.has(row.At, row.By)
	}
	k.unreadable = slices.DeleteFunc(slices.Clone(k.unreadable), belongs)
	for _, row := range rows {
		if belongs(row) && !slices.ContainsFunc(k.unreadable, row.same) {
			k.unreadable = append(k.unreadable, row)
		}
	}
	slices.SortStableFunc(k.unreadable, func(a, b unreadableRow) int { return cmp.Compare(b.At, a.At) })
	k.unreadable = k.unreadable[:min(len(k.unreadable), mostUnreadable)]
}

// entries are the rows that could not be read.
func (k *coverage) entries() []model.Unreadable {
	entries := make([]model.Unreadable, len(k.unreadable))
	for i, row := range k.unreadable {
		entries[i] = row.Unreadable
	}
	return entries
}

// odd is what does not fit in the rows. Before all of them are read, what is missing
// between two may still come.
func (k *coverage) odd() history.Oddities {
	if k.derived || k.table == nil {
		return history.Oddities{}
	}
	odd := k.table.Oddities(k.entries())
	if !k.done() {
		odd.Gaps = 0
	}
	return odd
}

// leftOut lists the unreadable entries for display.
func (k *coverage) leftOut() model.LeftOut {
	list := ListTransactions
	if k.derived {
		list = ListGenerations
	}
	return model.NewLeftOut(list, k.entries())
}
