package auth

import (
	"encoding/json"
	"strings"
	"testing"
)

// Whatever stands in the file, reading it ends without a panic, its error shows
// nothing of it, and what it gives survives being written and read again.
func FuzzKeyFile(f *testing.F) {
	f.Add([]byte(`{"version": 1, "keys": {"https://api.artificialstudio.ai": {"default": "prod_x"}}}`))
	f.Add([]byte(`{"version": 1, "keys": {"a": null}}`))
	f.Add([]byte(`null`))
	f.Add([]byte("\xff\x00"))
	f.Fuzz(func(t *testing.T, text []byte) {
		content, err := parseKeyFile(text)
		if err != nil {
			if len(text) > 12 && strings.Contains(err.Error(), string(text)) {
				t.Errorf("shows the file: %v", err)
			}
			return
		}
		again, err := json.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		back, err := parseKeyFile(again)
		if err != nil {
			t.Fatal(err)
		}
		for origin, profiles := range content.Keys {
			for profile, key := range profiles {
				if back.Keys[origin][profile] != key {
					t.Errorf("%q %q was lost", origin, profile)
				}
			}
		}
	})
}

func FuzzServiceFile(f *testing.F) {
	f.Add([]byte(`{"api_key": "prod_0123456789"}`))
	f.Add([]byte(`{"api_key": null}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		secret, err := parseServiceFile(text)
		if err != nil {
			return
		}
		key, err := NewKey(secret, FromServiceFile, "")
		if err != nil {
			return
		}
		for _, r := range key.Reveal() {
			if r <= ' ' || r > '~' {
				t.Errorf("a key with %q", r)
			}
		}
	})
}

func FuzzProfiles(f *testing.F) {
	f.Add([]byte(`{"version": 1, "active": "work", "profiles": [{"name": "work", "api": "https://api.artificialstudio.ai", "last4": "a1b2"}]}`))
	f.Add([]byte(`{"version": 1, "profiles": [{"name": "default", "api": "http://localhost:1", "last4": "\u001b[2"}, {"name": "default", "api": "https://a"}]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, text []byte) {
		index, err := parseProfiles(text)
		if err != nil {
			return
		}
		if index.Active != "" && index.find(index.Active, "") < 0 {
			t.Errorf("the active profile %q is not among them", index.Active)
		}
		for i, profile := range index.Profiles {
			if index.find(profile.Name, profile.API) != i {
				t.Errorf("two profiles are called %q", profile.Name)
			}
			if _, err := Origin(profile.API); err != nil || CheckProfile(profile.Name) != nil || strings.ContainsAny(profile.Last4, "\x1b\n\t ") {
				t.Errorf("%+v is no profile", profile)
			}
		}
	})
}
