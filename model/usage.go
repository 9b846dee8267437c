package model

import "time"

// Day is a calendar day in some time zone.
type Day struct {
	Year  int
	Month time.Month
	Date  int
}

// DayOf is the day on which t falls in loc.
func DayOf(t time.Time, loc *time.Location) Day {
	year, month, date := t.In(loc).Date()
	return Day{year, month, date}
}

// Add is the day n days later; n may be negative.
func (d Day) Add(n int) Day {
	return DayOf(time.Date(d.Year, d.Month, d.Date+n, 12, 0, 0, 0, time.UTC), time.UTC)
}

// Before reports whether d comes before e.
func (d Day) Before(e Day) bool { return d.noon().Before(e.noon()) }

// first is the first day of the month.
func (d Day) first() Day { return Day{d.Year, d.Month, 1} }

// AddMonths is the same day of the month n months later, or that month's last day where it
// is shorter; n may be negative.
func (d Day) AddMonths(n int) Day {
	month := time.Date(d.Year, d.Month+time.Month(n), 1, 12, 0, 0, 0, time.UTC)
	length := month.AddDate(0, 1, -1).Day()
	return Day{month.Year(), month.Month(), min(d.Date, length)}
}

// Sub is the number of days from e to d.
func (d Day) Sub(e Day) int { return int(d.noon().Sub(e.noon()) / (24 * time.Hour)) }

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.noon().Weekday() }

// Monday is the first day of d's week.
func (d Day) Monday() Day { return d.Add(-(int(d.Weekday()) + 6) % 7) }

// Start is the first instant of the day in loc.
func (d Day) Start(loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Date, 0, 0, 0, 0, loc)
}

// Format writes the day in the layout of package time.
func (d Day) Format(layout string) string { return d.noon().Format(layout) }

func (d Day) noon() time.Time { return time.Date(d.Year, d.Month, d.Date, 12, 0, 0, 0, time.UTC) }

// Usage is how many credits generations used on each local day: their debits less their
// refunds, both counted on the day of the debit. This is the definition of "credits used"
// in the whole program. The amounts are positive, and [UnknownCredits] if they overflow.
type Usage map[Day]Credits

// UsageByDay counts credits used in rows, in any order, by the days of loc. A refund whose
// debit is not among the rows belongs to a day before them and is left out, as is a debit
// of unknown price.
func UsageByDay(rows []Transaction, loc *time.Location) Usage {
	refunds := map[ID]Total{}
	for _, row := range rows {
		if row.Type == TypeRefund && row.Amount.Known() && row.RefundOf != "" {
			back := refunds[row.RefundOf]
			back.Add(int64(row.Amount))
			refunds[row.RefundOf] = back
		}
	}
	sums := map[Day]Total{}
	for _, row := range rows {
		if row.Type == TypeGeneration && row.Amount.Known() {
			day := DayOf(row.CreatedAt.Time, loc)
			sum := sums[day]
			sum.Add(int64(UsedOf(row.Amount, refunds[row.ID].Clamped())))
			sums[day] = sum
		}
	}
	usage := make(Usage, len(sums))
	for day, sum := range sums {
		usage[day] = sum.Credits()
	}
	return usage
}

// UsedOf is the use of a debit, zero or less, after its refund. It is never negative: a
// refund larger than the debit leaves a use of zero.
func UsedOf(debit, back Credits) Credits {
	taken := max(0, -debit)
	return taken - min(max(0, back), taken)
}

// Sum is the use from one day to another, both included: [UnknownCredits] if it, or that of
// one day, overflows.
func (u Usage) Sum(from, to Day) Credits {
	var sum Total
	for day, used := range u {
		if !day.Before(from) && !to.Before(day) {
			if !used.Known() {
				return UnknownCredits
			}
			sum.Add(int64(used))
		}
	}
	return sum.Credits()
}

// Series is the use of each of the n days up to and including last.
func (u Usage) Series(last Day, n int) []Credits {
	series := make([]Credits, n)
	for i := range series {
		series[i] = u[last.Add(i-n+1)]
	}
	return series
}
