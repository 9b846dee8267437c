package sandbox

import (
	"fmt"
	"strconv"

	"github.com/studio-tui/studio-tui/model"
)

// space says what an id names, so that two things never share one.
type space uint8

const (
	spaceAccount space = iota + 1
	spaceRow
	spaceGeneration
	spaceCheckout
	spacePortal
	spaceDevice
	spaceFile
)

// idMaker makes ids of 24 hex digits: the second in the first eight, then a
// number that is scrambled with the seed. It can be undone, so that a history of
// a million rows is looked up without an index.
type idMaker struct{ key uint64 }

// Odd constants from the fractional parts of the golden ratio and of √3.
const (
	mulA = 0x9E3779B97F4A7C15
	mulB = 0xBB67AE8584CAA73B
)

// make gives the id of the n-th thing of a space, made at a time in Unix
// milliseconds.
func (m idMaker) make(s space, n int32, at int64) model.ID {
	return model.ID(fmt.Sprintf("%08x%016x", uint32(at/1000), m.mix(uint64(s)<<56|uint64(uint32(n)))))
}

// find undoes make, except for the time: the caller compares the whole id.
func (m idMaker) find(s space, id model.ID) (int32, bool) {
	if !id.Canonical() {
		return 0, false
	}
	mixed, err := strconv.ParseUint(string(id[8:]), 16, 64)
	if err != nil {
		return 0, false
	}
	plain := m.unmix(mixed)
	return int32(uint32(plain)), plain>>32 == uint64(s)<<24
}

func (m idMaker) mix(x uint64) uint64 {
	x = (x ^ m.key) * mulA
	x = (x ^ x>>32) * mulB
	return x ^ x>>32
}

func (m idMaker) unmix(x uint64) uint64 {
	x = (x ^ x>>32) * inverse(mulB)
	return (x^x>>32)*inverse(mulA) ^ m.key
}

// inverse of an odd number modulo 2⁶⁴, by Newton's iteration: each step doubles
// the bits that are right, from three.
func inverse(odd uint64) uint64 {
	x := odd
	for range 5 {
		x *= 2 - odd*x
	}
	return x
}
