package history

import "github.com/studio-tui/studio-tui/model"

// Sums are the credits that rows move. Together they are the change of the
// balance: Out + Back + In.
type Sums struct {
	Rows int
	Out  model.Credits // debits, zero or less: every negative amount but a refund's
	Back model.Credits // what refunds of generations gave back
	In   model.Credits // every other amount: purchases, plans, bonuses, adjustments upwards
}

// Net is what the rows add to the balance.
func (s Sums) Net() model.Credits { return s.Out + s.Back + s.In }

// SumsOf is the sums of rows, in any order.
func SumsOf(rows []model.Transaction) Sums {
	var s Sums
	for i := range rows {
		s.add(rows[i].Amount, rows[i].Type == model.TypeRefund)
	}
	return s
}

func (s *Sums) add(amount model.Credits, refund bool) {
	s.Rows++
	switch {
	case refund:
		s.Back += amount
	case amount < 0:
		s.Out += amount
	default:
		s.In += amount
	}
}

// plus adds other sums.
func (s *Sums) plus(o Sums) {
	s.Rows += o.Rows
	s.Out += o.Out
	s.Back += o.Back
	s.In += o.In
}
