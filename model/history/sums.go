package history

import (
	"math"
	"math/bits"
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// Sums are sums of credits over some rows. Together they are the change of the balance:
// Debits + Refunds + Credits.
type Sums struct {
	Rows    int
	Debits  model.Total // debits, zero or less: every negative amount but a refund's
	Refunds model.Total // refunds of generations
	Credits model.Total // every other amount: purchases, plans, bonuses, adjustments upwards

	Unknown int // rows of unknown amount, which are in none of the sums
	AtLeast int // rows whose amount is a minimum
}

// Net is the sum of all amounts: the change of the balance.
func (s Sums) Net() model.Total {
	net := s.Debits
	net.Plus(s.Refunds)
	net.Plus(s.Credits)
	return net
}

func (s *Sums) add(amount int64, refund bool) {
	s.Rows++
	switch {
	case refund:
		s.Refunds.Add(amount)
	case amount < 0:
		s.Debits.Add(amount)
	default:
		s.Credits.Add(amount)
	}
}

// plus adds other sums.
func (s *Sums) plus(o Sums) {
	s.Rows += o.Rows
	s.Debits.Plus(o.Debits)
	s.Refunds.Plus(o.Refunds)
	s.Credits.Plus(o.Credits)
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
	const most = math.MaxInt64 / BlockRows // so much of each row fits in the sum of a block
	if count*16 < b.n || b.minAmt < -most || b.maxAmt > most {
		rows.each(func(i int) { sums.add(b.amount.at(i), b.refund[b.kinds[i]]) })
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
	sums.Rows = count
	sums.Debits.Add(out)
	sums.Refunds.Add(back)
	sums.Credits.Add(in)
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
