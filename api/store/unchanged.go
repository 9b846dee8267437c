package store

import "slices"

// Unchanged makes the batch fail with [ErrChanged] where the rows of a kind are not
// as the writer knows them, from [Store.State] or the last [Store.Write]: what it
// removes and replaces is then what it believes to be there.
func (b *Batch) Unchanged(kind Kind, known State) {
	b.step(func(w *writer) error {
		state, err := w.state(kind)
		if err == nil && !state.same(known) {
			err = ErrChanged
		}
		return err
	})
}

func (s State) same(other State) bool {
	return s.Epoch == other.Epoch && s.Blocks == other.Blocks && s.Rows == other.Rows && s.Bytes == other.Bytes &&
		s.Sum == other.Sum && s.Rewrites == other.Rewrites && slices.Equal(s.Whole, other.Whole)
}
