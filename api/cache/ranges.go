package cache

import (
	"cmp"
	"slices"
)

// Range is a run of positions in a history, both ends included.
type Range struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// Ranges is a sorted list of ranges, none empty, none adjacent to another: 1 to 5 and 6 to
// 9 are 1 to 9.
type Ranges []Range

// Add returns the union with a range. An empty one changes nothing.
func (r Ranges) Add(add Range) Ranges {
	if add.From > add.To {
		return r
	}
	out := make(Ranges, 0, len(r)+1)
	for _, is := range r {
		switch {
		case before(is.To, add.From) || before(add.To, is.From):
			out = append(out, is)
		default:
			add.From, add.To = min(add.From, is.From), max(add.To, is.To)
		}
	}
	out = append(out, add)
	slices.SortFunc(out, func(a, b Range) int { return cmp.Compare(a.From, b.From) })
	return out
}

// before reports whether a range that ends at a leaves room before one that begins
// at b.
func before(a, b int64) bool { return a < b && a+1 < b }

// Cut returns the ranges without another range. An empty one changes nothing.
func (r Ranges) Cut(cut Range) Ranges {
	if cut.From > cut.To {
		return r
	}
	out := make(Ranges, 0, len(r)+1)
	for _, is := range r {
		if cut.To < is.From || is.To < cut.From {
			out = append(out, is)
			continue
		}
		if is.From < cut.From {
			out = append(out, Range{is.From, cut.From - 1})
		}
		if cut.To < is.To {
			out = append(out, Range{cut.To + 1, is.To})
		}
	}
	return out
}

// Holding returns the range that contains a position.
func (r Ranges) Holding(position int64) (Range, bool) {
	at, found := slices.BinarySearchFunc(r, position, func(is Range, position int64) int {
		switch {
		case is.To < position:
			return -1
		case is.From > position:
			return 1
		}
		return 0
	})
	if !found {
		return Range{}, false
	}
	return r[at], true
}

// Gaps returns the parts of a range that are not covered.
func (r Ranges) Gaps(of Range) Ranges {
	gaps := Ranges{}.Add(of)
	for _, is := range r {
		gaps = gaps.Cut(is)
	}
	return gaps
}

// validated reports whether the ranges are as Add and Cut leave them.
func (r Ranges) validated() bool {
	for i, is := range r {
		if is.From > is.To || (i > 0 && !before(r[i-1].To, is.From)) {
			return false
		}
	}
	return true
}
