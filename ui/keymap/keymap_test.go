package keymap_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// together are the places whose keys hold at the same time.
var together = [][]keymap.Context{
	{keymap.Everywhere, keymap.Lists, keymap.Overview},
	{keymap.Everywhere, keymap.Lists, keymap.History},
	{keymap.Details},
	{keymap.Everywhere, keymap.Lists, keymap.Account},
	{keymap.Everywhere, keymap.Plans},
	{keymap.Everywhere, keymap.Usage},
	{keymap.Confirming},
	{keymap.Payment},
	{keymap.Typing},
	{keymap.Welcome},
	{keymap.SigningIn},
}

// TestOneMeaning forbids two meanings of a key at one place.
func TestOneMeaning(t *testing.T) {
	groups := map[keymap.Context][]key.Binding{}
	for _, group := range pane.Keys().Groups() {
		groups[group.Context] = group.Keys
	}
	for _, places := range together {
		meaning := map[string]string{}
		for _, place := range places {
			for _, binding := range groups[place] {
				for _, name := range binding.Keys() {
					if other, taken := meaning[name]; taken {
						t.Errorf("%s: %q means %q and %q", place, name, other, binding.Help().Desc)
					}
					meaning[name] = binding.Help().Desc
				}
			}
		}
	}
}

// TestTableIsWhole finds every binding of the map in its table, with words for it.
func TestTableIsWhole(t *testing.T) {
	keys := pane.Keys()
	listed := map[string]bool{}
	for _, group := range keys.Groups() {
		for _, binding := range group.Keys {
			listed[strings.Join(binding.Keys(), " ")+binding.Help().Desc] = true
		}
	}
	fields := reflect.ValueOf(keys)
	for i := range fields.NumField() {
		binding := fields.Field(i).Interface().(key.Binding)
		name := fields.Type().Field(i).Name
		if !listed[strings.Join(binding.Keys(), " ")+binding.Help().Desc] {
			t.Errorf("%s is in no group", name)
		}
		if len(binding.Keys()) == 0 || binding.Help().Key == "" || binding.Help().Desc == "" {
			t.Errorf("%s has no keys or no words", name)
		}
	}
}

// TestReadme holds the README's table of keys to this one.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if table := pane.Keys().Markdown(); !strings.Contains(string(readme), table) {
		t.Errorf("the README's table of keys is not this one:\n%s", table)
	}
}
