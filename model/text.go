package model

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes a text that a server sent safe for a terminal and for one line: control and
// escape characters, bidirectional overrides and isolates, invisible format characters and
// broken UTF-8 are taken out, tabs and line ends become a space. The result is never longer
// than the input.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	var b strings.Builder
	for i, width := 0, 0; i < len(s); i += width {
		var r rune
		r, width = utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && width == 1, removed(r):
		case spaced(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isClean(s string) bool {
	for i, width := 0, 0; i < len(s); i += width {
		var r rune
		r, width = utf8.DecodeRuneInString(s[i:])
		if (r == utf8.RuneError && width == 1) || removed(r) || spaced(r) {
			return false
		}
	}
	return true
}

// spaced are the characters that would end the line or jump along it.
func spaced(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029'
}

// removed are C0, C1 and DEL, and the format characters (bidirectional controls,
// zero-width marks, tags, soft hyphens), except the joiner that emoji are made
// with.
func removed(r rune) bool {
	if spaced(r) || r == '\u200d' {
		return false
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

// OptionalString is a text that may be absent: the empty one is JSON null.
type OptionalString string

// MarshalJSON writes null for the empty text.
func (o OptionalString) MarshalJSON() ([]byte, error) {
	if o == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(o))
}

// Raw is a JSON value of an open type, kept verbatim. It may contain control characters:
// text for display comes from [Raw.Text] or [Raw.Field].
type Raw json.RawMessage

// MarshalJSON writes the value as it came, null for none.
func (r Raw) MarshalJSON() ([]byte, error) {
	if len(r) == 0 {
		return []byte("null"), nil
	}
	return r, nil
}

// UnmarshalJSON keeps the text of the value.
func (r *Raw) UnmarshalJSON(text []byte) error {
	*r = bytes.Clone(text)
	return nil
}

// Absent reports whether there is no value, or null.
func (r Raw) Absent() bool { return len(r) == 0 || string(r) == "null" }

// Text is the value as one line of text without control characters: a JSON string as its
// content, anything else as compact JSON, nothing for none.
func (r Raw) Text() string {
	if r.Absent() {
		return ""
	}
	var s string
	if json.Unmarshal(r, &s) == nil {
		return Clean(s)
	}
	var compact bytes.Buffer
	if json.Compact(&compact, r) != nil {
		return Clean(string(r))
	}
	return Clean(compact.String())
}

// Field is the named member of a JSON object as [Raw.Text] has it, or "".
func (r Raw) Field(name string) string {
	var members map[string]Raw
	if json.Unmarshal(r, &members) != nil {
		return ""
	}
	return members[name].Text()
}

// Addresses lists the strings in the value that look like web addresses, verbatim, in the
// order of the document, at most twenty. Member names are not included.
func (r Raw) Addresses() []URL {
	var found []URL
	var within []json.Delim // the brackets that are open
	name := false           // whether the next token names a member
	decoder := json.NewDecoder(bytes.NewReader(r))
	for len(found) < 20 {
		token, err := decoder.Token()
		if err != nil {
			return found
		}
		switch token := token.(type) {
		case json.Delim:
			if token == '{' || token == '[' {
				within = append(within, token)
			} else {
				within = within[:len(within)-1]
			}
			name = true // as at the start of an object and after every value in it
		case string:
			if !name && (strings.HasPrefix(token, "https://") || strings.HasPrefix(token, "http://")) {
				found = append(found, URL(token))
			}
			name = !name
		default:
			name = true
		}
		name = name && len(within) > 0 && within[len(within)-1] == '{'
	}
	return found
}
