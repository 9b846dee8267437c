package auth_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/model"
)

func TestOwnFileIsClosedToOthers(t *testing.T) {
	skipOnWindows(t)
	p := newPerson(t, nil)
	folder := filepath.Join(p.config, "studio-tui")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := p.store(t, model.ProductionAPI, "").Save(t.Context(), pasted(t, secret), true); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{folder: 0o700, filepath.Join(folder, "keys.json"): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != "keys.json" && name != "keys.json.lock" {
			t.Errorf("left behind: %s", name)
		}
	}
}

func TestOwnFileIsRefusedWhere(t *testing.T) {
	skipOnWindows(t)
	good := fmt.Sprintf(`{"version": 1, "keys": {%q: {"default": %q}}}`, model.ProductionAPI, secret)
	for name, c := range map[string]struct {
		text string
		mode os.FileMode
		why  string
	}{
		"others can read it": {good, 0o644, "chmod 600"},
		"the group can":      {good, 0o640, "chmod 600"},
		"it is garbage":      {"\x00\xff{", 0o600, "not understood"},
		"it is empty":        {"", 0o600, "not understood"},
		"it is newer":        {`{"version": 2}`, 0o600, "newer version"},
		"it is huge":         {good + strings.Repeat(" ", 1<<20), 0o600, "not a file of keys"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPerson(t, nil)
			path := p.write(t, ownFile, c.text, c.mode)
			store := p.store(t, model.ProductionAPI, "")
			found, err := store.Find(t.Context())
			if !errors.Is(err, auth.ErrNone) || len(found.Warnings) != 1 || !strings.Contains(found.Warnings[0], c.why) {
				t.Errorf("found %v, %q, %v", found.Key, found.Warnings, err)
			}
			var refused *auth.RefusedFile
			if _, err := store.Save(t.Context(), pasted(t, secret), true); !errors.As(err, &refused) {
				t.Errorf("saved over it: %v", err)
			}
			if text, err := os.ReadFile(path); err != nil || string(text) != c.text {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
}

func TestLinksAndPipesAreNotFollowed(t *testing.T) {
	skipOnWindows(t)
	good := fmt.Sprintf(`{"version": 1, "keys": {%q: {"default": %q}}}`, model.ProductionAPI, secret)
	p := newPerson(t, nil)
	target := p.write(t, "elsewhere.json", good, 0o600)
	link := filepath.Join(p.home, ownFile)
	if err := os.MkdirAll(filepath.Dir(link), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	store := p.store(t, model.ProductionAPI, "")
	if found, err := store.Find(t.Context()); !errors.Is(err, auth.ErrNone) || len(found.Warnings) != 1 {
		t.Errorf("a link: %v, %q, %v", found.Key, found.Warnings, err)
	}
	if _, err := store.Delete(t.Context()); !errors.As(err, new(*auth.RefusedFile)) {
		t.Errorf("deleted through a link: %v", err)
	}
	if err := os.Remove(link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{link, filepath.Join(p.home, serviceFile)} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := makePipe(path); err != nil {
			t.Fatal(err)
		}
	}
	if found, err := store.Find(t.Context()); !errors.Is(err, auth.ErrNone) || len(found.Warnings) != 2 {
		t.Errorf("pipes: %v, %q, %v", found.Key, found.Warnings, err)
	}
}

func TestDeleteTakesTheKeyOutOfAFileThatOthersCanRead(t *testing.T) {
	p := newPerson(t, nil)
	p.write(t, ownFile, fmt.Sprintf(`{"version": 1, "keys": {%q: {"default": %q}}}`, model.ProductionAPI, secret), 0o644)
	removed, err := p.store(t, model.ProductionAPI, "").Delete(t.Context())
	if err != nil || len(removed.Removed) != 1 {
		t.Errorf("%+v, %v", removed, err)
	}
	if _, err := os.Stat(filepath.Join(p.home, ownFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
}

func TestServiceFile(t *testing.T) {
	skipOnWindows(t)
	for name, c := range map[string]struct {
		text    string
		mode    os.FileMode
		key     string
		warning string
	}{
		"as its client writes it": {`{"api_key": "` + secret + `"}`, 0o600, secret, ""},
		"with more in it":         {`{"api_key":"` + secret + `","email":"x"}`, 0o600, secret, ""},
		"open to others":          {`{"api_key": "` + secret + `"}`, 0o644, secret, "chmod 600"},
		"without a key":           {`{}`, 0o600, "", "no api_key"},
		"with null":               {`{"api_key": null}`, 0o600, "", "no api_key"},
		"with a number":           {`{"api_key": 12}`, 0o600, "", "not the JSON"},
		"with an empty key":       {`{"api_key": " "}`, 0o600, "", "empty"},
		"with an escape":          {`{"api_key": "prod_\u001b[31m0123456"}`, 0o600, "", "no key has"},
		"cut short":               {`{"api_key": "prod_0123`, 0o600, "", "not the JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPerson(t, newMemory())
			p.write(t, serviceFile, c.text, c.mode)
			found, err := p.store(t, model.ProductionAPI, "").Find(t.Context())
			if found.Key.Reveal() != c.key || (c.key == "") != errors.Is(err, auth.ErrNone) {
				t.Errorf("found %v, %v", found.Key, err)
			}
			warnings := strings.Join(found.Warnings, "\n")
			if (c.warning == "") != (warnings == "") || !strings.Contains(warnings, c.warning) || strings.Contains(warnings, "0123") {
				t.Errorf("warnings %q", warnings)
			}
		})
	}
}

// Many profiles signing in at once, as several terminals do: none is lost, and a
// reader never sees a file that is half written.
func TestSavesAtOnceLoseNothing(t *testing.T) {
	p := newPerson(t, nil)
	const profiles = 16
	var group sync.WaitGroup
	for i := range profiles {
		store := p.store(t, model.ProductionAPI, fmt.Sprintf("p%d", i))
		group.Go(func() {
			key, err := auth.NewKey(fmt.Sprintf("key-of-profile-%04d", i), auth.Pasted, "")
			if err != nil {
				t.Error(err)
			}
			if _, err := store.Save(t.Context(), key, true); err != nil {
				t.Error(err)
			}
			if found, err := store.Find(t.Context()); err != nil || !found.Key.Equal(key) || len(found.Warnings) != 0 {
				t.Errorf("right after: %v, %q, %v", found.Key, found.Warnings, err)
			}
		})
	}
	group.Wait()
	for i := range profiles {
		found, err := p.store(t, model.ProductionAPI, fmt.Sprintf("p%d", i)).Find(t.Context())
		if err != nil || found.Key.Last4() != fmt.Sprintf("%04d", i) {
			t.Errorf("profile %d: %v, %v", i, found.Key, err)
		}
	}
}
