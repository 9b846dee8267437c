package insight

import (
	"cmp"
	"slices"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Episode is unusual use on one day or on consecutive days.
type Episode struct {
	Span
	Peak  model.Day     // the day with the largest use
	Used  model.Credits // on that day: of the account, or of Tool where Alone
	Usual model.Credits // on an active day of the eight weeks before, on average
	// Tool and Model are those with the largest use on the peak above their own daily mean
	// of the eight weeks before.
	Tool, Model model.OptionalString
	// Alone says that only the tool's use is unusual, not the account's.
	Alone bool
}

// Times is the ratio of the use on the peak to the usual use, rounded down; 0 if there is
// no usual use.
func (e Episode) Times() int64 {
	if e.Usual <= 0 {
		return 0
	}
	return int64(e.Used / e.Usual)
}

// Episodes returns those that overlap a span, oldest first. Unusual days of one tool are
// included where the account's own use is not unusual.
func (a *Activity) Episodes(span Span) []Episode {
	wide := a.lookBack(span)
	whole := a.Daily(wide)
	marks := StandsOut(whole)
	found := a.episodes(wide, whole, marks, "", false)
	names, places := a.names(ByTool)
	for at, daily := range a.dailyOf(len(names), places, wide) {
		own := PartStandsOut(daily, whole, marks)
		for day := range own {
			own[day] = own[day] && !marks[day]
		}
		found = append(found, a.episodes(wide, daily, own, model.OptionalString(names[at]), true)...)
	}
	found = slices.DeleteFunc(found, func(e Episode) bool { return e.To.Before(span.From) })
	slices.SortStableFunc(found, func(x, y Episode) int {
		return cmp.Compare(history.DayNumber(x.From), history.DayNumber(y.From))
	})
	return found
}

// episodes joins marked days that follow each other. The series begins with the span,
// and is that of a tool alone, or of the account.
func (a *Activity) episodes(span Span, use []model.Credits, marks []bool, tool model.OptionalString, alone bool) (found []Episode) {
	for i := longestPast - recentDays; i < len(marks); i++ { // those before are too old to be reported
		if !marks[i] {
			continue
		}
		end, peak := i, i
		for ; end < len(marks) && marks[end]; end++ {
			if use[end] > use[peak] {
				peak = end
			}
		}
		e := Episode{
			Span: Span{span.From.Add(i), span.From.Add(end - 1)}, Peak: span.From.Add(peak), Used: use[peak], Tool: tool, Alone: alone,
			Usual: model.Credits(mean(activeBefore(use, peak))),
		}
		cause := a.cause(e)
		e.Tool, e.Model = cause.Tool, cause.Model
		found = append(found, e)
		i = end
	}
	return found
}

// cause is the kind with the largest use on the peak beyond its daily mean of the eight
// weeks before.
func (a *Activity) cause(e Episode) history.UseKind {
	peak := history.DayNumber(e.Peak)
	excess := make([]model.Credits, len(a.tally.Kinds))
	for i := range a.tally.Days {
		d := &a.tally.Days[i]
		switch before := peak - int(d.Day); {
		case e.Alone && a.tally.Kinds[d.Kind].Tool != e.Tool:
		case before == 0:
			excess[d.Kind] += d.Used() * recentDays
		case before > 0 && before <= recentDays:
			excess[d.Kind] -= d.Used()
		}
	}
	at := slices.Index(excess, slices.Max(excess))
	return a.tally.Kinds[at]
}
