package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What no line is broken at: it looks as what it stands for, and is as wide.
const (
	noBreakSpace  = "\u00a0"
	noBreakHyphen = "\u2011"
)

// JoinFigures makes figures one word each, so that breaking lines leaves them whole: a
// sign and its digits ("-4"), a number and its "%" ("46 %"), and what stands in front of a
// number ("CHF 19.00", "≥ 4"). [SplitFigures] takes the glue out again.
func JoinFigures(s string) string {
	if !strings.ContainsAny(s, "- ") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		switch before, after := s[:i], s[i+1:]; {
		case s[i] == '-' && beginsFigure(after) && !endsInLetter(before): // a sign, or within a date
			b.WriteString(noBreakHyphen)
		case s[i] == ' ' && (endsInDigit(before) && strings.HasPrefix(after, "%") || beginsFigure(after) && leadsFigure(before)):
			b.WriteString(noBreakSpace)
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// SplitFigures is text as it was before [JoinFigures].
func SplitFigures(s string) string {
	return strings.NewReplacer(noBreakSpace, " ", noBreakHyphen, "-").Replace(s)
}

func endsInLetter(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(last)
}

func endsInDigit(s string) bool { return s != "" && isDigit(s[len(s)-1]) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// beginsFigure reports whether a text begins with a figure, its sign and the symbol of its
// currency included.
func beginsFigure(s string) bool {
	rest := strings.TrimLeft(s, "-−+$€£¥₹₩")
	return rest != "" && isDigit(rest[0]) && len(s)-len(rest) <= len("−₹")
}

// leadsFigure reports whether a text ends in a word that belongs to the figure after it:
// the code of a currency, or a mark.
func leadsFigure(s string) bool {
	word := s[strings.LastIndexByte(s, ' ')+1:]
	word = strings.TrimLeft(word, "-−+(")
	if word == "≥" || word == "≈" {
		return true
	}
	return len(word) == 3 && strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
