package auth

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/api/atomicfile"
	"github.com/studio-tui/studio-tui/model/account"
)

// Profile is the metadata of a stored key, without the key, as keyrings cannot list their
// entries.
type Profile struct {
	Name        string    `json:"name"`
	API         string    `json:"api"`                   // base URL that the key is for
	Last4       string    `json:"last4,omitempty"`       // of the key; empty where it was removed
	Fingerprint string    `json:"fingerprint,omitempty"` // identifies a key without revealing it
	AddedAt     time.Time `json:"addedAt"`
}

// Index is the list of profiles, and the active one.
type Index struct {
	Active   string // "" for the default one
	Profiles []Profile
}

// ProfileExists is the error that a name is that of another profile. It is an
// [account.ErrNameTaken].
type ProfileExists struct {
	Name string
	API  string // of that one
}

func (e *ProfileExists) Error() string {
	return fmt.Sprintf("profile %s is of %s already; choose another name, or remove it first: studio-tui auth remove %s", e.Name, e.API, e.Name)
}

// Unwrap returns the kind of error.
func (e *ProfileExists) Unwrap() error { return account.ErrNameTaken }

// Find returns the profile of a name. There may be a default one for each API host: base
// says which.
func (x Index) Find(name, base string) (Profile, bool) {
	i := x.find(name, base)
	if i < 0 {
		return Profile{}, false
	}
	return x.Profiles[i], true
}

func (x Index) find(name, base string) int {
	return slices.IndexFunc(x.Profiles, func(p Profile) bool {
		return p.Name == name && (name != DefaultProfile || SameOrigin(p.API, base))
	})
}

// Named returns the profiles other than default ones, sorted by name.
func (x Index) Named() []Profile {
	named := slices.DeleteFunc(slices.Clone(x.Profiles), func(p Profile) bool { return p.Name == DefaultProfile })
	slices.SortFunc(named, func(a, b Profile) int { return strings.Compare(a.Name, b.Name) })
	return named
}

// SameOrigin reports whether two base URLs have the same origin.
func SameOrigin(a, b string) bool {
	one, errOne := Origin(a)
	two, errTwo := Origin(b)
	return errOne == nil && errTwo == nil && one == two
}

// Profiles is the file of the index, in the folder of the key file. It is safe for
// concurrent use, also by several processes.
type Profiles struct{ file configFile }

// NewProfiles returns the index file in the folder that holds "studio-tui"; "" for none.
// home is for displaying its path.
func NewProfiles(configDir, home string) *Profiles {
	return &Profiles{newConfigFile(configDir, home, "profiles.json")}
}

// DefaultProfiles is the index file of the user on this machine.
func DefaultProfiles() *Profiles {
	home, config := ownFolders()
	return NewProfiles(config, home)
}

// profilesVersion is the layout that is written, and the newest that is read.
const profilesVersion = 1

type profilesContent struct {
	Version  int       `json:"version"`
	Active   string    `json:"active,omitempty"`
	Profiles []Profile `json:"profiles"`
}

// Read returns the index, or a *[RefusedFile] for a file that is invalid, or that others
// can write: using or ignoring it could select another account than the user chose.
func (p *Profiles) Read() (Index, error) {
	text, info, err := p.file.read()
	if err != nil || info == nil {
		return Index{}, err
	}
	if othersMayWrite(info) {
		return Index{}, &RefusedFile{p.file.shown, "others on this machine can write it. If it is as you left it: chmod 600 " + p.file.shown}
	}
	index, err := parseProfiles(text)
	if err != nil {
		return Index{}, &RefusedFile{p.file.shown, err.Error() + ". Move it away; the keys themselves are kept elsewhere"}
	}
	return index, nil
}

// parseProfiles reads what change writes.
func parseProfiles(text []byte) (Index, error) {
	var content profilesContent
	if json.Unmarshal(text, &content) != nil || content.Version < 1 {
		return Index{}, errors.New("it is not understood")
	}
	if content.Version > profilesVersion {
		return Index{}, errors.New("a newer version of studio-tui wrote it")
	}
	index := Index{Active: content.Active}
	for _, profile := range content.Profiles {
		if _, err := Origin(profile.API); err != nil || CheckProfile(profile.Name) != nil {
			return Index{}, errors.New("it has an entry that cannot be a profile")
		}
		profile.Last4 = sanitizeLast4(profile.Last4)
		if index.find(profile.Name, profile.API) < 0 {
			index.Profiles = append(index.Profiles, profile)
		}
	}
	if index.Active != "" && index.find(index.Active, "") < 0 {
		return Index{}, errors.New("it names an active profile that it does not have")
	}
	return index, nil
}

// sanitizeLast4 keeps what may be shown of a key, and nothing that acts on a terminal.
func sanitizeLast4(last4 string) string {
	if len(last4) > 4 {
		return ""
	}
	for _, r := range last4 {
		if (r <= ' ' || r > '~') && r != '…' {
			return ""
		}
	}
	return last4
}

// change reads the index, alters it and writes it, while no other process does.
func (p *Profiles) change(alter func(*Index) error) error {
	return p.file.locked(func() error {
		index, err := p.Read()
		if err != nil {
			return err
		}
		if err := alter(&index); err != nil {
			return err
		}
		content := profilesContent{profilesVersion, index.Active, append([]Profile{}, index.Profiles...)}
		text, err := json.MarshalIndent(content, "", "  ")
		if err != nil {
			return err
		}
		return atomicfile.Write(p.file.path, append(text, '\n'), true)
	})
}

// Note adds a profile or replaces its entry. It returns *[ProfileExists] where the name is
// that of a profile of another origin.
func (p *Profiles) Note(profile Profile) error {
	return p.change(func(x *Index) error {
		i := x.find(profile.Name, profile.API)
		switch {
		case i < 0:
			x.Profiles = append(x.Profiles, profile)
		case !SameOrigin(x.Profiles[i].API, profile.API):
			return &ProfileExists{profile.Name, x.Profiles[i].API}
		default:
			profile.AddedAt = x.Profiles[i].AddedAt
			x.Profiles[i] = profile
		}
		return nil
	})
}

// Switch makes a profile the active one. It returns [account.ErrNoProfile] for an unknown
// name; the default one is always known.
func (p *Profiles) Switch(name string) error {
	return p.change(func(x *Index) error {
		if name == DefaultProfile {
			x.Active = ""
			return nil
		}
		if x.find(name, "") < 0 {
			return fmt.Errorf("%w: %q", account.ErrNoProfile, name)
		}
		x.Active = name
		return nil
	})
}

// Rename renames a profile. The default one of base can be given a name, and none can
// become it.
func (p *Profiles) Rename(from, base, to string) error {
	return p.change(func(x *Index) error {
		i := x.find(from, base)
		if i < 0 {
			return fmt.Errorf("%w: %q", account.ErrNoProfile, from)
		}
		if taken := x.find(to, ""); taken >= 0 {
			return &ProfileExists{to, x.Profiles[taken].API}
		}
		x.Profiles[i].Name = to
		if x.Active == from {
			x.Active = to
		}
		return nil
	})
}

// Remove removes a profile. If it was the active one, the default one becomes active.
func (p *Profiles) Remove(name, base string) error {
	return p.change(func(x *Index) error {
		if i := x.find(name, base); i >= 0 {
			x.Profiles = slices.Delete(x.Profiles, i, i+1)
		}
		if x.Active == name {
			x.Active = ""
		}
		return nil
	})
}
