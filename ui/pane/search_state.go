package pane

import (
	"errors"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
)

// searchState is the user's filter, range, sorting and grouping of the history.
type searchState struct {
	text       string                // filter as typed
	understood string                // the last text that parsed
	query      history.Query         // its meaning
	problem    *history.SyntaxError  // error of the present text, nil where it parses
	markOnly   bool                  // the filter marks matching rows instead of hiding the others
	typeFilter model.TransactionType // only rows of this type; empty for all
	days       model.DayRange
	part       string        // part of a chart that rows are narrowed to; empty for none
	partQuery  history.Query // finds the rows of that part
	sort       history.SortKey
	reversed   bool // against the default direction of the sorting
	group      int  // index into groupings
}

// sorting is a sort order with its name in the pane.
type sorting struct {
	key  history.SortKey
	name string
	desc bool
}

// sortings are the sort orders as the key steps through them, each with its default direction.
var sortings = []sorting{
	{history.ByDate, "date", true},
	{history.ByAmount, "amount", false}, // the largest debits first
	{history.ByBalance, "balance", true},
	{history.ByTool, "tool", false},
}

// grouping is what rows are grouped by.
type grouping struct {
	key  history.GroupKey
	name string
}

// groupings are the groupings as the key steps through them; the first is none.
var groupings = []grouping{
	{0, ""},
	{history.PerDay, "day"},
	{history.PerWeek, "week"},
	{history.PerMonth, "month"},
	{history.PerTool, "tool"},
	{history.PerModel, "model"},
	{history.PerType, "type"},
}

// understand parses the text of the filter. One that does not parse keeps the last query.
func (s *searchState) understand(text string, now time.Time, loc *time.Location) {
	s.text = text
	query, err := history.Parse(text, now, loc)
	if err == nil {
		s.query, s.understood, s.problem = query, text, nil
		return
	}
	errors.As(err, &s.problem)
}

// narrowed reports whether rows are hidden.
func (s *searchState) narrowed() bool {
	return (!s.query.Empty() && !s.markOnly) || s.typeFilter != "" || s.days != model.AllDays || s.part != ""
}

// desc is the direction of the sorting.
func (s *searchState) desc() bool {
	for _, sorting := range sortings {
		if sorting.key == s.sort {
			return sorting.desc != s.reversed
		}
	}
	return !s.reversed
}

// search is the search of the history for these choices.
func (s *searchState) search(state *data.State) data.Search {
	search := data.Search{Sort: s.sort, Desc: s.desc(), Grouped: s.group != 0, Group: groupings[s.group].key}
	if s.markOnly {
		search.Marks = s.query
	} else {
		search.Query = s.query
	}
	search.Query = search.Query.And(kindQuery(s.typeFilter)).And(s.dayQuery(state)).And(s.partQuery)
	return search
}

// kindQuery is the query for the rows of one type exactly.
func kindQuery(kind model.TransactionType) history.Query {
	text := ""
	if kind != "" {
		text = "type:" + string(kind)
	}
	for _, other := range model.TransactionTypes { // a type that begins like another
		if kind != "" && other != kind && len(other) > len(kind) && other[:len(kind)] == kind {
			text += " -type:" + string(other)
		}
	}
	query, _ := history.Parse(text, time.Time{}, nil)
	return query
}

// dayQuery is the query for the chosen range of local days.
func (s *searchState) dayQuery(state *data.State) history.Query {
	from, to, ok := s.days.Days(state.Today(), state.Subscription.Value, state.Location)
	if !ok {
		return history.Query{}
	}
	return history.Days(from, to, state.Location)
}

// words name the choices in order: "only refund · 7 days · by amount ↑ · per week".
func (s *searchState) words() []string {
	var said []string
	if s.typeFilter != "" {
		said = append(said, "only "+format.Type(s.typeFilter))
	}
	if s.days != model.AllDays {
		said = append(said, s.days.String())
	}
	if s.part != "" {
		said = append(said, s.part)
	}
	if s.sort != history.ByDate || s.reversed {
		arrow := " ↑"
		if s.desc() {
			arrow = " ↓"
		}
		by := "by "
		if s.group != 0 {
			by = "rows by "
		}
		said = append(said, by+sortings[s.sort].name+arrow)
	}
	if s.group != 0 {
		said = append(said, "per "+groupings[s.group].name)
	}
	return said
}

// byDays reports whether the rows shown depend on where days begin, so that the time zone has
// to be named.
func (s *searchState) byDays() bool {
	key := groupings[s.group].key
	return s.days != model.AllDays || strings.Contains(s.text, "date:") ||
		(s.group != 0 && (key == history.PerDay || key == history.PerWeek || key == history.PerMonth))
}

// thisMonth is the filter that d starts typing dates with.
func thisMonth(today model.Day) string {
	first := today
	first.Date = 1
	return "date:" + first.Format("2006-01-02") + ".." + today.Format("2006-01-02")
}

// dates matches the date forms of a filter.
var dates = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(^|\s)date:\S*`) })

// withoutDates is a filter without its date forms, and whether it had any.
func withoutDates(text string) (rest string, dated bool) {
	rest = strings.TrimSpace(dates().ReplaceAllString(text, ""))
	return rest, rest != strings.TrimSpace(text)
}

// cycle is the next index in a ring of n, or the previous one.
func cycle(i, n int, back bool) int {
	if back {
		return (i + n - 1) % n
	}
	return (i + 1) % n
}

// examples are sample filters, as many as fit on a line.
func examples(width int) string {
	line := " "
	for _, form := range []string{"type:refund", "amount:<-50", "date:7d", "model:veo", "-draft", `"at night"`, "date:2026-10", "id:65f1"} {
		if len(line)+2+len(form) > width {
			break
		}
		line += " " + form + " "
	}
	return line
}
