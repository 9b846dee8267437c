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
	readable []*regexp.Regexp          // digits of dates, times, names and the like; of a group, where there is one
	amount   *regexp.Regexp            // what follows digits that are an amount after all
	secret   []*regexp.Regexp          // masked in any case
	word     *regexp.Regexp            // what may be an id
	public   *regexp.Regexp            // the service's own addresses, readable in any case
	token    *regexp.Regexp            // strings and numbers of JSON
	keys     map[string]*regexp.Regexp // values that stay readable, by their name
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
	all := func(patterns ...string) (compiled []*regexp.Regexp) {
		for _, pattern := range patterns {
			compiled = append(compiled, regexp.MustCompile(pattern))
		}
		return compiled
	}
	small, oneYear := regexp.MustCompile(`^[0-9]{1,2}$`), regexp.MustCompile(`^`+year+`$`)
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
		readable: all(
			`\b`+clock+`\b`,
			`\b`+date+`(?:T`+clock+`Z?)?\b`,
			`(?:^|[\s"(;,])(`+year+`-(?:0[1-9]|1[0-2]))(?:[\s");,]|$)`, // a month
			`\b`+month+` (?:[12][0-9]|3[01]|[1-9])(?:,? `+year+`)?\b`,
			`\b`+month+`  [1-9] `+clock+`\b`,
			`\b`+month+` `+year+`\b`,
			`\b[A-Za-z]+[a-z](?:[0-9]{1,2}[A-Za-z]*)?(?:[-.](?:[A-Za-z]+(?:[0-9]{1,2}[A-Za-z]*)?|[0-9]{1,2}[A-Za-z]*|[0-9]{3,4}p))*\b`, // names of models
			`(?:^|[^0-9.,])([0-9]{1,3} (?:days?|weeks?|months?|hours?|minutes?|times))\b`,                                              // durations
			`(?:^|[^0-9.,])([0-9]{1,3}[dh])\b`,
			`(?i)\b[0-9] (?:times? )?(?:in|of|out of) 10\b`,
			`\b`+panes+` \([1-7]\)`, `\b[1-9] shows it`, // keys of panes
			`^[0-9]{1,2}\. `, `^Number, [0-9]+ to [0-9]+,`, // numbered choices
		),
		amount: regexp.MustCompile(`^(?:[.,]?[0-9]| ?(?:%|(?:minor units|credits?|cr|generations?|transactions?|rows?)\b))`),
		secret: all(
			`[^\s<>()",;]*@[^\s<>()",;]*`,
			`\b[0-9a-f]{8,}\b`, `\b[0-9a-f]*[0-9][0-9a-f]*…`, `\b[0-9a-f]{8,}…`,
			`\b(?:cs|in|pi|sub|cus|ch|re|order|prod)[-_][A-Za-z0-9_-]+…?`,
			`\b[A-Z2-7]{20,}\b`, `…[A-Za-z0-9]{4}\b`,
			`://[^\s/",;]+/[^\s",;]+`,
		),
		word:   regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9_-]*…?`),
		public: regexp.MustCompile(`(?:^|[\s"'(,;])(?:` + strings.Join(public, "|") + `)(?:[.:]?[\s"'),;]|[.:]?$)`),
		token:  regexp.MustCompile(`"(?:[^"\\]|\\.)*"\s*:?|-?[0-9][0-9.eE+-]*`),
		keys: map[string]*regexp.Regexp{
			"key": small, "hour": small, "weekday": small, "rank": small, "days": regexp.MustCompile(`^[0-9]{1,3}$`),
			"span": oneYear, "month": oneYear, "tool": regexp.MustCompile(``), "model": regexp.MustCompile(``),
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
	mark := func(hide bool, from, to int) {
		for i := from; i < to; i++ {
			hidden[i] = hide
		}
	}
	if !withoutAmounts {
		for _, at := range m.digit.FindAllStringIndex(plain, -1) {
			mark(true, at[0], at[1])
		}
		for _, pattern := range m.readable {
			for _, at := range pattern.FindAllStringSubmatchIndex(plain, -1) {
				if at = at[len(at)-2:]; !m.amount.MatchString(plain[at[1]:]) { // the group, or all
					mark(false, at[0], at[1])
				}
			}
		}
	}
	for _, pattern := range m.secret {
		for _, at := range pattern.FindAllStringIndex(plain, -1) {
			mark(true, at[0], at[1])
		}
	}
	for _, at := range m.word.FindAllStringIndex(plain, -1) {
		if isID(plain[at[0]:at[1]]) {
			mark(true, at[0], at[1])
		}
	}
	for _, at := range m.public.FindAllStringIndex(plain, -1) {
		mark(false, at[0], at[1])
	}
	return hidden
}
