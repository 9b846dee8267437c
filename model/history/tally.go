package history

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Tally is the use of generations summed by local day, tool and model, and by local hour.
// It has all that groupings by time and by name need, in far fewer entries than rows. It is
// immutable.
type Tally struct {
	Days  []DayUse // entries of a day are adjacent; a day may recur later
	Hours []HourUse
	Kinds []UseKind
}

// UseKind is a pair of tool and model, empty where a row names none.
type UseKind struct {
	Tool, Model model.OptionalString
	Last        LastUse
}

// LastUse is the time and debit of the newest generation of a known price.
type LastUse struct {
	At   int64         // milliseconds since 1 January 1970; 0 for none
	Paid model.Credits // its debit, zero or more
}

// later is the newer of two; of two at the same time the second.
func (l LastUse) later(other LastUse) LastUse {
	if other.At >= l.At && other.At != 0 {
		return other
	}
	return l
}

// DayUse is the use of one tool and model on one local day.
type DayUse struct {
	Day  int32 // as counted by [DayNumber]
	Kind int32 // index of the tool and model
	Use
}

// HourUse is the use of all tools and models in one local hour. An hour that occurs twice
// because clocks are set back is counted as one.
type HourUse struct {
	Hour int32 // calendar hours since 1 January 1970, 24 to each day
	Use
}

// Day is the local day of the hour, as counted by [DayNumber].
func (h *HourUse) Day() int { return int(floorDiv(int64(h.Hour), 24)) }

// OfDay is the hour on the clock, 0 to 23.
func (h *HourUse) OfDay() int { return int(h.Hour) - 24*h.Day() }

// DayNumber is the number of calendar days since 1 January 1970.
func DayNumber(d model.Day) int { return int(dayNumber(d)) }

// DayAt is the day with a number of [DayNumber].
func DayAt(number int) model.Day { return dayOfNumber(int64(number)) }

// Use is the sum of debits and refunds of some generations. A refund counts with its debit,
// up to the amount of that.
type Use struct {
	Debits      model.Credits // sum of debits, zero or more
	Refunded    model.Credits // sum of their refunds
	Generations int32         // number of generations of known price
	Failed      int32         // how many of them failed and were refunded
	AtLeast     int32         // how many of them have a price that is a minimum
	Unknown     int32         // generations of unknown price, in none of the others
}

// Used is the sum of debits less refunds.
func (u Use) Used() model.Credits { return u.Debits - u.Refunded }

// Plus adds another use.
func (u *Use) Plus(o Use) {
	u.Debits += o.Debits
	u.Refunded += o.Refunded
	u.Generations += o.Generations
	u.Failed += o.Failed
	u.AtLeast += o.AtLeast
	u.Unknown += o.Unknown
}

// TallyOf adds up the generations among the rows of a result, by the days and hours of loc,
// UTC for nil. Their refunds are included wherever they are in the table. It assumes that
// ids are unique. The error is that of ctx.
func TallyOf(ctx context.Context, r *Result, loc *time.Location) (*Tally, error) {
	t := &Tally{}
	uses := t.useKinds(r.table.kinds)
	refunds := r.table.refunds()
	found := make([]Tally, len(r.table.parts))
	fresh := func() *tallier {
		return &tallier{clock: newClock(loc), uses: uses, refunds: refunds, sums: make([]Use, len(t.Kinds))}
	}
	err := parallel(ctx, len(r.table.parts), fresh, func(a *tallier, i int) {
		if set := &r.hits.sets[i]; set.count > 0 {
			found[i] = a.add(&r.table.parts[i], set.bits)
		}
	})
	if err != nil {
		return nil, err
	}
	days, hours := 0, 0
	for i := range found {
		days += len(found[i].Days)
		hours += len(found[i].Hours)
	}
	t.Days, t.Hours = make([]DayUse, 0, days), make([]HourUse, 0, hours)
	for i := range found {
		t.Days = append(t.Days, found[i].Days...)
		for k := range found[i].Kinds {
			t.Kinds[k].Last = t.Kinds[k].Last.later(found[i].Kinds[k].Last)
		}
		t.Hours = append(t.Hours, found[i].Hours...)
	}
	return t, nil
}

// useOf is what a kind of rows is to the use of credits.
type useOf struct {
	kind              int32 // place among the use's kinds; -1: no generation
	unpriced, atLeast bool
}

func (t *Tally) useKinds(kinds []kind) []useOf {
	known := map[UseKind]int32{}
	uses := make([]useOf, len(kinds))
	for i, k := range kinds {
		if k.kind != model.TypeGeneration {
			uses[i].kind = -1
			continue
		}
		name := UseKind{Tool: k.tool, Model: k.model}
		at, ok := known[name]
		if !ok {
			at = int32(len(t.Kinds))
			known[name] = at
			t.Kinds = append(t.Kinds, name)
		}
		uses[i] = useOf{at, k.unpriced(), k.atLeast()}
	}
	return uses
}

// tallier adds up blocks. It is for one goroutine.
type tallier struct {
	clock    *clock
	uses     []useOf
	refunds  *refunded
	sums     []Use   // of the day under way, by kind
	touched  []int32 // kinds that have sums
	hour     HourUse // under way
	from, to int64   // milliseconds of that hour
	scratch  [2][BlockRows]int64
	tally    Tally // of the block
}

const hourMillis = dayMillis / 24

// add is the tally of the marked rows of a block, all of them for nil.
func (a *tallier) add(p *blockPart, marked bitset) Tally {
	times, amounts := a.scratch[0][:p.n], a.scratch[1][:p.n]
	p.time.all(times)
	p.amount.all(amounts)
	a.tally, a.hour, a.from, a.to = Tally{Kinds: make([]UseKind, len(a.sums))}, HourUse{}, 0, 0
	for i, code := range p.kinds {
		of := &a.uses[p.codes[code]]
		if of.kind < 0 || (marked != nil && !marked.has(i)) {
			continue
		}
		if at := times[i]; at < a.from || at >= a.to {
			a.turnTo(at)
		}
		use := Use{Unknown: 1}
		if !of.unpriced {
			use = a.useOf(p.Block, i, model.Credits(amounts[i]))
			last := &a.tally.Kinds[of.kind].Last
			*last = last.later(LastUse{At: times[i], Paid: use.Debits})
			if of.atLeast {
				use.AtLeast = 1
			}
		}
		sum := &a.sums[of.kind]
		if *sum == (Use{}) {
			a.touched = append(a.touched, of.kind)
		}
		sum.Plus(use)
		a.hour.Plus(use)
	}
	a.endHour()
	a.endDay()
	return a.tally
}

// useOf is what row i of a block, a generation of a known price, used.
func (a *tallier) useOf(b *Block, i int, amount model.Credits) Use {
	use := Use{Debits: max(0, -amount), Generations: 1}
	if back, failed := a.refunds.of(b, i); failed {
		use.Failed, use.Refunded = 1, min(max(0, back), use.Debits)
	}
	return use
}

// turnTo begins the hour of an instant, while the zone keeps its offset.
func (a *tallier) turnTo(ms int64) {
	a.clock.day(ms)
	span := a.clock.now
	hour := floorDiv(ms+span.offset, hourMillis)
	a.endHour()
	if floorDiv(hour, 24) != floorDiv(int64(a.hour.Hour), 24) {
		a.endDay()
	}
	a.hour.Hour = int32(hour)
	a.from = max(hour*hourMillis-span.offset, span.from)
	a.to = min((hour+1)*hourMillis-span.offset, span.to)
}

func (a *tallier) endHour() {
	if a.hour.Use != (Use{}) {
		a.tally.Hours = append(a.tally.Hours, a.hour)
		a.hour.Use = Use{}
	}
}

func (a *tallier) endDay() {
	day := int32(a.hour.Day())
	for _, kind := range a.touched {
		a.tally.Days = append(a.tally.Days, DayUse{Day: day, Kind: kind, Use: a.sums[kind]})
		a.sums[kind] = Use{}
	}
	a.touched = a.touched[:0]
}
