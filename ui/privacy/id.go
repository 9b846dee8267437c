package privacy

import (
	"strings"
	"unicode"
)

// isID reports whether a word is an id, also one whose end is cut off. Ids have prefixes
// and lengths that only a server knows; what they share is that their characters are
// random. Names of tools, models and flags are words, with a version at the most.
func isID(word string) bool {
	body := strings.TrimSuffix(word, "…")
	is := shapeOf(body)
	switch {
	case strings.Contains(body, "_") && (is.digits > 0 || is.upper > 0 && is.lower > 0): // past_due and STUDIO_TUI_PRIVATE are none
		return true
	case is.hex && is.digits > 0 && len(body) >= 16: // hyphens included
		return true
	case body != word && is.upper > 0 && is.lower == 0 && is.digits > 0 && len(body) > 4:
		return true
	}
	for part := range strings.SplitSeq(body, "-") {
		if shapeOf(part).random() {
			return true
		}
	}
	return false
}

// shape counts the kinds of characters of a word.
type shape struct {
	digits, upper, lower int
	turns                int  // changes between letters and digits
	cases                int  // changes between upper and lower case
	hex                  bool // no other letters
}

func shapeOf(word string) (s shape) {
	s.hex = true
	var before rune
	for _, r := range word {
		switch {
		case unicode.IsDigit(r):
			s.digits++
		case unicode.IsUpper(r):
			s.upper++
		case unicode.IsLower(r):
			s.lower++
		}
		s.hex = s.hex && strings.ContainsRune("0123456789abcdefABCDEF-", r)
		if before != 0 && unicode.IsDigit(before) != unicode.IsDigit(r) {
			s.turns++
		}
		if unicode.IsLetter(before) && unicode.IsLetter(r) && unicode.IsUpper(before) != unicode.IsUpper(r) {
			s.cases++
		}
		before = r
	}
	return s
}

// random reports whether characters of that shape are no word of a language or a name.
func (s shape) random() bool {
	letters := s.upper + s.lower
	switch length := letters + s.digits; {
	case letters == 0 || length < 8:
		return false
	case s.digits == 0:
		return length >= 16 && s.cases >= 4
	}
	return s.turns >= 3 || s.digits >= 4 || s.upper > 0 && s.lower > 0 && s.cases >= 2
}
