// Package settings has the settings of the program in one table, which the file config.toml,
// its example, the environment, the flags and `config show` share. It parses texts and touches
// no file.
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

// Settings are the values in effect.
type Settings struct {
	Refresh    time.Duration
	FPS        int // largest number of frames a second
	Profile    string
	Pane       int // number of the first pane
	Range      model.DayRange
	LowBalance model.Credits
	ComparePer int64               // plans and packs are compared by so many major units at the least
	Rows       int                 // number of rows that `transactions` prints on a terminal
	keys       map[string][]string // keys of actions in the file, by action name
	Theme      theme.Choice
	ReadOnly   bool // hide whatever could buy, change or sign out
	Private    bool // start with e-mail, ids and amounts hidden
	Notify     Notify
	Accessible bool // plain prompts and lines in place of the dashboard
	Mouse      bool // start with the mouse on
	Remember   bool // start with the pane, sorting and ranges of the last session
	PaneSet    bool // the user has set Pane, so it is always the first one
	RangeSet   bool // likewise for Range
}

// Notify is how the user is notified of news.
type Notify string

// Kinds of notification.
const (
	NotifyOff     Notify = "off"
	NotifyBell    Notify = "bell"
	NotifyDesktop Notify = "desktop"
)

// Keymap returns the keys of every action. It is built on demand, as most commands need none.
func (s *Settings) Keymap() keymap.Map {
	keys, _ := pane.Keys().Remapped(s.keys) // errors were reported when the file was read
	return keys
}

// Default are the settings with no value set.
func Default() *Settings {
	nothing := func(string) (string, bool) { return "", false }
	resolved, err := Resolve(nothing, nothing, File{})
	if err != nil {
		panic(err) // an invalid default in the table, which a test would find
	}
	return &resolved.Settings
}

// Kind is the type of a setting's value in the file.
type Kind int

// Types of values.
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
	Safe    string   // used in place of a value that is not understood; empty: the next source's
	Takes   string   // describes the valid values
	choices []string // the valid values, where they are few
	Help    string
	set     func(s *Settings, text string) bool
}

// Variable is the environment variable of the setting.
func (s Setting) Variable() string { return "STUDIO_TUI_" + strings.ToUpper(s.Name) }

// check parses and sets a value; where is the name as the user wrote it.
func (s Setting) check(to *Settings, where, text string) error {
	if s.set(to, text) {
		return nil
	}
	if nearest := keymap.Nearest(text, s.choices); nearest != "" {
		return fmt.Errorf("%s takes no %s; did you mean %s?", where, shorten(text), nearest)
	}
	return fmt.Errorf("%s takes %s, not %s", where, s.Takes, shorten(text))
}

// safely adds to the error of a value what is used in its place, where that is the safe one.
func (s Setting) safely(err error) error {
	if s.Safe == "" {
		return err
	}
	return fmt.Errorf("%w (%s counts as %s)", err, s.Name, s.Safe)
}

// LeastRefresh keeps the refreshes, of three requests each, well under half of the
// documented rate limit.
const LeastRefresh = 15 * time.Second

// Table is every setting, in the order of the example.
func Table() []Setting { return slices.Concat(workSettings(), showSettings()) }

// workSettings are the settings of what the program does.
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
			Name: "pane", Default: "overview", Takes: strings.Join(paneNames(), ", "), choices: paneNames(),
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
			Name: "range", Default: model.Last30Days.Word(), Takes: strings.Join(model.DayRangeWords(), ", "), choices: slices.Concat(model.DayRangeWords(), rangeNames()),
			Help: "The days that the bars of the Usage pane begin with, as usage --range takes them, but for days; their names in the pane (30 days) hold too.",
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
		{
			Name: "compare_per", Kind: Number, Default: "1", Takes: "1, 10, 100, and so on up to 1000000",
			Help: "The amount of money that plans and packs are compared by, as in 138 credits per $1: so many of the currency at the least, and more where that buys no ten credits.",
			set:  func(s *Settings, text string) bool { return powerOfTen(&s.ComparePer, text) },
		},
	}
}

// powerOfTen parses and sets a power of ten.
func powerOfTen(to *int64, text string) bool {
	number, err := strconv.ParseInt(text, 10, 64)
	*to = number
	for number >= 10 && number%10 == 0 {
		number /= 10
	}
	return err == nil && number == 1 && *to <= 1_000_000
}

// showSettings are the settings of how it shows and tells things.
func showSettings() []Setting {
	return []Setting{
		{
			Name: "theme", Flag: "theme", Default: theme.Auto, Takes: strings.Join(theme.Names(), ", "), choices: theme.Names(),
			Help: "Colours. auto is light or dark as the terminal is; [colors] changes some of them.",
			set: func(s *Settings, text string) bool {
				s.Theme.Name = text
				return slices.Contains(theme.Names(), text)
			},
		},
		{
			Name: "ascii", Flag: "ascii", Kind: Switch, Default: "false", Takes: "true or false",
			Help: "Draw without box, block and shade characters, and write currencies by their codes, in the dashboard and in what commands print for people.",
			set:  func(s *Settings, text string) bool { return either(&s.Theme.ASCII, text) },
		},
		{
			Name: "private", Flag: "private", Kind: Switch, Default: "false", Safe: "true", Takes: "true or false",
			Help: "Hide e-mail addresses, ids and amounts, in the dashboard until P is pressed and in what commands print. A value that is not understood counts as true.",
			set:  func(s *Settings, text string) bool { return either(&s.Private, text) },
		},
		{
			Name: "read_only", Flag: "read-only", Kind: Switch, Default: "false", Safe: "true", Takes: "true or false",
			Help: "Offer nothing that could buy, change or sign out, in the dashboard and in commands. A value that is not understood counts as true.",
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
			Name: "notifications", Default: string(NotifyOff), Takes: strings.Join(notifyNames(), ", "), choices: notifyNames(),
			Help: "How else you are notified of a payment that arrived, a low balance, the budget, and generations that are done: the terminal's bell, or a notification on the desktop where the terminal shows those. The account is then refreshed while the window has no focus too.",
			set: func(s *Settings, text string) bool {
				s.Notify = Notify(text)
				return slices.Contains(notifyNames(), text)
			},
		},
		{
			Name: "remember", Kind: Switch, Default: "true", Takes: "true or false",
			Help: "Begin with the pane, the views, the sorting, the grouping and the ranges of the last time, each account with its own, and list commands that were run recently first. A pane or range that is set here applies anyway. With false nothing of the last time is read or kept.",
			set:  func(s *Settings, text string) bool { return either(&s.Remember, text) },
		},
		{
			Name: "rows", Kind: Number, Default: "20", Takes: "1 to 1000",
			Help: "How many rows `transactions` prints unless --limit says otherwise.",
			set:  func(s *Settings, text string) bool { return whole(&s.Rows, text, 1, 1000) },
		},
	}
}

// whole parses and sets an integer within limits.
func whole(to *int, text string, least, most int) bool {
	number, err := strconv.Atoi(text)
	*to = number
	return err == nil && number >= least && number <= most
}

// either parses and sets a boolean.
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

func notifyNames() []string {
	return []string{string(NotifyOff), string(NotifyBell), string(NotifyDesktop)}
}

func rangeNames() []string {
	var names []string
	for r := model.AllDays; r <= model.LastPeriod; r++ {
		names = append(names, r.String())
	}
	return names
}

// Origin is the source of a value.
type Origin string

// Sources, in order of precedence.
const (
	ByFlag        Origin = "flag"
	ByEnvironment Origin = "environment"
	ByFile        Origin = "file"
	ByDefault     Origin = "default"
)

// Value is a setting with the value in effect, as text.
type Value struct {
	Setting
	Text   string
	Origin Origin
}

// Resolved is every setting with the value in effect.
type Resolved struct {
	Settings
	Values   []Value
	Keys     map[string][]string // keys that the file sets, by action name
	Problems []Problem           // of the file, by position, then of the environment
}

// Origin returns the source of a setting's value.
func (r Resolved) Origin(name string) Origin {
	for _, value := range r.Values {
		if value.Name == name {
			return value.Origin
		}
	}
	return ByDefault
}

// Resolve chooses the value of each setting, from flag, environment, file or default in this
// order. flag returns the value of a flag that was given. An invalid value of the file or the
// environment is a problem, and the next source is used, or the safe value of a setting that has
// one; an invalid flag is an error.
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
			err := setting.check(&Settings{}, setting.Variable(), text)
			if err != nil {
				err, text = setting.safely(err), setting.Safe
				r.Problems = append(r.Problems, Problem{Text: err.Error()})
			}
			if text != "" {
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
