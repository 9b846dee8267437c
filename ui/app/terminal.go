package app

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/settings"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// abilities are the features of a terminal beyond drawing, as its environment reports
// them.
type abilities struct {
	progress bool                     // it has a progress bar of its own
	notify   func(text string) string // the sequence of a notification; nil: unknown
	wrap     func(text string) string // wraps a sequence for a multiplexer; nil: there is none
	copies   bool                     // the multiplexer itself may take copies
}

// abilitiesOf reads the features from an environment, as terminals offer no other
// query. A terminal without OSC 9;4 may show "4;1;50" as a notification, so only
// terminals known to support it receive it.
func abilitiesOf(env func(string) string) (t abilities) {
	program := strings.ToLower(env("TERM_PROGRAM"))
	vte, _ := strconv.Atoi(env("VTE_VERSION"))
	ghostty := program == "ghostty" || env("TERM") == "xterm-ghostty"
	t.progress = ghostty || program == "wezterm" || env("WT_SESSION") != "" || env("ConEmuANSI") == "ON" || vte >= 8000
	switch name := env("TERM"); {
	case env("KITTY_WINDOW_ID") != "" || name == "xterm-kitty":
		t.notify = kittyNotification()
	case strings.HasPrefix(name, "rxvt") || strings.HasPrefix(name, "foot") || vte > 0:
		t.notify = func(text string) string { return ansi.URxvtExt("notify", format.Program, text) }
	default:
		// The name also keeps a text that begins with a digit from being read as another command.
		t.notify = func(text string) string { return ansi.Notify(format.Program + ": " + text) }
	}
	switch name := env("TERM"); {
	case env("TMUX") != "" || strings.HasPrefix(name, "tmux"):
		t.progress, t.wrap, t.copies = false, ansi.TmuxPassthrough, true
	case strings.HasPrefix(name, "screen"):
		t.progress, t.wrap = false, func(text string) string { return ansi.ScreenPassthrough(text, 768) }
	}
	return t
}

// kittyNotification is the sequence of a notification with a title and a body, which an
// identifier joins. Each has its own, as one with a known identifier replaces that one.
func kittyNotification() func(text string) string {
	var count int
	return func(text string) string {
		count++
		id := "i=" + format.Program + "-" + strconv.Itoa(count)
		return ansi.DesktopNotification(format.Program, id, "d=0") + ansi.DesktopNotification(text, id, "p=body")
	}
}

// signal draws attention to news in the way that the settings choose.
func (c *core) signal(text string) tea.Cmd {
	switch c.options.Settings.Notify {
	case settings.NotifyBell:
		return tea.Raw("\a")
	case settings.NotifyDesktop:
	default:
		return nil
	}
	// The sign is for the screen; its second byte, 0x9c, ends a sequence where C1 controls are
	// taken.
	text = c.state.Masked(strings.TrimPrefix(model.Clean(text), "✓ "))
	if c.theme.ASCII {
		text = widget.ASCII(c.theme.Spell(text))
	}
	if c.abilities.notify == nil {
		return tea.Raw("\a")
	}
	sequence := c.abilities.notify(text)
	if c.abilities.wrap != nil {
		sequence = c.abilities.wrap(sequence)
	}
	return tea.Raw(sequence)
}

// copied copies a text to the clipboard of the terminal, through a multiplexer too. tmux
// takes it itself (set-clipboard on) or lets it through (allow-passthrough on): whichever
// is on, and where both are, the text is the same.
func (c *core) copied(text string) tea.Cmd {
	if c.abilities.wrap == nil {
		return tea.SetClipboard(text)
	}
	through := tea.Raw(c.abilities.wrap(ansi.SetSystemClipboard(text)))
	if c.abilities.copies {
		return tea.Batch(tea.SetClipboard(text), through)
	}
	return through
}

// progress is the progress of long work for the terminal's own bar; nil where there is
// none.
func (a *App) progress() *tea.ProgressBar {
	if !a.abilities.progress {
		return nil
	}
	h := &a.state.History
	done, all := a.exports.progress()
	if all == 0 && a.open && h.Loaded && h.Value.Missing() > 0 && a.state.Backfill.InFlight {
		done, all = h.Value.Len(), h.Value.Rows()
	}
	if all == 0 {
		return nil
	}
	return tea.NewProgressBar(tea.ProgressBarDefault, min(100*done/all, 100))
}
