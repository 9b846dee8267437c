package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// Reader decodes answers or requests by a set of rules. It is safe for concurrent use.
type Reader struct {
	rules  Rules
	strict bool
	clean  func(t reflect.Type, text string) string
	shapes sync.Map // reflect.Type to *shape
}

// NewReader returns a reader of answers. clean is applied to every text, by its type; nil
// leaves texts unchanged.
func NewReader(rules Rules, clean func(t reflect.Type, text string) string) *Reader {
	return &Reader{rules: rules, clean: clean}
}

// NewStrictReader returns a reader of requests: every member must be known and valid, none
// is required.
func NewStrictReader() *Reader { return &Reader{strict: true} }

// Skipped is an entry of a list that could not be read and was left out.
type Skipped struct {
	List  string // the path of the member that holds the list: "data", "data[0].prices"
	Index int    // its index in the list as received
	Text  []byte // as received
	// Within is the entry that contains it, if that was read; nil else.
	Within []byte
	Err    error
}

// ErrSyntax is the error for a text that is not one JSON value.
var ErrSyntax = errors.New("it is not the JSON that was expected")

// UnknownMember is the error of a strict reader for a member that is not known.
type UnknownMember struct{ Name string }

func (e *UnknownMember) Error() string { return e.Name + " is not known" }

// MemberError is the error of a member, without any Go type in its text.
type MemberError struct {
	Name string
	Err  error // "is missing", "is not a text", …
}

func (e *MemberError) Error() string {
	var inner *MemberError
	if errors.As(e.Err, &inner) {
		return e.Name + ": " + inner.Error()
	}
	return e.Name + " " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *MemberError) Unwrap() error { return e.Err }

// Read decodes one JSON value into the zero value that into points at. On an error into is
// undefined.
func (r *Reader) Read(body []byte, into any) ([]Skipped, error) {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if !json.Valid(body) {
		return nil, ErrSyntax
	}
	in := input{Reader: r, scanner: scanner{text: body}}
	err := in.value(reflect.ValueOf(into).Elem(), "")
	return in.skipped, err
}

// input is a text that is being read.
type input struct {
	*Reader
	scanner
	skipped []Skipped
}

var (
	errNull    = errors.New("is null")
	errMissing = errors.New("is missing")
	errTwice   = errors.New("is there twice")
)

// value reads the next value into v. path is where it stands, for what is skipped.
// It always passes over the whole value.
func (in *input) value(v reflect.Value, path string) error {
	t := v.Type()
	if readsItself(t) {
		if err := v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(in.scanner.value()); err != nil {
			return fmt.Errorf("is %w", err)
		}
		return nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		if in.peek() == 'n' {
			in.skip()
			return nil
		}
		into := reflect.New(t.Elem())
		if err := in.value(into.Elem(), path); err != nil {
			return err
		}
		v.Set(into)
		return nil
	case reflect.Struct:
		return in.object(v, path)
	case reflect.Slice:
		return in.list(v, path)
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int64:
		return in.plain(v)
	}
	if json.Unmarshal(in.scanner.value(), v.Addr().Interface()) != nil {
		return errors.New("is of another type")
	}
	return nil
}

// plain reads a text, a whole number, true or false.
func (in *input) plain(v reflect.Value) error {
	text := in.scanner.value()
	first := text[0]
	switch v.Kind() {
	case reflect.String:
		if first != '"' {
			return errors.New("is not a text")
		}
		content := text[1 : len(text)-1]
		plain := string(content)
		if bytes.IndexByte(content, '\\') >= 0 || !utf8.Valid(content) {
			plain = unquote(text)
		}
		if in.clean != nil && plain != "" {
			plain = in.clean(v.Type(), plain)
		}
		v.SetString(plain)
	case reflect.Bool:
		if first != 't' && first != 'f' {
			return errors.New("is neither true nor false")
		}
		v.SetBool(first == 't')
	default:
		n, err := parseInteger(text)
		if err == nil && v.OverflowInt(n) {
			err = errRange
		}
		if err != nil {
			return err
		}
		v.SetInt(n)
	}
	return nil
}

// list reads the entries of a list. Those that cannot be read are left out.
func (in *input) list(v reflect.Value, path string) error {
	if in.peek() != '[' {
		in.skip()
		return errors.New("is not a list")
	}
	in.at++
	t := v.Type().Elem()
	list := reflect.MakeSlice(v.Type(), 0, 0)
	entry := reflect.New(t).Elem()
	for i := 0; in.peek() != ']'; i++ {
		in.peek()
		start, inner := in.at, len(in.skipped)
		entry.SetZero()
		err := in.entry(entry, path, i)
		if err != nil && in.strict {
			return err
		}
		if err != nil {
			in.at = start
			in.skipped = append(in.skipped[:inner], Skipped{List: path, Index: i, Text: in.scanner.value(), Err: err})
		} else {
			list = reflect.Append(list, entry)
			for part := range in.skipped[inner:] {
				in.skipped[inner+part].Within = in.text[start:in.at]
			}
		}
		in.comma()
	}
	in.at++
	v.Set(list)
	return nil
}

// entry reads one entry of a list.
func (in *input) entry(v reflect.Value, path string, i int) error {
	if in.peek() == 'n' && !readsItself(v.Type()) {
		return errNull
	}
	if v.Kind() == reflect.Struct {
		path += "[" + strconv.Itoa(i) + "]"
	}
	return in.value(v, path)
}

// object reads the members of an object.
func (in *input) object(v reflect.Value, path string) error {
	if in.peek() != '{' {
		in.skip()
		return errors.New("is not an object")
	}
	want := in.shapeOf(v.Type())
	var seen [maxMembers]bool
	var failed error // the first thing that is wrong: the rest is passed over
	fail := func(name string, err error) {
		if failed == nil && err != nil {
			failed = &MemberError{name, err}
		}
	}
	in.at++ // {
	for in.peek() != '}' {
		key := in.key()
		at, known := want.index[string(key)]
		switch {
		case !known && in.strict && failed == nil:
			failed = &UnknownMember{string(key)}
			in.skip()
		case !known || failed != nil:
			in.skip()
		default:
			m := &want.members[at]
			fail(m.name, in.member(v, m, seen[at], path))
			seen[at] = true
		}
		in.comma()
	}
	in.at++ // }
	for at := range want.members {
		if m := &want.members[at]; m.required && !seen[at] {
			fail(m.name, errMissing)
		}
	}
	return failed
}

// member reads a known member into its field. Of an optional one that cannot be read,
// or that is there twice, nothing is known.
func (in *input) member(v reflect.Value, m *member, again bool, path string) error {
	field := v.FieldByIndex(m.field)
	if in.peek() == 'n' && !readsNull(field.Type()) {
		in.skip()
		if m.required {
			return errNull
		}
		if again {
			field.SetZero()
		}
		return nil
	}
	if m.nested {
		path = strings.TrimPrefix(path+"."+m.name, ".")
	}
	start, skipped := in.at, len(in.skipped)
	err := in.value(field, path)
	if err == nil && again {
		err = errTwice
	}
	if err == nil {
		return nil
	}
	in.at, in.skipped = start, in.skipped[:skipped]
	in.skip()
	if m.strict {
		return err
	}
	field.SetZero()
	return nil
}

// readsNull reports whether null is a value of a type like others, as of a raw one.
func readsNull(t reflect.Type) bool { return t.Kind() == reflect.Slice && readsItself(t) }

// Describe is the problem of a skipped entry as text.
func (s Skipped) Describe() string {
	var wrong *MemberError
	if errors.As(s.Err, &wrong) {
		return wrong.Error()
	}
	return fmt.Sprintf("it %v", s.Err)
}
