package model

import (
	"math"
	"math/bits"
)

// Total is an exact sum of amounts, of credits in millionths or of money in minor
// units. It has 128 bits, so that it never wraps on its way and does not depend on the
// order of its amounts; whether it is an amount itself is only asked at its end. The
// zero value is the sum of nothing.
type Total struct {
	hi int64
	lo uint64
}

// TotalOf is one amount as a sum.
func TotalOf[T ~int64](amount T) Total { return Total{int64(amount) >> 63, uint64(amount)} }

// Add adds an amount.
func (t *Total) Add(amount int64) { t.Plus(TotalOf(amount)) }

// Subtract takes an amount away.
func (t *Total) Subtract(amount int64) { t.Minus(TotalOf(amount)) }

// Plus adds another sum.
func (t *Total) Plus(o Total) {
	low, carry := bits.Add64(t.lo, o.lo, 0)
	t.hi, t.lo = t.hi+o.hi+int64(carry), low
}

// Minus takes another sum away.
func (t *Total) Minus(o Total) {
	low, borrow := bits.Sub64(t.lo, o.lo, 0)
	t.hi, t.lo = t.hi-o.hi-int64(borrow), low
}

// Int64 is the sum; fits is false where it is more than can be told.
func (t Total) Int64() (sum int64, fits bool) {
	return int64(t.lo), t.hi == int64(t.lo)>>63
}

// Credits is the sum as an amount of credits, and [UnknownCredits] where it is more than
// can be told: what people are told of such a sum is format.Total.
func (t Total) Credits() Credits {
	if sum, fits := t.Int64(); fits {
		return Credits(sum) // the least number, which no amount is, is UnknownCredits too
	}
	return UnknownCredits
}

// Clamped is the sum as an amount of credits, and the nearest amount where it is more than
// can be told.
func (t Total) Clamped() Credits {
	sum := t.Credits()
	switch {
	case sum.Known():
		return sum
	case t.hi < 0:
		return -math.MaxInt64
	}
	return math.MaxInt64
}

// Difference is what has to be added to one amount for another: [UnknownCredits] where
// one of them is not known, or where that is more than can be told.
func Difference(from, to Credits) Credits {
	if !from.Known() || !to.Known() {
		return UnknownCredits
	}
	left := TotalOf(to)
	left.Subtract(int64(from))
	return left.Credits()
}
