package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/studio-tui/studio-tui/ui/data"
)

var someProfiles = []data.Profile{
	{Host: "api.artificialstudio.ai", Last4: "9f3c", Exported: true},
	{Name: "default", Host: "api.artificialstudio.ai", Last4: "a1b2", Used: true, Active: true},
	{Name: "art", Host: "api.artificialstudio.ai"},
	{Name: "work", Host: "staging.artificialstudio.ai", Last4: "c3d4"},
}

// as makes the sessions those of a profile.
func as(profile string, exported bool, passed string) func(*data.Identity) {
	return func(id *data.Identity) {
		id.Profile, id.Profiles, id.Exported, id.Passed = profile, 3, exported, passed
		id.KeySource, id.KeyLast4 = "keyring", "c3d4"
		if exported {
			id.KeySource = "ARTIFICIAL_STUDIO_API_KEY"
		}
	}
}

// openAs begins with the account of a profile on screen.
func openAs(t *testing.T, identity func(*data.Identity), width, height int) *screen {
	t.Helper()
	s := newScreen(t, "", width, height)
	s.profiles, s.identity = someProfiles, identity
	return s.begin()
}

// TestProfiles lists the profiles, and opens another one.
func TestProfiles(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		s := openAs(t, as("", false, ""), width, height)
		s.sees("default · keyring")
		s.press("7", "P")
		checkFrame(s)
		list := s.text()
		s.press("down", "enter")
		s.sees("There is no key for art. To sign in: studio-tui login --profile art")
		s.sees("default · keyring")
		failed := s.text()
		s.identity = as("work", false, "")
		s.press("down", "enter")
		s.sees("work · keyring")
		s.sees("Profile work at staging.artificialstudio.ai is open.")
		s.misses("default · keyring")
		golden.RequireEqual(t, strings.Join([]string{list, failed, s.text()}, "\n"))
	})
}

// TestProfileByName finds the list in the palette, and leaves it.
func TestProfileByName(t *testing.T) {
	s := openAs(t, as("", false, ""), 80, 24)
	s.press(":")
	s.typed("switch")
	s.press("enter")
	s.sees("exported key")
	s.press("esc")
	s.misses("exported key")
	s.press("1")
	s.sees("LAST 30 DAYS")
}

// TestProfileFromWelcome opens another profile where the one at the start has no key.
func TestProfileFromWelcome(t *testing.T) {
	s := newScreen(t, "", 80, 24)
	s.key, s.profiles = "none", someProfiles
	s.begin()
	s.sees("P profiles")
	s.press("P")
	s.sees("exported key")
	s.press("esc")
	s.sees("paste a key")
	s.press("P", "down", "down", "enter")
	s.sees("There is no key for art.")
	s.identity = as("work", false, "")
	s.press("down", "enter")
	s.sees("work · keyring")
	s.misses("paste a key")
}

// TestLateProfile drops the profile that was given up, and one that a later choice
// took the place of, whichever arrives first.
func TestLateProfile(t *testing.T) {
	s := openAs(t, as("", false, ""), 80, 24)
	s.hold = func(msg tea.Msg) bool { return strings.HasSuffix(fmt.Sprintf("%T", msg), "entered") }
	s.press("7", "P", "down", "down")
	s.identity = as("work", false, "")
	s.press("enter")
	s.sees("Opening work …")
	s.press("esc", "P", "up", "up", "up")
	s.identity = as("", true, "")
	s.press("enter")
	if len(s.held) != 2 {
		t.Fatalf("%d sessions are on their way", len(s.held))
	}
	s.hold = nil
	s.send(s.held[1])
	s.sees("exported key")
	s.send(s.held[0])
	s.sees("exported key")
	s.misses("work · keyring")
}

// TestProfileLeavesThePortal watches the portal for the account that it was opened for
// only: another account's plan is no change of it.
func TestProfileLeavesThePortal(t *testing.T) {
	s := openAs(t, as("", false, ""), 80, 24)
	s.press("4", "p")
	s.elsewhere = newScreen(t, "free", 80, 24).server
	s.identity = as("work", false, "")
	s.press("7", "P", "down", "down", "enter")
	s.sees("work · keyring")
	s.misses("11,495 credits")
	s.fire(3 * time.Second)
	s.send(tea.BlurMsg{})
	s.send(tea.FocusMsg{})
	s.misses("Your plan has changed")
	s.misses("You have no plan any more")
}

// TestProfileLeavesTheAddress shows the address of one account, for which no browser was
// opened, not over another one.
func TestProfileLeavesTheAddress(t *testing.T) {
	s := openAs(t, as("", false, ""), 80, 24)
	s.noOpen = "There is no display here."
	s.hold = func(msg tea.Msg) bool { return strings.HasSuffix(fmt.Sprintf("%T", msg), "browserTried") }
	s.press("4", "p")
	s.elsewhere = newScreen(t, "free", 80, 24).server
	s.identity = as("work", false, "")
	s.press("7", "P", "down", "down", "enter")
	s.hold = nil
	if len(s.held) != 1 {
		t.Fatalf("held %v", s.held)
	}
	s.send(s.held[0])
	s.sees("work · keyring")
	s.misses("There is no display here")
}

// TestHeaderOfProfiles holds the header of every kind of sign-in.
func TestHeaderOfProfiles(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		var b strings.Builder
		for _, identity := range []func(*data.Identity){
			as("", false, ""), as("work", false, ""), as("a-profile-with-a-rather-long-name", false, ""), as("", true, ""), as("", true, "work"),
			func(id *data.Identity) { id.Profiles = 1 },
		} {
			s := openAs(t, identity, width, height)
			checkFrame(s)
			header, _, _ := strings.Cut(s.text(), "\n")
			b.WriteString(header + "\n")
		}
		golden.RequireEqual(t, b.String())
	})
}

// TestExportedKeyAsksFirst buys nothing with an exported key that goes before a
// profile until the person says that it is meant, for every order anew.
func TestExportedKeyAsksFirst(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		s := openAs(t, as("", true, "work"), width, height)
		s.press("b", "down", "enter")
		asking := s.text()
		checkFrame(s)
		s.sees("The exported key goes before profile work: this buys for mia@example.com.")
		s.press("enter", "y", "enter")
		s.sessions(0, 0)
		s.press("E")
		s.sees("✓ With the exported key, for mia@example.com.")
		allowed := s.text()
		s.press("esc", "b", "enter", "enter")
		s.sessions(0, 0)
		s.press("E", "enter")
		s.sessions(1, 0)
		golden.RequireEqual(t, asking+"\n"+allowed)
	})
	plain := openAs(t, as("", true, ""), 80, 24)
	plain.press("b", "enter")
	plain.sees("exported key …c3d4 (ARTIFICIAL_STUDIO_API_KEY)")
	plain.press("enter")
	plain.sessions(1, 0)
}
