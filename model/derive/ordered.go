package derive

import (
	"slices"
	"sort"
)

// Ordered returns the indexes of the observations that are consistent in recorded order:
// none begins before the previous one ends. If a clock was wrong for a while, it is the
// largest consistent subset; of equally large ones, the one that begins later, as
// observations of a clock that was set back are recorded last.
func Ordered(noted []BalanceObservation) []int {
	// starts[n] begins the latest of all that begin n+1 which go together.
	var starts []int
	next := make([]int, len(noted))
	for i, observation := range slices.Backward(noted) {
		n := sort.Search(len(starts), func(n int) bool { return noted[starts[n]].From.Before(observation.To.Time) })
		if n > 0 {
			next[i] = starts[n-1]
		}
		switch {
		case n == len(starts):
			starts = append(starts, i)
		case observation.From.After(noted[starts[n]].From.Time):
			starts[n] = i
		}
	}
	kept := make([]int, len(starts))
	for n := range kept {
		if n == 0 {
			kept[n] = starts[len(starts)-1]
		} else {
			kept[n] = next[kept[n-1]]
		}
	}
	return kept
}
