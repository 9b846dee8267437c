package auth_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

func profileAt(name, api string) auth.Profile {
	return auth.Profile{Name: name, API: api, Last4: "a1b2", Fingerprint: "of " + name + api, AddedAt: time.Unix(1_800_000_000, 0).UTC()}
}

// TestIndexOfProfiles goes through the life of profiles, in a file for the person alone.
func TestIndexOfProfiles(t *testing.T) {
	home := t.TempDir()
	list := auth.NewProfiles(filepath.Join(home, ".config"), home)
	check := func(what string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", what, err, want)
		}
	}
	index, err := list.Read()
	if err != nil || len(index.Profiles) > 0 || index.Active != "" {
		t.Fatalf("%+v, %v", index, err)
	}
	for _, profile := range []auth.Profile{
		profileAt("work", otherHost), profileAt(auth.DefaultProfile, model.ProductionAPI), profileAt(auth.DefaultProfile, otherHost), profileAt("art", model.ProductionAPI),
	} {
		check("note", list.Note(profile), nil)
	}
	var taken *auth.ProfileExists
	if err := list.Note(profileAt("work", model.ProductionAPI)); !errors.As(err, &taken) || taken.API != otherHost {
		t.Errorf("a name of two hosts: %v", err)
	}
	check("switch", list.Switch("nobody"), account.ErrNoProfile)
	check("switch", list.Switch("work"), nil)
	check("rename", list.Rename("nobody", "", "x"), account.ErrNoProfile)
	if err := list.Rename("work", otherHost, "art"); !errors.As(err, &taken) {
		t.Errorf("two of a name: %v", err)
	}
	check("rename", list.Rename("work", otherHost, "studio"), nil)
	if index, err = list.Read(); err != nil || index.Active != "studio" {
		t.Errorf("%+v, %v", index, err)
	}
	if _, ok := index.Find(auth.DefaultProfile, "https://third.example.com"); ok {
		t.Error("the default profile of another host is found")
	}
	var names []string
	for _, profile := range index.Named() {
		names = append(names, profile.Name+" "+profile.API)
	}
	if want := []string{"art " + model.ProductionAPI, "studio " + otherHost}; !slices.Equal(names, want) {
		t.Errorf("named %q, want %q", names, want)
	}
	check("remove", list.Remove("studio", otherHost), nil)
	if index, err = list.Read(); err != nil || index.Active != "" || len(index.Profiles) != 3 {
		t.Errorf("after the removal %+v, %v", index, err)
	}
	path := filepath.Join(home, ".config", "studio-tui", "profiles.json")
	if info, err := os.Stat(path); err != nil || (filepath.Separator == '/' && info.Mode().Perm() != 0o600) {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// TestProfilesOfTwoProcesses loses nothing where several write at once.
func TestProfilesOfTwoProcesses(t *testing.T) {
	config := t.TempDir()
	var writing sync.WaitGroup
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		writing.Go(func() {
			if err := auth.NewProfiles(config, "").Note(profileAt(name, otherHost)); err != nil {
				t.Error(err)
			}
		})
	}
	writing.Wait()
	if index, err := auth.NewProfiles(config, "").Read(); err != nil || len(index.Profiles) != 6 {
		t.Errorf("%+v, %v", index, err)
	}
}

// TestRefusedProfiles goes on with no list that could mean another account.
func TestRefusedProfiles(t *testing.T) {
	for name, text := range map[string]string{
		"cut off":           `{"version": 1, "active": "work", "prof`,
		"newer":             `{"version": 2, "profiles": []}`,
		"of no version":     `{"profiles": []}`,
		"plain http":        `{"version": 1, "profiles": [{"name": "work", "api": "http://example.com"}]}`,
		"no name":           `{"version": 1, "profiles": [{"name": "../x", "api": "https://example.com"}]}`,
		"active is unknown": `{"version": 1, "active": "work", "profiles": []}`,
	} {
		p := newPerson(t, nil)
		p.write(t, ".config/studio-tui/profiles.json", text, 0o600)
		var refused *auth.RefusedFile
		if _, err := auth.NewProfiles(p.config, p.home).Read(); !errors.As(err, &refused) || !strings.HasPrefix(refused.Path, "~/") {
			t.Errorf("%s: %v", name, err)
		}
		if err := auth.NewProfiles(p.config, p.home).Note(profileAt("x", otherHost)); !errors.As(err, &refused) {
			t.Errorf("%s is written over: %v", name, err)
		}
	}
}

// TestChoose holds the order in which flags, variables, the switched profile and the
// default one choose the account.
func TestChoose(t *testing.T) {
	const third = "https://third.example.com"
	work, standard := profileAt("work", otherHost), profileAt(auth.DefaultProfile, model.ProductionAPI)
	index := auth.Index{Profiles: []auth.Profile{work, standard}}
	switched := index
	switched.Active = "work"
	for name, c := range map[string]struct {
		index    auth.Index
		wanted   account.Target
		exported bool
		want     auth.Choice
	}{
		"nothing said":                    {index, account.Target{}, false, auth.Choice{Base: model.ProductionAPI}},
		"a variable's host":               {index, account.Target{APIURL: third}, false, auth.Choice{Base: third}},
		"a profile at its own host":       {index, account.Target{Profile: "work"}, false, auth.Choice{Base: otherHost, Profile: "work"}},
		"a profile before a variable":     {index, account.Target{Profile: "work", APIURL: third}, false, auth.Choice{Base: otherHost, Profile: "work"}},
		"a flag before a profile":         {index, account.Target{Profile: "work", APIURL: third, ByFlag: true}, false, auth.Choice{Base: third, Profile: "work"}},
		"a profile before a key":          {switched, account.Target{Profile: "work"}, true, auth.Choice{Base: otherHost, Profile: "work"}},
		"a new profile":                   {switched, account.Target{Profile: "art", APIURL: third}, false, auth.Choice{Base: third, Profile: "art"}},
		"the default one by name":         {switched, account.Target{Profile: "default"}, false, auth.Choice{Base: model.ProductionAPI, Profile: "default"}},
		"switched":                        {switched, account.Target{}, false, auth.Choice{Base: otherHost, Profile: "work"}},
		"switched, its host said":         {switched, account.Target{APIURL: otherHost + "/"}, false, auth.Choice{Base: otherHost, Profile: "work"}},
		"switched, another host said":     {switched, account.Target{APIURL: third}, false, auth.Choice{Base: third, IgnoredProfile: work}},
		"a key before a switch":           {switched, account.Target{}, true, auth.Choice{Base: model.ProductionAPI, OverriddenProfile: work}},
		"a key and a host before it":      {switched, account.Target{APIURL: third}, true, auth.Choice{Base: third, OverriddenProfile: work, IgnoredProfile: work}},
		"a key before a kept default one": {index, account.Target{}, true, auth.Choice{Base: model.ProductionAPI, OverriddenProfile: standard}},
		"a key where nothing is kept":     {index, account.Target{APIURL: third}, true, auth.Choice{Base: third}},
	} {
		if got := c.index.Choose(c.wanted, c.exported); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// TestExportedKeyStays holds an exported key to the API that the run says, whatever
// profiles remember.
func TestExportedKeyStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hosts := []string{model.ProductionAPI, otherHost, "https://third.example.com"}
		var index auth.Index
		for _, name := range []string{auth.DefaultProfile, "work", "art"} {
			if rapid.Bool().Draw(t, name) {
				index.Profiles = append(index.Profiles, profileAt(name, rapid.SampledFrom(hosts).Draw(t, name+"'s host")))
			}
		}
		if named := index.Named(); len(named) > 0 && rapid.Bool().Draw(t, "switched") {
			index.Active = named[0].Name
		}
		wanted := account.Target{APIURL: rapid.SampledFrom(append([]string{""}, hosts...)).Draw(t, "base"), ByFlag: rapid.Bool().Draw(t, "by flag")}
		choice := index.Choose(wanted, true)
		want := wanted.APIURL
		if want == "" {
			want = model.ProductionAPI
		}
		if choice.Base != want || choice.Profile != "" {
			t.Fatalf("an exported key goes to %s, profile %q, want %s", choice.Base, choice.Profile, want)
		}
		if index.Active != "" && choice.OverriddenProfile.Name != index.Active {
			t.Fatalf("it is not said that profile %s is passed over: %+v", index.Active, choice)
		}
	})
}

// TestGivenUpKeepsWhatWas gives a sign-in up while the keyring asks for its password:
// what was kept before is kept again.
func TestGivenUpKeepsWhatWas(t *testing.T) {
	for name, before := range map[string]string{"nothing": "", "another key": "prod_before_0123456789"} {
		asking := &askingKeyring{memory: newMemory(), asks: make(chan struct{}), answer: make(chan struct{}), done: make(chan struct{})}
		p := newPerson(t, asking)
		store := p.store(t, otherHost, "")
		if before != "" {
			asking.entries["studio-tui|"+otherHost+" default"] = before
		}
		ctx, giveUp := context.WithCancel(t.Context())
		key, err := auth.NewKey("prod_after_0123456789", auth.Pasted, "")
		if err != nil {
			t.Fatal(err)
		}
		saved := make(chan error, 1)
		go func() {
			_, err := store.Save(ctx, key, false)
			saved <- err
		}()
		<-asking.asks
		giveUp()
		if err := <-saved; err == nil {
			t.Errorf("%s: given up, it is kept", name)
		}
		close(asking.answer)
		<-asking.done
		asking.mu.Lock()
		if got := asking.entries["studio-tui|"+otherHost+" default"]; got != before {
			t.Errorf("%s: the keyring has %q, want %q", name, got, before)
		}
		asking.mu.Unlock()
	}
}

// askingKeyring asks for its password before it keeps anything.
type askingKeyring struct {
	*memory
	asks, answer, done chan struct{}
	sets               int
}

func (k *askingKeyring) Set(service, user, text string) error {
	if k.sets++; k.sets == 1 {
		close(k.asks)
		<-k.answer
	} else {
		defer close(k.done)
	}
	return k.memory.Set(service, user, text)
}

func (k *askingKeyring) Delete(service, user string) error {
	defer close(k.done)
	return k.memory.Delete(service, user)
}

// A list that others can write may lead to another account: it is not used. Locks are for
// the person alone, those of an earlier version too.
func TestProfilesThatOthersCanWrite(t *testing.T) {
	skipOnWindows(t)
	home := t.TempDir()
	list := auth.NewProfiles(filepath.Join(home, ".config"), home)
	folder := filepath.Join(home, ".config", "studio-tui")
	lock := filepath.Join(folder, "profiles.json.lock")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(lock, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(lock, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := list.Note(profileAt("work", otherHost)); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(lock); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the lock is %v, %v", info.Mode(), err)
	}
	path := filepath.Join(folder, "profiles.json")
	for mode, refused := range map[os.FileMode]bool{0o600: false, 0o640: false, 0o644: false, 0o660: true, 0o606: true, 0o666: true, 0o602: true} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := list.Read()
		var is *auth.RefusedFile
		if errors.As(err, &is) != refused || (refused && !strings.Contains(err.Error(), "chmod 600 ~/.config/studio-tui/profiles.json")) {
			t.Errorf("%v: %v", mode, err)
		}
		if err := list.Switch("work"); refused != (err != nil) {
			t.Errorf("%v: switched: %v", mode, err)
		}
	}
}
