package keymap_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/ui/pane"
)

// TestTableIsWhole finds every binding of the map in its table, with a help text.
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

// TestReadme compares the README's table of keys with this one.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if table := pane.Keys().Markdown(); !strings.Contains(string(readme), table) {
		t.Errorf("the README's table of keys is not this one:\n%s", table)
	}
}
