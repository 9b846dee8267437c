package widget

// ListView is the cursor and the visible range of a list. It draws nothing and holds no rows,
// so that a list of any length costs the same.
type ListView struct {
	Cursor int // the row under the cursor
	Top    int // the first visible row
	Height int // visible rows
	Count  int // rows of the list
}

// SetSize sets the number of visible rows.
func (w *ListView) SetSize(height int) {
	w.Height = max(height, 0)
	w.follow()
}

// SetCount sets the number of rows, and keeps the cursor among them.
func (w *ListView) SetCount(count int) {
	w.Count = max(count, 0)
	w.follow()
}

// Move moves the cursor by rows, up to the ends.
func (w *ListView) Move(by int) {
	w.Cursor += by
	w.follow()
}

// Home moves to the first row.
func (w *ListView) Home() { w.Move(-w.Cursor) }

// End moves to the last row.
func (w *ListView) End() { w.Move(w.Count - 1 - w.Cursor) }

// Page is the number of rows that a page moves by: the visible rows less one.
func (w *ListView) Page() int { return max(w.Height-1, 1) }

// Shift moves the range and the cursor after rows were added at the front of the list, so that
// the same rows stay on screen. A range at the very top stays there, to show the new rows.
func (w *ListView) Shift(by int) {
	if w.Cursor == 0 && w.Top == 0 {
		return
	}
	w.Cursor += by
	w.Top += by
}

// Visible returns the range of visible rows, the end excluded.
func (w *ListView) Visible() (from, to int) {
	return w.Top, min(w.Top+w.Height, w.Count)
}

func (w *ListView) follow() {
	w.Cursor = max(min(w.Cursor, w.Count-1), 0)
	if w.Cursor < w.Top {
		w.Top = w.Cursor
	}
	if w.Cursor >= w.Top+w.Height {
		w.Top = w.Cursor - w.Height + 1
	}
	w.Top = max(min(w.Top, w.Count-w.Height), 0)
}

// Scrollbar is the scroll bar beside visible row i: "┃" for the visible part of the list, "│"
// elsewhere, nothing where all rows are visible.
func (w *ListView) Scrollbar(i int) string {
	if w.Count <= w.Height || w.Height < 2 {
		return ""
	}
	size := max(w.Height*w.Height/w.Count, 1)
	at := w.Top * (w.Height - size) / (w.Count - w.Height)
	if i >= at && i < at+size {
		return "┃"
	}
	return "│"
}

// Click moves the cursor to a visible row, counted from the top. chosen reports whether it was
// there already, taken is false where there is no row.
func (w *ListView) Click(row int) (chosen, taken bool) {
	from, to := w.Visible()
	if row < 0 || from+row >= to {
		return false, false
	}
	chosen = w.Cursor == from+row
	w.Move(from + row - w.Cursor)
	return chosen, true
}
