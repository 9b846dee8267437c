package auth_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	gokeyring "github.com/zalando/go-keyring"
	"go.uber.org/goleak"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

func TestMain(m *testing.M) {
	// The one connection that go-keyring keeps to the bus for good.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/godbus/dbus/v5.(*Conn).inWorker"))
}

func environmentHasKey() bool {
	_, set := os.LookupEnv(auth.EnvKey)
	return set
}

// memory is a keyring in memory, for the rules that stand above any keyring; the
// real Secret Service has its own tests.
type memory struct {
	mu      sync.Mutex
	entries map[string]string
}

func newMemory() *memory { return &memory{entries: map[string]string{}} }

func (m *memory) Get(service, user string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if text, ok := m.entries[service+"|"+user]; ok {
		return text, nil
	}
	return "", gokeyring.ErrNotFound
}

func (m *memory) Set(service, user, text string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries[service+"|"+user] = text
	return nil
}

func (m *memory) Delete(service, user string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.entries[service+"|"+user]; !ok {
		return gokeyring.ErrNotFound
	}
	delete(m.entries, service+"|"+user)
	return nil
}

// person is one person's machine: a home, settings, variables and a keyring.
type person struct {
	home, config string
	env          map[string]string
	keyring      auth.Keyring
}

func newPerson(t *testing.T, keyring auth.Keyring) *person {
	t.Helper()
	home := t.TempDir()
	return &person{home: home, config: filepath.Join(home, ".config"), env: map[string]string{}, keyring: keyring}
}

func (p *person) store(t *testing.T, base, profile string) *auth.Store {
	t.Helper()
	store, err := auth.New(auth.Options{
		Base: base, Profile: profile, HomeDir: p.home, ConfigDir: p.config, Keyring: p.keyring,
		Env: func(name string) string { return p.env[name] },
	})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func (p *person) write(t *testing.T, path, text string, mode os.FileMode) string {
	t.Helper()
	path = filepath.Join(p.home, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	serviceFile = ".artificial-studio/credentials.json"
	ownFile     = ".config/studio-tui/keys.json"
	otherHost   = "https://staging.example.com"
)

// everywhere puts a different key into each place.
func everywhere(t *testing.T) *person {
	t.Helper()
	p := newPerson(t, nil) // so that the file is used
	for _, base := range []string{model.ProductionAPI, otherHost} {
		if _, err := p.store(t, base, "").Save(t.Context(), pasted(t, "file-key-"+base[8:11]+"-0001"), true); err != nil {
			t.Fatal(err)
		}
	}
	p.write(t, serviceFile, `{"api_key": "service-key-0002"}`, 0o600)
	ring := newMemory()
	ring.entries["studio-tui|https://api.artificialstudio.ai default"] = "keyring-key-0003"
	p.keyring = ring
	p.env[auth.EnvKey] = " environment-key-0004\n"
	return p
}

func TestFindLooksInOrder(t *testing.T) {
	p := everywhere(t)
	want := func(key string, source auth.Source, where string) {
		t.Helper()
		found, err := p.store(t, model.ProductionAPI, "").Find(t.Context())
		if err != nil || found.Key.Reveal() != key || found.Key.Source != source || found.Key.Where != where {
			t.Fatalf("found %q, %s, %q, %v", found.Key.Reveal(), found.Key.Source, found.Key.Where, err)
		}
		if len(found.Warnings) != 0 {
			t.Errorf("warned: %q", found.Warnings)
		}
	}
	want("environment-key-0004", auth.FromEnvironment, "ARTIFICIAL_STUDIO_API_KEY")
	p.env[auth.EnvKey] = "  "
	want("keyring-key-0003", auth.FromKeyring, "keyring")
	p.keyring = newMemory()
	want("file-key-api-0001", auth.FromFile, "~/.config/studio-tui/keys.json")
	if err := os.Remove(filepath.Join(p.home, ownFile)); err != nil {
		t.Fatal(err)
	}
	want("service-key-0002", auth.FromServiceFile, "~/.artificial-studio/credentials.json")
	if err := os.Remove(filepath.Join(p.home, serviceFile)); err != nil {
		t.Fatal(err)
	}
	if found, err := p.store(t, model.ProductionAPI, "").Find(t.Context()); !errors.Is(err, auth.ErrNone) || !found.Key.IsZero() {
		t.Errorf("found %v, %v", found.Key, err)
	}
}

func TestStoredKeysStayWithTheirHost(t *testing.T) {
	p := everywhere(t)
	delete(p.env, auth.EnvKey)
	for base, want := range map[string]string{
		otherHost:                                 "file-key-sta-0001",
		otherHost + ":8443":                       "",
		"https://api.artificialstudio.ai:8443":    "",
		"https://api.artificialstudio.ai.evil.io": "",
		"https://artificialstudio.ai":             "",
		"https://beta.api.artificialstudio.ai":    "",
		"http://127.0.0.1:8787":                   "",
	} {
		found, err := p.store(t, base, "").Find(t.Context())
		if found.Key.Reveal() != want || (want == "" && !errors.Is(err, auth.ErrNone)) {
			t.Errorf("%s: %q, %v", base, found.Key.Reveal(), err)
		}
		for _, place := range p.store(t, base, "").Status(t.Context()) {
			if place.Where == "~/"+serviceFile {
				t.Errorf("%s: the service's own file is looked at", base)
			}
		}
	}
}

func TestExportedKeyGoesToTheChosenHostWithAWarning(t *testing.T) {
	p := newPerson(t, newMemory())
	p.env[auth.EnvKey] = secret
	found, err := p.store(t, otherHost, "").Find(t.Context())
	if err != nil || found.Key.Reveal() != secret {
		t.Fatal(found.Key, err)
	}
	if len(found.Warnings) != 1 || !strings.Contains(found.Warnings[0], otherHost) {
		t.Errorf("warnings: %q", found.Warnings)
	}
}

func TestMalformedExportedKeyIsAnErrorNotAnotherAccount(t *testing.T) {
	p := everywhere(t)
	p.env[auth.EnvKey] = "two prod_secret_0123456789"
	store := p.store(t, model.ProductionAPI, "")
	found, err := store.Find(t.Context())
	if !errors.Is(err, auth.ErrInvalidKey) || !found.Key.IsZero() {
		t.Fatalf("found %v, %v", found.Key, err)
	}
	if strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), auth.EnvKey) {
		t.Errorf("error: %v", err)
	}
	for _, place := range store.Status(t.Context()) {
		if place.Used {
			t.Errorf("%s counts as used", place.Where)
		}
	}
}

func TestNamedProfileIsTheOnlyOne(t *testing.T) {
	p := everywhere(t)
	work := p.store(t, model.ProductionAPI, "work")
	if found, err := work.Find(t.Context()); !errors.Is(err, auth.ErrNone) {
		t.Fatalf("found %v, %v", found.Key, err)
	}
	if _, err := work.Save(t.Context(), pasted(t, "work-key-00000005"), false); err != nil {
		t.Fatal(err)
	}
	found, err := work.Find(t.Context())
	if err != nil || found.Key.Reveal() != "work-key-00000005" {
		t.Errorf("found %v, %v", found.Key, err)
	}
	// The default profile can be named too, and then the environment is not asked.
	found, err = p.store(t, model.ProductionAPI, "default").Find(t.Context())
	if err != nil || found.Key.Source != auth.FromKeyring {
		t.Errorf("found %v in %s, %v", found.Key, found.Key.Where, err)
	}
	removed, err := work.Delete(t.Context())
	if err != nil || len(removed.Removed) != 1 || len(removed.Remaining) != 0 {
		t.Errorf("removed %+v, %v", removed, err)
	}
}

func TestNewRefusesWhatCannotBeAProfileOrAnAPI(t *testing.T) {
	for _, profile := range []string{"a b", "-x", "a/b", "a\x00", strings.Repeat("a", 65), "é"} {
		if _, err := auth.New(auth.Options{Base: model.ProductionAPI, Profile: profile}); !errors.Is(err, account.ErrBadName) {
			t.Errorf("%q: %v", profile, err)
		}
	}
	if _, err := auth.New(auth.Options{Base: "http://example.com"}); !errors.Is(err, auth.ErrOrigin) {
		t.Error(err)
	}
}

func TestSaveAsksBeforeTheFileAndNamesIt(t *testing.T) {
	p := newPerson(t, nil)
	store := p.store(t, model.ProductionAPI, "")
	_, err := store.Save(t.Context(), pasted(t, secret), false)
	var consent *account.ConsentRequired
	if !errors.As(err, &consent) || consent.Path != "~/.config/studio-tui/keys.json" || !errors.Is(err, auth.ErrKeyringAbsent) {
		t.Fatalf("error %v", err)
	}
	if entries, _ := os.ReadDir(p.home); len(entries) != 0 {
		t.Fatalf("written without consent: %v", entries)
	}
	kept, err := store.Save(t.Context(), pasted(t, secret), true)
	if err != nil || kept.Key.Source != auth.FromFile || kept.Key.Where != consent.Path {
		t.Fatalf("%+v, %v", kept, err)
	}
	if found, err := store.Find(t.Context()); err != nil || !found.Key.Equal(kept.Key) {
		t.Errorf("found %v, %v", found.Key, err)
	}
}

func TestKeyringTakesTheKeyFromTheFile(t *testing.T) {
	p := newPerson(t, nil)
	if _, err := p.store(t, model.ProductionAPI, "").Save(t.Context(), pasted(t, secret), true); err != nil {
		t.Fatal(err)
	}
	p.keyring = newMemory()
	p.env[auth.EnvKey] = "another-key-00000"
	kept, err := p.store(t, model.ProductionAPI, "").Save(t.Context(), pasted(t, "fresh-key-000000"), true)
	if err != nil || kept.Key.Source != auth.FromKeyring {
		t.Fatalf("%+v, %v", kept, err)
	}
	if len(kept.Warnings) != 1 || !strings.Contains(kept.Warnings[0], auth.EnvKey) {
		t.Errorf("warnings %q", kept.Warnings)
	}
	if _, err := os.Stat(filepath.Join(p.home, ownFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the old copy is still there: %v", err)
	}
}

func TestDeleteForgetsItsOwnPlacesAndNamesTheOthers(t *testing.T) {
	p := everywhere(t)
	store := p.store(t, model.ProductionAPI, "")
	removed, err := store.Delete(t.Context())
	if err != nil || strings.Join(removed.Removed, ", ") != "keyring, ~/.config/studio-tui/keys.json" {
		t.Fatalf("removed %+v, %v", removed, err)
	}
	if got := strings.Join(removed.Remaining, ", "); got != "ARTIFICIAL_STUDIO_API_KEY, ~/.artificial-studio/credentials.json" {
		t.Errorf("still: %s", got)
	}
	if text, err := os.ReadFile(filepath.Join(p.home, serviceFile)); err != nil || !strings.Contains(string(text), "service-key-0002") {
		t.Errorf("the service's own file was touched: %q, %v", text, err)
	}
	if found, err := p.store(t, otherHost, "default").Find(t.Context()); err != nil || found.Key.Last4() != "0001" {
		t.Errorf("another host's key went along: %v, %v", found.Key, err)
	}
	if again, err := store.Delete(t.Context()); err != nil || len(again.Removed) != 0 {
		t.Errorf("a second time: %+v, %v", again, err)
	}
}

func TestStatusListsEveryPlace(t *testing.T) {
	p := everywhere(t)
	p.keyring = newMemory()
	delete(p.env, auth.EnvKey)
	var lines []string
	for _, place := range p.store(t, model.ProductionAPI, "").Status(t.Context()) {
		line := place.Where + " " + place.Last4
		if place.Used {
			line += " used"
		}
		lines = append(lines, line+place.Problem)
	}
	want := []string{
		"ARTIFICIAL_STUDIO_API_KEY ", "keyring ", "~/.config/studio-tui/keys.json 0001 used",
		"~/.artificial-studio/credentials.json 0002",
	}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q", lines)
	}
}

func TestUnusableEntriesAreWarnedAboutAndPassedOver(t *testing.T) {
	p := everywhere(t)
	delete(p.env, auth.EnvKey)
	ring := newMemory()
	ring.entries["studio-tui|https://api.artificialstudio.ai default"] = "two words"
	p.keyring = ring
	found, err := p.store(t, model.ProductionAPI, "").Find(t.Context())
	if err != nil || found.Key.Source != auth.FromFile || len(found.Warnings) != 1 || strings.Contains(found.Warnings[0], "two words") {
		t.Errorf("%v, %q, %v", found.Key, found.Warnings, err)
	}
}

func TestFindEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := everywhere(t)
	delete(p.env, auth.EnvKey)
	if _, err := p.store(t, model.ProductionAPI, "").Find(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// panicking is a keyring whose calls break off, as go-keyring's do when the bus
// goes away under an open prompt.
type panicking struct{}

func (panicking) Get(string, string) (string, error) { panic("no signal") }
func (panicking) Set(string, string, string) error   { panic("no signal") }
func (panicking) Delete(string, string) error        { panic("no signal") }

func TestPanicInAKeyringIsAnError(t *testing.T) {
	store := newPerson(t, panicking{}).store(t, model.ProductionAPI, "")
	if _, err := store.Find(t.Context()); !errors.Is(err, auth.ErrKeyringFailed) || !errors.Is(err, auth.ErrNone) {
		t.Errorf("find: %v", err)
	}
	if _, err := store.Save(t.Context(), pasted(t, secret), false); !errors.As(err, new(*account.ConsentRequired)) {
		t.Errorf("save: %v", err)
	}
	if _, err := store.Delete(t.Context()); !errors.Is(err, auth.ErrKeyringFailed) {
		t.Errorf("delete: %v", err)
	}
}

// forgetful is a keyring that keeps nothing and says it did, as go-keyring does
// when a person dismisses the prompt of an item.
type forgetful struct{ *memory }

func (forgetful) Set(string, string, string) error { return nil }

func TestKeyringThatKeptNothingIsNoticed(t *testing.T) {
	store := newPerson(t, forgetful{newMemory()}).store(t, model.ProductionAPI, "")
	if _, err := store.Save(t.Context(), pasted(t, secret), false); !errors.As(err, new(*account.ConsentRequired)) {
		t.Errorf("save: %v", err)
	}
}

func skipOnWindows(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("file modes say nothing on Windows")
	}
}
