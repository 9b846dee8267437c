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
	case is.hex && is.digits > 0 && len(body) >= 16: // hyphens included
		return true
	case body != word && is.upper > 0 && is.lower == 0 && is.digits > 0 && len(body) > 4:
		return true
	}
	_, _, prefixed := strings.Cut(body, "_")
	for part := range strings.FieldsFuncSeq(body, func(r rune) bool { return r == '-' || r == '_' }) {
		if is := shapeOf(part); is.random() || prefixed && is.odd() {
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
	leading              bool // the first character is a digit
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
		s.leading = s.leading || before == 0 && unicode.IsDigit(r)
		before = r
	}
	return s
}

// odd reports whether characters of that shape are an id where a prefix is before them:
// more digits than a version has, or letters and digits that are no word with a number.
// The parts of past_due, STUDIO_TUI_PRIVATE and draft-31_final are not.
func (s shape) odd() bool {
	letters := s.upper + s.lower
	switch {
	case s.digits > 2:
		return true
	case s.digits > 0 && letters > 0:
		return s.leading || s.turns > 1 || letters+s.digits >= 8
	}
	return s.lower > 0 && s.upper > 1 && letters >= 8
}

// random reports whether characters of that shape are no word of a language or a name.
func (s shape) random() bool {
	letters := s.upper + s.lower
	switch length := letters + s.digits; {
	case letters == 0 || length < 8:
		return false
	case s.hex && s.upper == 0 || s.lower == 0 && length >= 20:
		return true
	case s.digits == 0:
		return length >= 16 && s.cases >= 4
	}
	return s.turns >= 3 || s.digits >= 4 || s.upper > 0 && s.lower > 0 && s.cases >= 2
}
