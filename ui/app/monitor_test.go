package app_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/api/apitest"
	"github.com/studio-tui/studio-tui/api/sandbox"
)

const (
	runVideo   = `{"tool":"create-video","input":{"model":"wan-2-1-text-to-video","prompt":"waves at night"}}`
	runFailing = `{"tool":"create-video","input":{"model":"wan-2-1-text-to-video","prompt":"[fail] waves"}}`
)

// untilEnded advances the clock in small steps until nothing is running.
func (s *screen) untilEnded() {
	runs := regexp.MustCompile(`  (pending|processing|uploading) |:\d\d … `)
	s.t.Helper()
	for range 20 {
		s.fire(5 * time.Second)
		if s.press("1"); !runs.MatchString(s.text()) {
			return
		}
	}
	s.t.Fatalf("it never ends:\n%s", s.text())
}

// TestRunningScreens compares running generations, with their status and start, and
// their end with golden screens.
func TestRunningScreens(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := screenWith(t, sandbox.Options{Transactions: someRows, Live: true}, width, height).begin()
		var b strings.Builder
		for i := range 3 {
			for _, pane := range []string{"1", "2"} {
				s.press(pane)
				checkFrame(s)
				fmt.Fprintf(&b, "── after %d s, pane %s ──\n%s\n", 10*i, pane, s.text())
			}
			s.fire(10 * time.Second)
		}
		goldenWithoutTabs(t, b.String())
	})
}

// TestEndsTold announces the end of running generations, once, several in one sentence,
// where it hides no keys.
func TestEndsTold(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.generate(runImage)
	s.fire(10 * time.Second)
	s.sees("create-image · nano-banana")
	s.misses("is done")
	s.untilEnded()
	s.sees("create-image is done. ──")
	s.sees("? help q quit")
	s.fire(8 * time.Second)
	s.misses("is done")

	for _, run := range []string{runImage, runVideo, runFailing} {
		s.generate(run)
	}
	s.press("r")
	s.sees("RUNNING")
	s.send(tea.BlurMsg{}) // no requests, so that all ends are found at once
	s.fire(time.Minute)
	s.sees("RUNNING")
	s.send(tea.FocusMsg{})
	s.sees("2 generations are done, 1 failed and was refunded: +30. ──")
	s.fire(8 * time.Second)
	s.misses("refunded: +30")
	s.fire(time.Minute)
	s.misses("generations are done")
}

// TestEndsOfBefore announces nothing that ended while the program was closed.
func TestEndsOfBefore(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "", 80, 24)
	s.generate(runFailing)
	s.begin()
	s.sees("RUNNING")
	s.start() // closed while it runs
	s.now.Advance(time.Minute)
	s.begin()
	s.misses("RUNNING")
	s.misses("failed and was refunded")
	s.fire(time.Minute)
	s.misses("failed and was refunded")
}

// TestQuickEnds announces generations that began and ended between two polls, too.
func TestQuickEnds(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.send(tea.BlurMsg{})
	for _, run := range []string{runImage, runImage, runFailing} {
		s.generate(run)
	}
	s.fire(time.Minute)
	s.send(tea.FocusMsg{})
	s.sees("2 generations are done, 1 failed and was refunded: +30. ──")
	s.fire(8 * time.Second)
	s.fire(time.Minute)
	s.misses("generations are done")
}

// TestRefundComesLate announces a failure before its refund is in the ledger, and the
// refund once it is, each once.
func TestRefundComesLate(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.generate(runFailing)
	s.press("r")
	s.sees("RUNNING")
	var before []byte // the newest rows as they were while it ran
	late := true
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/api/transactions" || !late {
			return false
		}
		if before == nil {
			answer := httptest.NewRecorder()
			s.faults.next.ServeHTTP(answer, r)
			before = answer.Body.Bytes()
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(before)
		return true
	}
	s.press("r")
	s.untilEnded()
	s.misses("failed")
	for range 2 {
		s.fire(5 * time.Second)
	}
	s.sees("create-video failed, and its refund is not there yet.")
	late = false
	for range 2 {
		s.fire(5 * time.Second)
	}
	s.sees("create-video was refunded: +30.")
	s.fire(8 * time.Second)
	s.fire(time.Minute)
	s.misses("was refunded")
}

// TestEndsWithoutLedger states the product page's promise about failures, where no
// ledger can show the refund.
func TestEndsWithoutLedger(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := open(t, sandbox.StateDocumented, width, height)
		s.generate(runFailing)
		s.press("r", "2")
		shots := s.text()
		if width < 140 {
			s.sees("… create-video")
		} else {
			s.sees("pending since 14:04")
		}
		s.untilEnded()
		s.sees("create-video failed. The service refunds it automatically.")
		goldenWithoutTabs(t, shots+"\n"+s.text())
	})
}

// TestRunningIsAsked polls every few seconds while generations run, but not without the
// focus.
func TestRunningIsAsked(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	var asked atomic.Int64
	s.faults.serve = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/api/generations" {
			asked.Add(1)
		}
		return false
	}
	count := func(d time.Duration) int64 {
		asked.Store(0)
		for range int(d / time.Second) {
			s.fire(time.Second)
		}
		return asked.Load()
	}
	s.generate(runVideo)
	s.press("r")
	if got := count(10 * time.Second); got < 2 || got > 4 {
		t.Errorf("asked %d times in 10 s while something runs", got)
	}
	s.send(tea.BlurMsg{})
	if got := count(30 * time.Second); got != 0 {
		t.Errorf("asked %d times without the focus", got)
	}
	s.send(tea.FocusMsg{})
	s.untilEnded()
	if got := count(time.Minute); got > 7 {
		t.Errorf("asked %d times in a minute while nothing runs", got)
	}
}

// TestDeletedWhileRunning announces that a running generation is no longer listed.
func TestDeletedWhileRunning(t *testing.T) {
	t.Parallel()
	inWeather(t, apitest.Options{Generations: 5}, func(w *world) {
		w.open(80, 24)
		w.pass(30 * time.Second) // all prices are known
		id := w.server.Add(apitest.Generation{Tool: "create-image", Cost: 4})
		w.press("r")
		w.sees("RUNNING")
		w.server.Delete(id)
		w.pass(6 * time.Second)
		w.sees("create-image is not listed any more")
		w.misses("RUNNING")
	})
}

// TestVisitSeesAFall announces an unexplained fall of the balance.
func TestVisitSeesAFall(t *testing.T) {
	t.Parallel()
	inWeather(t, apitest.Options{Generations: 5}, func(w *world) {
		w.open(80, 24)
		w.press("b")
		w.pass(10 * time.Second)
		w.server.Change(-300)
		w.pass(time.Minute)
		w.sees(`The balance fell by 300: 1,000 → 700\.`)
	})
}

// TestLowBalanceWhileDetailsAreRead announces a low balance at the refresh that finds it, also
// while details of generations are still being read.
func TestLowBalanceWhileDetailsAreRead(t *testing.T) {
	t.Parallel()
	inWeather(t, apitest.Options{Generations: 3000, NoPayloads: true, Plan: "pro", Credits: 1e6}, func(w *world) {
		w.open(120, 40)
		w.pass(4 * time.Minute)
		w.sees(`[0-9] generations to look up`)
		w.misses("balance is low")
		w.server.Change(1 - w.server.Credits())
		w.press("r")
		w.pass(3 * time.Second)
		w.sees(`[0-9] generations to look up`)
		w.sees("── ! Your balance is low: 1 credit")
	})
}
