package history

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Closing is the balance at the end of a local day, from its last row in sequence.
type Closing struct {
	Day     int // as counted by [DayNumber]
	Balance model.Credits
}

// Closings returns the closing balances of the days that have rows, in order of time. The
// error is that of ctx.
func Closings(ctx context.Context, t *Table, loc *time.Location) ([]Closing, error) {
	last := map[int64]model.Credits{}
	clock, times := newClock(loc), make([]int64, BlockRows)
	day, balance, begun := int64(0), model.Credits(0), false
	for i := range t.parts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p := &t.parts[i]
		p.time.all(times[:p.n])
		for at, ms := range times[:p.n] {
			if of := clock.day(ms); !begun || of != day {
				if begun {
					last[day] = balance
				}
				day, begun = of, true
			}
			balance = model.Credits(p.balance.at(at))
		}
	}
	if begun {
		last[day] = balance
	}
	closings := make([]Closing, 0, len(last))
	for day, balance := range last {
		closings = append(closings, Closing{int(day), balance})
	}
	slices.SortFunc(closings, func(a, b Closing) int { return cmp.Compare(a.Day, b.Day) })
	return closings, nil
}
