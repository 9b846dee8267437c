package widget

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Characters that no line is broken at: each looks like what it replaces, and has its width.
const (
	noBreakSpace  = "\u00a0"
	noBreakHyphen = "\u2011"
	phraseSpace   = "\u202f" // within odds and the ends of sentences, which are broken where they are longer than a line
)

// odds are phrases like "9 times out of 10", "1 time in 10" and "8 of 10".
var odds = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b\d+ (?:times? )?(?:out of|of|in) \d+\b`)
})

// JoinFigures makes each figure one word, so that line breaks leave it whole: a sign and its
// digits ("-4"), a number and its "%" ("46 %"), what precedes a number ("CHF 19.00", "≥ 4"),
// odds ("9 times out of 10"), and the figure that ends a sentence with the word before it ("at
// 22:00."), as it would stand alone on the last line. [SplitFigures] reverses it.
func JoinFigures(s string) string {
	if !strings.ContainsAny(s, "- ") {
		return s
	}
	if strings.Contains(s, " of ") || strings.Contains(s, " in ") {
		s = odds().ReplaceAllStringFunc(s, func(phrase string) string { return strings.ReplaceAll(phrase, " ", phraseSpace) })
	}
	var b strings.Builder
	for i := range len(s) {
		switch before, after := s[:i], s[i+1:]; {
		case s[i] == '-' && beginsFigure(after) && !endsInLetter(before): // a sign, or a hyphen in a date
			b.WriteString(noBreakHyphen)
		case s[i] == ' ' && (endsInDigit(before) && strings.HasPrefix(after, "%") || beginsFigure(after) && leadsFigure(before)):
			b.WriteString(noBreakSpace)
		case s[i] == ' ' && beginsFigure(after) && endsSentence(after) && before != "" && !strings.HasSuffix(before, " "):
			b.WriteString(phraseSpace)
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// SplitFigures is text as before [JoinFigures].
func SplitFigures(s string) string {
	return strings.NewReplacer(noBreakSpace, " ", noBreakHyphen, "-", phraseSpace, " ").Replace(s)
}

func endsInLetter(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(last)
}

func endsInDigit(s string) bool { return s != "" && isDigit(s[len(s)-1]) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// beginsFigure reports whether a text starts with a figure, including its sign and currency
// symbol.
func beginsFigure(s string) bool {
	rest := strings.TrimLeft(s, "-−+$€£¥₹₩")
	return rest != "" && isDigit(rest[0]) && len(s)-len(rest) <= len("−₹")
}

// endsSentence reports whether the first word of a text is the last one of a sentence or of the
// text.
func endsSentence(s string) bool {
	word, _, more := strings.Cut(s, " ")
	return (!more || strings.HasSuffix(word, ".")) && !strings.Contains(word, phraseSpace)
}

// leadsFigure reports whether a text ends in a word that belongs to the figure after it: a
// currency code or a mark.
func leadsFigure(s string) bool {
	word := s[strings.LastIndexByte(s, ' ')+1:]
	word = strings.TrimLeft(word, "-−+(")
	if word == "≥" || word == "≤" || word == "≈" {
		return true
	}
	return len(word) == 3 && strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
