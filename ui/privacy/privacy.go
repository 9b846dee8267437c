// Package privacy masks what others should not read on a shared screen: e-mail
// addresses, ids and amounts. It works on finished text (frames, tables, CSV, JSON), so
// that no pane and no command can bypass it: every digit is masked except those known to
// belong to no amount. Where a value has a name, that of a JSON member or a CSV column,
// the name decides.
package privacy

import (
	"regexp"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Masker masks texts.
type Masker struct {
	escape   *regexp.Regexp // escape sequences between texts
	digit    *regexp.Regexp
	readable []pattern                 // digits of dates, times, names and the like
	amount   *regexp.Regexp            // what follows digits that are an amount after all
	secret   []pattern                 // masked in any case
	word     *regexp.Regexp            // what may be an id
	public   pattern                   // the service's own addresses, readable in any case
	token    *regexp.Regexp            // strings and numbers of JSON
	keys     map[string]*regexp.Regexp // values that stay readable, by their name
}

// pattern finds parts of a line.
type pattern struct {
	hint  string         // every line with a match contains it
	regex *regexp.Regexp // a match is its group, where it has one
}

// each calls do with every match in a line.
func (p pattern) each(line string, do func(from, to int)) {
	if !strings.Contains(line, p.hint) {
		return
	}
	for _, at := range p.regex.FindAllStringSubmatchIndex(line, -1) {
		do(at[len(at)-2], at[len(at)-1])
	}
}

const (
	month = `(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)`
	year  = `20[0-9]{2}`
	clock = `(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?`
	date  = year + `-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])`
	panes = `(?:Overview|Transactions|Usage|Plans|Packs|Costs|Account)`
)

// New makes a Masker.
func New() *Masker {
	find := func(hint, regex string) pattern { return pattern{hint, regexp.MustCompile(regex)} }
	small, oneYear, anything := regexp.MustCompile(`^[0-9]{1,2}$`), regexp.MustCompile(`^`+year+`$`), regexp.MustCompile(``)
	var public []string
	for _, address := range []string{
		model.Support, string(model.SettingsGuide), string(model.FirstCreation), string(model.Guides), string(model.KeysPage),
		string(model.AccountPage), string(model.PricingPage), string(model.RefundPolicy),
	} {
		public = append(public, regexp.QuoteMeta(address))
	}
	return &Masker{
		escape: regexp.MustCompile(`\x1b\[[0-?]*[\x20-\x2f]*[\x40-\x7e]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)`),
		digit:  regexp.MustCompile(`[0-9]+`),
		readable: []pattern{
			find(":", `\b`+clock+`\b`),
			find("20", `\b`+date+`(?:T`+clock+`Z?)?\b`),
			find("20", `(?:^|[\s"(;,])(`+year+`-(?:0[1-9]|1[0-2]))(?:[\s");,]|$)`),                            // a month
			find("20", `(?:^|  )(`+year+`(?: so far)?)  `),                                                    // a label; amounts for people have a separator from 1,000 on
			find("00 ", `^ *(00(?: +(?:[01][0-9]|2[0-3]))+) *$`),                                              // the hours under a chart
			find("", `\b`+month+` (?:(?:[12][0-9]|3[01]|[1-9])(?:,? `+year+`)?| [1-9] `+clock+`|`+year+`)\b`), // days
			find("", `\b[A-Za-z]+[a-z](?:[0-9]{1,2}[A-Za-z]*)?(?:[-.](?:[A-Za-z]+(?:[0-9]{1,2}[A-Za-z]*)?|[0-9]{1,2}[A-Za-z]*|[0-9]{3,4}p))*\b`), // names of models
			find("", `(?i)(?:^|[^0-9.,])([0-9]{1,3}(?:[dh]| (?:days?|weeks?|months?|hours?|minutes?)))\b`),                                       // durations
			find("10", `(?i)\b[0-9] (?:times? )?(?:in|of|out of) 10\b`),
			find("(", `\b`+panes+` \([1-7]\)`), find("shows it", `\b[1-9] shows it`), // keys of panes
			find(". ", `^[0-9]{1,2}\. `), find("Number, ", `^Number, [0-9]+ to [0-9]+,`), // numbered choices
		},
		amount: regexp.MustCompile(`^(?:[.,]?[0-9]| ?(?:%|(?:minor units|credits?|cr|generations?|transactions?|rows?)\b))`),
		secret: []pattern{
			find("@", `[^\s<>()",;]*@[^\s<>()",;]*`),
			find("…", `\b[0-9a-f]*[0-9][0-9a-f]*…`), find("…", `\b[0-9a-f]{8,}…`), find("…", `…[A-Za-z0-9]{4}\b`),
			find("_", `\b(?:cs|in|pi|sub|cus|ch|re|order|prod)_[A-Za-z0-9_-]+…?`),
			find("://", `://[^\s/",;]+/[^\s",;]+`),
		},
		word:   regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9_-]*…?`),
		public: find("artificialstudio", `(?:^|[\s"'(,;])(?:`+strings.Join(public, "|")+`)(?:[.:]?[\s"'),;]|[.:]?$)`),
		token:  regexp.MustCompile(`"(?:[^"\\]|\\.)*"\s*:?|-?[0-9][0-9.eE+-]*`),
		keys: map[string]*regexp.Regexp{
			"key": regexp.MustCompile(`^(?:[0-9]{1,2}|[a-z][a-z0-9]*(?:[-.][a-z0-9]+)+)$`), "hour": small, "weekday": small, "rank": small, "days": regexp.MustCompile(`^[0-9]{1,3}$`),
			"span": oneYear, "month": oneYear, "tool": anything, "model": anything,
		},
	}
}

// layoutMark is the first of the zero-width characters that mark the layout.
const layoutMark = 0xE0000

// Frame masks a frame, keeping the width of each line. In lines without amounts digits stay;
// other secrets are masked there too.
func (m *Masker) Frame(text string, withoutAmounts func(line int) bool) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = m.line(line, withoutAmounts(i))
	}
	return strings.Join(lines, "\n")
}

// Text masks a text, keeping the width of each line.
func (m *Masker) Text(text string) string { return m.Frame(text, func(int) bool { return false }) }

// Whole masks every character of a text, keeping its width.
func Whole(text string) string { return strings.Repeat("*", widget.Width(text)) }

func (m *Masker) line(line string, withoutAmounts bool) string {
	hidden := m.hidden(m.escape.ReplaceAllString(line, ""), withoutAmounts)
	var b strings.Builder
	at, last := 0, 0
	write := func(text string) {
		for i, r := range text {
			if hidden[at+i] && r > ' ' && r < layoutMark {
				b.WriteString(Whole(string(r)))
			} else {
				b.WriteRune(r)
			}
		}
		at += len(text)
	}
	for _, escape := range m.escape.FindAllStringIndex(line, -1) {
		write(line[last:escape[0]])
		b.WriteString(line[escape[0]:escape[1]])
		last = escape[1]
	}
	write(line[last:])
	return b.String()
}

// hidden are the bytes of a line without escape sequences that are masked.
func (m *Masker) hidden(plain string, withoutAmounts bool) []bool {
	hidden := make([]bool, len(plain))
	mark := func(hide bool) func(from, to int) {
		return func(from, to int) {
			for i := from; i < to; i++ {
				hidden[i] = hide
			}
		}
	}
	if digits := m.digit.FindAllStringIndex(plain, -1); !withoutAmounts && len(digits) > 0 {
		for _, at := range digits {
			mark(true)(at[0], at[1])
		}
		for _, readable := range m.readable {
			readable.each(plain, func(from, to int) {
				if !m.amount.MatchString(plain[to:]) {
					mark(false)(from, to)
				}
			})
		}
	}
	for _, secret := range m.secret {
		secret.each(plain, mark(true))
	}
	for _, at := range m.word.FindAllStringIndex(plain, -1) {
		if isID(plain[at[0]:at[1]]) {
			mark(true)(at[0], at[1])
		}
	}
	m.public.each(plain, mark(false))
	return hidden
}
