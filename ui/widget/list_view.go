package widget

// ListView is a cursor over a list and the part of the list that is visible. It
// draws nothing and holds no rows, so that a list of any length costs the same.
type ListView struct {
	Cursor int // the row under the cursor
	Top    int // the first visible row
	Height int // visible rows
	Count  int // rows of the list
}

// SetSize says how many rows are visible.
func (w *ListView) SetSize(height int) {
	w.Height = max(height, 0)
	w.follow()
}

// SetCount says how many rows there are, and keeps the cursor among them.
func (w *ListView) SetCount(count int) {
	w.Count = max(count, 0)
	w.follow()
}

// Move moves the cursor by rows, and stops at the ends.
func (w *ListView) Move(by int) {
	w.Cursor += by
	w.follow()
}

// Home goes to the first row.
func (w *ListView) Home() { w.Move(-w.Cursor) }

// End goes to the last row.
func (w *ListView) End() { w.Move(w.Count - 1 - w.Cursor) }

// Page is how far a page moves: the visible rows less one to keep the place.
func (w *ListView) Page() int { return max(w.Height-1, 1) }

// Shift moves rows and cursor along with a list to which rows were added in
// front, so that the same rows stay on screen. A window at the very top stays
// there, to show what is new.
func (w *ListView) Shift(by int) {
	if w.Cursor == 0 && w.Top == 0 {
		return
	}
	w.Cursor += by
	w.Top += by
}

// Visible is the range of rows that are visible, the end not included.
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

// Scrollbar is the scroll mark beside visible row i: "┃" where the visible part lies
// in the whole, "│" elsewhere, nothing where all rows are visible.
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

// Click puts the cursor on a visible row, by its number from the top. chosen reports whether
// it was there already, taken is false for a row that is none.
func (w *ListView) Click(row int) (chosen, taken bool) {
	from, to := w.Visible()
	if row < 0 || from+row >= to {
		return false, false
	}
	chosen = w.Cursor == from+row
	w.Move(from + row - w.Cursor)
	return chosen, true
}
