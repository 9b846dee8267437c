package auth

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Source is the kind of place where a key was found.
type Source string

// The sources.
const (
	FromEnvironment Source = "environment"
	FromKeyring     Source = "keyring"
	FromFile        Source = "file"         // the program's own, unprotected but for its mode
	FromServiceFile Source = "service file" // of the service's own client
	Pasted          Source = "pasted"       // not stored yet
	FromSandbox     Source = "sandbox"
)

// maxKeyLength is the length in bytes that no key of the service comes near.
const maxKeyLength = 512

// last4From is the length of a key from which its last four characters reveal little.
const last4From = 12

// ErrInvalidKey is the error for a text that cannot be a key. Neither it nor an error
// wrapping it shows the text.
var ErrInvalidKey = errors.New("this is not an API key")

// Key is an API key with its source. Printed, formatted or encoded in any way it shows at
// most its last four characters.
type Key struct {
	// text is behind a pointer, because fmt reads the plain fields of a struct
	// that holds a Key in an unexported field without asking any method.
	text   *string
	Source Source
	Where  string // for people: "keyring", "ARTIFICIAL_STUDIO_API_KEY", "~/.config/studio-tui/keys.json"
}

// NewKey parses a pasted key: it removes surrounding white space, a byte order mark,
// quotes, and the prefix of a header or variable. It returns [ErrInvalidKey] with the cause
// for an empty text, one of more than 512 characters, and one with anything but printable
// ASCII without spaces.
func NewKey(text string, source Source, where string) (Key, error) {
	text = unwrapKey(text)
	switch {
	case text == "":
		return Key{}, fmt.Errorf("%w: it is empty", ErrInvalidKey)
	case strings.ContainsRune(text, 0):
		return Key{}, fmt.Errorf("%w: it is in UTF-16; save the file as UTF-8", ErrInvalidKey)
	case !utf8.ValidString(text):
		return Key{}, fmt.Errorf("%w: it is not in UTF-8", ErrInvalidKey)
	case strings.ContainsAny(text, "\r\n"):
		return Key{}, fmt.Errorf("%w: it has several lines", ErrInvalidKey)
	case len(text) > maxKeyLength:
		return Key{}, fmt.Errorf("%w: it is longer than %d characters", ErrInvalidKey, maxKeyLength)
	case strings.ContainsFunc(text, unicode.IsSpace):
		return Key{}, fmt.Errorf("%w: there is a space in it", ErrInvalidKey)
	case strings.ContainsAny(text, quotes):
		return Key{}, fmt.Errorf("%w: there is a quotation mark in it", ErrInvalidKey)
	}
	for _, r := range text {
		if r <= ' ' || r > '~' {
			return Key{}, fmt.Errorf("%w: it has a space or a character that no key has", ErrInvalidKey)
		}
	}
	return Key{text: &text, Source: source, Where: where}, nil
}

// quotes are what texts are quoted with.
const quotes = "\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb"

// before is what stands before a key in a header, a command or a variable.
var before = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^((proxy-)?authorization\s*:|bearer(\s|$)|(export\s+)?` + EnvKey + `\s*=)`)
})

// unwrapKey is a text without what is not the key's own around it.
func unwrapKey(text string) string {
	for {
		is := strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' })
		if !strings.HasPrefix(is, "prod_") { // as a key begins, which needs no look
			is = before().ReplaceAllString(is, "")
		}
		if first, size := utf8.DecodeRuneInString(is); strings.ContainsRune(quotes, first) && size > 0 && size < len(is) {
			if last, end := utf8.DecodeLastRuneInString(is); strings.ContainsRune(quotes, last) {
				is = is[size : len(is)-end]
			}
		}
		if is == text {
			return is
		}
		text = is
	}
}

// Reveal is the key's text, "" for the zero Key. It is for request headers and key storage
// only.
func (k Key) Reveal() string {
	if k.text == nil {
		return ""
	}
	return *k.text
}

// IsZero reports whether there is no key.
func (k Key) IsZero() bool { return k.text == nil }

// Equal reports whether two keys have the same text, wherever they come from.
func (k Key) Equal(other Key) bool {
	return subtle.ConstantTimeCompare([]byte(k.Reveal()), []byte(other.Reveal())) == 1
}

// Last4 is the last four characters of the key, to identify it, or "…" for a key so short
// that they would reveal too much.
func (k Key) Last4() string {
	text := k.Reveal()
	if len(text) < last4From {
		return "…"
	}
	return text[len(text)-4:]
}

// String is the key for people: "key …a1b2".
func (k Key) String() string {
	switch last := k.Last4(); {
	case k.IsZero():
		return "no key"
	case last == "…":
		return "key …"
	default:
		return "key …" + last
	}
}

// Format writes [Key.String] for every verb and flag.
func (k Key) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, k.String()) }

// MarshalText is [Key.String], for JSON, logs and whatever else encodes.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// at is the same key, found or kept at another place.
func (k Key) at(source Source, where string) Key {
	return Key{text: k.text, Source: source, Where: where}
}
