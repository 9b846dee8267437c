package history

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// needle finds a folded text inside texts of any case.
//
// A needle of ASCII is looked for eight places at a time: two of its rarest bytes
// must stand at their places, compared with the bit of case set, before the whole
// is compared. That costs the same for common letters as for rare ones, where a
// search for one byte at a time stops at every "e".
type needle struct {
	folded string
	ascii  bool

	near, far     int    // places of the two bytes in folded, near <= far
	nearBy, farBy uint64 // the bytes eight times over, with the bit of case
	leads         []byte // not ASCII: the bytes with which a match can begin
}

const (
	ones    = 0x0101010101010101
	highs   = 0x8080808080808080
	caseBit = 0x20
)

// commonness orders letters by how often they stand in descriptions and prompts;
// what is not listed is rarer than all of them.
const commonness = " etaoinsrhldcugmpfywbv-.,k"

func newNeedle(folded string) *needle {
	nd := &needle{folded: folded, ascii: asciiOnly(folded)}
	if folded == "" {
		return nd
	}
	if !nd.ascii {
		nd.leads = leadBytes(folded)
		return nd
	}
	nd.near = rarest(folded, -1)
	nd.far = nd.near
	if other := rarest(folded, nd.near); other >= 0 {
		nd.near, nd.far = min(nd.near, other), max(nd.near, other)
	}
	nd.nearBy = uint64(folded[nd.near]|caseBit) * ones
	nd.farBy = uint64(folded[nd.far]|caseBit) * ones
	return nd
}

// rarest is the place of the rarest byte but the one at a place, -1 for none.
func rarest(s string, but int) int {
	best, rank := -1, -1
	for i := range len(s) {
		if i == but {
			continue
		}
		r := strings.IndexByte(commonness, s[i])
		if r < 0 {
			r = len(commonness)
		}
		if r > rank {
			best, rank = i, r
		}
	}
	return best
}

// leadBytes are the first bytes of all cases of the first rune.
func leadBytes(folded string) []byte {
	first, width := utf8.DecodeRuneInString(folded)
	if first < utf8.RuneSelf || (first == utf8.RuneError && width == 1) {
		return lettersOf(folded[0])
	}
	var leads []byte
	for r := first; ; {
		if r >= utf8.RuneSelf {
			lead := utf8.AppendRune(nil, r)[0]
			if bytes.IndexByte(leads, lead) < 0 {
				leads = append(leads, lead)
			}
		}
		if r = unicode.SimpleFold(r); r == first {
			return leads
		}
	}
}

func lettersOf(c byte) []byte {
	if c >= 'a' && c <= 'z' {
		return []byte{c, c - caseBit}
	}
	return []byte{c}
}

// in reports whether the needle stands in a text.
func (nd *needle) in(text []byte) bool { return nd.next(text, 0) >= 0 }

// next is the first place at or after from where the needle stands, -1 for none.
func (nd *needle) next(text []byte, from int) int {
	if nd.folded == "" {
		return from
	}
	if !nd.ascii {
		return nd.nextFolded(text, from)
	}
	last := len(text) - len(nd.folded) // the last place where it could begin
	near, far := text[min(nd.near, len(text)):], text[min(nd.far, len(text)):]
	i := from
	for ; i+8 <= len(far); i += 8 {
		x := (binary.LittleEndian.Uint64(near[i:i+8]) | caseBit*ones) ^ nd.nearBy
		y := (binary.LittleEndian.Uint64(far[i:i+8]) | caseBit*ones) ^ nd.farBy
		t := x | y
		for zero := (t - ones) & ^t & highs; zero != 0; zero &= zero - 1 {
			at := i + bits.TrailingZeros64(zero)/8
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

// at reports whether the needle, of ASCII, stands at a place that has room for it.
func (nd *needle) at(text []byte, place int) bool {
	text = text[place : place+len(nd.folded)]
	for j := range len(nd.folded) {
		if lower[text[j]] != nd.folded[j] {
			return false
		}
	}
	return true
}

// nextFolded is next for a needle that is not ASCII.
func (nd *needle) nextFolded(text []byte, from int) int {
	for from < len(text) {
		jump := -1
		for _, lead := range nd.leads {
			if limit := text[from:]; jump >= 0 {
				limit = limit[:jump]
				if at := bytes.IndexByte(limit, lead); at >= 0 {
					jump = at
				}
			} else {
				jump = bytes.IndexByte(limit, lead)
			}
		}
		if jump < 0 {
			return -1
		}
		from += jump
		if foldedPrefix(text[from:], nd.folded) {
			return from
		}
		from++
	}
	return -1
}

// foldedPrefix reports whether a text, folded, begins with what is folded already.
func foldedPrefix(text []byte, folded string) bool {
	for len(folded) > 0 {
		if len(text) == 0 {
			return false
		}
		r, width := utf8.DecodeRune(text)
		if r == utf8.RuneError && width == 1 {
			if text[0] != folded[0] {
				return false
			}
			text, folded = text[1:], folded[1:]
			continue
		}
		want, size := utf8.DecodeRuneInString(folded)
		if (want == utf8.RuneError && size == 1) || foldRune(r) != want {
			return false
		}
		text, folded = text[width:], folded[size:]
	}
	return true
}
