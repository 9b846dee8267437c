package app

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/ui/settings"
)

// TestNoticesComeOneAtATime shows news one after the other, after the result of the
// user's action, and keeps the last hundred in the log with their times.
func TestNoticesComeOneAtATime(t *testing.T) {
	a := newApp(t, nil)
	a.resize(80, 24)
	a.notify("Copied it.")
	over := noticeOver{number: a.notice.number}
	a.announce("first news", false)
	a.announce("second news", true)
	for _, want := range []string{"", "first news", "second news", ""} {
		if a.news.text != want {
			t.Errorf("the news is %q, want %q", a.news.text, want)
		}
		a.clearNotice(over)
		over = noticeOver{number: a.news.number, news: true}
	}
	for i := range maxLog {
		a.notify(fmt.Sprint("notice ", i))
	}
	if len(a.log) != maxLog || a.log[maxLog-1].Text != "notice 99" {
		t.Errorf("the log has %d, the last is %q", len(a.log), a.log[len(a.log)-1].Text)
	}
	a.notice.text = ""
	a.Update(tea.KeyPressMsg{Text: "L"})
	screen := ansi.Strip(a.View().Content)
	if !strings.Contains(screen, "Messages") || !strings.Contains(screen, "notice 99") {
		t.Errorf("no log:\n%s", screen)
	}
	a.announce("news while it is read", false)
	a.View()
	if screen = ansi.Strip(a.View().Content); strings.Count(screen, "news while it is read") != 2 {
		t.Errorf("the log is not that of now:\n%s", screen)
	}
}

// TestSignals draws attention as the settings choose and the terminal supports, through
// a multiplexer too, and without amounts in privacy mode.
func TestSignals(t *testing.T) {
	for _, c := range []struct {
		notify settings.Notify
		env    []string
		want   string
	}{
		{settings.NotifyOff, nil, ""},
		{settings.NotifyBell, nil, "\a"},
		{settings.NotifyDesktop, []string{"TERM=xterm-256color"}, "\x1b]9;studio-tui: +2,000 credits\a"},
		{settings.NotifyDesktop, []string{"TERM=foot"}, "\x1b]777;notify;studio-tui;+2,000 credits\a"},
		{settings.NotifyDesktop, []string{"TERM=xterm-kitty"}, "\x1b]99;i=studio-tui-1:d=0;studio-tui\a\x1b]99;i=studio-tui-1:p=body;+2,000 credits\a"},
		{settings.NotifyDesktop, []string{"TERM=tmux-256color"}, "\x1bPtmux;\x1b\x1b]9;studio-tui: +2,000 credits\a\x1b\\"},
	} {
		a := newApp(t, nil)
		a.options.Settings.Notify = c.notify
		a.Update(tea.EnvMsg(c.env))
		sent := ""
		if cmd := a.signal("+2,000\x1b credits"); cmd != nil {
			sent = fmt.Sprint(cmd().(tea.RawMsg).Msg)
		}
		if sent != c.want {
			t.Errorf("%s with %v sends %q, want %q", c.notify, c.env, sent, c.want)
		}
		a.togglePrivacy()
		if cmd := a.signal("+2,000 credits"); cmd != nil && strings.Contains(fmt.Sprint(cmd()), "2,000") {
			t.Errorf("%v tells amounts in private", c.env)
		}
	}
}

// TestProgressBar reports long work to the terminals known to support it.
func TestProgressBar(t *testing.T) {
	for env, has := range map[string]bool{"TERM_PROGRAM=ghostty": true, "WT_SESSION=1": true, "VTE_VERSION=8001": true, "TERM=xterm-256color": false, "VTE_VERSION=7600": false} {
		a := newApp(t, nil)
		a.Update(tea.EnvMsg{env})
		a.open, a.state.History.Loaded, a.state.History.Value.Total, a.state.Backfill.InFlight = true, true, 4000, true
		if bar := a.View().ProgressBar; (bar != nil) != has {
			t.Errorf("%s has a bar: %v", env, bar)
		}
		a.state.Backfill.InFlight = false
		if bar := a.View().ProgressBar; bar != nil {
			t.Errorf("%s has a bar of nothing", env)
		}
	}
}

// TestNewsCoverNothing draws news in the place of the rule above the footer, and a
// notice in that of the keys: no other line changes, at any size, with a card open too.
func TestNewsCoverNothing(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {140, 40}} {
		for _, key := range []string{"1", "?"} {
			a := newApp(t, nil)
			a.overlays.Reset()
			a.resize(size[0], size[1])
			a.Update(tea.KeyPressMsg{Text: key})
			before := strings.Split(ansi.Strip(a.View().Content), "\n")
			a.announce("87 % of your budget is used.", true)
			a.notice = notice{text: "Copied it."}
			after := strings.Split(ansi.Strip(a.View().Content), "\n")
			for i := range before {
				if last := i >= len(before)-2; (before[i] != after[i]) != last {
					t.Errorf("%v %s: line %d was %q and is %q", size, key, i, before[i], after[i])
				}
			}
		}
	}
}
