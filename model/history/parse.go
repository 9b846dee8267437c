package history

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// SyntaxError is an error in the text of a filter, with its position.
type SyntaxError struct {
	Pos     int    // offset in bytes
	Len     int    // length in bytes, at least one unless the text is empty
	Message string // for people
}

func (e *SyntaxError) Error() string { return e.Message }

// FilterHelp explains the filter language: pairs of a form and its meaning.
var FilterHelp = [][2]string{
	{"lighthouse storm", "rows that have both words in tool, model, type, description or prompt"},
	{`"at night"`, "the words as they stand, with the space"},
	{"-draft", "not this word; a minus works before every form"},
	{"type:refund", "a type, or how it begins"},
	{"tool:create-video", "part of a tool's name"},
	{"model:veo", "part of a model's name"},
	{"amount:-4", "exactly this many credits, debits with a minus"},
	{"amount:<-50", "also <= > >="},
	{"amount:-100..-50", "from one to another, both included; either may be left out"},
	{"balance:<1000", "the balance after the row, likewise"},
	{"date:2026-10", "a month; also 2026 and 2026-10-05"},
	{"date:>=2026-10-01", "also < <= >"},
	{"date:2026-09-01..2026-09-30", "from one day to another, both included"},
	{"date:7d", "the last 7 days; also today, yesterday, 30d"},
	{"id:65f1", "how the id of a row, generation or payment begins"},
}

// maxConds is how many conditions a query has at the most: more than anybody
// types, few enough for a page pasted by mistake.
const maxConds = 64

var fields = map[string]queryField{
	"type": aboutType, "tool": aboutTool, "model": aboutModel, "amount": aboutAmount, "balance": aboutBalance,
	"date": aboutDate, "id": aboutID,
}

// examples complete the message for a field without a value.
var examples = map[string]string{
	"type": "type:refund", "tool": "tool:create-video", "model": "model:veo", "amount": "amount:<-50",
	"balance": "balance:<1000", "date": "date:2026-10", "id": "id:65f1",
}

// compared complete the message for a comparison with nothing.
var compared = map[queryField]string{aboutAmount: "amount:<-50", aboutBalance: "balance:<1000", aboutDate: "date:>=2026-10-01"}

// Parse reads a filter. Days are those of loc, and "today" is the day of now
// there. An error is a *[SyntaxError]; a text of spaces is the empty query.
func Parse(text string, now time.Time, loc *time.Location) (Query, error) {
	if loc == nil {
		loc = time.UTC
	}
	p := parser{text: text, now: now, loc: loc}
	var q Query
	for {
		p.skipSpace()
		if p.pos == len(p.text) {
			return q, nil
		}
		if len(q.conds) == maxConds {
			return Query{}, p.fail(p.pos, len(p.text), "that is more than %d words", maxConds)
		}
		c, err := p.cond()
		if err != nil {
			return Query{}, err
		}
		q.conds = append(q.conds, c)
	}
}

type parser struct {
	text string
	pos  int
	now  time.Time
	loc  *time.Location
}

func (p *parser) fail(from, to int, format string, args ...any) error {
	return &SyntaxError{Pos: from, Len: max(to-from, min(1, len(p.text)-from)), Message: fmt.Sprintf(format, args...)}
}

func (p *parser) skipSpace() {
	rest := strings.TrimLeftFunc(p.text[p.pos:], unicode.IsSpace)
	p.pos = len(p.text) - len(rest)
}

func (p *parser) cond() (cond, error) {
	var c cond
	start := p.pos
	if p.text[p.pos] == '-' {
		c.not = true
		p.pos++
	}
	name, named := p.field()
	valueAt := p.pos
	value, quoted, err := p.value()
	switch {
	case err != nil:
		return c, err
	case !named && value == "" && quoted:
		return c, p.fail(valueAt, p.pos, "there is nothing between the quotes")
	case !named && value == "":
		return c, p.fail(start, p.pos, `a minus needs a word right after it, as in "-draft"`)
	case named && value == "" && examples[strings.ToLower(name)] != "":
		return c, p.fail(start, p.pos, `%s: needs a value, as in "%s"`, name, examples[strings.ToLower(name)])
	}
	if at := strings.IndexAny(value, "<>="); !named && !quoted && at > 0 {
		if _, ok := fields[strings.ToLower(value[:at])]; ok {
			return c, p.fail(valueAt, p.pos, `a colon is missing, as in %s`, shown(value[:at]+":"+strings.TrimPrefix(value[at:], "=")))
		}
	}
	if named {
		known, ok := fields[strings.ToLower(name)]
		if !ok {
			return c, p.fail(valueAt-len(name)-1, valueAt-1,
				`there is no "%s:"; quotes make it a word`, name)
		}
		c.about = known
	}
	switch c.about {
	case aboutAmount, aboutBalance:
		c.lo, c.hi, err = parseAmounts(value)
	case aboutDate:
		c.loc = p.loc
		c.lo, c.hi, err = parseDates(value, p.now, p.loc)
	default:
		c.text = foldText(strings.ToValidUTF8(value, "\uFFFD"))
	}
	switch {
	case errors.Is(err, errNoValue):
		needs := "a number"
		if c.about == aboutDate {
			needs = "a day"
		}
		return c, p.fail(start, p.pos, `%s:%s needs %s, as in "%s"`, name, value, needs, compared[c.about])
	case err != nil:
		return c, p.fail(valueAt, p.pos, "%s", err.Error())
	}
	return c, nil
}

// field takes a name and its colon. Only letters can be a name: "12:30" is a
// word.
func (p *parser) field() (name string, ok bool) {
	rest := p.text[p.pos:]
	end := strings.IndexFunc(rest, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_')
	})
	if end <= 0 || rest[end] != ':' {
		return "", false
	}
	p.pos += end + 1
	return rest[:end], true
}

// value takes a word, or what stands between quotes.
func (p *parser) value() (value string, quoted bool, err error) {
	rest := p.text[p.pos:]
	if !strings.HasPrefix(rest, `"`) {
		end := strings.IndexFunc(rest, unicode.IsSpace)
		if end < 0 {
			end = len(rest)
		}
		p.pos += end
		return rest[:end], false, nil
	}
	start := p.pos
	end := strings.IndexByte(rest[1:], '"')
	if end < 0 {
		return "", true, p.fail(start, len(p.text), "the quote is not closed")
	}
	p.pos += end + 2
	if after, _ := utf8.DecodeRuneInString(p.text[p.pos:]); p.pos < len(p.text) && !unicode.IsSpace(after) {
		return "", true, p.fail(p.pos, p.pos+1, "there must be a space after the closing quote")
	}
	return rest[1 : end+1], true, nil
}
