package message

import (
	"fmt"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/format"
)

// mostLeftOut is the number of unreadable entries named in a sentence.
const mostLeftOut = 3

// LeftOut describes the entries that could not be read in one of the server's lists, ""
// for none: "1 of the server's transactions could not be read and is left out (number
// 2, id 65f1…: createdAt is not a time)."
func LeftOut(l model.LeftOut) string {
	if l.Count == 0 {
		return ""
	}
	var named []string
	parts := true
	for i, entry := range l.Entries {
		parts = parts && entry.Part != ""
		if i < mostLeftOut {
			named = append(named, entry.String())
		}
	}
	if more := l.Count - len(named); more > 0 && len(named) > 0 {
		named = append(named, fmt.Sprintf("and %s more", format.Count(more)))
	}
	text := fmt.Sprintf("%s of the server's %s could not be read", format.Count(l.Count), l.List)
	switch {
	case parts && len(named) > 0:
		text += " in full"
	case l.Count == 1:
		text += " and is left out"
	default:
		text += " and are left out"
	}
	if len(named) > 0 {
		text += " (" + strings.Join(named, "; ") + ")"
	}
	return text + "."
}

// AllLeftOut are the sentences for the named lists, or for all of them.
func AllLeftOut(left []model.LeftOut, lists ...string) (sentences []string) {
	for _, l := range left {
		wanted := len(lists) == 0
		for _, list := range lists {
			wanted = wanted || list == l.List
		}
		if text := LeftOut(l); wanted && text != "" {
			sentences = append(sentences, text)
		}
	}
	return sentences
}
