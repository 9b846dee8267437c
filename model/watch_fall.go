package model

// fall is a fall of the balance that the generations of then do not explain.
type fall struct {
	from, to    Credits
	generations bool // some began or failed meanwhile
	about       bool // it rests on today's prices
}

// Doubts reports whether the balance fell without a generation to explain it, and the
// next look says whether that was listed late.
func (w *Watch) Doubts() bool { return w.owed < w.told }

// judgeFall tells a fall of the balance one look after it was seen: by then the
// generation that it may have paid for is listed.
func (w *Watch) judgeFall(sight *Sight, m movements) {
	w.told = max(w.told, w.owed)
	if w.fall != (fall{}) { // what is listed by now may be what it paid for
		w.told = max(w.owed, w.told-m.maybe)
		if m.unknownDebit || m.unknownRefund {
			w.told = w.owed
		}
	}
	switch {
	case w.early: // what was in the balance that was read before is not known
		w.told = w.owed
	case !w.Doubts():
		w.fall = fall{}
	case w.fall == fall{}:
		w.fall = fall{sight.From, sight.To, m.any, m.debits+m.maybe > 0}
	case sight.Rise == NoRise:
		sight.Rise, sight.By, sight.About = FallSeen, w.told-w.owed, w.fall.about
		sight.From, sight.To, sight.Generations = w.fall.from, w.fall.to, w.fall.generations
		w.told, w.fall = w.owed, fall{}
	}
}
