// Package privacy masks what others should not read on a shared screen: e-mail
// addresses, ids and amounts. It works on finished text (frames, tables, CSV, JSON), so
// that no pane and no command can bypass it: every digit is masked except those known to
// belong to no amount.
package privacy

import (
	"regexp"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Masker masks texts.
type Masker struct {
	escape  *regexp.Regexp // escape sequences between texts
	digit   *regexp.Regexp
	allowed []*regexp.Regexp // digits that stay readable
	secret  []*regexp.Regexp // masked in any case
	public  *regexp.Regexp   // the service's own addresses, readable in any case
	token   *regexp.Regexp   // strings and numbers of JSON
}

// New makes a Masker.
func New() *Masker {
	all := func(patterns ...string) (compiled []*regexp.Regexp) {
		for _, pattern := range patterns {
			compiled = append(compiled, regexp.MustCompile(pattern))
		}
		return compiled
	}
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
		allowed: all(
			`\b[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?\b`,                                                  // times
			`\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* [0-3]?[0-9](?:,? 20[0-9]{2})?\b`, // days
			`\b20[0-9]{2}-[01][0-9](?:-[0-3][0-9](?:T[0-9:.]+Z?)?)?\b`,
			`\b[A-Za-z][A-Za-z]+[0-9]*(?:[-.][A-Za-z0-9]+)*\b`,                          // names of models
			`(?:^|[^0-9.,])[0-9]{1,3} (?:days?|weeks?|months?|hours?|minutes?|times)\b`, // durations
			`\([0-9]\)`, `\b[0-9] shows it`, // keys of panes
			`^[0-9]{1,2}\. `, `^Number, [0-9]+ to [0-9]+,`, // numbered choices
		),
		secret: all(
			`[^\s<>()",;]*@[^\s<>()",;]*`,
			`\b[0-9a-f]{8,}\b`, `\b[0-9a-f]*[0-9][0-9a-f]*…`, `\b[0-9a-f]{8,}…`,
			`\b(?:cs|in|pi|sub|cus|ch|re|order|prod)[-_][A-Za-z0-9_-]+…?`,
			`\b[A-Z2-7]{20,}\b`, `…[A-Za-z0-9]{4}\b`,
			`://[^\s/",;]+/[^\s",;]+`,
		),
		public: regexp.MustCompile(`(?:^|[\s"'(,;])(?:` + strings.Join(public, "|") + `)(?:[.:]?[\s"'),;]|[.:]?$)`),
		token:  regexp.MustCompile(`"(?:[^"\\]|\\.)*"\s*:?|-?[0-9][0-9.eE+-]*`),
	}
}

// tags are the zero-width characters that mark the layout.
const tags = 0xE0000

// Frame masks a frame, keeping the width of each line. In free lines digits belong to no
// amount; other secrets are masked there too.
func (m *Masker) Frame(text string, free func(line int) bool) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = m.line(line, free(i))
	}
	return strings.Join(lines, "\n")
}

// Text masks a text, keeping the width of each line.
func (m *Masker) Text(text string) string { return m.Frame(text, func(int) bool { return false }) }

func (m *Masker) line(line string, free bool) string {
	plain := m.escape.ReplaceAllString(line, "")
	hidden := make([]bool, len(plain))
	mark := func(hide bool, patterns ...*regexp.Regexp) {
		for _, pattern := range patterns {
			for _, at := range pattern.FindAllStringIndex(plain, -1) {
				for i := at[0]; i < at[1]; i++ {
					hidden[i] = hide
				}
			}
		}
	}
	if !free {
		mark(true, m.digit)
		mark(false, m.allowed...)
	}
	mark(true, m.secret...)
	mark(false, m.public)
	var b strings.Builder
	at, last := 0, 0
	write := func(text string) {
		for i, r := range text {
			if hidden[at+i] && r > ' ' && r < tags {
				b.WriteString(strings.Repeat("*", widget.Width(string(r))))
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
