package sandbox

import (
	"cmp"
	"slices"
	"strings"
)

// sameWords are words that a search takes for others.
var sameWords = map[string]string{"generate": "create", "make": "create", "generation": "create", "picture": "image", "photo": "image"}

// idleWords are words that a search does not look for.
var idleWords = strings.Fields("a an and for from in into of on the to with")

// searchTools gives the tools that a text describes: those with most of its words first.
// A word that only says that something is made finds nothing by itself.
func searchTools(text string) []*tool {
	var words []string
	for _, word := range strings.Fields(strings.ToLower(text)) {
		if other, known := sameWords[word]; known {
			word = other
		}
		if !slices.Contains(idleWords, word) {
			words = append(words, word)
		}
	}
	type hit struct {
		tool  *tool
		words int
	}
	var hits []hit
	for _, t := range catalogue {
		names := t.words()
		h := hit{tool: t}
		matches := false
		for _, word := range words {
			if strings.Contains(names, word) {
				h.words++
				matches = matches || word != "create" || len(words) == 1
			}
		}
		if matches {
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.words, a.words) })
	found := make([]*tool, len(hits))
	for i, h := range hits {
		found[i] = h.tool
	}
	return found
}

// words are what a search finds the tool by, in lower case.
func (t *tool) words() string {
	text := t.slug + " " + title(t.slug) + " " + t.about
	for _, o := range t.offers {
		text += " " + o.slug + " " + title(o.slug)
	}
	return strings.ToLower(text)
}
