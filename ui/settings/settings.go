// Package settings is what a person can set, in one table: the file config.toml, its
// example, the environment, the flags and `config show` all read it. It reads texts and
// touches no file.
package settings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// Settings are the values that hold.
type Settings struct {
	Refresh    time.Duration
	FPS        int // frames a second at the most
	Profile    string
	Pane       int // number of the first one
	Range      model.DayRange
	LowBalance model.Credits
	Rows       int                 // that `transactions` prints for people
	keys       map[string][]string // that the file gives to actions, by their names
	Theme      theme.Choice
	ReadOnly   bool // offer nothing that could buy, change or sign out
	Private    bool // begin with e-mail, ids and amounts hidden
	Notify     Notify
	Accessible bool // plain prompts and lines in place of the dashboard
	Mouse      bool // begin with the mouse switched on
	Remember   bool // begin with the pane, sorting and ranges of the last time
	PaneSet    bool // the person has set Pane, which then is the first one always
	RangeSet   bool // likewise
}

// Notify is what draws attention to news.
type Notify string

// What can.
const (
	NotifyOff     Notify = "off"
	NotifyBell    Notify = "bell"
	NotifyDesktop Notify = "desktop"
)

// Keymap is the keys of every action. They are put together when they are asked for, as
// commands have none.
func (s *Settings) Keymap() keymap.Map {
	keys, _ := pane.Keys().Remapped(s.keys) // what cannot be was told when the file was read
	return keys
}

// Default is the settings of who has set nothing.
func Default() *Settings {
	nothing := func(string) (string, bool) { return "", false }
	resolved, err := Resolve(nothing, nothing, File{})
	if err != nil {
		panic(err) // a default of the table is none: a test would have seen it
	}
	return &resolved.Settings
}

// Kind is how a value is written in the file.
type Kind int

// The kinds.
const (
	Text Kind = iota
	Number
	Switch
)

// Setting is a line of the table.
type Setting struct {
	Name    string
	Flag    string // of the command line; empty: none
	Kind    Kind
	Default string
	Takes   string // what a value can be
	Help    string
	set     func(s *Settings, text string) bool
}

// Variable is the environment variable that sets it.
func (s Setting) Variable() string { return "STUDIO_TUI_" + strings.ToUpper(s.Name) }

// check sets a value; where is how the person wrote the name.
func (s Setting) check(to *Settings, where, text string) error {
	if !s.set(to, text) {
		return fmt.Errorf("%s takes %s, not %s", where, s.Takes, model.Clean(text))
	}
	return nil
}

// LeastRefresh keeps the refreshes, of three requests each, well under half of the
// documented rate limit.
const LeastRefresh = 15 * time.Second

// Table is every setting, in the order of the example.
func Table() []Setting { return slices.Concat(workSettings(), showSettings()) }

// workSettings are those of what the program does.
func workSettings() []Setting {
	return []Setting{
		{
			Name: "refresh", Flag: "every", Default: "1m", Takes: "15s or more",
			Help: "Time between refreshes while the window has the focus. On the sandbox 10s unless it is set.",
			set: func(s *Settings, text string) (ok bool) {
				var err error
				s.Refresh, err = time.ParseDuration(text)
				return err == nil && s.Refresh >= LeastRefresh
			},
		},
		{
			Name: "fps", Flag: "fps", Kind: Number, Default: "120", Takes: "30 to 120",
			Help: "Frames a second at the most. Over SSH 60 unless it is set.",
			set:  func(s *Settings, text string) bool { return whole(&s.FPS, text, 30, 120) },
		},
		{
			Name: "profile", Flag: "profile", Takes: "the name of a profile",
			Help: "The profile that is used where neither a flag, nor the environment, nor an exported key chooses. It takes precedence over `auth switch`.",
			set:  func(s *Settings, text string) bool { s.Profile = text; return true },
		},
		{
			Name: "pane", Default: "overview", Takes: strings.Join(paneNames(), ", "),
			Help: "The pane that is shown first.",
			set: func(s *Settings, text string) bool {
				at := slices.Index(paneNames(), strings.ToLower(text))
				if at >= 0 {
					s.Pane = pane.Infos()[at].Number
				}
				return at >= 0
			},
		},
		{
			Name: "range", Default: "30 days", Takes: strings.Join(rangeNames(), ", "),
			Help: "The days that the bars of the Usage pane begin with.",
			set: func(s *Settings, text string) (ok bool) {
				s.Range, ok = model.ParseDayRange(text)
				return ok
			},
		},
		{
			Name: "low_balance", Kind: Number, Default: "50", Takes: "credits, from 0 on",
			Help: "A balance below so many credits is called low, however little the last week used.",
			set: func(s *Settings, text string) bool {
				credits, err := model.ParseCredits(text)
				s.LowBalance = credits
				return err == nil && credits >= 0
			},
		},
	}
}

// showSettings are those of how it shows and tells what there is.
func showSettings() []Setting {
	return []Setting{
		{
			Name: "theme", Flag: "theme", Default: theme.Auto, Takes: strings.Join(theme.Names(), ", "),
			Help: "Colours. auto is light or dark as the terminal is; [colors] changes some of them.",
			set: func(s *Settings, text string) bool {
				s.Theme.Name = text
				return slices.Contains(theme.Names(), text)
			},
		},
		{
			Name: "ascii", Flag: "ascii", Kind: Switch, Default: "false", Takes: "true or false",
			Help: "Draw without box, block and shade characters.",
			set:  func(s *Settings, text string) bool { return either(&s.Theme.ASCII, text) },
		},
		{
			Name: "private", Flag: "private", Kind: Switch, Default: "false", Takes: "true or false",
			Help: "Begin the dashboard with e-mail addresses, ids and amounts hidden.",
			set:  func(s *Settings, text string) bool { return either(&s.Private, text) },
		},
		{
			Name: "read_only", Flag: "read-only", Kind: Switch, Default: "false", Takes: "true or false",
			Help: "Offer nothing that could buy, change or sign out, in the dashboard and in commands.",
			set:  func(s *Settings, text string) bool { return either(&s.ReadOnly, text) },
		},
		{
			Name: "accessible", Flag: "accessible", Kind: Switch, Default: "false", Takes: "true or false",
			Help: "Ask with plain prompts and print lines in place of the dashboard, for screen readers.",
			set:  func(s *Settings, text string) bool { return either(&s.Accessible, text) },
		},
		{
			Name: "mouse", Kind: Switch, Default: "false", Takes: "true or false",
			Help: "Begin with the mouse switched on; text is then selected with shift.",
			set:  func(s *Settings, text string) bool { return either(&s.Mouse, text) },
		},
		{
			Name: "notifications", Default: string(NotifyOff), Takes: "off, bell, desktop",
			Help: "What else tells of a payment that arrived, a low balance, the budget, and generations that are done: the terminal's bell, or a notification on the desktop where the terminal shows those. The account is then refreshed while the window has no focus too.",
			set: func(s *Settings, text string) bool {
				s.Notify = Notify(text)
				return slices.Contains([]Notify{NotifyOff, NotifyBell, NotifyDesktop}, s.Notify)
			},
		},
		{
			Name: "remember", Kind: Switch, Default: "true", Takes: "true or false",
			Help: "Begin with the pane, the sorting and the ranges of the last time, each account with its own, and list commands that were run lately first. A pane or range that is set here holds all the same.",
			set:  func(s *Settings, text string) bool { return either(&s.Remember, text) },
		},
		{
			Name: "rows", Kind: Number, Default: "20", Takes: "1 to 1000",
			Help: "How many rows `transactions` prints unless --limit says otherwise.",
			set:  func(s *Settings, text string) bool { return whole(&s.Rows, text, 1, 1000) },
		},
	}
}

// whole sets a whole number from one to another.
func whole(to *int, text string, least, most int) bool {
	number, err := strconv.Atoi(text)
	*to = number
	return err == nil && number >= least && number <= most
}

// either sets a switch.
func either(to *bool, text string) bool {
	on, err := strconv.ParseBool(text)
	*to = on
	return err == nil
}

func paneNames() []string {
	var names []string
	for _, info := range pane.Infos() {
		names = append(names, strings.ToLower(info.Name))
	}
	return names
}

func rangeNames() []string {
	var names []string
	for r := model.AllDays; r <= model.LastPeriod; r++ {
		names = append(names, r.String())
	}
	return names
}

// Origin is where a value comes from.
type Origin string

// The origins, the first that has a value holds.
const (
	ByFlag        Origin = "flag"
	ByEnvironment Origin = "environment"
	ByFile        Origin = "file"
	ByDefault     Origin = "default"
)

// Value is a setting with the value that holds, as it is written.
type Value struct {
	Setting
	Text   string
	Origin Origin
}

// Resolved is every setting with its value.
type Resolved struct {
	Settings
	Values   []Value
	Keys     map[string][]string // those that the file gives to actions, by their names
	Problems []Problem           // of the file, by their places, then of the environment
}

// Origin is where the value of a setting comes from.
func (r Resolved) Origin(name string) Origin {
	for _, value := range r.Values {
		if value.Name == name {
			return value.Origin
		}
	}
	return ByDefault
}

// Resolve decides which value of each setting holds: flag, environment, file, default.
// flag gives the value of a flag that was given. What is wrong in the file or in the
// environment is a problem, and the next one in line holds; a wrong flag is an error.
func Resolve(flag, env func(name string) (string, bool), file File) (Resolved, error) {
	r := Resolved{Problems: file.Problems, Keys: file.keys}
	r.Theme.Colors = file.colors
	r.Settings.keys = file.keys
	for _, setting := range Table() {
		value := Value{setting, setting.Default, ByDefault}
		if text, set := file.values[setting.Name]; set {
			value.Text, value.Origin = text, ByFile
		}
		if text, set := env(setting.Variable()); set && text != "" {
			if err := setting.check(&Settings{}, setting.Variable(), text); err != nil {
				r.Problems = append(r.Problems, Problem{Text: err.Error()})
			} else {
				value.Text, value.Origin = text, ByEnvironment
			}
		}
		if setting.Flag != "" {
			if text, set := flag(setting.Flag); set {
				value.Text, value.Origin = text, ByFlag
			}
		}
		if err := setting.check(&r.Settings, "--"+setting.Flag, value.Text); err != nil {
			return r, err
		}
		r.Values = append(r.Values, value)
	}
	r.PaneSet, r.RangeSet = r.Origin("pane") != ByDefault, r.Origin("range") != ByDefault
	return r, nil
}
