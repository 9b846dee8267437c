package derive

import "github.com/studio-tui/studio-tui/model"

// ledger puts rows behind each other, each with its place and its balance.
type ledger struct {
	rows    []model.Transaction
	balance model.Credits
	known   bool
	next    int64 // the place of the debit that comes next
}

// rows are the rows of an account that was explained, the oldest first.
func (a *account) rows() []model.Transaction {
	l := &ledger{rows: make([]model.Transaction, 0, len(a.debits)+len(a.debits)/8), next: placeOr(a.debits, 0)}
	late := map[int][]int{}
	for i, m := range a.refunded {
		if refundable(a.debits[i]) && m > 0 {
			late[m] = append(late[m], i)
		}
	}
	l.take(a, 0, a.until[0], 0)
	l.balance, l.known = a.moments[0].balance, true
	for m := 1; m < len(a.moments); m++ {
		l.take(a, a.until[m-1], a.until[m], m)
		l.give(a, late[m], m, a.moments[m].at)
		if a.change[m] != 0 {
			l.put(observed(a.change[m], a.moments[m-1].at, a.moments[m].at), true)
		}
	}
	last := len(a.moments)
	l.give(a, late[last], last, a.moments[last-1].at)
	l.take(a, a.until[last-1], len(a.debits), last)
	return l.rows
}

// take puts debits, and behind each the refund that came before the given moment.
func (l *ledger) take(a *account, from, to, m int) {
	for i := from; i < to; i++ {
		l.next = placeOr(a.debits, i+1)
		l.put(a.debits[i], false)
		if failed(a.debits[i]) && (a.refunded[i] == m || !refundable(a.debits[i])) {
			l.put(refundOf(a.debits[i], a.debits[i].CreatedAt), true)
		}
	}
}

// give puts the refunds of debits of before that came by a moment.
func (l *ledger) give(a *account, debits []int, m int, at model.Time) {
	begin := 0
	if m > 0 {
		begin = a.until[m-1]
	}
	for _, i := range debits {
		if i < begin {
			l.put(refundOf(a.debits[i], at), true)
		}
	}
}

// put puts a row. One that has no place gets the one of its time, or the first
// that is free behind the row before it, and in front of the debit that follows.
func (l *ledger) put(row model.Transaction, free bool) {
	last := int64(0)
	if n := len(l.rows); n > 0 {
		last = l.rows[n-1].Seq
	}
	if free {
		row.Seq = max(min(placeAt(row.CreatedAt), l.next-1), last+1)
	}
	if row.Amount.Known() {
		l.balance += row.Amount
	}
	row.Balance = model.UnknownCredits
	if l.known {
		row.Balance = l.balance
	}
	l.rows = append(l.rows, row)
}

// placeOr is the place of a debit, or behind all where there is none.
func placeOr(debits []model.Transaction, i int) int64 {
	if i < len(debits) {
		return debits[i].Seq
	}
	return 1<<63 - 1
}
