package insight

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// By is the property by which use is divided.
type By string

// What use can be divided by. Weeks begin on Monday.
const (
	ByDay     By = "day"
	ByWeek    By = "week"
	ByMonth   By = "month"
	ByHour    By = "hour"    // of the day
	ByWeekday By = "weekday" // Monday first
	ByTool    By = "tool"
	ByModel   By = "model"
	ByType    By = "type" // the media type of the tool
)

// Bys are all of them, in menu order.
var Bys = []By{ByDay, ByWeek, ByMonth, ByHour, ByWeekday, ByTool, ByModel, ByType}

// Named reports whether the parts are tools, models or types.
func (b By) Named() bool { return b == ByTool || b == ByModel || b == ByType }

// Activity is the use of an account's generations in a form that can be divided by any
// [By]. It is immutable, and takes some megabytes at a million rows.
type Activity struct {
	tally *history.Tally
	zone  *time.Location
	first model.Day // on which the history begins; zero for an empty one
	types map[model.OptionalString]string
}

// NewActivity adds up the generations among rows, in the days of zone. types are the known
// media types of tools. The history begins with the first row of the rows' table. The error
// is that of ctx.
func NewActivity(ctx context.Context, rows *history.Result, types map[model.OptionalString]string, zone *time.Location) (*Activity, error) {
	tally, err := history.TallyOf(ctx, rows, zone)
	if err != nil {
		return nil, err
	}
	return &Activity{tally: tally, zone: zone, first: FirstDay(rows.Table(), zone), types: types}, nil
}

// FirstDay is the local day on which a history begins, zero for an empty one.
func FirstDay(table *history.Table, zone *time.Location) model.Day {
	var first time.Time
	for _, block := range table.Blocks() {
		if oldest, _ := block.Times(); first.IsZero() || oldest.Before(first) {
			first = oldest
		}
	}
	if first.IsZero() {
		return model.Day{}
	}
	return model.DayOf(first, zone)
}

// WithTypes is the same use with the known media types of tools.
func (a *Activity) WithTypes(types map[model.OptionalString]string) *Activity {
	is := *a
	is.types = types
	return &is
}

// Tally is the use by day, hour and kind. It must not be changed.
func (a *Activity) Tally() *history.Tally { return a.tally }

// Zone is the zone of the days.
func (a *Activity) Zone() *time.Location { return a.zone }

// First is the day on which the history begins, zero for an empty one.
func (a *Activity) First() model.Day { return a.first }

// Part is one of the parts into which a use is divided.
type Part struct {
	Key     string    // as in `usage --json`: a day, a month, an hour, a slug; empty for not known
	From    model.Day // the first day of the part, for days, weeks and months
	Unusual bool      // one of its days is unusual, see [StandsOut]
	history.Use
}

// Average is the mean cost of a generation of known price, before refunds; ok is false
// without any.
func Average(u history.Use) (average model.Credits, ok bool) {
	if u.Generations == 0 {
		return 0, false
	}
	return roundedQuotient(u.Debits, model.Credits(u.Generations)), true
}

// roundedQuotient is a/b for a of zero or more, to the nearest millionth of a credit.
func roundedQuotient(a, b model.Credits) model.Credits { return a/b + (a%b*2+b)/(2*b) }

// Share is a part of a whole in ten-thousandths, rounded; ok is false where the whole is 0.
func Share(part, whole model.Credits) (tenThousandths int64, ok bool) {
	if whole <= 0 {
		return 0, false
	}
	return int64(float64(part)/float64(whole)*10_000 + 0.5), true
}

// Before is the use in the preceding span of the same length.
type Before struct {
	Span
	Used model.Credits
	// SoFar is its use up to the present hour of the day if the other span ends today, for
	// a fair comparison. Otherwise it is Used.
	SoFar model.Credits
}

// Usage is the use of a span, in total and by parts.
type Usage struct {
	By    By
	Span  Span
	Total history.Use
	// Previous is nil if the preceding span begins before the history.
	Previous *Before
	// Parts are in order of time without gaps, or by name with the largest use first. They
	// add up to Total.
	Parts []Part
}

// Usage divides the use of a span. now is for spans that are not over.
func (a *Activity) Usage(by By, span Span, now time.Time) Usage {
	u := Usage{By: by, Span: span}
	if by.Named() {
		u.Parts = a.byName(by, span)
	} else {
		u.Parts = a.byTime(by, span)
	}
	for i := range u.Parts {
		u.Total.Plus(u.Parts[i].Use)
	}
	if before := span.Before(); a.first != (model.Day{}) && !before.From.Before(a.first) {
		u.Previous = &Before{Span: before, Used: a.Of(before).Used()}
		u.Previous.SoFar = u.Previous.Used
		if span.To == model.DayOf(now, a.zone) {
			u.Previous.SoFar = a.until(before, now.In(a.zone).Hour())
		}
	}
	return u
}

// Of is the use of a span.
func (a *Activity) Of(span Span) (use history.Use) {
	from, to := history.DayNumber(span.From), history.DayNumber(span.To)
	for i := range a.tally.Days {
		if d := &a.tally.Days[i]; int(d.Day) >= from && int(d.Day) <= to {
			use.Plus(d.Use)
		}
	}
	return use
}

// until is the use of a span up to the end of an hour of its last day.
func (a *Activity) until(span Span, hour int) (used model.Credits) {
	from, to := 24*history.DayNumber(span.From), 24*history.DayNumber(span.To)+hour
	for i := range a.tally.Hours {
		if h := &a.tally.Hours[i]; int(h.Hour) >= from && int(h.Hour) <= to {
			used += h.Used()
		}
	}
	return used
}

// Daily is the use of each day of a span.
func (a *Activity) Daily(span Span) []model.Credits {
	daily := make([]model.Credits, span.Days())
	from := history.DayNumber(span.From)
	for i := range a.tally.Days {
		d := &a.tally.Days[i]
		if at := int(d.Day) - from; at >= 0 && at < len(daily) {
			daily[at] += d.Used()
		}
	}
	return daily
}

// byTime divides a span by time.
func (a *Activity) byTime(by By, span Span) []Part {
	parts, places := timeParts(by, span)
	from := history.DayNumber(span.From)
	if by == ByHour {
		for i := range a.tally.Hours {
			h := &a.tally.Hours[i]
			if at := h.Day() - from; at >= 0 && at < len(places) {
				parts[h.OfDay()].Plus(h.Use)
			}
		}
		return parts
	}
	for i := range a.tally.Days {
		d := &a.tally.Days[i]
		if at := int(d.Day) - from; at >= 0 && at < len(places) {
			parts[places[at]].Plus(d.Use)
		}
	}
	for at, unusual := range a.unusual(span) {
		if unusual {
			parts[places[at]].Unusual = true
		}
	}
	return parts
}

// timeParts are the empty parts of a span, and to which of them each of its days belongs.
func timeParts(by By, span Span) (parts []Part, places []int) {
	places = make([]int, span.Days())
	switch by {
	case ByHour:
		for hour := range 24 {
			parts = append(parts, Part{Key: fmt.Sprintf("%02d", hour)})
		}
		return parts, places
	case ByWeekday:
		for weekday := range 7 {
			parts = append(parts, Part{Key: fmt.Sprint(weekday + 1)})
		}
	}
	day := span.From
	for at := range places {
		key, first := "", day
		switch by {
		case ByWeekday:
			places[at] = (int(day.Weekday()) + 6) % 7
			day = day.Add(1)
			continue
		case ByWeek:
			first = day.Monday()
			key = first.Format(time.DateOnly)
		case ByMonth:
			first.Date = 1
			key = first.Format("2006-01")
		default:
			key = day.Format(time.DateOnly)
		}
		if n := len(parts); n == 0 || parts[n-1].Key != key {
			parts = append(parts, Part{Key: key, From: first})
		}
		places[at] = len(parts) - 1
		day = day.Add(1)
	}
	return parts, places
}

// byName divides a span by tool, model or type. Names without a generation are left out.
func (a *Activity) byName(by By, span Span) []Part {
	names, places := a.names(by)
	parts := make([]Part, len(names))
	for i, name := range names {
		parts[i].Key = name
	}
	from, to := int32(history.DayNumber(span.From)), int32(history.DayNumber(span.To))
	for i := range a.tally.Days {
		if d := &a.tally.Days[i]; d.Day >= from && d.Day <= to {
			parts[places[d.Kind]].Plus(d.Use)
		}
	}
	for at, unusual := range a.unusualNames(by, span) {
		parts[at].Unusual = unusual
	}
	parts = slices.DeleteFunc(parts, func(p Part) bool { return p.Use == history.Use{} })
	slices.SortFunc(parts, func(x, y Part) int {
		return cmp.Or(cmp.Compare(y.Used(), x.Used()), cmp.Compare(x.Key, y.Key))
	})
	return parts
}

// names are the names by which use can be divided, and which of them each kind has.
func (a *Activity) names(by By) (names []string, places []int) {
	known := map[string]int{}
	for _, kind := range a.tally.Kinds {
		name := a.nameOf(by, kind)
		at, ok := known[name]
		if !ok {
			at = len(names)
			known[name] = at
			names = append(names, name)
		}
		places = append(places, at)
	}
	return names, places
}

func (a *Activity) nameOf(by By, kind history.UseKind) string {
	switch by {
	case ByTool:
		return string(kind.Tool)
	case ByModel:
		return string(kind.Model)
	}
	return a.types[kind.Tool]
}
