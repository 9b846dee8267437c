package derive

import "github.com/studio-tui/studio-tui/model"

// ledger puts rows behind each other, each with its balance.
type ledger struct {
	rows    []model.Transaction
	balance model.Credits
	known   bool
	about   bool // the estimates do not lead to the next balance that was seen
	tail    bool // no other balance was seen so far
}

// rows are the rows of an account that was explained, the oldest first.
func (a *reconciliation) rows() []model.Transaction {
	l := &ledger{rows: make([]model.Transaction, 0, len(a.debits)+len(a.debits)/8)}
	late := map[int][]int{}
	for i, m := range a.refunded {
		if refundable(a.debits[i]) && m > 0 {
			late[m] = append(late[m], i)
		}
	}
	l.take(a, 0, a.included[0], 0)
	l.balance, l.known = a.moments[0].balance, true
	for m := 1; m < len(a.moments); m++ {
		before := len(l.rows)
		l.about = a.unexplained[m] != 0 && a.unclear[m] > 0
		l.take(a, a.included[m-1], a.included[m], m)
		l.give(a, late[m], m)
		l.about = false
		if a.unexplained[m] != 0 && !a.pending[m] {
			l.put(a.observed(m))
		}
		l.balance, l.known = a.moments[m].balance, true
		if last := len(l.rows) - 1; last >= before && !a.pending[m] {
			l.rows[last].Balance, l.rows[last].Estimate.BalanceAbout = l.balance, false
		}
	}
	last := len(a.moments)
	l.tail = true
	l.give(a, late[last], last)
	l.take(a, a.included[last-1], len(a.debits), last)
	return placed(l.rows)
}

// take puts debits, and behind each the refund that came before the given moment.
func (l *ledger) take(a *reconciliation, from, to, m int) {
	for i := from; i < to; i++ {
		l.put(a.debits[i])
		if failed(a.debits[i]) && (a.refunded[i] == m || !refundable(a.debits[i])) {
			l.put(refundOf(a.debits[i], a.debits[i].CreatedAt))
		}
	}
}

// give inserts the refunds of earlier debits that came by a moment.
func (l *ledger) give(a *reconciliation, debits []int, m int) {
	for _, i := range debits {
		if i >= a.included[m-1] {
			continue
		}
		at := a.moments[min(m, len(a.moments)-1)].at
		if debit := a.debits[i].CreatedAt; at.Before(debit.Time) {
			at = debit
		}
		l.put(refundOf(a.debits[i], at))
	}
}

// put puts a row. Behind one whose price is not known no balance is, until the next
// that was seen: what the row cost is in the change that is observed then.
func (l *ledger) put(row model.Transaction) {
	row.Balance = model.UnknownCredits
	after, err := l.balance.Add(row.Amount)
	if l.known = l.known && row.Amount.Known() && err == nil && after.Known(); l.known {
		l.balance = after
		row.Balance = l.balance
		l.about = l.about || (l.tail && (row.Basis.Inexact() || row.Basis.AtLeast()))
		row.Estimate.BalanceAbout = l.about
	}
	l.rows = append(l.rows, row)
}

// placed gives each row a place above that of the row before it. Debits keep theirs; others
// get that of their time, within the room between the debits around them.
func placed(rows []model.Transaction) []model.Transaction {
	above := int64(1<<63 - 1)
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].Type != model.TypeGeneration {
			rows[i].Seq = min(placeAt(rows[i].CreatedAt), above-1)
		}
		above = rows[i].Seq
	}
	for i := 1; i < len(rows); i++ {
		rows[i].Seq = max(rows[i].Seq, rows[i-1].Seq+1)
	}
	return rows
}
