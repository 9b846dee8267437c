package state_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/model"
)

// TestFileInPlaceOfTheFolder names the file that is in the way, and what to do, whether
// orders are read or written.
func TestFileInPlaceOfTheFolder(t *testing.T) {
	for name, under := range map[string]string{"the folder": "", "one that it lies in": "share/studio-tui"} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "state")
			if err := os.WriteFile(file, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			store, err := state.Open(filepath.Join(file, under), state.Options{})
			if err != nil {
				t.Fatal(err)
			}
			_, readErr := store.Orders("host", "account")
			_, _, writeErr := store.Begin("host", model.Order{Key: "k", AccountID: "account", Item: model.Item{Kind: model.KindPack, Slug: "pack-m"}})
			for what, err := range map[string]error{"reading": readErr, "writing": writeErr} {
				var way *state.NotAFolder
				if !errors.As(err, &way) || way.Path != file || !strings.Contains(err.Error(), "move the file ") {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
	}
}
