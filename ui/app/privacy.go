package app

import (
	"regexp"
	"strings"

	"github.com/studio-tui/studio-tui/ui/data"
)

// privacy masks what others should not read on a shared screen: e-mail addresses, ids
// and amounts. It works on the drawn text, so that no pane can bypass it: every digit
// is masked except those known to belong to no amount.
type privacy struct {
	escape  *regexp.Regexp // escape sequences between texts
	digit   *regexp.Regexp
	allowed []*regexp.Regexp // digits that stay readable
	secret  []*regexp.Regexp // masked in any case
}

func newPrivacy() *privacy {
	all := func(patterns ...string) (compiled []*regexp.Regexp) {
		for _, pattern := range patterns {
			compiled = append(compiled, regexp.MustCompile(pattern))
		}
		return compiled
	}
	return &privacy{
		escape: regexp.MustCompile(`\x1b\[[0-?]*[\x20-\x2f]*[\x40-\x7e]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)`),
		digit:  regexp.MustCompile(`[0-9]+`),
		allowed: all(
			`\b[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?\b`,                                                  // times
			`\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* [0-3]?[0-9](?:,? 20[0-9]{2})?\b`, // days
			`\b20[0-9]{2}-[01][0-9](?:-[0-3][0-9])?\b`,
			`\b[A-Za-z][A-Za-z]+[0-9]*(?:[-.][A-Za-z0-9]+)*\b`,                          // names of models
			`(?:^|[^0-9.,])[0-9]{1,3} (?:days?|weeks?|months?|hours?|minutes?|times)\b`, // durations
			`\([0-9]\)`, `\b[0-9] shows it`, // keys of panes
		),
		secret: all(
			`[^\s<>()]*@[^\s<>()]*`,
			`\b[0-9a-f]{8,}\b`, `\b[0-9a-f]*[0-9][0-9a-f]*…`, `\b[0-9a-f]{4,}…`,
			`\b(?:cs|in|pi|sub|cus|ch|re|order|prod)[-_][A-Za-z0-9_-]+…?`,
			`\b[A-Z2-7]{20,}\b`, `…[A-Za-z0-9]{4}\b`,
			`://[^\s/]+/\S+`,
		),
	}
}

// tags are the zero-width characters that mark the layout.
const tags = 0xE0000

// mask masks secrets in a text, keeping the width of each line. In free lines digits
// belong to no amount; other secrets are masked there too.
func (p *privacy) mask(text string, free func(line int) bool) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = p.maskLine(line, free(i))
	}
	return strings.Join(lines, "\n")
}

func (p *privacy) maskLine(line string, free bool) string {
	plain := p.escape.ReplaceAllString(line, "")
	hidden := make([]bool, len(plain))
	mark := func(pattern *regexp.Regexp, hide bool) {
		for _, at := range pattern.FindAllStringIndex(plain, -1) {
			for i := at[0]; i < at[1]; i++ {
				hidden[i] = hide
			}
		}
	}
	if !free {
		mark(p.digit, true)
		for _, pattern := range p.allowed {
			mark(pattern, false)
		}
	}
	for _, pattern := range p.secret {
		mark(pattern, true)
	}
	var b strings.Builder
	at, last := 0, 0
	write := func(text string) {
		for i, r := range text {
			if hidden[at+i] && r > ' ' && r < tags {
				r = '*'
			}
			b.WriteRune(r)
		}
		at += len(text)
	}
	for _, escape := range p.escape.FindAllStringIndex(line, -1) {
		write(line[last:escape[0]])
		b.WriteString(line[escape[0]:escape[1]])
		last = escape[1]
	}
	write(line[last:])
	return b.String()
}

// keepsIn reports whether a text has nothing to mask, so that it may leave the program
// in privacy mode.
func (p *privacy) keepsIn(text string) bool {
	return p.mask(text, func(int) bool { return false }) != text
}

// togglePrivacy switches privacy mode on or off.
func (c *core) togglePrivacy() {
	if c.private != nil {
		c.private = nil
		c.notify("E-mail, ids and amounts are shown.")
	} else {
		c.private = newPrivacy()
		c.notify(c.keys.Say("E-mail, ids and amounts are hidden. {privacy} shows them."))
	}
	c.state.Private = c.private != nil
	c.publishState()
}

// leaks is what an intent would take out of the program in privacy mode, empty for
// nothing.
func (c *core) leaks(intent data.Intent) string {
	if c.private == nil {
		return ""
	}
	switch intent := intent.(type) {
	case data.Copy:
		if c.private.keepsIn(intent.Text) {
			return "copied"
		}
	case data.ExportRows, data.ExportUsage, data.WriteFile:
		return "exported"
	}
	return ""
}
