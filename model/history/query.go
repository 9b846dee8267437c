package history

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Query is a conjunction of conditions on rows. The zero value matches every row. Make one
// with [Parse], [Days] and [Query.And].
type Query struct{ conds []cond }

// queryField is the property of rows that a condition tests.
type queryField uint8

const (
	aboutWord queryField = iota // tool, model, type, description or prompt
	aboutType
	aboutTool
	aboutModel
	aboutAmount
	aboutBalance
	aboutDate
	aboutTime
	aboutHour
	aboutWeekday
	aboutID
)

// cond is one condition.
type cond struct {
	about  queryField
	not    bool
	text   string         // folded
	names  []string       // of tools or models as they are, in place of the text; nil for none
	lo, hi int64          // amounts in millionths, dates in days, times in milliseconds, hours, weekdays from Monday, both included
	loc    *time.Location // of dates, hours and weekdays
}

// Empty reports whether the query matches every row.
func (q Query) Empty() bool { return len(q.conds) == 0 }

// And is the query that matches the rows matched by both.
func (q Query) And(other Query) Query {
	return Query{conds: append(q.conds[:len(q.conds):len(q.conds)], other.conds...)}
}

// Unmatched is the first condition on a type, tool or model that no row of a table fulfils: its
// field as in a filter ("model"), its text in lower case, and the names that rows of the table have
// there, sorted. ok is false where there is no such condition.
func (q Query) Unmatched(t *Table) (field, text string, names []string, ok bool) {
	for _, c := range q.conds {
		var name func(kind) string
		switch {
		case c.not || c.names != nil:
		case c.about == aboutType:
			field, name = "type", func(k kind) string { return string(k.kind) }
		case c.about == aboutTool:
			field, name = "tool", func(k kind) string { return string(k.tool) }
		case c.about == aboutModel:
			field, name = "model", func(k kind) string { return string(k.model) }
		}
		if name == nil || slices.ContainsFunc(t.kinds, c.holdsKind) {
			continue
		}
		for _, k := range t.kinds {
			if name := name(k); name != "" {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		return field, c.text, slices.Compact(names), true
	}
	return "", "", nil, false
}

// WordOfDays is the first word of the query that reads like days, as in "yesterday" or "2026-10";
// "" where there is none.
func (q Query) WordOfDays() string {
	for _, c := range q.conds {
		if c.about == aboutWord && !c.not {
			if _, _, err := parseDates(c.text, time.Unix(0, 0), time.UTC); err == nil {
				return c.text
			}
		}
	}
	return ""
}

// TakesType reports whether the query's conditions on types hold for a type.
func (q Query) TakesType(of model.TransactionType) bool {
	for _, c := range q.conds {
		if c.about == aboutType && c.holdsType(foldText(of)) == c.not {
			return false
		}
	}
	return true
}

// Days matches the local days of loc, UTC for nil, from one to another, both included.
func Days(from, to model.Day, loc *time.Location) Query {
	if loc == nil {
		loc = time.UTC
	}
	return Query{conds: []cond{{about: aboutDate, lo: dayNumber(from), hi: dayNumber(to), loc: loc}}}
}

// After matches the rows after an instant, to the millisecond.
func After(instant time.Time) Query {
	return Query{conds: []cond{{about: aboutTime, lo: instant.UnixMilli() + 1, hi: math.MaxInt64}}}
}

// OfTools matches rows whose tool has exactly one of these names; "" matches rows without a
// tool.
func OfTools(names ...string) Query { return ofNames(aboutTool, names) }

// OfModels matches rows whose model has one of these names, likewise.
func OfModels(names ...string) Query { return ofNames(aboutModel, names) }

func ofNames(about queryField, names []string) Query {
	return Query{conds: []cond{{about: about, names: append([]string{}, names...)}}}
}

// Hours matches the hours of the day in loc, UTC for nil, from one to another, both
// included.
func Hours(from, to int, loc *time.Location) Query { return onClock(aboutHour, from, to, loc) }

// OnWeekday matches the rows of one day of the week in loc, UTC for nil.
func OnWeekday(day time.Weekday, loc *time.Location) Query {
	fromMonday := (int(day) + 6) % 7
	return onClock(aboutWeekday, fromMonday, fromMonday, loc)
}

func onClock(about queryField, from, to int, loc *time.Location) Query {
	if loc == nil {
		loc = time.UTC
	}
	return Query{conds: []cond{{about: about, lo: int64(from), hi: int64(to), loc: loc}}}
}

// Span is the range of days to which the query's date conditions limit its rows; ok is
// false if it has none. An open end is the zero day.
func (q Query) Span() (from, to model.Day, ok bool) {
	lo, hi := int64(math.MinInt64), int64(math.MaxInt64)
	for _, c := range q.conds {
		if c.about == aboutDate && !c.not {
			lo, hi, ok = max(lo, c.lo), min(hi, c.hi), true
		}
	}
	if lo != math.MinInt64 {
		from = dayOfNumber(lo)
	}
	if hi != math.MaxInt64 {
		to = dayOfNumber(hi)
	}
	return from, to, ok
}

// SpanWithin is that range between a first day and today; ok is false too where none of it is.
func (q Query) SpanWithin(first, today model.Day) (from, to model.Day, ok bool) {
	from, to, ok = q.Span()
	if from == (model.Day{}) || from.Before(first) {
		from = first
	}
	if to == (model.Day{}) || today.Before(to) {
		to = today
	}
	return from, to, ok && !to.Before(from)
}

// WithoutDays is the query without its date conditions, apart from those that leave days out.
func (q Query) WithoutDays() Query {
	return Query{conds: slices.DeleteFunc(slices.Clone(q.conds), func(c cond) bool { return c.about == aboutDate && !c.not })}
}

// Marks returns where the query's words occur in a description or prompt, as byte ranges in
// order and without overlap, for highlighting.
func (q Query) Marks(text string) [][2]int {
	var marks [][2]int
	for _, c := range q.conds {
		if c.about != aboutWord || c.not {
			continue
		}
		nd := newSubstringMatcher(c.text)
		for at := nd.next([]byte(text), 0); at >= 0; at = nd.next([]byte(text), marks[len(marks)-1][1]) {
			marks = append(marks, [2]int{at, nd.ends([]byte(text), at)})
		}
	}
	slices.SortFunc(marks, func(a, b [2]int) int { return a[0] - b[0] })
	apart := marks[:0]
	for _, m := range marks {
		if last := len(apart) - 1; last >= 0 && m[0] <= apart[last][1] {
			apart[last][1] = max(apart[last][1], m[1])
			continue
		}
		apart = append(apart, m)
	}
	return apart
}

// Matches reports whether the query matches a row with the prompt of its generation, or "".
// It defines [Filter] for one row.
func (q Query) Matches(row model.Transaction, prompt string) bool {
	for i := range q.conds {
		if q.conds[i].holds(&row, prompt) == q.conds[i].not {
			return false
		}
	}
	return true
}

// leastKnown is below every amount but [model.UnknownCredits], of which no
// condition holds.
const leastKnown = int64(model.UnknownCredits) + 1

// holds is the condition without its "not".
func (c *cond) holds(row *model.Transaction, prompt string) bool {
	switch c.about {
	case aboutType, aboutTool, aboutModel:
		return c.holdsKind(kindOf(row))
	case aboutAmount:
		return max(c.lo, leastKnown) <= int64(row.Amount) && int64(row.Amount) <= c.hi
	case aboutBalance:
		return max(c.lo, leastKnown) <= int64(row.Balance) && int64(row.Balance) <= c.hi
	case aboutDate:
		day := dayNumber(model.DayOf(row.CreatedAt.Time, c.loc))
		return c.lo <= day && day <= c.hi
	case aboutTime:
		at := row.CreatedAt.UnixMilli()
		return c.lo <= at && at <= c.hi
	case aboutHour:
		hour := int64(row.CreatedAt.In(c.loc).Hour())
		return c.lo <= hour && hour <= c.hi
	case aboutWeekday:
		day := (int64(row.CreatedAt.In(c.loc).Weekday()) + 6) % 7
		return c.lo <= day && day <= c.hi
	case aboutID:
		return c.beginsID(string(row.ID)) || c.beginsID(string(row.GenerationID)) || c.beginsID(string(row.CheckoutID))
	}
	return c.holdsKind(kindOf(row)) ||
		strings.Contains(foldText(row.Description), c.text) || strings.Contains(foldText(prompt), c.text)
}

func (c *cond) beginsID(id string) bool { return strings.HasPrefix(foldText(id), c.text) }

// holdsKind is what of the condition depends on the row's kind alone.
func (c *cond) holdsKind(k kind) bool {
	switch {
	case c.names == nil:
	case c.about == aboutTool:
		return slices.Contains(c.names, string(k.tool))
	default:
		return slices.Contains(c.names, string(k.model))
	}
	switch c.about {
	case aboutType:
		return c.holdsType(foldText(k.kind))
	case aboutTool:
		return strings.Contains(foldText(k.tool), c.text)
	case aboutModel:
		return strings.Contains(foldText(k.model), c.text)
	}
	return strings.Contains(foldText(k.tool), c.text) || strings.Contains(foldText(k.model), c.text) ||
		strings.Contains(foldText(k.kind), c.text)
}

// holdsType takes a type in full for that type alone, so that "purchase" is not
// "purchase_refund", and anything else for its beginning.
func (c *cond) holdsType(folded string) bool {
	if c.wholeType() {
		return folded == c.text
	}
	return strings.HasPrefix(folded, c.text)
}

func (c *cond) wholeType() bool {
	kind := model.TransactionType(c.text)
	return slices.Contains(model.TransactionTypes, kind) || slices.Contains(model.EstimatedTypes, kind)
}

// implies reports whether every row of q is a row of wider, judging by the conditions
// alone: each of wider's follows from one of q's.
func (q Query) implies(wider Query) bool {
	for i := range wider.conds {
		if !q.has(&wider.conds[i]) {
			return false
		}
	}
	return true
}

func (q Query) has(weaker *cond) bool {
	for i := range q.conds {
		if q.conds[i].implies(weaker) {
			return true
		}
	}
	return false
}

// implies reports whether the condition holds only where a weaker one does.
func (c *cond) implies(weaker *cond) bool {
	if c.about != weaker.about || c.not != weaker.not || !sameZone(c.loc, weaker.loc) {
		return false
	}
	if c.names != nil || weaker.names != nil {
		return slices.Equal(c.names, weaker.names) && (c.names == nil) == (weaker.names == nil)
	}
	if c.not {
		c, weaker = weaker, c // not A implies not B where B implies A
	}
	switch c.about {
	case aboutAmount, aboutBalance, aboutDate, aboutTime, aboutHour, aboutWeekday:
		return weaker.lo <= c.lo && c.hi <= weaker.hi
	case aboutID:
		return strings.HasPrefix(c.text, weaker.text)
	case aboutType:
		return c.text == weaker.text || (!weaker.wholeType() && strings.HasPrefix(c.text, weaker.text))
	}
	return strings.Contains(c.text, weaker.text)
}

func sameZone(a, b *time.Location) bool {
	return a == b || (a != nil && b != nil && a.String() == b.String() && a != time.Local && b != time.Local)
}

// cost orders conditions, those that look at the least memory first.
func (c *cond) cost() int {
	switch c.about {
	case aboutType, aboutTool, aboutModel:
		return 0
	case aboutDate, aboutTime:
		return 1
	case aboutHour, aboutWeekday:
		return 2
	case aboutAmount, aboutBalance:
		return 2
	case aboutID:
		return 3
	}
	return 4 + math.MaxInt16 - min(len(c.text), math.MaxInt16) // long words are rarer
}
