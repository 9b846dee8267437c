package state

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
)

// sumMember is the member of an entry that holds its checksum.
const sumMember = "sum"

// errSum says that an entry is not what was written.
var errSum = errors.New("its checksum is not that of what stands there")

// seal gives an entry with the checksum of all that stands in it.
func seal(text json.RawMessage) (json.RawMessage, error) {
	members, err := objectOf(text)
	if err != nil {
		return nil, err
	}
	sum, err := json.Marshal(checksum(members))
	if err != nil {
		return nil, err
	}
	members[sumMember] = sum
	return json.Marshal(members)
}

// sealed checks an entry's checksum. Entries that were written before there were any
// have none, and pass where that is allowed.
func sealed(text json.RawMessage, must bool) error {
	members, err := objectOf(text)
	if err != nil {
		return err
	}
	is, has := members[sumMember]
	if !has {
		if must {
			return errSum
		}
		return nil
	}
	var sum string
	if json.Unmarshal(is, &sum) != nil || sum != checksum(members) {
		return errSum
	}
	return nil
}

func objectOf(text json.RawMessage) (map[string]json.RawMessage, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil || members == nil {
		return nil, errNotUnderstood
	}
	return members, nil
}

// checksum is that of the members besides the checksum itself, in one spelling: names in
// order, no blanks.
func checksum(members map[string]json.RawMessage) string {
	rest := maps.Clone(members)
	delete(rest, sumMember)
	var text bytes.Buffer
	if err := json.NewEncoder(&text).Encode(rest); err != nil { // every value was valid when it was read
		return ""
	}
	sum := sha256.Sum256(text.Bytes())
	return hex.EncodeToString(sum[:12])
}
