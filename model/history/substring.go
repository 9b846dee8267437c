package history

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"sort"
	"strings"
)

// substringMatcher finds a folded text inside texts of any case.
//
// A needle of ASCII is looked for eight places at a time: two of its rarest bytes
// must stand at their places, compared with the bit of case set, before the whole
// is compared. That costs the same for common letters as for rare ones, where a
// search for one byte at a time stops at every "e". Where it stops seldom, or once in
// a text, that search is faster all the same.
type substringMatcher struct {
	folded string
	ascii  bool

	stops  bool   // the rarest byte is rare enough to stop at each
	rarest int    // its place
	rare   []byte // and the byte, in both cases

	near, far     int    // places of the two bytes in folded, near <= far
	nearBy, farBy uint64 // the bytes eight times over, with the bit of case
	head          uint64 // the first bytes, with the bit of case
	headMask      uint64 // where there are such bytes
	leads         []byte // not ASCII: the bytes with which its first rune outside ASCII can begin
	before        int    // and the bytes before that rune
}

const (
	ones    = 0x0101010101010101
	highs   = 0x8080808080808080
	caseBit = 0x20
)

// commonness orders letters by how often they stand in descriptions and prompts;
// what is not listed is rarer than all of them.
const commonness = " etaoinsrhldcugmpfywbv-.,k"

func newSubstringMatcher(folded string) *substringMatcher {
	nd := &substringMatcher{folded: folded, ascii: asciiOnly(folded)}
	if folded == "" {
		return nd
	}
	if !nd.ascii {
		nd.leads, nd.before = leadBytes(folded)
		return nd
	}
	nd.near = rarest(folded, -1)
	nd.far, nd.rarest = nd.near, nd.near
	nd.rare = []byte{folded[nd.rarest]}
	if upper := folded[nd.rarest] - 'a' + 'A'; upper >= 'A' && upper <= 'Z' {
		nd.rare = append(nd.rare, upper)
	}
	nd.stops = len(folded) == 1 || commonnessOf(folded[nd.rarest]) >= commonnessOf('b')
	if other := rarest(folded, nd.near); other >= 0 {
		nd.near, nd.far = min(nd.near, other), max(nd.near, other)
	}
	nd.nearBy = uint64(folded[nd.near]|caseBit) * ones
	nd.farBy = uint64(folded[nd.far]|caseBit) * ones
	for i := range min(8, len(folded)) {
		nd.head |= uint64(folded[i]|caseBit) << (8 * i)
		nd.headMask |= 0xFF << (8 * i)
	}
	return nd
}

// rarest is the place of the rarest byte but the one at a place, -1 for none.
func rarest(s string, but int) int {
	best, rank := -1, -1
	for i := range len(s) {
		if i == but {
			continue
		}
		if r := commonnessOf(s[i]); r > rank {
			best, rank = i, r
		}
	}
	return best
}

// commonnessOf is the higher the rarer a byte is.
func commonnessOf(b byte) int {
	if rank := strings.IndexByte(commonness, b); rank >= 0 {
		return rank
	}
	return len(commonness)
}

// in reports whether the needle stands in a text.
func (nd *substringMatcher) in(text []byte) bool { return nd.next(text, 0) >= 0 }

// next is the first place at or after from where the needle stands, -1 for none.
func (nd *substringMatcher) next(text []byte, from int) int {
	if nd.folded == "" {
		return from
	}
	if !nd.ascii {
		return nd.nextFolded(text, from)
	}
	last := len(text) - len(nd.folded) // the last place where it could begin
	if last < from {
		return -1
	}
	near, far := text[nd.near:], text[nd.far:]
	i := from
	for ; i+8 <= len(far); i += 8 {
		for found := suspects(near[i:], far[i:], nd.nearBy, nd.farBy) & highs; found != 0; found &= found - 1 {
			at := i + bits.TrailingZeros64(found)/8
			if at <= last && nd.at(text, at) {
				return at
			}
		}
	}
	for ; i <= last; i++ {
		if nd.at(text, i) {
			return i
		}
	}
	return -1
}

// suspects compares eight places at a time: the high bit of a byte is set where
// both bytes stand at their places, and sometimes above such a one.
func suspects(near, far []byte, nearBy, farBy uint64) uint64 {
	x := (binary.LittleEndian.Uint64(near) | caseBit*ones) ^ nearBy
	y := (binary.LittleEndian.Uint64(far) | caseBit*ones) ^ farBy
	t := x | y
	return (t - ones) &^ t
}

// at reports whether the needle, of ASCII, stands at a place that has room for it.
func (nd *substringMatcher) at(text []byte, place int) bool {
	if place+8 <= len(text) && ((binary.LittleEndian.Uint64(text[place:])|caseBit*ones)^nd.head)&nd.headMask != 0 {
		return false // one comparison for the first eight bytes settles most
	}
	text = text[place : place+len(nd.folded)]
	for j := range len(nd.folded) {
		if lower[text[j]] != nd.folded[j] {
			return false
		}
	}
	return true
}

// markAll marks every text with the needle in it.
func (nd *substringMatcher) markAll(t *texts, hits bitset) {
	if !nd.ascii || nd.folded == "" {
		nd.markFolded(t, hits)
		return
	}
	if nd.stops {
		for _, b := range nd.rare {
			nd.markByByte(t, hits, b)
		}
		return
	}
	text, offsets := t.data, t.offsets
	if len(text) < len(nd.folded) {
		return
	}
	near, far := text[nd.near:], text[nd.far:]
	nearBy, farBy := nd.nearBy, nd.farBy
	row, end := 0, 0 // the text of the last suspect, and where it ends
	quiet := 0       // how far back the last suspect is: four steps at once pay where there are few
	i := 0
	for i+8 <= len(far) {
		if quiet >= 64 && i+32 <= len(far) {
			x, y := near[i:i+32], far[i:i+32]
			a, b := suspects(x[0:], y[0:], nearBy, farBy), suspects(x[8:], y[8:], nearBy, farBy)
			c, d := suspects(x[16:], y[16:], nearBy, farBy), suspects(x[24:], y[24:], nearBy, farBy)
			if (a|b|c|d)&highs == 0 {
				i += 32
				continue
			}
			quiet = 0
		}
		found := suspects(near[i:], far[i:], nearBy, farBy) & highs
		if found == 0 {
			i += 8
			quiet += 8
			continue
		}
		quiet = 0
		at := i + bits.TrailingZeros64(found)/8
		i = at + 1
		if at+len(nd.folded) > len(text) || !nd.at(text, at) {
			continue
		}
		if row, end = textAt(offsets, row, at); at+len(nd.folded) <= end {
			hits.set(row)
			i = end
		}
	}
	for ; i+len(nd.folded) <= len(text); i++ {
		if nd.at(text, i) {
			if row, end = textAt(offsets, row, i); i+len(nd.folded) <= end {
				hits.set(row)
			}
		}
	}
}

// markByByte marks every text with the needle in it whose rarest byte is written in
// one case.
func (nd *substringMatcher) markByByte(t *texts, hits bitset, rare byte) {
	text, size := t.data, len(nd.folded)
	row, end := 0, 0
	for i := nd.rarest; i < len(text); {
		found := bytes.IndexByte(text[i:], rare)
		if found < 0 {
			return
		}
		at := i + found - nd.rarest // where the needle would begin
		i += found + 1
		if at+size > len(text) {
			return
		}
		if size > 1 && !nd.at(text, at) {
			continue
		}
		if row, end = textAt(t.offsets, row, at); at+size <= end {
			hits.set(row)
			i = end + nd.rarest
		}
	}
}

// textAt is the text, at or after one, in which a place is, and where it ends.
func textAt(offsets []uint32, row, place int) (int, int) {
	for near := 0; int(offsets[row+1]) <= place; near++ {
		if row++; near == 8 { // far ahead
			rest := offsets[row+1:]
			row += sort.Search(len(rest), func(k int) bool { return int(rest[k]) > place })
			break
		}
	}
	return row, int(offsets[row+1])
}
