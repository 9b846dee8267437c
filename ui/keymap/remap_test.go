package keymap

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	"pgregory.net/rapid"
)

func sevenPanes() Map { return Default("1", "2", "3", "4", "5", "6", "7") }

// TestOneMeaning checks that no key has two meanings in one context.
func TestOneMeaning(t *testing.T) {
	for _, clash := range sevenPanes().allClashes() {
		t.Error(clash)
	}
}

// TestRemapped sets other keys for actions, and checks the errors of invalid ones.
func TestRemapped(t *testing.T) {
	for name, c := range map[string]struct {
		changes map[string][]string
		errs    []string
	}{
		"another key":    {map[string][]string{"refresh": {"f5", "ctrl+r"}}, nil},
		"swapped":        {map[string][]string{"refresh": {"b"}, "buy": {"r"}}, nil},
		"other place":    {map[string][]string{"quantity": {"v"}}, nil},
		"one place":      {map[string][]string{"refresh": {"s"}}, []string{`"s" would mean refresh and sort (costs)`}},
		"both changed":   {map[string][]string{"sort": {"f9"}, "export": {"f9"}}, []string{`"f9" would mean sort and export (transactions)`, `"f9" would mean sort and export (transactions)`}},
		"in packs":       {map[string][]string{"choose": {"f9"}, "enter_price": {"enter"}}, []string{`"enter" would mean open and enter_price (packs)`}},
		"in the audit":   {map[string][]string{"mark_seen": {"y"}}, []string{`"y" would mean copy and mark_seen (audit)`}},
		"no key":         {map[string][]string{"refresh": {"return"}}, []string{`"return" is no key; keys are called r, R, f5, ctrl+r, enter, esc, tab, space, up, pgdown`}},
		"none":           {map[string][]string{"refresh": {}}, []string{"refresh takes one key or more"}},
		"half a pair":    {map[string][]string{"zoom": {"+"}}, []string{"zoom takes pairs of keys, one way and the other"}},
		"panes":          {map[string][]string{"pane": {"f1"}}, []string{"pane takes a key for each of the 7 panes"}},
		"would be typed": {map[string][]string{"submit": {"x"}}, []string{`submit takes no "x", which could not be typed any more`}},
	} {
		m, errs := sevenPanes().Remapped(c.changes)
		var texts []string
		for _, action := range slices.Sorted(maps.Keys(errs)) {
			texts = append(texts, errs[action].Error())
		}
		if !slices.Equal(texts, c.errs) {
			t.Errorf("%s: %q", name, texts)
		}
		for action, keys := range c.changes {
			want := keys
			if errs[action] != nil {
				before, _ := sevenPanes().Action(action)
				want = before.Keys()
			}
			if binding, _ := m.Action(action); !slices.Equal(binding.Keys(), want) {
				t.Errorf("%s: %s has %q", name, action, binding.Keys())
			}
		}
	}
}

// TestRemappedIsSound sets random keys for random actions: the result has no key with two
// meanings in one context and no action without a key, and equals the default where nothing was
// changed.
func TestRemappedIsSound(t *testing.T) {
	names := sevenPanes().Actions()
	keys := []string{"r", "s", "S", "b", "x", "?", "up", "f5", "ctrl+r", "enter", "esc", "tab", "1", " ", "no"}
	rapid.Check(t, func(r *rapid.T) {
		changes := rapid.MapOfN(rapid.SampledFrom(names), rapid.SliceOfN(rapid.SampledFrom(keys), 0, 3), 0, 8).Draw(r, "changes")
		m, errs := sevenPanes().Remapped(changes)
		for _, clash := range m.allClashes() {
			r.Error(clash)
		}
		for _, name := range names {
			before, _ := sevenPanes().Action(name)
			after, _ := m.Action(name)
			want := before.Keys()
			if keys, changed := changes[name]; changed && errs[name] == nil {
				want = keys
			}
			if !slices.Equal(after.Keys(), want) || after.Help().Key == "" {
				r.Errorf("%s has %q, shown as %q", name, after.Keys(), after.Help().Key)
			}
		}
	})
}

// TestSay fills the keys of a map into sentences.
func TestSay(t *testing.T) {
	m, _ := sevenPanes().Remapped(map[string][]string{"refresh": {"f5"}, "pane": strings.Split("abcdefg", ""), "audit": {"A"}, "filter_help": {"f1"}, "group_by": {"V"}})
	if said := m.Say("{refresh} tries again, {pane4} has plans, {filter_help} and {no_such}"); said != "f5 tries again, 4 has plans, f1 and {no_such}" {
		t.Error(said)
	}
}

// TestInText leaves out the keys that type a character, and never all of them.
func TestInText(t *testing.T) {
	m, _ := sevenPanes().Remapped(map[string][]string{"down": {"j", "ctrl+n"}, "home": {"g"}})
	for _, c := range []struct {
		binding   key.Binding
		otherwise string
		keys      []string
		shown     string
	}{
		{m.Up, "up", []string{"up"}, "↑"},
		{m.Spelled().Up, "up", []string{"up"}, "up"},
		{m.Down, "down", []string{"ctrl+n"}, "ctrl+n"},
		{m.Home, "home", []string{"home"}, "home"},
	} {
		got := InText(c.binding, c.otherwise)
		if !slices.Equal(got.Keys(), c.keys) || got.Help().Key != c.shown {
			t.Errorf("%q becomes %q, shown as %q", c.binding.Keys(), got.Keys(), got.Help().Key)
		}
	}
}

// TestSign is the key before a text where that is a symbol, and never another key.
func TestSign(t *testing.T) {
	m, _ := sevenPanes().Remapped(map[string][]string{"quantity": {"f5"}, "commands": {"C"}})
	for binding, want := range map[string]string{"filter": "/ ", "quantity": "› ", "commands": "› "} {
		if action, _ := m.Action(binding); Sign(action) != want {
			t.Errorf("the sign of %s is %q, want %q", binding, Sign(action), want)
		}
	}
}
