package model

// unexplainedFall is a fall of the balance that the generations of then do not explain.
type unexplainedFall struct {
	from, to    Credits
	generations bool // some began or failed meanwhile
	about       bool // it rests on today's prices
}

// Doubts reports whether the balance fell without a generation to explain it, so that the
// next sample has to show whether one was listed late.
func (w *BalanceWatcher) Doubts() bool { return w.unexplainedDebit < w.reported }

// judgeFall reports a fall of the balance one sample after it was seen: by then the
// generation that it may have paid for is listed.
func (w *BalanceWatcher) judgeFall(sight *BalanceChange, m movements) {
	w.reported = max(w.reported, w.unexplainedDebit)
	if w.fall != (unexplainedFall{}) { // what is listed by now may be what it paid for
		w.reported = max(w.unexplainedDebit, w.reported-m.maybe)
		if m.unknownDebit || m.unknownRefund {
			w.reported = w.unexplainedDebit
		}
	}
	switch {
	case w.preWatch: // what was in the balance that was read before is not known
		w.reported = w.unexplainedDebit
	case !w.Doubts():
		w.fall = unexplainedFall{}
	case w.fall == unexplainedFall{}:
		w.fall = unexplainedFall{sight.From, sight.To, m.any, m.debits+m.maybe > 0}
	case sight.Cause == NoUnexplained:
		sight.Cause, sight.By, sight.About = UnexplainedFall, w.reported-w.unexplainedDebit, w.fall.about
		sight.From, sight.To, sight.Generations = w.fall.from, w.fall.to, w.fall.generations
		w.reported, w.fall = w.unexplainedDebit, unexplainedFall{}
	}
}
