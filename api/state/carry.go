package state

import (
	"encoding/json"
	"maps"
)

// withUnknownMembers returns the JSON of value with the members of old, an earlier text of
// it, that this version of the program does not know, also in nested objects. known is old
// as this version reads and writes it, which shows the known members.
func withUnknownMembers[T any](old json.RawMessage, known, value T) (json.RawMessage, error) {
	knownText, err := json.Marshal(known)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return preserveUnknown(old, knownText, text)
}

func preserveUnknown(old, known, value json.RawMessage) (json.RawMessage, error) {
	var was, knew, is map[string]json.RawMessage
	if json.Unmarshal(old, &was) != nil || json.Unmarshal(known, &knew) != nil || json.Unmarshal(value, &is) != nil || is == nil {
		return value, nil // not objects: the new value is all there is
	}
	merged := maps.Clone(is)
	for name, before := range was {
		now, stays := is[name]
		knownBefore, isKnown := knew[name]
		switch {
		case stays && isKnown:
			both, err := preserveUnknown(before, knownBefore, now)
			if err != nil {
				return nil, err
			}
			merged[name] = both
		case !stays && !isKnown:
			merged[name] = before
		}
	}
	return json.Marshal(merged)
}
