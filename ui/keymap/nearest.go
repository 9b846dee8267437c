package keymap

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest is the name with the smallest edit distance to a misspelt one, without regard to
// case; empty where none is near.
func Nearest(misspelt string, names []string) string {
	distance := func(name string) int {
		return levenshtein.ComputeDistance(strings.ToLower(misspelt), strings.ToLower(name))
	}
	if len(names) == 0 {
		return ""
	}
	nearest := slices.MinFunc(names, func(a, b string) int { return cmp.Compare(distance(a), distance(b)) })
	if distance(nearest) > len(misspelt)/2 {
		return ""
	}
	return nearest
}

// nearestKey is the key that a misspelt name may mean, as in Ctrl+B or escape; empty where
// there is none.
func nearestKey(misspelt string) string {
	name := strings.ToLower(misspelt)
	if isKey(name) {
		return name
	}
	at := strings.LastIndex(name, "+") + 1
	if key := name[:at] + Nearest(name[at:], namedKeys()); at < len(key) && isKey(key) {
		return key
	}
	return ""
}

// namedKeys are the keys with a name of some letters.
func namedKeys() []string {
	return []string{"up", "down", "left", "right", "enter", "esc", "tab", "space", "backspace", "delete", "insert", "home", "end", "pgup", "pgdown"}
}
