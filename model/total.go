package model

import (
	"math"
	"math/bits"
)

// Total is an exact sum of amounts, of credits in millionths or of money in minor units. It
// has 128 bits, so that no intermediate sum overflows and the order of the amounts does not
// matter; only the result is checked for its range. The zero value is the empty sum.
type Total struct {
	hi int64
	lo uint64
}

// TotalOf is the sum of one amount.
func TotalOf[T ~int64](amount T) Total { return Total{int64(amount) >> 63, uint64(amount)} }

// Add adds an amount.
func (t *Total) Add(amount int64) { t.Plus(TotalOf(amount)) }

// Subtract subtracts an amount.
func (t *Total) Subtract(amount int64) { t.Minus(TotalOf(amount)) }

// Plus adds another sum.
func (t *Total) Plus(o Total) {
	low, carry := bits.Add64(t.lo, o.lo, 0)
	t.hi, t.lo = t.hi+o.hi+int64(carry), low
}

// Minus subtracts another sum.
func (t *Total) Minus(o Total) {
	low, borrow := bits.Sub64(t.lo, o.lo, 0)
	t.hi, t.lo = t.hi-o.hi-int64(borrow), low
}

// Int64 is the sum; fits is false if it overflows.
func (t Total) Int64() (sum int64, fits bool) {
	return int64(t.lo), t.hi == int64(t.lo)>>63
}

// Credits is the sum as an amount of credits, or [UnknownCredits] if it overflows. Package
// format's Total displays such a sum.
func (t Total) Credits() Credits {
	if sum, fits := t.Int64(); fits {
		return Credits(sum) // the least number, which no amount is, is UnknownCredits too
	}
	return UnknownCredits
}

// Clamped is the sum as an amount of credits, or the nearest amount if it overflows.
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

// Difference is to − from: [UnknownCredits] if one of them is not known or the result
// overflows.
func Difference(from, to Credits) Credits {
	if !from.Known() || !to.Known() {
		return UnknownCredits
	}
	left := TotalOf(to)
	left.Subtract(int64(from))
	return left.Credits()
}
