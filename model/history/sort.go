package history

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
)

// SortKey is the property by which rows are sorted.
type SortKey uint8

// The keys.
const (
	ByDate SortKey = iota
	ByAmount
	ByBalance
	ByTool // by name
)

// Sorted is a sorted result. It is immutable.
type Sorted struct {
	result *Result
	rows   []uint32 // ascending; nil where they stand as in the table
	desc   bool
}

// Sort sorts the rows of a result. Rows with equal keys keep the order of the table, the
// older first; the descending order is exactly the reverse. The error is that of ctx.
func Sort(ctx context.Context, r *Result, by SortKey, desc bool) (*Sorted, error) {
	o := &Sorted{result: r, desc: desc}
	if r.Len() < 2 || (by == ByDate && r.table.sortedByTime) {
		return o, ctx.Err()
	}
	keys := keysOf(r.table, by)
	var err error
	switch {
	case keys.most < 1<<17 && keys.most < 64+4*uint64(r.Len()):
		o.rows, err = countingSort(ctx, r, keys)
	case keys.most <= 1<<32-1:
		o.rows, err = radixSort(ctx, r, keys)
	default:
		o.rows, err = compareSort(ctx, r, keys)
	}
	if err != nil {
		return nil, err
	}
	return o, nil
}

// Resort applies the order to a result with the same rows of the same table, in either
// direction, without sorting them again. ok is false if the rows differ.
func (o *Sorted) Resort(r *Result, desc bool) (order *Sorted, ok bool) {
	if r.table != o.result.table || !r.hits.same(o.result.hits) {
		return nil, false
	}
	return &Sorted{result: r, rows: o.rows, desc: desc}, true
}

// Result returns the result that is sorted.
func (o *Sorted) Result() *Result { return o.result }

// Len is the number of rows.
func (o *Sorted) Len() int { return o.result.Len() }

// Descending reports whether the order is descending.
func (o *Sorted) Descending() bool { return o.desc }

// Reverse is the same order in the other direction; it costs nothing.
func (o *Sorted) Reverse() *Sorted {
	return &Sorted{result: o.result, rows: o.rows, desc: !o.desc}
}

// At is the number, in the table, of the row at place k.
func (o *Sorted) At(k int) int {
	if o.desc {
		k = o.Len() - 1 - k
	}
	if o.rows == nil {
		return o.result.At(k)
	}
	return int(o.rows[k])
}

// Place returns the place of row i of the table, and whether the result has that row.
func (o *Sorted) Place(i int) (k int, ok bool) {
	if o.rows == nil {
		k, ok = o.result.Rank(i), o.result.Has(i)
	} else {
		k = slices.Index(o.rows, uint32(i))
		ok = k >= 0
	}
	if ok && o.desc {
		k = o.Len() - 1 - k
	}
	return k, ok
}

// each calls f with the numbers of the rows in ascending order.
func (o *Sorted) each(f func(i int)) {
	if o.rows == nil {
		for i := range o.result.hits.sets {
			o.result.eachOfPart(i, f)
		}
		return
	}
	for _, i := range o.rows {
		f(int(i))
	}
}

// sortKeys gives each row of a table a key from 0 to most.
type sortKeys struct {
	most uint64
	of   func(p *blockPart, to []uint64)
}

func keysOf(t *Table, by SortKey) sortKeys {
	switch by {
	case ByAmount:
		return numberKeys(t, func(b *Block) *column { return &b.amount })
	case ByBalance:
		return numberKeys(t, func(b *Block) *column { return &b.balance })
	case ByTool:
		_, ranks := namesOf(t.kinds, func(k kind) string { return string(k.tool) })
		return sortKeys{most: uint64(len(ranks)), of: func(p *blockPart, to []uint64) {
			for i := range to {
				to[i] = uint64(ranks[p.codes[p.kinds[i]]])
			}
		}}
	}
	return numberKeys(t, func(b *Block) *column { return &b.time })
}

// namesOf are the different names that kinds have, sorted by what they are but for
// case, and for each kind the place of its name.
func namesOf(kinds []kind, name func(kind) string) (names []string, ranks []uint32) {
	for _, k := range kinds {
		names = append(names, name(k))
	}
	order := func(a, b string) int { return cmp.Or(cmp.Compare(foldText(a), foldText(b)), cmp.Compare(a, b)) }
	slices.SortFunc(names, order)
	names = slices.Compact(names)
	ranks = make([]uint32, len(kinds))
	for i, k := range kinds {
		at, _ := slices.BinarySearchFunc(names, name(k), order)
		ranks[i] = uint32(at)
	}
	return names, ranks
}

// numberKeys are the numbers of a column as multiples of a unit that they all
// share above the least of them: small keys sort fast.
func numberKeys(t *Table, of func(*Block) *column) sortKeys {
	var low, high int64
	var unit uint64
	for i := range t.parts {
		from, to := of(t.parts[i].Block).limits(t.parts[i].n)
		if i == 0 {
			low, high = from, to
		}
		low, high = min(low, from), max(high, to)
	}
	for i := range t.parts {
		c := of(t.parts[i].Block)
		from, _ := c.limits(t.parts[i].n)
		unit = gcd(unit, uint64(from)-uint64(low))
		if c.form == formWide {
			unit = 1
		} else if c.unit != 0 {
			unit = gcd(unit, uint64(max(c.unit, -c.unit)))
		}
	}
	unit = max(unit, 1)
	return sortKeys{most: (uint64(high) - uint64(low)) / unit, of: func(p *blockPart, to []uint64) {
		of(p.Block).keys(to, low, unit)
	}}
}

// limits are the least and the greatest value, or values beyond them.
func (c *column) limits(n int) (low, high int64) {
	switch c.form {
	case formLinear:
		last := c.at(n - 1)
		return min(c.base, last), max(c.base, last)
	case formNarrow:
		return c.base, c.base + int64(slices.Max(c.narrow))*c.unit
	case formHalf:
		return c.base, c.base + int64(slices.Max(c.half))*c.unit
	}
	return bounds(c.wide)
}

// keys writes (value-low)/unit for each value, without dividing each.
func (c *column) keys(to []uint64, low int64, unit uint64) {
	base, step := (uint64(c.base)-uint64(low))/unit, uint64(c.unit)/unit
	switch c.form {
	case formNarrow:
		for i, v := range c.narrow[:len(to)] {
			to[i] = base + uint64(v)*step
		}
	case formHalf:
		for i, v := range c.half[:len(to)] {
			to[i] = base + uint64(v)*step
		}
	default:
		for i := range to {
			to[i] = (uint64(c.at(i)) - uint64(low)) / unit
		}
	}
}

// walk calls f for every row of a result with its key, oldest first.
func (s sortKeys) walk(ctx context.Context, r *Result, f func(row uint32, key uint64)) error {
	var keys [BlockRows]uint64
	for i := range r.table.parts {
		if err := ctx.Err(); err != nil {
			return err
		}
		p, set := &r.table.parts[i], &r.hits.sets[i]
		if set.count == 0 {
			continue
		}
		s.of(p, keys[:p.n])
		if set.bits == nil {
			for at, key := range keys[:p.n] {
				f(uint32(p.first+at), key)
			}
			continue
		}
		for w, word := range set.bits {
			for ; word != 0; word &= word - 1 {
				at := w<<6 + bits.TrailingZeros64(word)
				f(uint32(p.first+at), keys[at])
			}
		}
	}
	return nil
}
