package message

import (
	"fmt"

	"github.com/studio-tui/studio-tui/model/history"

	"github.com/studio-tui/studio-tui/ui/format"
)

// Oddities describe the inconsistencies in the rows of a ledger, each in a few words.
func Oddities(odd history.Oddities) (phrases []string) {
	count := func(n int, one, many string) {
		switch {
		case n == 1:
			phrases = append(phrases, one)
		case n > 1:
			phrases = append(phrases, fmt.Sprintf(many, format.Count(n)))
		}
	}
	count(odd.BrokenBalances, "a balance does not follow from the one before", "%s balances do not follow from the ones before")
	count(odd.Gaps, "a row number is missing", "row numbers are missing at %s places")
	count(odd.Duplicates, "a row number stands twice", "%s row numbers stand twice")
	return phrases
}
