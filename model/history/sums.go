package history

import (
	"math/bits"
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// Sums are the credits that rows move. Together they are the change of the
// balance: Out + Back + In.
type Sums struct {
	Rows int
	Out  model.Credits // debits, zero or less: every negative amount but a refund's
	Back model.Credits // what refunds of generations gave back
	In   model.Credits // every other amount: purchases, plans, bonuses, adjustments upwards

	Unknown int // rows whose amount is not known, and is in none of the others
	AtLeast int // rows whose amount is the least that it can be
}

// Net is what the rows add to the balance.
func (s Sums) Net() model.Credits { return s.Out + s.Back + s.In }

// SumsOf is the sums of rows, in any order.
func SumsOf(rows []model.Transaction) Sums {
	var s Sums
	for i := range rows {
		s.addRow(&rows[i])
	}
	return s
}

func (s *Sums) addRow(row *model.Transaction) {
	if row.Basis.Unpriced() {
		s.Rows++
		s.Unknown++
		return
	}
	if row.Basis.AtLeast() {
		s.AtLeast++
	}
	s.add(row.Amount, row.Type == model.TypeRefund)
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
	s.Unknown += o.Unknown
	s.AtLeast += o.AtLeast
}

// sumsOf are the sums of marked rows of a block, count of them.
func (b *Block) sumsOf(rows bitset, count int, s *scratch) Sums {
	switch count {
	case 0:
		return Sums{}
	case b.n:
		return b.sums
	}
	sums := Sums{Unknown: b.countOf(b.unpriced, rows), AtLeast: b.countOf(b.atLeast, rows)}
	if count*16 < b.n {
		rows.each(func(i int) { sums.add(model.Credits(b.amount.at(i)), b.refund[b.kinds[i]]) })
		return sums
	}
	s.numbers = slices.Grow(s.numbers[:0], b.n)[:b.n]
	b.amount.all(s.numbers)
	refund := make([]int64, len(b.refund)) // all ones for a refund
	for k, is := range b.refund {
		if is {
			refund[k] = -1
		}
	}
	var out, back, in int64
	for w, word := range rows {
		for ; word != 0; word &= word - 1 { // no branches: signs and kinds follow no pattern
			i := w<<6 + bits.TrailingZeros64(word)
			amount, isBack := s.numbers[i], refund[b.kinds[i]]
			negative := amount >> 63
			back += amount & isBack
			out += amount & negative &^ isBack
			in += amount &^ negative &^ isBack
		}
	}
	sums.Rows, sums.Out, sums.Back, sums.In = count, model.Credits(out), model.Credits(back), model.Credits(in)
	return sums
}

// countOf is how many marked rows of a block are of some kinds; nil for none.
func (b *Block) countOf(kinds []bool, rows bitset) (count int) {
	if kinds != nil {
		rows.each(func(i int) {
			if kinds[b.kinds[i]] {
				count++
			}
		})
	}
	return count
}
