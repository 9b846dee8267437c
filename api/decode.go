package api

import (
	"cmp"
	"reflect"
	"strconv"
	"strings"

	"github.com/studio-tui/studio-tui/api/wire"
	"github.com/studio-tui/studio-tui/model"
)

// opaque is a text that goes back to the server as it came and is never shown,
// such as a cursor. It is not cleaned.
type opaque string

// list is the frame of an answer of many things without pages.
type list[T any] struct {
	Data []T `json:"data"`
}

var (
	addressType = reflect.TypeFor[model.URL]()
	opaqueType  = reflect.TypeFor[opaque]()
)

// answers reads what the server says. Every text of it is clean except addresses, raw
// values and opaque ones.
var answers = wire.NewReader(rules, func(t reflect.Type, text string) string {
	if t == addressType || t == opaqueType {
		return text
	}
	return model.Clean(text)
})

// decode reads an answer. Every error means that the answer was not understood: not JSON,
// cut short, followed by something else, or without a required member. A value that it
// returns was in the answer. Unreadable entries of lists are left out of it, and returned
// with it.
func decode[T any](body []byte) (value T, skipped []wire.Skipped, err error) {
	if skipped, err = answers.Read(body, &value); err != nil {
		var none T
		return none, nil, err
	}
	return value, skipped, nil
}

// entryName is what an entry is called by that could not be read as a whole.
type entryName struct {
	ID   string `json:"id"`
	Slug string `json:"slug"`
	Seq  int64  `json:"seq"`
}

// maxName bounds the name of an entry that could not be read, in runes.
const maxName = 40

// unreadable names the entries that were left out of an answer.
func (c *Client) unreadable(skipped []wire.Skipped) []model.Unreadable {
	var all []model.Unreadable
	for _, entry := range skipped {
		text := entry.Text
		found := model.Unreadable{Why: c.clip(entry.Describe()), Index: entry.Index}
		if entry.Within != nil {
			text = entry.Within
			found.Part = entry.List[strings.LastIndexByte(entry.List, '.')+1:] + " " + strconv.Itoa(entry.Index+1)
		}
		name, _, _ := decode[entryName](text) // none where even that cannot be read
		found.ID, found.Seq = model.ID(c.clip(cmp.Or(name.ID, name.Slug))), max(name.Seq, 0)
		if runes := []rune(found.ID); len(runes) > maxName {
			found.ID = model.ID(runes[:maxName]) + "…"
		}
		all = append(all, found)
	}
	return all
}
