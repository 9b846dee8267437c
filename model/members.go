package model

import (
	"bytes"
	"encoding/json"
)

// Member is one member of a JSON object.
type Member struct {
	Name  string // without control characters
	Value Raw
}

// mostMembers is the maximum number of members of an object that are listed.
const mostMembers = 200

// Members are the members of a JSON object in the order of the document, two hundred
// at the most. They are none for anything but a whole object.
func (r Raw) Members() []Member {
	decoder := json.NewDecoder(bytes.NewReader(r))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') || !json.Valid(r) {
		return nil
	}
	var members []Member
	for decoder.More() && len(members) < mostMembers {
		name, err := decoder.Token()
		if err != nil {
			return members
		}
		var value Raw
		if decoder.Decode(&value) != nil {
			return members
		}
		text, _ := name.(string) // the name of a member is always one
		members = append(members, Member{Name: Clean(text), Value: value})
	}
	return members
}
