package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

const deviceCode = "device-code-that-nobody-sees"

// server is a fake of the device endpoints, with answers set by the test, and of the
// account.
type server struct {
	*httptest.Server
	start, token string // bodies
	status       int    // of the token's answer
}

func startServer(t *testing.T) *server {
	t.Helper()
	s := &server{status: http.StatusOK}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" && strings.HasPrefix(r.URL.Path, "/auth/") {
			t.Error("a device endpoint got a key")
		}
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path {
		case "/auth/device":
			_, _ = w.Write([]byte(s.start))
		case "/auth/device/token":
			w.WriteHeader(s.status)
			_, _ = w.Write([]byte(s.token))
		default:
			if key := r.Header.Get("Authorization"); key != "opaque-token-0123456789" {
				w.WriteHeader(http.StatusUnauthorized)
			}
			_, _ = w.Write([]byte(`{"id":"65f1c0ffee0123456789abcd","email":"mia@example.com","credits":5,"plan":"pro","createdAt":"2024-01-15T10:30:00.000Z"}`))
		}
	}))
	t.Cleanup(s.Close)
	s.begins(s.URL+"/device", s.URL+"/device?user_code=AB-CD")
	return s
}

// begins makes it answer with these addresses.
func (s *server) begins(plain, complete string) {
	text, err := json.Marshal(map[string]any{
		"device_code": deviceCode, "user_code": "AB-\x1b[31mCD", "verification_uri": plain, "verification_uri_complete": complete,
		"expires_in": 7200, "interval": 7,
	})
	if err != nil {
		panic(err)
	}
	s.start = string(text)
}

func noBus(t *testing.T) {
	t.Helper()
	home(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(os.Getenv("HOME"), "no-bus"))
}

// TestDevice signs in with a token that does not look like a key: the documents say
// that the token is used as the key. It is kept where keys go.
func TestDevice(t *testing.T) {
	noBus(t)
	s := startServer(t)
	m := managerFor(t, s.URL, "work")
	device, err := m.StartDevice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	code := device.Code()
	if code.UserCode != "AB-[31mCD" || code.Address != model.URL(s.URL+"/device?user_code=AB-CD") || code.Interval != 7*time.Second {
		t.Errorf("%+v", code)
	}
	if left := time.Until(code.Expires); left > model.DeviceTimeout {
		t.Errorf("it waits for %v", left)
	}
	for text, want := range map[string]model.DeviceAnswer{
		"authorization_pending": model.DevicePending, "slow_down": model.DeviceSlowDown, "expired_token": model.DeviceExpired, "access_denied": model.DeviceDenied,
	} {
		s.status, s.token = http.StatusBadRequest, `{"error":"`+text+`"}`
		if answer, err := device.Poll(t.Context()); err != nil || answer != want {
			t.Errorf("%s: %v, %v", text, answer, err)
		}
	}
	s.status, s.token = http.StatusOK, `{"access_token":"opaque-token-0123456789","token_type":"bearer"}`
	if answer, err := device.Poll(t.Context()); err != nil || answer != model.DeviceApproved {
		t.Fatalf("%v, %v", answer, err)
	}
	for _, format := range []string{"%v", "%+v", "%#v"} {
		if text := fmt.Sprintf(format, device) + fmt.Sprintf(format, *device.(*Device)); strings.Contains(text, deviceCode) || strings.Contains(text, "opaque-token") {
			t.Errorf("it prints what it has: %s", text)
		}
	}
	var consent *account.ConsentRequired
	if _, err := device.SignIn(t.Context(), false); !errors.As(err, &consent) {
		t.Errorf("without a keyring: %v", err)
	}
	session, err := device.SignIn(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	if session.Account.Email != "mia@example.com" || !strings.HasSuffix(session.Identity.KeySource, "keys.json") || session.Identity.Profile != "work" || session.Identity.Profiles != 2 {
		t.Errorf("%+v", session)
	}
	session.Close()
	if known, err := managerFor(t, s.URL, "work").OpenSession(t.Context()); err != nil {
		t.Errorf("the next start: %v", err)
	} else {
		known.Close()
	}
}

// givenUpAfter is a context that is given up the moment that a file has a text.
type givenUpAfter struct {
	context.Context
	path, text string
}

func (g givenUpAfter) Err() error {
	if text, err := os.ReadFile(g.path); err == nil && strings.Contains(string(text), g.text) {
		return context.Canceled
	}
	return g.Context.Err()
}

// TestDeviceGivenUpTooLate counts a sign-in as complete once its key is kept: what was
// kept is not taken away again, with whatever was there before.
func TestDeviceGivenUpTooLate(t *testing.T) {
	noBus(t)
	s := startServer(t)
	m := managerFor(t, s.URL, "")
	device, err := m.StartDevice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.token = `{"access_token":"opaque-token-0123456789"}`
	if _, err := device.Poll(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx := givenUpAfter{t.Context(), filepath.Join(os.Getenv("HOME"), "config", "studio-tui", "keys.json"), "opaque-token"}
	session, err := device.SignIn(ctx, true)
	if err != nil || ctx.Err() == nil {
		t.Fatalf("%v, given up: %v", err, ctx.Err())
	}
	session.Close()
	known, err := m.OpenSession(t.Context())
	if err != nil {
		t.Fatalf("the key is not kept: %v", err)
	}
	known.Close()
}

// TestDeviceKeepsItsClient checks the key with one client over all tries, as what the
// server asks of a client is to be heeded by the next try.
func TestDeviceKeepsItsClient(t *testing.T) {
	noBus(t)
	s := startServer(t)
	device, err := managerFor(t, s.URL, "").StartDevice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.token = `{"access_token":"opaque-token-0123456789"}`
	if _, err := device.Poll(t.Context()); err != nil {
		t.Fatal(err)
	}
	var consent *account.ConsentRequired
	if _, err := device.SignIn(t.Context(), false); !errors.As(err, &consent) {
		t.Fatalf("without a keyring: %v", err)
	}
	first := device.(*Device).opened
	session, err := device.SignIn(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	if device.(*Device).opened != first || session.Source != account.Source(first.source) {
		t.Error("the second try has another client")
	}
	session.Close()
}

// TestDeviceCodeIsInNoError lets a server repeat the secret in every way it can.
func TestDeviceCodeIsInNoError(t *testing.T) {
	noBus(t)
	s := startServer(t)
	device, err := managerFor(t, s.URL, "").StartDevice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s.status = range []int{200, 400, 401, 403, 404, 409, 429, 500} {
		for _, s.token = range []string{
			`{"error":"` + deviceCode + `"}`, `{"message":"no ` + deviceCode + `"}`, `{"message":"` + strings.Repeat("x", 190) + deviceCode + `"}`,
			`{"message":"no","errors":[{"field":"device_code","message":"` + deviceCode + `","code":"x"}]}`, deviceCode, `{"access_token":"` + deviceCode + ` x"}`,
		} {
			_, err := device.Poll(t.Context())
			if err == nil {
				t.Errorf("%d %s is no error", s.status, s.token)
				continue
			}
			if text := fmt.Sprintf("%v %+v %#v", err, err, errors.Unwrap(err)); strings.Contains(text, deviceCode[:10]) {
				t.Errorf("%d: the error has the code: %s", s.status, text)
			}
			var detail *model.Error
			if errors.As(err, &detail) && strings.Contains(fmt.Sprintf("%+v", *detail), deviceCode[:10]) {
				t.Errorf("%d: its detail has the code: %+v", s.status, *detail)
			}
		}
	}
}

// TestDeviceAddresses sends nobody to a page that may not be opened.
func TestDeviceAddresses(t *testing.T) {
	noBus(t)
	s := startServer(t)
	m := managerFor(t, s.URL, "")
	good := s.URL + "/device"
	for _, bad := range []string{
		"", "https://evil.example/device", "javascript:alert(1)", "file:///etc/passwd", "https://artificialstudio.ai.evil.example/", "https://app.artificialstudio.ai:444/", "https://app.artificialstudio.ai/\x1b[31m",
	} {
		s.begins(bad, bad)
		var refused *model.RefusedURL
		if _, err := m.StartDevice(t.Context()); !errors.As(err, &refused) {
			t.Errorf("%q: %v", bad, err)
		}
		s.begins(good, bad)
		if device, err := m.StartDevice(t.Context()); err != nil || device.Code().Address != model.URL(good) {
			t.Errorf("%q beside a good one: %v", bad, err)
		}
	}
	for _, s.start = range []string{`{}`, `{"device_code":"x"}`, `[]`} {
		if _, err := m.StartDevice(t.Context()); model.KindOf(err) != model.BadResponse {
			t.Errorf("%s: %v", s.start, err)
		}
	}
	s.start = `<html>`
	if _, err := m.StartDevice(t.Context()); model.KindOf(err) != model.CaptivePortal {
		t.Errorf("%s: %v", s.start, err)
	}
}

// TestDeviceGivenUp keeps nothing of a sign-in that is given up while the key is kept.
func TestDeviceGivenUp(t *testing.T) {
	noBus(t)
	s := startServer(t)
	m := managerFor(t, s.URL, "")
	device, err := m.StartDevice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.token = `{"access_token":"opaque-token-0123456789"}`
	if _, err := device.Poll(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, giveUp := context.WithCancel(t.Context())
	giveUp()
	if _, err := device.SignIn(ctx, true); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	var none *account.NoKeyError
	if _, err := m.OpenSession(t.Context()); !errors.As(err, &none) {
		t.Errorf("something was kept: %v", err)
	}
}
