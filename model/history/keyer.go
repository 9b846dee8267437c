package history

import (
	"math/bits"
	"time"
)

// groupingKey computes the group of a row. Groups have keys, numbers that sort like them,
// and codes, their places in a list. It is for one goroutine.
type groupingKey struct {
	by    GroupKey
	clock *clock
	codes map[int64]uint32 // by key

	names []string
	ranks []uint32 // for each of the table's kinds, the place of its name
	ready []uint32 // for each place, one more than its code, or 0
	times []int64
}

func newGroupingKey(kinds []kind, by GroupKey, loc *time.Location) *groupingKey {
	k := &groupingKey{by: by, clock: newClock(loc), codes: make(map[int64]uint32)}
	switch by {
	case PerTool:
		k.names, k.ranks = namesOf(kinds, func(k kind) string { return string(k.tool) })
	case PerModel:
		k.names, k.ranks = namesOf(kinds, func(k kind) string { return string(k.model) })
	case PerType:
		k.names, k.ranks = namesOf(kinds, func(k kind) string { return string(k.kind) })
	}
	k.ready = make([]uint32, len(k.names))
	return k
}

// divide writes the group of each marked row of a part, and returns the groups
// with those that are new.
func (k *groupingKey) divide(p *blockPart, rows bitset, to []uint32, groups []Group) []Group {
	if k.names != nil {
		return k.divideByName(p, rows, to, groups)
	}
	if k.times == nil {
		k.times = make([]int64, BlockRows)
	}
	p.time.all(k.times[:p.n])
	day, code, first := int64(0), uint32(0), true
	for w, word := range rows {
		for ; word != 0; word &= word - 1 {
			at := w<<6 + bits.TrailingZeros64(word)
			if d := k.clock.day(k.times[at]); d != day || first {
				day, first = d, false
				code, groups = k.codeOf(k.keyOfDay(d), groups)
			}
			to[at] = code
		}
	}
	return groups
}

func (k *groupingKey) divideByName(p *blockPart, rows bitset, to []uint32, groups []Group) []Group {
	for w, word := range rows {
		for ; word != 0; word &= word - 1 {
			at := w<<6 + bits.TrailingZeros64(word)
			rank := k.ranks[p.codes[p.kinds[at]]]
			if k.ready[rank] == 0 {
				k.ready[rank] = uint32(len(groups)) + 1
				groups = append(groups, Group{key: int64(rank), Name: k.names[rank]})
			}
			to[at] = k.ready[rank] - 1
		}
	}
	return groups
}

// keyOfDay is the number of the first day of a day's day, week or month.
func (k *groupingKey) keyOfDay(day int64) int64 {
	switch k.by {
	case PerWeek:
		return mondayOf(day)
	case PerMonth:
		first := dayOfNumber(day)
		first.Date = 1
		return dayNumber(first)
	}
	return day
}

func (k *groupingKey) codeOf(key int64, groups []Group) (uint32, []Group) {
	code, known := k.codes[key]
	if !known {
		code = uint32(len(groups))
		k.codes[key] = code
		groups = append(groups, Group{key: key, Day: dayOfNumber(key)})
	}
	return code, groups
}
