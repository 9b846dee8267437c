package model

import "math/big"

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
