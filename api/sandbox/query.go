package sandbox

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// params reads a query, one error for all that is wrong with it.
type params struct {
	values url.Values
	wrong  []model.FieldError
}

func (c *call) params(known ...string) *params {
	p := &params{values: c.r.URL.Query()}
	var unknown []string
	for name := range p.values {
		if !slices.Contains(known, name) {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	for _, name := range unknown {
		p.refuse(short(name, 40), "unrecognized_keys", "Unrecognized field "+short(name, 40))
	}
	return p
}

func (p *params) refuse(field, code, message string) {
	p.wrong = append(p.wrong, model.FieldError{Field: field, Message: message, Code: code})
}

// err is the 400 for everything that was wrong, nil if nothing was.
func (p *params) err() error {
	if len(p.wrong) == 0 {
		return nil
	}
	return &refusal{Status: 400, Message: "Validation failed", Fields: p.wrong}
}

// number reads a whole number within bounds.
func (p *params) number(name string, otherwise, least, most int) int {
	text := p.values.Get(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		p.refuse(name, "invalid_type", name+" must be a whole number")
	case n < least:
		p.refuse(name, "too_small", name+" must be at least "+strconv.Itoa(least))
	case n > most:
		p.refuse(name, "too_big", name+" must be at most "+strconv.Itoa(most))
	}
	return n
}

// limit is how many things a page may have: 20, at most 100.
func (p *params) limit() int { return p.number("limit", 20, 1, 100) }

// oneOf reads a word from a list, "" if it is not there.
func (p *params) oneOf(name string, words ...string) string {
	word := p.values.Get(name)
	if word != "" && !slices.Contains(words, word) {
		p.refuse(name, "invalid_enum_value", name+" must be one of "+strings.Join(words, ", "))
	}
	return word
}

// since reads an ISO 8601 time as Unix milliseconds, rounded up to the next one,
// so that no row before it is let through.
func (p *params) since(name string) int64 {
	text := p.values.Get(name)
	if text == "" {
		return -1 << 62
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		p.refuse(name, "invalid_date", name+" must be an ISO 8601 time")
	}
	return at.Add(time.Millisecond - 1).UnixMilli()
}

// A cursor means the rows before a sequence number, a position that does not shift when
// rows are added.
const cursorMark = "before:"

func cursorBefore(seq int32) string {
	return base64.RawURLEncoding.EncodeToString([]byte(cursorMark + strconv.Itoa(int(seq))))
}

// cursor reads a place in the history, otherwise if there is none.
func (p *params) cursor(name string, otherwise int32) int32 {
	text := p.values.Get(name)
	if text == "" {
		return otherwise
	}
	plain, err := base64.RawURLEncoding.DecodeString(text)
	number, marked := strings.CutPrefix(string(plain), cursorMark)
	seq, parseErr := strconv.ParseInt(number, 10, 32)
	if err != nil || !marked || parseErr != nil || seq < 0 {
		p.refuse(name, "invalid_cursor", name+" is not a cursor of this list")
		return 0
	}
	return int32(seq)
}
