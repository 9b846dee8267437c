package cli

import (
	"fmt"
	"strings"
)

// named finds an item of a kind ("pack") by its slug, or by slug or name regardless of
// case. call returns both. The error lists the items.
func named[T any](all []T, kind, text string, call func(T) (slug, name string)) (T, error) {
	var found []T
	var slugs, other []string
	text = strings.TrimSpace(text)
	for _, one := range all {
		slug, name := call(one)
		if slug == text {
			return one, nil
		}
		other = append(other, slug)
		if strings.EqualFold(slug, text) || strings.EqualFold(name, text) {
			found, slugs = append(found, one), append(slugs, slug)
		}
	}
	switch len(found) {
	case 0:
		var none T
		if len(other) == 0 {
			return none, fmt.Errorf("there is no such %s; this server lists none now", kind)
		}
		return none, withNearest(fmt.Errorf("there is no such %s; this server has %s", kind, strings.Join(other, ", ")), text, other)
	case 1:
		return found[0], nil
	}
	return found[0], fmt.Errorf("several %ss are called so: %s; name one of these", kind, strings.Join(slugs, ", "))
}
