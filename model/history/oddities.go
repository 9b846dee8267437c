package history

import (
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// Oddities counts inconsistencies in the rows of a server's ledger, which an audit
// examines. Each is counted once.
type Oddities struct {
	Gaps           int // places where sequence numbers are missing between two rows
	Duplicates     int // rows that have the sequence number of the one before
	BrokenBalances int // rows that follow the one before in sequence, with a balance that is not that one's plus the amount
}

// None reports whether there are no inconsistencies.
func (o Oddities) None() bool { return o == Oddities{} }

func (o *Oddities) plus(other Oddities) {
	o.Gaps += other.Gaps
	o.Duplicates += other.Duplicates
	o.BrokenBalances += other.BrokenBalances
}

// ledgerRow is what an audit compares of a row.
type ledgerRow struct{ seq, amount, balance int64 }

// follow counts how a row stands to the one before it. twin says that the row before
// shares its number with another, so that nothing follows from its balance.
func (o *Oddities) follow(before, row ledgerRow, twin bool) {
	switch {
	case row.seq == before.seq:
		o.Duplicates++
	case before.seq+1 != row.seq:
		o.Gaps++
	case twin:
	default:
		want, err := model.Credits(before.balance).Add(model.Credits(row.amount))
		if err != nil || want != model.Credits(row.balance) {
			o.BrokenBalances++
		}
	}
}

// findOddities looks at the rows of a block in order. Estimated ones have neither
// numbers nor balances that follow from each other.
func (b *Block) findOddities() Oddities {
	var o Oddities
	if b.estimated() {
		return o
	}
	var scratch [2][BlockRows]int64
	amounts, balances := scratch[0][:b.n], scratch[1][:b.n]
	b.amount.all(amounts)
	b.balance.all(balances)
	if b.seq.form == formLinear && b.seq.unit == 1 { // nearly every block: nothing is missing or twice
		for i := 1; i < b.n; i++ {
			sum := balances[i-1] + amounts[i]
			if sum != balances[i] || (amounts[i] < 0) != (sum < balances[i-1]) && amounts[i] != 0 {
				o.BrokenBalances++
			}
		}
		return o
	}
	for i := 1; i < b.n; i++ {
		before := ledgerRow{b.seq.at(i - 1), amounts[i-1], balances[i-1]}
		o.follow(before, ledgerRow{b.seq.at(i), amounts[i], balances[i]}, i > 1 && b.seq.at(i-2) == before.seq)
	}
	return o
}

// estimated reports whether any row is.
func (b *Block) estimated() bool {
	for k := range b.dict.count() / kindTexts {
		if len(b.dict.at(kindTexts*k+kindBasis)) > 0 {
			return true
		}
	}
	return false
}

func (b *Block) ledgerRow(i int) ledgerRow {
	return ledgerRow{b.seq.at(i), b.amount.at(i), b.balance.at(i)}
}

// Oddities counts the inconsistencies of the table. Sequence numbers of unreadable rows are
// no gap. In an incomplete history, gaps may be rows that were not read yet.
func (t *Table) Oddities(unreadable []model.Unreadable) Oddities {
	var o Oddities
	for i := range t.parts {
		p := &t.parts[i]
		o.plus(p.oddities)
		if i == 0 || p.estimated() {
			continue
		}
		before := t.parts[i-1].Block
		last := before.n - 1
		o.follow(before.ledgerRow(last), p.ledgerRow(0), last > 0 && before.seq.at(last-1) == before.seq.at(last))
	}
	o.Gaps -= len(t.explained(unreadable))
	return o
}

// OddRows returns the numbers of the rows that are inconsistent with the one before them,
// oldest first: each is one of [Table.Oddities].
func (t *Table) OddRows(unreadable []model.Unreadable) (rows []int) {
	gaps := t.explained(unreadable)
	look := func(i int) {
		var o Oddities
		twin := i > 1 && t.ledgerRow(i-2).seq == t.ledgerRow(i-1).seq
		if o.follow(t.ledgerRow(i-1), t.ledgerRow(i), twin); !o.None() && !slices.Contains(gaps, i) {
			rows = append(rows, i)
		}
	}
	for k := range t.parts {
		p := &t.parts[k]
		if k > 0 && !p.estimated() {
			look(p.first)
		}
		for at := 1; at < p.n && !p.oddities.None(); at++ {
			look(p.first + at)
		}
	}
	return rows
}

func (t *Table) ledgerRow(i int) ledgerRow {
	p, at := t.find(i)
	return p.Block.ledgerRow(at)
}

// explained are the rows above gaps that are as wide as the rows that could not be read
// there.
func (t *Table) explained(unreadable []model.Unreadable) (gaps []int) {
	var seqs []int64
	for _, entry := range unreadable {
		if entry.Seq > 0 && entry.Part == "" {
			seqs = append(seqs, entry.Seq)
		}
	}
	slices.Sort(seqs)
	seqs = slices.Compact(seqs)
	for len(seqs) > 0 {
		above := t.FirstFrom(seqs[0])
		if above == 0 || above == t.n {
			seqs = seqs[1:]
			continue
		}
		low, high := t.Row(above-1).Seq, t.Row(above).Seq
		within := 0
		for within < len(seqs) && seqs[within] < high {
			within++
		}
		if within > 0 && uint64(high)-uint64(low)-1 == uint64(within) {
			gaps = append(gaps, above)
		}
		seqs = seqs[max(within, 1):]
	}
	return gaps
}
