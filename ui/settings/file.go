package settings

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// File is the valid content of a config.toml. The zero File is an empty one.
type File struct {
	values   map[string]string   // by setting name
	keys     map[string][]string // the valid keys of actions, by action name
	colors   map[string]string   // colours of the theme, by token name
	unsure   []Setting           // those with a safe value that were meant to be set, but to what is not understood
	Problems []Problem
}

// Problem is a mistake in a settings file, and where it is.
type Problem struct {
	File   string `json:"-"`    // file name
	Line   int    `json:"line"` // from 1; 0: not in the file
	Column int    `json:"column"`
	Text   string `json:"text"`
}

func (p Problem) String() string {
	if p.Line == 0 {
		return p.Text
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Text) // the format of compilers, which editors can jump to
}

// keyPositions are the positions of the keys of a config.toml. Each table is decoded on its own,
// without its keys, as the wrong type of one would hide the positions of the rest.
func keyPositions(text []byte) map[string]position {
	found := positions(text, &struct {
		Colors struct{} `toml:"colors"`
	}{})
	maps.Copy(found, positions(text, &struct {
		Keys struct{} `toml:"keys"`
	}{}))
	return found
}

// Parse parses a config.toml. Lines that are not TOML are left out, each with a problem. A
// setting with a safe value has that one where it is not understood to what it was meant to be
// set.
func Parse(text []byte) File {
	kept, content, problems := decodeLines(configName, text)
	file := File{values: map[string]string{}, Problems: problems}
	at := keyPositions(kept)
	for name, value := range content {
		table, isTable := value.(map[string]any)
		switch {
		case !isTable && slices.Contains(tableNames(), name):
			file.wrong(at[name], fmt.Errorf("%s is a table, written as [%s] above its lines", name, name))
		case name == "keys":
			file.takeKeys(table, at)
		case name == "colors":
			file.takeColors(table, at)
		default:
			file.wrong(at[name], file.take(name, value))
		}
	}
	file.guardLeftOut(text, kept)
	for _, setting := range file.unsure {
		file.values[setting.Name] = setting.Safe
	}
	inOrder(file.Problems)
	return file
}

// Unreadable is a config.toml that cannot be read: what may be set there has its safe value.
func Unreadable(err error) File {
	file, names := File{values: map[string]string{}}, []string(nil)
	for _, setting := range Table() {
		if setting.Safe != "" {
			file.values[setting.Name] = setting.Safe
			names = append(names, setting.Name+" counts as "+setting.Safe)
		}
	}
	file.Problems = []Problem{{Text: fmt.Sprintf("the settings cannot be read, so %s: %v", strings.Join(names, " and "), err)}}
	return file
}

// guarded returns the setting of a name, if it has a safe value.
func guarded(name string) (setting Setting, is bool) {
	at := slices.IndexFunc(Table(), func(s Setting) bool { return s.Name == name && s.Safe != "" })
	if at < 0 {
		return Setting{}, false
	}
	return Table()[at], true
}

// guard returns the error of a value of a setting, or of a name that may mean it. A setting
// with a safe value takes that one, unless the value is false.
func (f *File) guard(name string, value any, err error) error {
	setting, is := guarded(name)
	if !is || value == false {
		return err
	}
	f.unsure = append(f.unsure, setting)
	return setting.safely(err)
}

// guardLeftOut guards the settings on the lines of a text that are not in what was kept of it.
func (f *File) guardLeftOut(text, kept []byte) {
	keptLines := lines(kept)
	for i, line := range lines(text) {
		name, _, assigns := strings.Cut(string(line), "=")
		if name = strings.Trim(name, " \t\ufeff\"'"); !assigns || i < len(keptLines) && len(keptLines[i]) > 0 {
			continue
		}
		if _, is := guarded(name); !is {
			continue
		}
		at := slices.IndexFunc(f.Problems, func(p Problem) bool { return p.Line == i+1 })
		if at < 0 { // another line is the cause
			at = len(f.Problems)
			f.wrong(position{i + 1, 1}, fmt.Errorf("%s is left out", name))
		}
		f.Problems[at].Text = f.guard(name, nil, errors.New(f.Problems[at].Text)).Error()
	}
}

const (
	configName  = "config.toml"         // name of the settings file
	exampleName = "config.example.toml" // name of the example, which has all settings
)

// inOrder sorts problems by position.
func inOrder(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Text, b.Text))
	})
}

// tableNames are the tables of a file.
func tableNames() []string { return []string{"keys", "colors"} }

// wrong adds a problem, if there is an error.
func (f *File) wrong(at position, err error) {
	if err != nil {
		f.Problems = append(f.Problems, at.problem(configName, err))
	}
}

// take takes the value of a top-level key.
func (f *File) take(name string, value any) error {
	at := slices.Index(settingNames(), name)
	_, isTable := value.(map[string]any)
	switch {
	case at < 0 && isTable:
		return unknown("table", name, tableNames(), exampleName)
	case at < 0 && slices.Contains(pane.Keys().Actions(), name):
		return fmt.Errorf("%s is an action, and stands below [keys]", name)
	case at < 0:
		return f.guard(keymap.Nearest(name, settingNames()), value, unknown("setting", name, settingNames(), exampleName))
	}
	setting := Table()[at]
	text, err := setting.write(value)
	if err == nil {
		err = setting.check(&Settings{}, name, text)
	}
	if err != nil {
		return f.guard(name, nil, err)
	}
	f.values[name] = text
	return nil
}

// takeColors takes the user's colours of theme tokens.
func (f *File) takeColors(table map[string]any, at map[string]position) {
	f.colors = map[string]string{}
	for name, value := range table {
		text, err := fmt.Sprint(value), error(nil)
		switch {
		case slices.Contains(settingNames(), name):
			err = f.guard(name, value, misplaced(name))
		case !slices.Contains(theme.TokenNames(), name):
			err = unknown("colour", name, theme.TokenNames(), exampleName)
		case !theme.IsColor(text):
			err = fmt.Errorf(`%s takes a colour, written as "#a594ff" or as 0 to 255`, name)
		default:
			f.colors[name] = text
			continue
		}
		f.wrong(at["colors."+name], err)
	}
}

// takeKeys takes the user's keys of actions.
func (f *File) takeKeys(table map[string]any, at map[string]position) {
	problem := func(name string, err error) { f.wrong(at["keys."+name], err) }
	keys, actions := map[string][]string{}, pane.Keys().Actions()
	for name, value := range table {
		pressed, is := pressedKeys(value)
		switch {
		case !slices.Contains(actions, name) && slices.Contains(settingNames(), name):
			problem(name, f.guard(name, value, misplaced(name)))
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

// pressedKeys are the keys of a value: one, or a list.
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

// write converts a value of the file to the text that flags and environment take.
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
	return "", fmt.Errorf("%s takes %s, as in %s = %s", s.Name, s.Takes, s.Name, s.quote(s.example()))
}

// example is a valid value.
func (s Setting) example() string { return cmp.Or(s.Default, "work") }

// quote writes a value as TOML.
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

// misplaced is the error of a setting below the heading of a table.
func misplaced(name string) error {
	return fmt.Errorf("%s is a setting, and stands above [colors] and [keys]", name)
}

// unknown is the error of an unknown name of a kind: it names the nearest valid one, if any,
// else the file that lists all.
func unknown(kind, name string, names []string, example string) error {
	if nearest := keymap.Nearest(name, names); nearest != "" {
		return fmt.Errorf("there is no %s %s; did you mean %s?", kind, shorten(name), nearest)
	}
	return fmt.Errorf("there is no %s %s; %s has them all", kind, shorten(name), example)
}

// shorten is a text of the file as errors repeat it.
func shorten(text string) string {
	if text = model.Clean(text); text == "" {
		return `""`
	}
	return widget.Truncate(text, 40)
}

// position is a line and column of a file, from 1.
type position struct{ line, column int }

func (p position) problem(file string, err error) Problem {
	return Problem{file, p.line, p.column, err.Error()}
}

// positions are the positions of a file's keys, by their dotted names: those missing in a
// shape, as strict decoding reports them.
func positions(text []byte, shape any) map[string]position {
	found := map[string]position{}
	note := func(err *toml.DecodeError) {
		line, column := err.Position()
		for i := range err.Key() { // a dotted key also gives the first position of its tables
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
