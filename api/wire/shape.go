package wire

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// Rule lists the required and strict members of an object. All others are optional: one
// that is missing, null or unreadable stays empty.
type Rule struct {
	// Required are the members that must be present, not null, and valid. Names are
	// separated by spaces.
	Required string
	// Strict members may be missing or null, but must otherwise be valid, as an empty value
	// would not mean unknown.
	Strict string
}

// Rules maps the decoded types to their rules; a type without one has no required members.
type Rules map[reflect.Type]Rule

// shape is how one type is read: the members of a struct, by their names in JSON.
type shape struct {
	members []member
	index   map[string]int // where a name stands in members
}

type member struct {
	name             string
	field            []int // of the struct, through embedded ones
	required, strict bool
	nested           bool // it may have lists in it
}

// maxMembers is more than any object of the contract has.
const maxMembers = 32

// shapeOf derives how a struct is read from its tags and its rule.
func (r *Reader) shapeOf(t reflect.Type) *shape {
	if known, ok := r.shapes.Load(t); ok {
		return known.(*shape)
	}
	s := &shape{index: map[string]int{}}
	required, strict := strings.Fields(r.rules[t].Required), strings.Fields(r.rules[t].Strict)
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous || !field.IsExported() || name == "" || name == "-" {
			continue // the fields of an embedded struct are visible themselves
		}
		m := member{name: name, field: field.Index, required: slices.Contains(required, name)}
		m.nested = !readsItself(field.Type) && (field.Type.Kind() == reflect.Struct || field.Type.Kind() == reflect.Slice || field.Type.Kind() == reflect.Pointer)
		m.strict = m.required || r.strict || slices.Contains(strict, name)
		if at, known := s.index[name]; known { // of two, the one that is less deep is meant
			if len(field.Index) < len(s.members[at].field) {
				s.members[at] = m
			}
			continue
		}
		s.index[name] = len(s.members)
		s.members = append(s.members, m)
	}
	if len(s.members) > maxMembers {
		panic("wire: " + t.String() + " has too many members")
	}
	r.shapes.Store(t, s)
	return s
}

var unmarshalerType = reflect.TypeFor[json.Unmarshaler]()

// readsItself reports whether a type reads its own JSON.
func readsItself(t reflect.Type) bool { return reflect.PointerTo(t).Implements(unmarshalerType) }
