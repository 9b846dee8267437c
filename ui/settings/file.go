package settings

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/pelletier/go-toml/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// File is what a config.toml says, as far as it is understood. The zero one is an
// empty file.
type File struct {
	values   map[string]string   // by the names of settings
	keys     map[string][]string // of actions, by their names, as far as they can be
	colors   map[string]string   // of the theme, by the names of tokens
	Problems []Problem
}

// Problem is what is not understood, and where.
type Problem struct {
	File   string `json:"-"`    // its name
	Line   int    `json:"line"` // from 1; 0: not in the file
	Column int    `json:"column"`
	Text   string `json:"text"`
}

func (p Problem) String() string {
	if p.Line == 0 {
		return p.Text
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Text) // as compilers do, so that editors go there
}

// shape is what a file may hold besides settings. As it lacks every key, a strict
// reading into it tells where each one is.
type shape struct {
	Keys   struct{} `toml:"keys"`
	Colors struct{} `toml:"colors"`
}

// Parse reads a config.toml. One that is no TOML says nothing but where it is wrong.
func Parse(text []byte) File {
	file := File{values: map[string]string{}}
	var content map[string]any
	if err := toml.Unmarshal(text, &content); err != nil {
		file.addSyntax(err)
		return file
	}
	at := positions(text, &shape{})
	for name := range content {
		table, isTable := content[name].(map[string]any)
		switch {
		case isTable && name == "keys":
			file.takeKeys(table, at)
			continue
		case isTable && name == "colors":
			file.takeColors(table, at)
			continue
		}
		if err := file.take(name, content[name]); err != nil {
			file.Problems = append(file.Problems, at[name].problem(configName, err))
		}
	}
	inOrder(file.Problems)
	return file
}

const (
	configName  = "config.toml"         // what the file of settings is called
	exampleName = "config.example.toml" // and that with all of them
)

// inOrder sorts problems by their places.
func inOrder(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Text, b.Text))
	})
}

// take takes the value of a key at the top of a file.
func (f *File) take(name string, value any) error {
	at := slices.IndexFunc(Table(), func(s Setting) bool { return s.Name == name })
	if at < 0 {
		return unknown("setting", name, settingNames(), exampleName)
	}
	setting := Table()[at]
	text, err := setting.write(value)
	if err == nil {
		err = setting.check(&Settings{}, name, text)
	}
	if err == nil {
		f.values[name] = text
	}
	return err
}

// takeColors takes the colours that a person gives to tokens.
func (f *File) takeColors(table map[string]any, at map[string]position) {
	f.colors = map[string]string{}
	for name, value := range table {
		text, err := fmt.Sprint(value), error(nil)
		switch {
		case !slices.Contains(theme.TokenNames(), name):
			err = unknown("colour", name, theme.TokenNames(), exampleName)
		case !theme.IsColor(text):
			err = fmt.Errorf(`%s takes a colour, written as "#a594ff" or as 0 to 255`, name)
		default:
			f.colors[name] = text
			continue
		}
		f.Problems = append(f.Problems, at["colors."+name].problem(configName, err))
	}
}

// takeKeys takes the keys that a person gives to actions.
func (f *File) takeKeys(table map[string]any, at map[string]position) {
	problem := func(name string, err error) {
		f.Problems = append(f.Problems, at["keys."+name].problem(configName, err))
	}
	keys, actions := map[string][]string{}, pane.Keys().Actions()
	for name, value := range table {
		pressed, is := pressedKeys(value)
		switch {
		case !slices.Contains(actions, name):
			problem(name, unknown("action", name, actions, exampleName))
		case !is:
			problem(name, fmt.Errorf(`%s takes keys, written as ["r", "f5"]`, name))
		default:
			keys[name] = pressed
		}
	}
	_, errs := pane.Keys().Remapped(keys)
	for name, err := range errs {
		problem(name, err)
		delete(keys, name)
	}
	f.keys = keys
}

// pressedKeys are the keys that a value names: one, or a list.
func pressedKeys(value any) (keys []string, is bool) {
	if one, is := value.(string); is {
		return []string{one}, true
	}
	list, is := value.([]any)
	for _, element := range list {
		name, isText := element.(string)
		if !isText {
			return nil, false
		}
		keys = append(keys, name)
	}
	return keys, is
}

// write gives a value of the file as people write it elsewhere.
func (s Setting) write(value any) (string, error) {
	switch value := value.(type) {
	case string:
		if s.Kind == Text {
			return value, nil
		}
	case bool:
		if s.Kind == Switch {
			return strconv.FormatBool(value), nil
		}
	case int64:
		if s.Kind == Number {
			return strconv.FormatInt(value, 10), nil
		}
	case float64:
		if s.Kind == Number && !math.IsInf(value, 0) && !math.IsNaN(value) {
			return strconv.FormatFloat(value, 'f', -1, 64), nil
		}
	}
	return "", fmt.Errorf("%s takes %s, written as %s", s.Name, s.Takes, s.quote(s.example()))
}

// example is a value that may be written.
func (s Setting) example() string { return cmp.Or(s.Default, "work") }

// quote writes a value as the file has it.
func (s Setting) quote(text string) string {
	if s.Kind == Text {
		return strconv.Quote(text)
	}
	return text
}

func settingNames() []string {
	var names []string
	for _, setting := range Table() {
		names = append(names, setting.Name)
	}
	return names
}

// unknown is the error of a name that is none of a kind, with the one that takes the
// fewest changes to come to, where it is near at all, else with the file that has them all.
func unknown(kind, name string, names []string, example string) error {
	distance := func(other string) int { return levenshtein.ComputeDistance(name, other) }
	nearest := slices.MinFunc(names, func(a, b string) int { return cmp.Compare(distance(a), distance(b)) })
	if distance(nearest) > len(name)/2 {
		return fmt.Errorf("there is no %s %s; %s has them all", kind, model.Clean(name), example)
	}
	return fmt.Errorf("there is no %s %s; did you mean %s?", kind, model.Clean(name), nearest)
}

func (f *File) addSyntax(err error) {
	f.Problems = append(f.Problems, syntaxProblem(configName, err))
}

// syntaxProblem is that a file is no TOML.
func syntaxProblem(file string, err error) Problem {
	problem := Problem{File: file, Text: "it is no TOML, and nothing of it holds: " + strings.TrimPrefix(err.Error(), "toml: ")}
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		problem.Line, problem.Column = decode.Position()
	}
	return problem
}

// position is a place in a file, from 1.
type position struct{ line, column int }

func (p position) problem(file string, err error) Problem {
	return Problem{file, p.line, p.column, err.Error()}
}

// positions finds the keys of a file, by their names with dots between: those that a shape
// lacks, as a strict reading into it tells.
func positions(text []byte, shape any) map[string]position {
	found := map[string]position{}
	note := func(err *toml.DecodeError) {
		line, column := err.Position()
		for i := range err.Key() { // a dotted key is the first place of its tables too
			name := strings.Join(err.Key()[:i+1], ".")
			if _, has := found[name]; !has {
				found[name] = position{line, column}
			}
		}
	}
	err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(shape)
	var missing *toml.StrictMissingError
	var wrong *toml.DecodeError
	switch {
	case errors.As(err, &missing):
		for i := range missing.Errors {
			note(&missing.Errors[i])
		}
	case errors.As(err, &wrong):
		note(wrong)
	}
	return found
}
