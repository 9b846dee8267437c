package api

import (
	"encoding/json"
	"errors"
	"reflect"
	"sync"

	"github.com/studio-tui/studio-tui/model"
)

// opaque is a text that goes back to the server as it came and is never shown,
// such as a cursor. It is not cleaned.
type opaque string

// list is the frame of an answer of many things without pages.
type list[T any] struct {
	Data []T `json:"data"`
}

// decode reads an answer. Every error means that the answer was not understood:
// not JSON, cut short, followed by something else, of other types, or without
// something that is required. A value that it returns was in the answer, and
// every text in it is clean except addresses, raw values and opaque ones.
func decode[T any](body []byte) (T, error) {
	var value, none T
	if err := json.Unmarshal(body, &value); err != nil {
		return none, describe(err)
	}
	if err := check(body, reflect.TypeFor[T]()); err != nil {
		return none, err
	}
	clean(reflect.ValueOf(&value).Elem())
	return value, nil
}

// describe words a decoding error without the names of Go types.
func describe(err error) error {
	var wrong *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrong):
		return errors.New(wrong.Field + " is a " + wrong.Value + ", which it should not be")
	case errors.As(err, &syntax):
		return errors.New("it is not the JSON that was expected")
	}
	return err
}

var (
	addressType = reflect.TypeFor[model.Address]()
	opaqueType  = reflect.TypeFor[opaque]()
)

// clean passes every text in a value through [model.Clean].
func clean(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if text := v.String(); text != "" {
			if cleaned := model.Clean(text); cleaned != text {
				v.SetString(cleaned)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			clean(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			clean(v.Index(i))
		}
	case reflect.Struct:
		for _, i := range textsOf(v.Type()) {
			clean(v.Field(i))
		}
	}
}

var textFields sync.Map // reflect.Type to []int

// textsOf gives the fields of a struct that hold texts to clean, at any depth.
func textsOf(t reflect.Type) []int {
	if known, ok := textFields.Load(t); ok {
		return known.([]int)
	}
	var fields []int
	for i := range t.NumField() {
		if t.Field(i).IsExported() && hasText(t.Field(i).Type) {
			fields = append(fields, i)
		}
	}
	textFields.Store(t, fields)
	return fields
}

func hasText(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String:
		return t != addressType && t != opaqueType
	case reflect.Pointer, reflect.Slice:
		return !leaf(t) && hasText(t.Elem())
	case reflect.Struct:
		return !leaf(t) && len(textsOf(t)) > 0
	}
	return false
}
