package wire

import "encoding/json"

// scanner walks over text that is known to be valid JSON, without copying it.
type scanner struct {
	text []byte
	at   int
}

// peek passes over white space and gives the byte that follows, 0 at the end.
func (s *scanner) peek() byte {
	for s.at < len(s.text) {
		switch c := s.text[s.at]; c {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return c
		}
	}
	return 0
}

// comma passes over the comma between two members or elements, if there is one.
func (s *scanner) comma() {
	if s.peek() == ',' {
		s.at++
	}
}

// key passes over a member's name and its colon, and gives the name without quotes.
func (s *scanner) key() []byte {
	start := s.at
	s.skipString()
	name := s.text[start+1 : s.at-1]
	for _, c := range name {
		if c == '\\' {
			name = []byte(unquote(s.text[start:s.at]))
			break
		}
	}
	s.peek()
	s.at++ // :
	return name
}

// unquote gives the content of a JSON string.
func unquote(quoted []byte) (text string) {
	_ = json.Unmarshal(quoted, &text) // valid, as all of it is
	return text
}

// value passes over one value and gives its text.
func (s *scanner) value() []byte {
	s.peek()
	start := s.at
	s.skip()
	return s.text[start:s.at]
}

// skip passes over one value.
func (s *scanner) skip() {
	depth := 0
	for s.peek() != 0 {
		switch s.text[s.at] {
		case '"':
			s.skipString()
		case '{', '[':
			depth++
			s.at++
		case '}', ']':
			depth--
			s.at++
		case ',', ':': // between the parts of what is passed over
			s.at++
			continue
		default:
			s.skipBare()
		}
		if depth == 0 {
			return
		}
	}
}

// skipBare passes over a number, true, false or null.
func (s *scanner) skipBare() {
	for ; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case ',', '}', ']', ' ', '\t', '\n', '\r':
			return
		}
	}
}

func (s *scanner) skipString() {
	for s.at++; s.text[s.at] != '"'; s.at++ {
		if s.text[s.at] == '\\' {
			s.at++
		}
	}
	s.at++
}
