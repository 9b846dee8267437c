package history

import (
	"encoding/hex"

	"github.com/studio-tui/studio-tui/model"
)

// idBytes is the size of an id of 24 hex digits.
const idBytes = 12

// packedID is an id of 24 lower-case hex digits; the zero value means no id, or one of
// another form that is stored elsewhere.
type packedID [idBytes]byte

// packID packs an id. ok is false for one that does not come out as it went in:
// not 24 digits, capitals, or all zeros.
func packID(id model.ID) (packed packedID, ok bool) {
	if id == "" {
		return packed, true
	}
	if len(id) != 2*idBytes {
		return packed, false
	}
	for i := range packed {
		high, low := nibble(id[2*i]), nibble(id[2*i+1])
		if high > 15 || low > 15 {
			return packedID{}, false
		}
		packed[i] = high<<4 | low
	}
	return packed, packed != packedID{}
}

// nibble is the value of a lower-case hex digit, more than 15 for anything else.
func nibble(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}

// id gives the id back, "" for the zero one.
func (p packedID) id() model.ID {
	if p == (packedID{}) {
		return ""
	}
	return model.ID(hex.EncodeToString(p[:]))
}

// idAt is the i-th id of a column of them.
func idAt(column []byte, i int) packedID { return packedID(column[i*idBytes : (i+1)*idBytes]) }
