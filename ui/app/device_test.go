package app_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	apisession "github.com/studio-tui/studio-tui/api/session"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/app"
)

// StartDevice begins a real sign-in at the sandbox. The key opens a session like an
// entered one, so that nothing is stored on this machine.
func (s *screen) StartDevice(ctx context.Context) (account.DeviceSignIn, error) {
	door, err := apisession.New(apisession.Options{Target: account.Target{APIURL: s.server.URL()}, Now: s.now.Now})
	if err != nil {
		return nil, err
	}
	begun, err := door.StartDevice(ctx)
	return signingIn{begun, s}, err
}

type signingIn struct {
	account.DeviceSignIn
	screen *screen
}

func (d signingIn) SignIn(ctx context.Context, allowFile bool) (account.Session, error) {
	return d.screen.SignIn(ctx, d.screen.server.Key(), allowFile)
}

// answer approves or denies on the last opened page, as the user does there.
func (s *screen) answer(say string) {
	s.t.Helper()
	page, err := url.Parse(string(s.opened[len(s.opened)-1]))
	if err != nil {
		s.t.Fatal(err)
	}
	answer := url.Values{"user_code": {page.Query().Get("user_code")}, "answer": {say}}
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.server.URL()+"/device", strings.NewReader(answer.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", s.server.URL())
	reply, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	_ = reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		s.t.Fatalf("the page said %s", reply.Status)
	}
}

// signingInAt is the program while signed out, at the browser sign-in.
func signingInAt(t *testing.T, width, height int) *screen {
	t.Helper()
	s := newScreen(t, "", width, height)
	s.key = "none"
	s.begin()
	s.key = ""
	s.press("b")
	return s
}

// TestSignInFromBrowser goes from the welcome screen to the account.
func TestSignInFromBrowser(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := signingInAt(t, width, height)
		waiting := s.text()
		checkFrame(s)
		if len(s.opened) != 1 || !strings.Contains(string(s.opened[0]), "/device?user_code=") {
			t.Fatalf("opened %v", s.opened)
		}
		s.seesUnbroken(s.steady(string(s.opened[0])))
		code := s.opened[0][len(s.opened[0])-9:]
		s.press("y", "c", "o")
		if want := []string{string(s.opened[0]), string(code)}; len(s.copied) != 2 || s.copied[0] != want[0] || s.copied[1] != want[1] {
			t.Errorf("copied %q, want %q", s.copied, want)
		}
		if len(s.opened) != 2 {
			t.Errorf("opened %v", s.opened)
		}
		s.press("Q")
		checkFrame(s)
		if height >= 20 { // the QR code contains the port, which varies
			s.sees("████████████████")
			s.sees("Approve it in your browser")
		} else {
			s.misses("QR code")
		}
		s.sees(s.steady(string(code)))
		s.press("Q")
		s.fire(time.Second)
		s.sees("Approve it in your browser")
		s.answer("approve")
		s.fire(time.Second)
		s.sees("11,495 credits")
		s.misses("Sign in from the browser")
		goldenWithoutTabs(t, waiting)
	})
}

// TestBrowserSignInEnds covers every end without a key, and checks that a new code
// differs.
func TestBrowserSignInEnds(t *testing.T) {
	t.Parallel()
	s := signingInAt(t, 80, 24)
	s.answer("deny")
	s.fire(time.Second)
	s.sees("The sign-in was denied in the browser. Nothing was kept.")
	s.press("n")
	if len(s.opened) != 2 || s.opened[0] == s.opened[1] {
		t.Fatalf("opened %v", s.opened)
	}
	s.fire(15 * time.Minute)
	s.sees("The code has expired. Nothing was kept.")
	goldenWithoutTabs(t, s.text())
	s.press("enter", "esc")
	s.sees("paste a key")
	polls := 0
	s.faults.serve = func(http.ResponseWriter, *http.Request) bool { polls++; return false }
	s.fire(time.Minute)
	if polls > 0 {
		t.Errorf("%d questions after it was given up", polls)
	}

	s.faults.serve = jsonError(http.StatusNotFound, "Not found")
	s.press("b")
	s.sees("This server has no sign-in from the browser. Sign in with a key instead.")
	s.press("esc")
	s.faults.serve = func(w http.ResponseWriter, _ *http.Request) bool {
		_, _ = w.Write([]byte(`{"device_code":"d","user_code":"AB-CD","verification_uri":"https://artificialstudio.ai.evil.example/device","expires_in":900}`))
		return true
	}
	s.press("b")
	s.sees("The server sent an address that is not opened")
	if len(s.opened) != 3 {
		t.Errorf("opened %v", s.opened)
	}
}

// TestBrowserSignInWaitsOutTheNetwork reports network failures quietly, polls less
// often, and continues by itself; also once the key was returned, which happens once.
func TestBrowserSignInWaitsOutTheNetwork(t *testing.T) {
	t.Parallel()
	s := signingInAt(t, 80, 24)
	failing := 0
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		failing++
		return jsonError(http.StatusBadGateway, "out of order")(w, r)
	}
	s.fire(time.Second)
	s.sees("The server failed. Trying again …")
	s.fire(time.Second)
	if failing != 1 {
		t.Errorf("asked %d times in two seconds while it fails", failing)
	}
	s.fire(time.Second)
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		return strings.HasPrefix(r.URL.Path, "/api/") && jsonError(http.StatusBadGateway, "out of order")(w, r)
	}
	s.answer("approve")
	s.fire(4 * time.Second)
	s.sees("Approved. The key is checked and kept … The server failed. Trying again …")
	s.faults.serve = nil
	s.fire(5 * time.Second)
	s.sees("mia@example.com")
}

// TestBrowserSignInGivesUpTheCheck checks the key at growing intervals, at least as
// long as the server asks, and ends with advice.
func TestBrowserSignInGivesUpTheCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		header string
		checks int // at the most
		says   string
	}{
		"failing":                 {"", 19, "The server failed. Trying again …"},
		"asking for ten minutes":  {"600", 2, "Too many requests. Trying again at 14:14 …"},
		"asking for half an hour": {"1800", 1, "Sign in again with a new code."},
	} {
		t.Run(name, func(t *testing.T) {
			s := signingInAt(t, 80, 24)
			s.answer("approve")
			checks := 0
			s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.HasPrefix(r.URL.Path, "/api/") {
					return false
				}
				checks++
				if c.header == "" {
					return jsonError(http.StatusBadGateway, "out of order")(w, r)
				}
				w.Header().Set("Retry-After", c.header)
				return jsonError(http.StatusTooManyRequests, "slow down")(w, r)
			}
			s.fire(time.Second)
			s.sees(c.says)
			for range 60 * 60 / 5 {
				s.fire(5 * time.Second)
			}
			if checks > c.checks || checks == 0 {
				t.Errorf("%d checks in an hour, want %d at the most", checks, c.checks)
			}
			s.sees("The sign-in was approved, but its key could not be checked in time, and a key is given only once. Nothing was kept. Sign in again with a new code.")
			s.faults.serve = nil
			s.press("n")
			s.sees("Approve it in your browser")
		})
	}
}

// TestBrowserSignInWithoutKeyring asks before the key is stored in a file.
func TestBrowserSignInWithoutKeyring(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "", 80, 24)
	s.key, s.noOpen = "none", "there is no screen here"
	s.begin()
	s.press("b", "Q") // away with the code for cameras, which divides the lines
	s.sees("No browser was opened (there is no screen here). ")
	s.noOpen = ""
	s.press("o")
	s.sees("Approve it in your browser")
	s.answer("approve")
	s.fire(time.Second)
	s.sees("No keyring answered. The key can be kept in ~/.config")
	s.press("enter")
	s.sees("mia@example.com")
}

// TestBrowserSignInGivenUpTooLate cancels a sign-in whose key is stored already: its
// account is opened, or a notice says so where something else was begun.
func TestBrowserSignInGivenUpTooLate(t *testing.T) {
	t.Parallel()
	const said = "The sign-in was complete already when you gave it up, and its key is kept."
	late := func(t *testing.T, after ...string) *screen {
		t.Helper()
		s := signingInAt(t, 80, 24)
		s.answer("approve")
		s.hold = func(msg tea.Msg) bool { return strings.HasSuffix(fmt.Sprintf("%T", msg), "deviceKept") }
		s.fire(time.Second)
		s.press("esc")
		s.misses("Approved.")
		s.hold = nil
		s.press(after...)
		if len(s.held) != 1 {
			t.Fatalf("%d sign-ins are on their way", len(s.held))
		}
		s.send(s.held[0])
		s.sees(said)
		return s
	}
	late(t).sees("11,495 credits")
	late(t, "b").sees("Approve it in your browser")
	late(t, "d").sees("11,495 credits")
}

// TestBrowserSignInInLittleRoom shows code and address without a browser in few lines,
// and offers no QR code without room for it.
func TestBrowserSignInInLittleRoom(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "", 60, 16)
	s.key, s.noOpen = "none", "there is no screen here, and a rather long sentence says why"
	s.begin()
	s.press("b")
	s.seesUnbroken("http://127.0.0.1:")
	s.sees("/device?user_code=")
	waiting := s.text()
	checkFrame(s)
	s.misses("QR code")
	s.press("Q")
	if s.text() != waiting {
		t.Errorf("a key that has no room for what it shows changes the screen:\n%s", s.text())
	}
	goldenWithoutTabs(t, waiting)
}

// slowDoor is an [account.Manager] whose sign-in blocks until it is cancelled.
type slowDoor struct {
	account.Manager
	begins bool
}

func (d slowDoor) OpenSession(context.Context) (account.Session, error) {
	return account.Session{}, &account.NoKeyError{}
}

func (d slowDoor) StartDevice(ctx context.Context) (account.DeviceSignIn, error) {
	if d.begins {
		return slowDevice{}, nil
	}
	<-ctx.Done()
	return nil, ctx.Err()
}

type slowDevice struct{ account.DeviceSignIn }

func (slowDevice) Code() model.DeviceCode {
	return model.DeviceCode{UserCode: "AB-CD", Address: model.AccountPage, Interval: 5 * time.Second, Expires: time.Now().Add(time.Minute)}
}

func (slowDevice) Poll(ctx context.Context) (model.DeviceAnswer, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}

type noBrowser struct{}

func (noBrowser) Open(context.Context, model.URL) error { return errors.New("none here") }
func (noBrowser) Available() (bool, string)             { return false, "none here" }

// TestGivenUpLeavesNothing runs the program's commands as the framework does, each in a
// goroutine, and cancels a sign-in in every one of its waits: the bubble ends only
// where all of them have ended, timers too.
func TestGivenUpLeavesNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		begins bool
		after  time.Duration
	}{
		"while a code is asked for": {false, time.Second},
		"between two questions":     {true, time.Second},
		"within a question":         {true, 6 * time.Second},
	} {
		for _, end := range []string{"esc", "ctrl+c"} {
			t.Run(name+", "+end, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					program := &runningApp{App: app.New(t.Context(), app.Options{
						Accounts: slowDoor{begins: c.begins}, Browser: noBrowser{}, Now: time.Now, Location: time.UTC,
					})}
					program.send(tea.WindowSizeMsg{Width: 80, Height: 24})
					program.start(program.Init())
					synctest.Wait()
					program.send(keyPress("b"))
					time.Sleep(c.after)
					synctest.Wait()
					program.send(keyPress(end))
					if end == "ctrl+c" {
						program.mu.Lock()
						program.Leave()
						program.mu.Unlock()
					}
				})
			})
		}
	}
}

// runningApp runs a program's commands in goroutines.
type runningApp struct {
	*app.App
	mu sync.Mutex
}

func (r *runningApp) send(msg tea.Msg) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, cmd := r.Update(msg)
	r.start(cmd)
}

func (r *runningApp) start(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case nil, tea.QuitMsg:
		case tea.BatchMsg:
			for _, cmd := range msg {
				r.start(cmd)
			}
		default:
			r.send(msg)
		}
	}()
}
