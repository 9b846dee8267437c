package forecast

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Past is the input of a forecast: the account's complete local days before today. Amounts
// are approximate credits, as none of them enters a ledger.
type Past struct {
	First   model.Day   // the day of the first row
	Use     []float64   // for each day from First to yesterday, 0 for an idle one
	Unknown []bool      // days with a generation of unknown price
	Closing []float64   // the balance at the end of each day; NaN if not known
	Hours   [24]float64 // use by hour of the day
	Bought  []bool      // days with a purchase
	Debit   float64     // the 90th percentile of the newest debits
	Hurried int         // purchases with a balance of less than a debit, soon after another purchase
}

// How [NewPast] looks at debits and purchases.
const (
	newestDebits = 1000
	hurry        = 2 * time.Hour // between a debit and the purchase that it led to
)

// NewPast reads the days before the present one from a history and the tally of all its rows,
// which is of the same zone. The error is that of ctx.
func NewPast(ctx context.Context, table *history.Table, tally *history.Tally, now time.Time, zone *time.Location) (p Past, err error) {
	closings, err := history.Closings(ctx, table, zone)
	if err != nil || len(closings) == 0 {
		return p, err
	}
	from, today := closings[0].Day, history.DayNumber(model.DayOf(now, zone))
	p.First = model.DayOf(now, zone).Add(from - today)
	n := max(today-from, 0)
	p.Use, p.Unknown, p.Bought = make([]float64, n), make([]bool, n), make([]bool, n)
	for i := range tally.Days {
		if d := &tally.Days[i]; int(d.Day) >= from && int(d.Day) < today {
			p.Use[int(d.Day)-from] += credits(d.Used())
			p.Unknown[int(d.Day)-from] = p.Unknown[int(d.Day)-from] || d.Unknown > 0
		}
	}
	for i := range tally.Hours {
		if h := &tally.Hours[i]; h.Day() < today {
			p.Hours[h.OfDay()] += credits(h.Used())
		}
	}
	p.Closing = carried(closings, from, n)
	p.Debit = commonDebit(table)
	for _, i := range table.WithTypes(model.TypePurchase) {
		row := table.Row(i)
		if at := history.DayNumber(model.DayOf(row.CreatedAt.Time, zone)) - from; at >= 0 && at < n {
			p.Bought[at] = true
			if row.Balance.Known() && credits(row.Balance-row.Amount) < p.Debit && debitBefore(table, i, row.CreatedAt.Time) {
				p.Hurried++
			}
		}
	}
	return p, nil
}

// equal reports whether two pasts are the same.
func (p Past) equal(o Past) bool {
	same := func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }
	return p.First == o.First && p.Hours == o.Hours && p.Debit == o.Debit && p.Hurried == o.Hurried &&
		slices.Equal(p.Use, o.Use) && slices.Equal(p.Unknown, o.Unknown) && slices.Equal(p.Bought, o.Bought) && slices.EqualFunc(p.Closing, o.Closing, same)
}

// carried are the closing balances of n days; a day without rows has that of the one before.
func carried(closings []history.Closing, from, n int) []float64 {
	balances := make([]float64, n)
	balance, next := math.NaN(), 0
	for at := range balances {
		for next < len(closings) && closings[next].Day-from <= at {
			if balance = math.NaN(); closings[next].Balance.Known() {
				balance = credits(closings[next].Balance)
			}
			next++
		}
		balances[at] = balance
	}
	return balances
}

// commonDebit is the 90th percentile of the newest debits.
func commonDebit(table *history.Table) float64 {
	var debits []float64
	for i := table.Len() - 1; i >= 0 && len(debits) < newestDebits; i-- {
		if row := table.Row(i); row.Type == model.TypeGeneration && row.Amount.Known() {
			debits = append(debits, credits(-row.Amount))
		}
	}
	if len(debits) == 0 {
		return 0
	}
	slices.Sort(debits)
	return percentile(debits, 0.9)
}

// debitBefore reports whether a debit stands shortly before row i.
func debitBefore(table *history.Table, i int, at time.Time) bool {
	for k := i - 1; k >= 0 && k >= i-20; k-- {
		row := table.Row(k)
		if at.Sub(row.CreatedAt.Time) > hurry {
			return false
		}
		if row.Type == model.TypeGeneration {
			return true
		}
	}
	return false
}

func credits(c model.Credits) float64 { return float64(c) / float64(model.Credit) }

// before is the past as it was at the start of day n of it.
func (p Past) before(n int) Past {
	p.Use, p.Unknown, p.Closing, p.Bought = p.Use[:n], p.Unknown[:n], p.Closing[:n], p.Bought[:n]
	return p
}

// share is the expected share of a day's use after an instant, from past use by hour, mixed
// with a little of an even distribution.
func (p Past) share(now time.Time) float64 {
	const even, weight = 0.4, 0.05
	total, after := 0.0, 0.0
	for hour, used := range p.Hours {
		total += used
		switch {
		case hour > now.Hour():
			after += used
		case hour == now.Hour():
			after += used * (1 - float64(now.Minute())/60)
		}
	}
	if total == 0 {
		return even
	}
	return (after + weight*even*total) / (total * (1 + weight))
}
