package message

import (
	"fmt"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/keymap"
)

// UnmatchedName names the type, tool or model that a filter asks for and no row of a history has,
// with those that there are or the nearest of them, else a word that reads like days; empty where
// there is none.
func UnmatchedName(filter history.Query, rows *history.Table) string {
	field, text, names, ok := filter.Unmatched(rows)
	if !ok {
		if days := filter.WordOfDays(); days != "" {
			return fmt.Sprintf("“%s” is looked for as a word. Days are written date:%s.", days, days)
		}
		return ""
	}
	said := fmt.Sprintf("No %s has “%s” in its name.", field, text)
	if field == "type" {
		said = fmt.Sprintf("No type begins with “%s”.", text)
	}
	const few = 8
	var parts []string
	for _, name := range names {
		parts = append(append(parts, name), strings.Split(name, "-")...)
	}
	switch nearest := keymap.Nearest(text, parts); {
	case nearest != "":
		said += fmt.Sprintf(" Did you mean %s:%s?", field, nearest)
	case len(names) > 0 && len(names) <= few:
		said += " There are: " + strings.Join(names, ", ") + "."
	}
	return said
}

// NoUse is why a filter can find no use of credits in a history; empty where it could.
func NoUse(filter history.Query, rows *history.Table) string {
	if unmatched := UnmatchedName(filter, rows); unmatched != "" {
		return unmatched
	}
	if filter.TakesType(model.TypeGeneration) || filter.TakesType(model.TypeObserved) {
		return ""
	}
	return "Usage has generations, and what came back for them. Rows of other types are in Transactions."
}
