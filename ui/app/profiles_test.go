package app_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

var someProfiles = []account.Profile{
	{Host: "api.artificialstudio.ai", Last4: "9f3c", Exported: true},
	{Name: "default", Host: "api.artificialstudio.ai", Last4: "a1b2", Used: true, Active: true},
	{Name: "art", Host: "api.artificialstudio.ai"},
	{Name: "work", Host: "staging.artificialstudio.ai", Last4: "c3d4"},
}

// as makes the sessions those of a profile.
func as(profile string, exported bool, passed string) func(*account.Identity) {
	return func(id *account.Identity) {
		id.Profile, id.Profiles, id.KeyExported, id.OverriddenProfile = profile, 3, exported, passed
		id.KeySource, id.KeyLast4 = "keyring", "c3d4"
		if exported {
			id.KeySource = "ARTIFICIAL_STUDIO_API_KEY"
		}
	}
}

// only makes the sessions those of the only profile, on the live service.
func only(source string, exported bool) func(*account.Identity) {
	return func(id *account.Identity) {
		id.Profiles, id.KeyExported, id.KeySource, id.Sandbox = 1, exported, source, false
	}
}

// openAs starts with the account of a profile.
func openAs(t *testing.T, identity func(*account.Identity), width, height int) *screen {
	t.Helper()
	s := newScreen(t, "", width, height)
	s.profiles, s.identity = someProfiles, identity
	return s.begin()
}

// TestProfiles lists the profiles, and opens another one.
func TestProfiles(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := openAs(t, as("", false, ""), width, height)
		s.sees("default · keyring")
		s.press("7", "U")
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
		goldenWithoutTabs(t, strings.Join([]string{list, failed, s.text()}, "\n"))
	})
}

// TestAllAccounts shows the account of each profile: from the local copy, and after r
// from their servers.
func TestAllAccounts(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		s := newScreen(t, "", width, height)
		s.profiles, s.identity = someProfiles, as("", false, "")
		end := model.At(noon.Add(9 * 24 * time.Hour))
		of := func(credits model.Credits, sub model.Subscription) account.Standing {
			var at account.Standing
			at.Account.Value, at.Account.At, at.Account.Has = model.Account{Credits: credits * model.Credit, Plan: "creator"}, noon.Add(-64*time.Minute), true
			sub.Plan, sub.CurrentPeriodEnd = "creator", end
			at.Subscription.Value, at.Subscription.Has, at.Subscription.Provenance = sub, true, model.Billed
			return at
		}
		s.standings = map[string]account.Standing{
			"default": of(12345, model.Subscription{Status: "active"}), "work": of(30, model.Subscription{Status: "active", CancelAtPeriodEnd: true}),
		}
		s.begin().press("U")
		s.sees("default")
		s.sees("Creator · renews Dec 1")
		s.sees("! low")
		s.sees("13:00")
		checkFrame(s)
		s.press("r")
		s.misses("12,345")
		s.sees("42")
		s.sees("14:04")
	})
}

// TestNoProfiles offers no profile to open or to save where there are none.
func TestNoProfiles(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "", 80, 24)
	s.noProfiles = errors.New("the demo has no profiles")
	s.begin().press("7", "U")
	s.sees("The demo has no profiles.")
	s.misses("This run only")
	s.misses("enter open")
	s.press("enter", "esc")
	s.misses("The demo has no profiles.")
}

// TestProfileByName opens the list from the palette, and closes it.
func TestProfileByName(t *testing.T) {
	t.Parallel()
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

// TestProfileFromWelcome opens another profile where the first one has no key.
func TestProfileFromWelcome(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "", 80, 24)
	s.key, s.profiles = "none", someProfiles
	s.begin()
	s.sees("U all accounts")
	s.press("U")
	s.sees("exported key")
	s.press("esc")
	s.sees("paste a key")
	s.press("U", "down", "down", "enter")
	s.sees("There is no key for art.")
	s.identity = as("work", false, "")
	s.press("down", "enter")
	s.sees("work · keyring")
	s.misses("paste a key")
}

// TestLateProfile drops a cancelled profile, and one replaced by a later choice, in
// either order of arrival.
func TestLateProfile(t *testing.T) {
	t.Parallel()
	s := openAs(t, as("", false, ""), 80, 24)
	s.hold = func(msg tea.Msg) bool { return strings.HasSuffix(fmt.Sprintf("%T", msg), "sessionOpened") }
	s.press("7", "U", "down", "down")
	s.identity = as("work", false, "")
	s.press("enter")
	s.sees("Opening work …")
	s.press("esc", "U", "up", "up", "up")
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

// TestProfileLeavesThePortal watches the portal only for the account that it was opened
// for: another account's plan is no change.
func TestProfileLeavesThePortal(t *testing.T) {
	t.Parallel()
	s := openAs(t, as("", false, ""), 80, 24)
	s.press("4", "p")
	s.elsewhere = newScreen(t, "free", 80, 24).server
	s.identity = as("work", false, "")
	s.press("7", "U", "down", "down", "enter")
	s.sees("work · keyring")
	s.misses("11,495 credits")
	s.fire(3 * time.Second)
	s.send(tea.BlurMsg{})
	s.send(tea.FocusMsg{})
	s.misses("Your plan has changed")
	s.misses("You have no plan any more")
}

// TestProfileLeavesTheAddress does not show the address of one account, for which no
// browser was opened, over another.
func TestProfileLeavesTheAddress(t *testing.T) {
	t.Parallel()
	s := openAs(t, as("", false, ""), 80, 24)
	s.noOpen = "There is no display here."
	s.hold = func(msg tea.Msg) bool { return strings.HasSuffix(fmt.Sprintf("%T", msg), "browserTried") }
	s.press("4", "p")
	s.elsewhere = newScreen(t, "free", 80, 24).server
	s.identity = as("work", false, "")
	s.press("7", "U", "down", "down", "enter")
	s.hold = nil
	if len(s.held) != 1 {
		t.Fatalf("held %v", s.held)
	}
	s.send(s.held[0])
	s.sees("work · keyring")
	s.misses("There is no display here")
}

// TestHeaderOfProfiles compares the header of every kind of sign-in with its golden
// screen.
func TestHeaderOfProfiles(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		var b strings.Builder
		for _, identity := range []func(*account.Identity){
			as("", false, ""), as("work", false, ""), as("a-profile-with-a-rather-long-name", false, ""), as("", true, ""), as("", true, "work"),
			only("keyring", false), only("~/.artificial-studio/credentials.json", false), only("ARTIFICIAL_STUDIO_API_KEY", true),
			func(*account.Identity) {}, // the demo
		} {
			s := openAs(t, identity, width, height)
			checkFrame(s)
			b.WriteString(strings.Join(strings.SplitN(s.text(), "\n", 3)[:2], "\n") + "\n")
		}
		goldenWithoutTabs(t, b.String())
	})
}

// TestExportedKeyAsksFirst buys nothing with an environment key that takes precedence
// over a profile until the user confirms it, for every order again.
func TestExportedKeyAsksFirst(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := openAs(t, as("", true, "work"), width, height)
		s.press("b", "down", "enter")
		asking := s.text()
		checkFrame(s)
		s.sees("takes precedence over")
		s.press("enter", "y", "enter")
		s.sessions(0, 0)
		s.press("E")
		s.sees("✓ With the exported key, for mia@example.com.")
		allowed := s.text()
		s.press("esc", "b", "enter", "enter")
		s.sessions(0, 0)
		s.press("E", "enter")
		s.sessions(1, 0)
		goldenWithoutTabs(t, asking+"\n"+allowed)
	})
	plain := openAs(t, as("", true, ""), 80, 24)
	plain.press("b", "enter")
	plain.sees("exported key …c3d4 (ARTIFICIAL_STUDIO_API_KEY)")
	plain.press("enter")
	plain.sessions(1, 0)
}

// TestExportedKeyAsksForOldOrders opens no page of an order of an earlier run, and
// creates none, with an environment key that takes precedence over a profile, until the
// user confirms it.
func TestExportedKeyAsksForOldOrders(t *testing.T) {
	t.Parallel()
	const who = "The exported key takes precedence over profile work: this buys"
	t.Run("with a page", func(t *testing.T) {
		eachSize(t, func(t *testing.T, width, height int) {
			s := kept(t, "", width, height).begin()
			s.press("b", "enter", "enter", "esc")
			s.identity = as("", true, "work")
			s.again()
			s.press("b")
			s.sees(who)
			s.sees("exported key …c3d4")
			checkFrame(s)
			asking := s.text()
			s.press("o", "y", "Q", "enter")
			s.misses("checkout")
			if len(s.opened)+len(s.copied) > 0 {
				t.Fatalf("opened %v, copied %q", s.opened, s.copied)
			}
			s.press("E")
			s.sees("✓ With the exported key …c3d4, for mia@example.com.")
			s.sees("/checkout/cs_sandbox_")
			checkFrame(s)
			s.press("o", "y")
			if len(s.opened) != 1 || len(s.copied) != 1 {
				t.Errorf("opened %v, copied %q", s.opened, s.copied)
			}
			s.sessions(1, 0)
			goldenWithoutTabs(t, asking)
		})
	})
	t.Run("without a page", func(t *testing.T) {
		s := kept(t, "", 80, 24).begin()
		s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
			return r.Method == http.MethodPost && jsonError(http.StatusBadGateway, "gone")(w, r)
		}
		s.press("b", "enter", "enter")
		s.faults.serve = nil
		s.identity = as("", true, "work")
		s.again()
		s.sessions(0, 0)
		s.press("b")
		s.sees(who)
		s.press("enter", "o")
		s.sessions(0, 0)
		s.press("E")
		s.sessions(1, 0)
		s.sees("The payment page is ready")
	})
	t.Run("canceled", func(t *testing.T) {
		s := kept(t, "", 80, 24).begin()
		s.press("b", "enter", "enter", "esc")
		s.identity = as("", true, "work")
		s.again()
		s.press("b", "x")
		s.sees("The order is cancelled. Nothing was paid.")
		s.misses(who)
	})
}

// TestExportedKeyAsksForThePortal opens no billing portal with an environment key that
// takes precedence over a profile until the user confirms it.
func TestExportedKeyAsksForThePortal(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := openAs(t, as("", true, "work"), width, height)
		for _, pane := range []string{"1", "4", "7"} {
			s.press(pane, "p")
			s.sees("Open the billing portal?")
			s.press("enter", "p", "y", "esc")
			s.misses("Open the billing portal?")
		}
		s.press(":")
		s.typed("portal")
		s.press("enter")
		checkFrame(s)
		asking := s.text()
		if len(s.opened) > 0 {
			t.Fatalf("opened %v", s.opened)
		}
		s.press("E")
		if len(s.opened) != 1 {
			t.Errorf("opened %v", s.opened)
		}
		goldenWithoutTabs(t, asking)
	})
	without := newScreen(t, "documented", 80, 24)
	without.profiles, without.identity = someProfiles, as("", true, "work")
	without.begin().press("p")
	without.sees("Open the account page?")
	without.sees("this is the account page of")
	plain := openAs(t, as("", true, ""), 80, 24)
	plain.press("p")
	if len(plain.opened) != 1 {
		t.Errorf("opened %v", plain.opened)
	}
}
