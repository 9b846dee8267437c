package history

import "time"

// keyer tells to which group a row belongs, as a number that sorts like the
// groups. It is for one goroutine.
type keyer struct {
	by    GroupKey
	clock *clock
	names []string
	ranks []uint32 // for each of the table's kinds, the place of its name

	day, key int64 // the day of a month looked up last
}

func newKeyer(kinds []kind, by GroupKey, loc *time.Location) *keyer {
	k := &keyer{by: by, clock: newClock(loc), day: -1 << 62}
	switch by {
	case PerTool:
		k.names, k.ranks = namesOf(kinds, func(k kind) string { return string(k.tool) })
	case PerModel:
		k.names, k.ranks = namesOf(kinds, func(k kind) string { return string(k.model) })
	case PerType:
		k.names, k.ranks = namesOf(kinds, func(k kind) string { return string(k.kind) })
	}
	return k
}

func (k *keyer) rowKey(p *part, i int) int64 {
	if k.names != nil {
		return int64(k.ranks[p.codes[p.kinds[i]]])
	}
	day := k.clock.day(p.time.at(i))
	switch k.by {
	case PerWeek:
		return mondayOf(day)
	case PerMonth:
		if day != k.day {
			first := dayOfNumber(day)
			first.Date = 1
			k.day, k.key = day, dayNumber(first)
		}
		return k.key
	}
	return day
}

// group is an empty group for a key.
func (k *keyer) group(key int64) Group {
	if k.names != nil {
		return Group{key: key, Name: k.names[key]}
	}
	return Group{key: key, Day: dayOfNumber(key)}
}
