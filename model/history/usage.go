package history

import (
	"context"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Usage is how many credits generations used on each of the n local days up to and
// including last, the oldest first: what [model.UsageByDay] counts over all rows of the
// table. It assumes that ids are unique. A sum that overflows is [model.UnknownCredits].
// The error is that of ctx.
func Usage(ctx context.Context, t *Table, last model.Day, n int, loc *time.Location) ([]model.Credits, error) {
	if n <= 0 {
		return nil, ctx.Err()
	}
	series := make([]model.Total, n)
	end := dayNumber(last)
	first := end - int64(n) + 1
	refunds := t.refunds()
	var mutex sync.Mutex
	type state struct {
		clock *clock
		used  []model.Total
	}
	err := parallel(ctx, len(t.parts), func() *state { return &state{newClock(loc), nil} }, func(s *state, i int) {
		p := &t.parts[i]
		if !s.clock.mayTouch(p, first, end) {
			return
		}
		if s.used == nil {
			s.used = make([]model.Total, n)
		}
		clear(s.used)
		p.addUsage(s.used, first, s.clock, refunds)
		mutex.Lock()
		defer mutex.Unlock()
		for day, used := range s.used {
			series[day].Plus(used)
		}
	})
	if err != nil {
		return nil, err
	}
	used := make([]model.Credits, n)
	for day := range series {
		used[day] = series[day].Credits()
	}
	return used, nil
}

// Doubts counts the generations of a day whose price is unknown or a minimum. Refunded
// generations that failed are not counted.
type Doubts struct{ Unknown, AtLeast int }

// UsageDoubts returns the doubts about the use of each of the n local days up to and
// including last, the oldest first.
func UsageDoubts(t *Table, last model.Day, n int, loc *time.Location) []Doubts {
	series := make([]Doubts, n)
	first, clock := dayNumber(last)-int64(n)+1, newClock(loc)
	for i := range t.parts {
		p := &t.parts[i]
		if p.unpriced == nil && p.atLeast == nil {
			continue
		}
		failed := make([]bool, len(p.refund)) // given back, whatever they cost
		for k := range failed {
			failed[k] = kindAt(&p.dict, k).status == model.GenerationError
		}
		for at, k := range p.kinds {
			day := clock.day(p.time.at(at)) - first
			if p.refund[k] || failed[k] || day < 0 || day >= int64(n) {
				continue
			}
			if len(p.unpriced) > 0 && p.unpriced[k] {
				series[day].Unknown++
			}
			if len(p.atLeast) > 0 && p.atLeast[k] {
				series[day].AtLeast++
			}
		}
	}
	return series
}

// mayTouch reports whether a block may have rows of some days. Offsets stay within
// a day and local time can be set back, hence the margin.
func (c *clock) mayTouch(p *blockPart, first, last int64) bool {
	const margin = 2
	return floorDiv(p.maxTime, dayMillis) >= first-margin && floorDiv(p.minTime, dayMillis) <= last+margin
}

// refunded is what was given back, by the row that it was taken with.
type refunded struct {
	set    idSet
	packed map[packedID]model.Total
	others map[model.ID]model.Total
}

func (t *Table) refunds() *refunded {
	count := 0
	for k := range t.parts {
		count += len(t.parts[k].claims)
	}
	r := &refunded{packed: make(map[packedID]model.Total, count), others: make(map[model.ID]model.Total)}
	for k := range t.parts {
		p := &t.parts[k]
		for at, row := range p.extras.rows {
			if !p.refund[p.kinds[row]] {
				continue
			}
			run := p.extras.run(at)
			amount := p.amount.at(int(row))
			if id, ok := field(run, extraRefundOf); ok && len(id) == idBytes {
				r.packed[packedID(id)] = plus(r.packed[packedID(id)], amount)
			} else if id, ok := field(run, extraRefundOfText); ok {
				r.others[model.ID(id)] = plus(r.others[model.ID(id)], amount)
			}
		}
	}
	r.set = newIDSet(len(r.packed))
	for id := range r.packed {
		r.set.add(id)
	}
	return r
}

func plus(sum model.Total, amount int64) model.Total {
	sum.Add(amount)
	return sum
}

// of is what was given back of row i of a block, the largest amount for more than that; ok
// is false where nothing was.
func (r *refunded) of(b *Block, i int) (back model.Credits, ok bool) {
	packed := idAt(b.ids, i)
	if packed == (packedID{}) {
		sum, ok := r.others[b.id(i)]
		return sum.Clamped(), ok
	}
	if !r.set.mayHave(packed) {
		return 0, false
	}
	sum, ok := r.packed[packed]
	return sum.Clamped(), ok
}

// addUsage adds the block's debits, less what was given back of them, to the days
// from first on.
func (b *Block) addUsage(used []model.Total, first int64, clock *clock, refunds *refunded) {
	generation := make([]bool, len(b.refund))
	for k := range generation {
		kind := kindAt(&b.dict, k)
		generation[k] = kind.kind == model.TypeGeneration && !kind.unpriced()
	}
	for i, k := range b.kinds {
		if !generation[k] {
			continue
		}
		day := clock.day(b.time.at(i)) - first
		if day < 0 || day >= int64(len(used)) {
			continue
		}
		back, _ := refunds.of(b, i)
		used[day].Add(int64(model.UsedOf(model.Credits(b.amount.at(i)), back)))
	}
}
