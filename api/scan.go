package api

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// maxMembers is more than any object of the contract has.
const maxMembers = 32

// check holds an answer, known to be valid JSON, to the shape of a type.
func check(body []byte, t reflect.Type) error {
	s := scanner{text: body}
	return s.value(shapeOf(t), "the answer")
}

// scanner walks over valid JSON without copying it.
type scanner struct {
	text []byte
	at   int
}

func (s *scanner) value(want *shape, name string) error {
	switch next := s.peek(); {
	case want == nil:
		s.skip()
		return nil
	case want.element == nil:
		if next != '{' {
			return fmt.Errorf("%s is not an object", name)
		}
		return s.object(want, name)
	default:
		if next != '[' {
			return fmt.Errorf("%s is not a list", name)
		}
		return s.array(want.element, name)
	}
}

func (s *scanner) array(element *shape, name string) error {
	s.at++ // [
	for s.peek() != ']' {
		if err := s.value(element, name); err != nil {
			return err
		}
		if s.peek() == ',' {
			s.at++
		}
	}
	s.at++
	return nil
}

func (s *scanner) object(want *shape, name string) error {
	var seen [maxMembers]bool
	s.at++ // {
	for s.peek() != '}' {
		key := s.key()
		at, known := want.index[string(key)]
		if !known {
			if other := want.like(string(key)); other != "" {
				return fmt.Errorf("%s is there in another spelling", other)
			}
			s.skip()
		} else if err := s.member(&want.members[at], &seen[at]); err != nil {
			return err
		}
		if s.peek() == ',' {
			s.at++
		}
	}
	s.at++
	for at := range want.members {
		if want.members[at].required && !seen[at] {
			return fmt.Errorf("%s has no %s", name, want.members[at].name)
		}
	}
	return nil
}

// member passes over the value of a known member.
func (s *scanner) member(m *member, seen *bool) error {
	if *seen {
		return fmt.Errorf("%s is there twice", m.name)
	}
	*seen = true
	if s.peek() != 'n' {
		return s.value(m.shape, m.name)
	}
	if m.notNull {
		return fmt.Errorf("%s is null", m.name)
	}
	s.skip()
	return nil
}

// peek passes over white space and gives the byte that follows.
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

// key passes over a member's name and its colon.
func (s *scanner) key() []byte {
	start := s.at
	s.skipString()
	name := s.text[start+1 : s.at-1]
	for _, c := range name {
		if c == '\\' {
			var unquoted string
			_ = json.Unmarshal(s.text[start:s.at], &unquoted) // valid, as all of it is
			name = []byte(unquoted)
			break
		}
	}
	s.peek()
	s.at++ // :
	return name
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
