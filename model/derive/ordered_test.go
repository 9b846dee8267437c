package derive_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// span is a observation from one second to another.
func span(from, to int) derive.BalanceObservation {
	at := func(seconds int) model.Time { return model.At(start.Add(time.Duration(seconds) * time.Second)) }
	return derive.BalanceObservation{From: at(from), To: at(to)}
}

func together(noted []derive.BalanceObservation) bool {
	for i := 1; i < len(noted); i++ {
		if noted[i].From.Before(noted[i-1].To.Time) {
			return false
		}
	}
	return true
}

// What is kept of any notes is in order, and as much as can be.
func TestOrderedKeepsTheMostThatGoTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		noted := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) derive.BalanceObservation {
			from := rapid.IntRange(0, 30).Draw(t, "from")
			return span(from, from+rapid.IntRange(0, 8).Draw(t, "for"))
		}), 0, 10).Draw(t, "noted")
		numbers := derive.Ordered(noted)
		pick := func(numbers []int) (picked []derive.BalanceObservation) {
			for _, i := range numbers {
				picked = append(picked, noted[i])
			}
			return picked
		}
		if !slices.IsSorted(numbers) || !together(pick(numbers)) {
			t.Fatalf("%v of %v", numbers, noted)
		}
		for mask := range 1 << len(noted) {
			var some []int
			for i := range noted {
				if mask>>i&1 != 0 {
					some = append(some, i)
				}
			}
			if len(some) > len(numbers) && together(pick(some)) {
				t.Fatalf("%v of %v, though %v go together", numbers, noted, some)
			}
		}
	})
}

func TestOrderedLeavesOutWhatAWrongClockSaw(t *testing.T) {
	for name, c := range map[string]struct {
		noted []derive.BalanceObservation
		want  []int
	}{
		"nothing":                     {nil, []int{}},
		"as it should be":             {[]derive.BalanceObservation{span(0, 5), span(5, 9), span(12, 12)}, []int{0, 1, 2}},
		"one that fell back":          {[]derive.BalanceObservation{span(0, 1), span(50, 60), span(10, 10)}, []int{0, 1}},
		"and was lengthened":          {[]derive.BalanceObservation{span(20, 30), span(40, 50), span(10, 70), span(80, 90)}, []int{0, 1, 3}},
		"one that was ahead":          {[]derive.BalanceObservation{span(0, 5), span(900, 900), span(10, 20), span(30, 40)}, []int{0, 2, 3}},
		"one that was lengthened far": {[]derive.BalanceObservation{span(0, 5), span(10, 900), span(20, 30)}, []int{0, 2}},
	} {
		if got := derive.Ordered(c.noted); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestWhatStaysOfASighting(t *testing.T) {
	present := start.Add(time.Hour)
	late := int((time.Hour + derive.Skew) / time.Second)
	for name, c := range map[string]struct {
		seen, want derive.BalanceObservation
		ok         bool
	}{
		"of before":           {span(0, 10), span(0, 10), true},
		"within two clocks":   {span(0, late), span(0, late), true},
		"lengthened too far":  {span(7, late+1), span(7, 7), true},
		"begun in the future": {span(late+1, late+1), derive.BalanceObservation{}, false},
	} {
		if got, ok := c.seen.Until(present); ok != c.ok || got != c.want {
			t.Errorf("%s: %v, %v", name, got, ok)
		}
	}
}
