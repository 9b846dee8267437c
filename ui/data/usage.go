package data

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
)

// UsageQuery is what the Usage pane shows. Equal queries have equal results.
type UsageQuery struct {
	Filter string // other generations are not counted
	Range  string // name of Span
	Span   insight.Span
	Step   insight.By   // of the bars: day, week or month
	Split  insight.By   // of the ranking: tool, model or type
	Year   insight.Span // of the heat map
	Recent insight.Span // of the rhythm
}

// TrendWeeks is the number of weeks of a trend.
const TrendWeeks = 12

// Usage is the credits used and how they divide. It is immutable.
type Usage struct {
	insight.Cross
	Query    UsageQuery
	Of       UsageBasis
	Activity *insight.Activity
	Before   []insight.Part           // the bars of the previous span; nil where that is unknown
	Previous map[string]model.Credits // by name, in the previous span, up to now as in Cross; nil likewise
	Trend    map[string][]model.Credits
	Episodes []insight.Episode // episodes that overlap the span or the year, oldest first
	Year     insight.Usage     // by day
	Rhythm   insight.Rhythm
}

// UsageBasis is the input of a usage besides its query.
type UsageBasis struct {
	Table    *history.Table
	Activity *insight.Activity // of all rows; nil while some are missing
	Tools    int               // number of tools whose media types are known
	Today    model.Day         // in the zone
	Hour     int
}

// MediaTypes are the media types of tools, by tool.
func MediaTypes(tools []model.Tool) map[model.OptionalString]string {
	types := make(map[model.OptionalString]string, len(tools))
	for _, tool := range tools {
		types[model.OptionalString(tool.Slug)] = tool.Type
	}
	return types
}

// Basis is the input as of now.
func (s *State) Basis() UsageBasis {
	return UsageBasis{Table: s.History.Value.Table, Activity: s.History.Value.Activity, Tools: len(s.Tools.Value), Today: s.Today(), Hour: s.Now.In(s.Location).Hour()}
}

// Run works out the usage, with the activity of the previous one where that is of the same
// rows. It stops soon after its context is done. The error is that of ctx, or a
// [*history.SyntaxError].
func (q UsageQuery) Run(ctx context.Context, of UsageBasis, tools []model.Tool, before Usage, now time.Time, loc *time.Location) (Usage, error) {
	found, err := history.Parse(q.Filter, now, loc)
	if err != nil {
		return Usage{}, err
	}
	u := Usage{Query: q, Of: of, Activity: before.Activity}
	last := before.Of
	if last.Hour = of.Hour; u.Activity == nil || last != of || before.Query.Filter != q.Filter {
		if u.Activity, err = of.activity(ctx, found, MediaTypes(tools), loc); err != nil {
			return Usage{}, err
		}
	}
	u.Cross = u.Activity.Cross(q.Step, q.Split, q.Span, now)
	u.Trend = u.Activity.Trend(q.Split, q.Span.To, TrendWeeks)
	u.Year = u.Activity.Usage(insight.ByDay, q.Year, now)
	u.Rhythm = u.Activity.Rhythm(q.Recent)
	u.Episodes = u.Activity.Episodes(insight.Span{From: earlier(q.Span.From, q.Year.From), To: later(q.Span.To, q.Year.To)})
	if u.Bars.Previous != nil {
		u.Before = u.Activity.Usage(q.Step, u.Bars.Previous.Span, now).Parts
		u.Previous, err = u.soFar(ctx, found, tools, loc)
	}
	return u, err
}

// activity is that of the rows that match a query.
func (of UsageBasis) activity(ctx context.Context, found history.Query, types map[model.OptionalString]string, loc *time.Location) (*insight.Activity, error) {
	if found.Empty() && of.Activity != nil {
		return of.Activity.WithTypes(types), nil
	}
	rows, err := history.Filter(ctx, of.Table, found, nil)
	if err != nil {
		return nil, err
	}
	return insight.NewActivity(ctx, rows, types, loc)
}

// soFar is the use by name in the previous span, up to the current hour where the span ends
// today.
func (u *Usage) soFar(ctx context.Context, found history.Query, tools []model.Tool, loc *time.Location) (map[string]model.Credits, error) {
	before := u.Bars.Previous
	used := u.Activity.Named(u.Query.Split, before.Span)
	if before.SoFar == before.Used {
		return used, nil
	}
	last := insight.Span{From: before.To, To: before.To}
	rows, err := history.Filter(ctx, u.Of.Table, found.And(history.Days(last.From, last.To, loc)).And(history.Hours(u.Of.Hour+1, 23, loc)), nil)
	if err != nil {
		return nil, err
	}
	rest, err := insight.NewActivity(ctx, rows, MediaTypes(tools), loc)
	if err != nil {
		return nil, err
	}
	for name, credits := range rest.Named(u.Query.Split, last) {
		used[name] -= credits
	}
	return used, nil
}

func earlier(a, b model.Day) model.Day {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b model.Day) model.Day {
	if a.Before(b) {
		return b
	}
	return a
}

// EpisodeOf is the newest episode that overlaps some days; ok is false where none does.
func (u *Usage) EpisodeOf(days insight.Span) (e insight.Episode, ok bool) {
	for _, episode := range u.Episodes {
		if !episode.To.Before(days.From) && !days.To.Before(episode.From) && (!episode.Alone || !ok) {
			e, ok = episode, true
		}
	}
	return e, ok
}
