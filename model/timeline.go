package model

// Timeline is a run of an account's history without holes: rows newest first,
// each one sequence number below the one before it, from the newest known down to
// as far as was loaded. The zero value knows nothing.
type Timeline struct {
	rows    []Transaction
	total   int64
	hasMore bool
	cursor  string
}

// Rows are the known rows, newest first. They must not be changed.
func (t *Timeline) Rows() []Transaction { return t.rows }

// Newest is the sequence number of the newest row known, 0 for none.
func (t *Timeline) Newest() int64 {
	if len(t.rows) == 0 {
		return 0
	}
	return t.rows[0].Seq
}

// Total is how many rows the history has, as the server counted them last.
func (t *Timeline) Total() int64 { return max(t.total, int64(len(t.rows))) }

// HasMore reports whether older rows can be loaded, from Cursor on.
func (t *Timeline) HasMore() bool { return t.hasMore }

// Cursor is where the older rows begin.
func (t *Timeline) Cursor() string { return t.cursor }

// Latest takes a page of the newest rows. Rows that are known already are taken
// anew, never doubled. Where the page does not meet what is known, because more
// came than it holds or because the server's history was rewritten, what is known
// is dropped and the timeline begins again with the page.
func (t *Timeline) Latest(page Page) {
	t.total = page.Total
	fresh := page.Rows
	if len(fresh) == 0 || len(t.rows) == 0 || !t.meets(fresh) {
		t.rows, t.hasMore, t.cursor = append([]Transaction(nil), fresh...), page.HasMore, page.NextCursor
		return
	}
	oldest := fresh[len(fresh)-1].Seq
	keep := 0
	for keep < len(t.rows) && t.rows[keep].Seq >= oldest {
		keep++
	}
	kept := t.rows[keep:]
	t.rows = append(append(make([]Transaction, 0, len(fresh)+len(kept)), fresh...), kept...)
	if len(kept) == 0 {
		t.hasMore, t.cursor = page.HasMore, page.NextCursor
	}
}

// meets reports whether fresh rows join the known ones: the newest known row is
// among them unchanged, or comes right below the oldest of them, in balance too.
func (t *Timeline) meets(fresh []Transaction) bool {
	newest, oldest := t.rows[0], fresh[len(fresh)-1]
	if oldest.Seq == newest.Seq+1 {
		return oldest.Balance-oldest.Amount == newest.Balance
	}
	for _, row := range fresh {
		if row.Seq == newest.Seq {
			return row.ID == newest.ID
		}
	}
	return false
}

// Older takes the page that was asked for at cursor. It is ignored where the
// timeline has begun again since, and rows that are known are not doubled.
func (t *Timeline) Older(cursor string, page Page) {
	if cursor != t.cursor {
		return
	}
	rows := page.Rows
	for len(rows) > 0 && len(t.rows) > 0 && rows[0].Seq >= t.rows[len(t.rows)-1].Seq {
		rows = rows[1:]
	}
	t.rows = append(t.rows[:len(t.rows):len(t.rows)], rows...)
	t.total, t.hasMore, t.cursor = page.Total, page.HasMore, page.NextCursor
}
