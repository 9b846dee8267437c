package history

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// GroupKey is the property by which rows are grouped.
type GroupKey uint8

// The keys. Weeks begin on Monday.
const (
	PerDay GroupKey = iota
	PerWeek
	PerMonth
	PerTool
	PerModel
	PerType
)

// Group is a set of rows that share a day, week, month or name, with their sums.
type Group struct {
	Name string    // of the tool, model or type, "" for rows without one
	Day  model.Day // the first of the day, week or month
	Sums

	key   int64
	first int
}

// Grouping is a sorted result divided into groups. It is immutable.
type Grouping struct {
	// Groups are in ascending order: by day, or by name ignoring case.
	Groups []Group
	order  *Sorted
	rows   []uint32
}

// Row is the number, in the table, of the k-th row of group g, in the grouped order.
func (g *Grouping) Row(group, k int) int {
	of := &g.Groups[group]
	if g.order.desc {
		k = of.Rows - 1 - k
	}
	return int(g.rows[of.first+k])
}

// Order returns the sorted rows that were grouped.
func (g *Grouping) Order() *Sorted { return g.order }

// GroupBy divides sorted rows into groups. Days are those of loc, UTC for nil. Within a
// group the order is kept. The error is that of ctx.
func GroupBy(ctx context.Context, o *Sorted, by GroupKey, loc *time.Location) (*Grouping, error) {
	keyer := newGroupingKey(o.result.table.kinds, by, loc)
	g := &Grouping{order: o}
	codes, err := g.collect(ctx, o.result, keyer)
	if err != nil {
		return nil, err
	}
	ranks := g.arrange()
	g.rows = make([]uint32, o.Len())
	next := make([]int, len(g.Groups))
	for i := range g.Groups {
		next[i] = g.Groups[i].first
	}
	o.each(func(i int) {
		rank := ranks[codes.of(i)]
		g.rows[next[rank]] = uint32(i)
		next[rank]++
	})
	return g, ctx.Err()
}

// collect makes the groups in the order in which they appear, with their sums, and
// gives for each row of the table that is in the result its group.
func (g *Grouping) collect(ctx context.Context, r *Result, keyer *groupingKey) (groupCodes, error) {
	codes := groupCodes{narrow: make([]uint16, r.table.n)}
	var amounts [BlockRows]int64
	var block [BlockRows]uint32
	all := make(bitset, bitsetWords(BlockRows))
	for i := range r.table.parts {
		if err := ctx.Err(); err != nil {
			return codes, err
		}
		p, set := &r.table.parts[i], &r.hits.sets[i]
		if set.count == 0 {
			continue
		}
		rows := set.bits
		if rows == nil {
			rows = all[:bitsetWords(p.n)]
			rows.fill(p.n)
		}
		in := block[:p.n]
		g.Groups = keyer.divide(p, rows, in, g.Groups)
		p.amount.all(amounts[:p.n])
		for w, word := range rows {
			for ; word != 0; word &= word - 1 {
				at := w<<6 + bits.TrailingZeros64(word)
				g.Groups[in[at]].add(amounts[at], p.refund[p.kinds[at]])
				p.addDoubts(&g.Groups[in[at]].Sums, p.kinds[at])
			}
		}
		codes.put(p.first, in, len(g.Groups))
	}
	return codes, nil
}

// groupCodes are the group of each row of a table, in two bytes as long as there are
// few enough groups.
type groupCodes struct {
	narrow []uint16
	wide   []uint32
}

// put takes the groups of the rows from first on, of so many groups so far.
func (c *groupCodes) put(first int, groups []uint32, count int) {
	if count > math.MaxUint16+1 && c.wide == nil {
		c.wide = make([]uint32, len(c.narrow))
		for i, group := range c.narrow[:first] {
			c.wide[i] = uint32(group)
		}
		c.narrow = nil
	}
	if c.wide != nil {
		copy(c.wide[first:], groups)
		return
	}
	for i, group := range groups {
		c.narrow[first+i] = uint16(group)
	}
}

// of is the group of row i.
func (c *groupCodes) of(i int) uint32 {
	if c.wide != nil {
		return c.wide[i]
	}
	return uint32(c.narrow[i])
}

// arrange sorts the groups and gives for each its new place.
func (g *Grouping) arrange() (ranks []uint32) {
	order := make([]int, len(g.Groups))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(g.Groups[a].key, g.Groups[b].key) })
	ranks, sorted := make([]uint32, len(order)), make([]Group, len(order))
	first := 0
	for rank, i := range order {
		ranks[i], sorted[rank] = uint32(rank), g.Groups[i]
		sorted[rank].first = first
		first += sorted[rank].Rows
	}
	g.Groups = sorted
	return ranks
}
