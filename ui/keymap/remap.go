package keymap

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// actions is the names of the bindings in the settings, in the order of the fields, and the
// field of each: NextPane is next_pane.
var actions = sync.OnceValues(func() (names []string, fields map[string]int) {
	fields = map[string]int{}
	for i := range reflect.TypeFor[Map]().NumField() {
		name := snake(reflect.TypeFor[Map]().Field(i).Name)
		names = append(names, name)
		fields[name] = i
	}
	return names, fields
})

// binding is the binding of an action, nil where there is none.
func (m *Map) binding(name string) *key.Binding {
	_, fields := actions()
	field, known := fields[name]
	if !known {
		return nil
	}
	return reflect.ValueOf(m).Elem().Field(field).Addr().Interface().(*key.Binding)
}

// snake is a field's name as a setting: ShowQR is show_qr.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) && !unicode.IsUpper(rune(name[i-1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Actions returns the names of all actions, in the order of the table.
func (m Map) Actions() []string {
	names, _ := actions()
	return slices.Clone(names)
}

// Action returns the binding of an action.
func (m Map) Action(name string) (key.Binding, bool) {
	if binding := m.binding(name); binding != nil {
		return *binding, true
	}
	return key.Binding{}, false
}

// Remapped is the map with other keys for some actions, by action name. An invalid change is
// left out, with an error under its name.
func (m Map) Remapped(changes map[string][]string) (Map, map[string]error) {
	if len(changes) == 0 {
		return m, nil
	}
	errs := map[string]error{}
	allowed := map[string][]string{}
	for name, keys := range changes {
		if err := m.check(name, keys); err != nil {
			errs[name] = err
		} else {
			allowed[name] = keys
		}
	}
	for { // each clash is undone, which may cause others
		changed := m.with(allowed)
		clashes := changed.clashes(allowed)
		if len(clashes) == 0 {
			return changed, errs
		}
		for name, err := range clashes {
			errs[name] = err
			delete(allowed, name)
		}
	}
}

// with is the map with other keys, not validated.
func (m Map) with(changes map[string][]string) Map {
	for name, keys := range changes {
		binding := m.binding(name)
		help := binding.Help().Desc
		binding.SetKeys(keys...)
		binding.SetHelp(shown(keys), help)
		if name == "pane" {
			binding.SetHelp(span(keys), help)
		}
	}
	return m
}

// check returns why keys are not valid for an action on their own.
func (m Map) check(name string, keys []string) error {
	binding, known := m.Action(name)
	switch {
	case !known:
		return fmt.Errorf("there is no action %s", name)
	case len(keys) == 0:
		return fmt.Errorf("%s takes one key or more", name)
	case name == "pane" && len(keys) != len(binding.Keys()):
		return fmt.Errorf("pane takes a key for each of the %d panes", len(binding.Keys()))
	case m.isPair(name) && len(keys)%2 != 0:
		return fmt.Errorf("%s takes pairs of keys, one way and the other", name)
	}
	for i, k := range keys {
		switch {
		case !isKey(k) && nearestKey(k) != "":
			return fmt.Errorf("%q is no key; did you mean %q?", k, nearestKey(k))
		case !isKey(k):
			return fmt.Errorf("%q is no key; keys are called r, R, f5, ctrl+r, enter, esc, tab, space, up, pgdown", k)
		case slices.Contains(keys[:i], k):
			return fmt.Errorf("%s has %q twice", name, k)
		case m.isTyped(name) && utf8.RuneCountInString(k) == 1:
			return fmt.Errorf("%s takes no %q, which could not be typed any more", name, k)
		}
	}
	return nil
}

// isPair reports whether the keys of an action alternate between two directions.
func (m Map) isPair(name string) bool {
	return slices.Contains([]string{"filter_type", "sideways", "usage_range", "use_range", "zoom", "unusual", "view"}, name)
}

// isTyped reports whether an action is active while text is typed.
func (m Map) isTyped(name string) bool {
	return slices.Contains([]string{"submit", "cancel_input", "mode", "filter_help", "interrupt", "suspend"}, name)
}

// pattern is a regular expression that is compiled at its first use, as most starts of the
// program use none.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

var keyName = pattern(`^(?:(?:ctrl|alt|shift|meta|super|hyper)\+)*(?:.|up|down|left|right|enter|esc|tab|space|backspace|delete|insert|home|end|pgup|pgdown|f[1-9]|f1[0-9]|f20)$`)

func isKey(name string) bool {
	return keyName().MatchString(name) && name != " " && !strings.HasPrefix(name, "shift+") || name == "shift+tab" || named().MatchString(name)
}

// named matches the keys that keep their names with shift; shift makes another letter of the
// rest.
var named = pattern(`^(?:(?:ctrl|alt|shift|meta)\+)+(?:up|down|left|right|enter|tab|home|end|pgup|pgdown|delete|insert|f[0-9]+)$`)

// signs are the symbols of keys.
var signs = map[string]string{"up": "↑", "down": "↓", "left": "←", "right": "→", "pgdown": "pgdn"}

// shown is the display form of an action's first keys.
func shown(keys []string) string {
	var names []string
	for _, name := range keys[:min(len(keys), 2)] {
		if sign, has := signs[name]; has {
			name = sign
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// places are the bindings that are active at the same time, by context.
func (m Map) places() map[Context][]key.Binding {
	groups := map[Context][]key.Binding{}
	for _, group := range m.Groups() {
		groups[group.Context] = group.Keys
	}
	everywhere, lists := groups[Everywhere], groups[Lists]
	scroll := []key.Binding{m.Up, m.Down, m.PageUp, m.PageDown, m.Home, m.End, m.OpenInBrowser, m.Copy}
	always := []key.Binding{m.Interrupt, m.Suspend}
	leave := []key.Binding{m.Back, m.Quit}
	return map[Context][]key.Binding{
		Overview:   slices.Concat(everywhere, lists, groups[Overview]),
		History:    slices.Concat(everywhere, lists, groups[History]),
		Usage:      slices.Concat(everywhere, scroll, groups[Usage]),
		Details:    slices.Concat(always, leave, lists, groups[Details]),
		Audit:      slices.Concat(always, leave, lists, groups[Audit]),
		Account:    slices.Concat(everywhere, lists, groups[Account]),
		Packs:      slices.Concat(everywhere, lists, groups[Packs]),
		Costs:      slices.Concat(everywhere, lists, groups[Costs]),
		Plans:      slices.Concat(everywhere, scroll, groups[Plans]),
		Confirming: slices.Concat(always, groups[Confirming]),
		Payment:    slices.Concat(always, groups[Payment]),
		Typing:     slices.Concat(always, groups[Typing]),
		Welcome:    slices.Concat(always, groups[Welcome]),
		SigningIn:  slices.Concat(always, groups[SigningIn]),
	}
}

// clash is a key with two meanings in one context.
type clash struct {
	place    Context
	key      string
	one, two string // the actions
}

func (c clash) Error() string {
	return fmt.Sprintf("%q would mean %s and %s (%s)", c.key, c.one, c.two, c.place)
}

// clashes are the changes that give a key two meanings in one context.
func (m Map) clashes(changes map[string][]string) map[string]error {
	errs := map[string]error{}
	for _, c := range m.allClashes() {
		for _, name := range []string{c.one, c.two} {
			if _, changed := changes[name]; changed && errs[name] == nil {
				errs[name] = c
			}
		}
	}
	return errs
}

// allClashes finds every key with two meanings in one context, in a stable order.
func (m Map) allClashes() []clash {
	names, _ := actions()
	nameOf := func(b key.Binding) string { // two actions with the same help and keys are the same to a user
		for _, name := range names {
			if action := m.binding(name); action.Help() == b.Help() && slices.Equal(action.Keys(), b.Keys()) {
				return name
			}
		}
		return b.Help().Desc
	}
	var found []clash
	for place, bindings := range m.places() {
		meaning := map[string]string{}
		for _, binding := range bindings {
			name := nameOf(binding)
			for _, k := range binding.Keys() {
				if other, taken := meaning[k]; taken && other != name {
					found = append(found, clash{place, k, other, name})
				}
				meaning[k] = name
			}
		}
	}
	slices.SortFunc(found, func(a, b clash) int { return strings.Compare(a.Error(), b.Error()) })
	return found
}

// Spelled is the map with arrow keys shown as words, for terminals without their signs.
func (m Map) Spelled() Map {
	words := strings.NewReplacer("↑", "up", "↓", "down", "←", "left", "→", "right")
	for _, name := range m.Actions() {
		binding := m.binding(name)
		binding.SetHelp(words.Replace(binding.Help().Key), binding.Help().Desc)
	}
	return m
}

// As is a binding with another help text.
func As(binding key.Binding, help string) key.Binding {
	binding.SetHelp(binding.Help().Key, help)
	return binding
}

// Brief is a binding shown by its first key alone, with another help text.
func Brief(binding key.Binding, help string) key.Binding {
	binding.SetHelp(First(binding), help)
	return binding
}

// Pair is two bindings shown as one, by the first key of each.
func Pair(help string, a, b key.Binding) key.Binding {
	return key.NewBinding(key.WithKeys(append(a.Keys(), b.Keys()...)...), key.WithHelp(First(a)+" "+First(b), help))
}

// InText is a binding while text is typed: without the keys that type a character, and with
// another key where none is left.
func InText(binding key.Binding, otherwise string) key.Binding {
	types := func(name string) bool { return name == "space" || utf8.RuneCountInString(name) == 1 }
	keys := slices.DeleteFunc(slices.Clone(binding.Keys()), types)
	if len(keys) == 0 {
		keys = []string{otherwise}
	}
	name := shown(keys)
	if keys[0] == binding.Keys()[0] {
		name = First(binding)
	}
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(name, binding.Help().Desc))
}

// First is the first key of a binding in its display form.
func First(binding key.Binding) string {
	name, _, _ := strings.Cut(binding.Help().Key, " ")
	return name
}

// Sign is the sign before a text that an action has typed: its key where that is a symbol, as
// in "/ kling", or else one that is no key.
func Sign(binding key.Binding) string {
	name := First(binding)
	if r, size := utf8.DecodeRuneInString(name); size < len(name) || unicode.IsLetter(r) || unicode.IsDigit(r) {
		name = "›"
	}
	return name + " "
}

// Way tells which key of a pair was pressed: first for the first key, else the opposite. The
// keys of a pair alternate.
func Way(msg tea.KeyPressMsg, pair key.Binding, first int) int {
	if slices.Index(pair.Keys(), msg.String())%2 == 0 {
		return first
	}
	return -first
}

// PaneKey is the key of a pane, by its number from 1.
func (m Map) PaneKey(number int) string {
	if keys := m.Pane.Keys(); number >= 1 && number <= len(keys) {
		return keys[number-1]
	}
	return ""
}

var placeholder = pattern(`\{[a-z_]+[0-9]?\}`)

// Say fills keys into sentences: {refresh} is the key of that action, {pane4} that of the
// fourth pane. A sentence with a disabled key is left out.
func (m Map) Say(sentence string) string {
	if !strings.Contains(sentence, "{") {
		return sentence
	}
	var said []string
	for part := range strings.SplitAfterSeq(sentence, ". ") {
		if !m.switchedOff(part) {
			said = append(said, part)
		}
	}
	return placeholder().ReplaceAllStringFunc(strings.TrimRight(strings.Join(said, ""), " "), func(found string) string {
		name := found[1 : len(found)-1]
		if number, is := strings.CutPrefix(name, "pane"); is && len(number) == 1 {
			return m.PaneKey(int(number[0] - '0'))
		}
		if binding, known := m.Action(name); known {
			return First(binding)
		}
		return found
	})
}

// switchedOff reports whether a sentence names a disabled key.
func (m Map) switchedOff(sentence string) bool {
	for _, found := range placeholder().FindAllString(sentence, -1) {
		if binding, known := m.Action(found[1 : len(found)-1]); known && !binding.Enabled() {
			return true
		}
	}
	return false
}
