package model

import "math/big"

// ratio is (a·b·extra…) / (c·d) rounded half to even, without overflow on the way.
func ratio(a, b, c, d int64, extra ...int64) (int64, bool) {
	numerator := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	for _, factor := range extra {
		numerator.Mul(numerator, big.NewInt(factor))
	}
	denominator := new(big.Int).Mul(big.NewInt(c), big.NewInt(d))
	if denominator.Sign() == 0 {
		return 0, false
	}
	rounded := roundHalfEven(new(big.Rat).SetFrac(numerator, denominator))
	return rounded.Int64(), rounded.IsInt64()
}

func pow10(digits int) int64 {
	power := int64(1)
	for range digits {
		power *= 10
	}
	return power
}

// crossCompare compares a·b with c·d without overflow.
func crossCompare(a, b, c, d int64) int {
	left := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	return left.Cmp(new(big.Int).Mul(big.NewInt(c), big.NewInt(d)))
}
