package api_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func asError(err error) *model.Error {
	var e *model.Error
	_ = errors.As(err, &e)
	return e
}

func detail(err error) string {
	if e := asError(err); e != nil {
		return e.Detail
	}
	return err.Error()
}

func TestAccountIsReadExactly(t *testing.T) {
	client := newClient(t, answers(200, account))
	got, err := client.Account(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.Credits != 12_376_500_000 || got.Plan != "creator" || got.CreatedAt.Format(time.RFC3339) != "2024-01-15T10:30:00Z" {
		t.Errorf("got %+v", got)
	}
}

func TestStatusesBecomeKinds(t *testing.T) {
	own := `{"message":"Because."}`
	page := "<html><body>nginx</body></html>"
	for _, test := range []struct {
		status int
		body   string
		kind   model.ErrorKind // of an endpoint that every server has
		plans  model.ErrorKind // of one that a server may lack
	}{
		{400, own, model.Invalid, model.Invalid},
		{401, own, model.NotSignedIn, model.NotSignedIn},
		{402, own, model.NoCredits, model.NoCredits},
		{403, own, model.Forbidden, model.Forbidden},
		{404, own, model.NotFound, model.NotSupported},
		{405, own, model.ServerFailed, model.NotSupported},
		{501, own, model.ServerFailed, model.NotSupported},
		{409, own, model.Conflict, model.Conflict},
		{429, own, model.RateLimited, model.RateLimited},
		{500, own, model.ServerFailed, model.ServerFailed},
		{503, page, model.ServerFailed, model.ServerFailed},
		{404, page, model.CaptivePortal, model.CaptivePortal},
		{404, "", model.BadResponse, model.BadResponse},
		{404, `{"error":"no"}`, model.BadResponse, model.BadResponse},
		{405, page, model.CaptivePortal, model.CaptivePortal},
		{501, page, model.CaptivePortal, model.CaptivePortal},
		{401, page, model.CaptivePortal, model.CaptivePortal},
		{418, own, model.OtherError, model.OtherError},
		{200, page, model.CaptivePortal, model.CaptivePortal},
		{204, "", model.BadResponse, model.BadResponse},
		{304, "", model.BadResponse, model.BadResponse},
	} {
		t.Run(fmt.Sprint(test.status, " ", test.body), func(t *testing.T) {
			client := newClient(t, answers(test.status, test.body))
			_, err := client.Account(t.Context())
			wantKind(t, err, test.kind)
			_, err = client.Plans(t.Context())
			wantKind(t, err, test.plans)
			_, err = client.Packs(t.Context())
			wantKind(t, err, test.plans)
			_, err = client.Transactions(t.Context(), api.TransactionQuery{})
			wantKind(t, err, test.plans)
			_, err = client.Subscription(t.Context())
			wantKind(t, err, test.plans)
		})
	}
}

func TestValidationErrorsAreCarriedAndCleaned(t *testing.T) {
	client := newClient(t, answers(400, `{"message":"Wrong \u001b[31mfield","errors":[{"field":"in\u202eput","message":"unknown\u0000","code":"unknown_field"}]}`))
	_, err := client.Run(t.Context(), api.Run{Tool: "create-image"})
	e := wantKind(t, err, model.Invalid)
	if e.Detail != "Wrong [31mfield" || len(e.Fields) != 1 || e.Fields[0] != (model.FieldError{Field: "input", Message: "unknown", Code: "unknown_field"}) {
		t.Errorf("got %q, %+v", e.Detail, e.Fields)
	}
}

func TestLongServerTextsAreCut(t *testing.T) {
	client := newClient(t, answers(409, `{"message":"`+strings.Repeat("ä", 5000)+`"}`))
	_, err := client.Account(t.Context())
	if e := wantKind(t, err, model.Conflict); len([]rune(e.Detail)) != 200 {
		t.Errorf("%d runes", len([]rune(e.Detail)))
	}
}

func TestBaseURLs(t *testing.T) {
	for text, want := range map[string]string{
		"https://api.artificialstudio.ai":      "https://api.artificialstudio.ai",
		"https://API.artificialstudio.ai:443/": "https://api.artificialstudio.ai",
		"https://example.com:8443/studio":      "https://example.com:8443",
		"http://127.0.0.1:8787":                "http://127.0.0.1:8787",
		"http://localhost:80":                  "http://localhost",
		"http://[::1]:8787":                    "http://[::1]:8787",
		"http://api.artificialstudio.ai":       "",
		"http://192.168.1.1":                   "",
		"http://127.0.0.1.example.com":         "",
		"https://user:secret@example.com":      "",
		"https://example.com?x=1":              "",
		"https://example.com#":                 "",
		"https://example.com/ x":               "",
		"https:///path":                        "",
		"https:example.com":                    "",
		"ftp://example.com":                    "",
		"example.com":                          "",
		"":                                     "",
	} {
		got, err := api.Origin(text)
		if got != want || (want == "") != errors.Is(err, api.ErrBaseURL) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the error shows credentials: %v", text, err)
		}
	}
}

func TestPathsHoldOneSegmentForEachName(t *testing.T) {
	var path string
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path = r.URL.EscapedPath()
		answers(404, `{"message":"No."}`)(w, r)
	}))
	_, err := client.Generation(t.Context(), "a/../b?c#d")
	wantKind(t, err, model.NotFound)
	if path != "/api/generations/a%2F..%2Fb%3Fc%23d" {
		t.Errorf("asked for %s", path)
	}
	for _, id := range []string{"", ".", ".."} {
		path = ""
		_, err := client.CancelCheckout(t.Context(), id)
		wantKind(t, err, model.NotFound)
		if path != "" {
			t.Errorf("%q was sent as %s", id, path)
		}
	}
}

func TestBaseURLWithAPath(t *testing.T) {
	var path string
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path = r.URL.Path
		answers(200, account)(w, r)
	})
	client := newClient(t, handler, func(o *api.Options) { o.BaseURL += "/studio/" })
	if _, err := client.Account(t.Context()); err != nil || path != "/studio/api/account" {
		t.Errorf("asked for %q: %v", path, err)
	}
}

func TestKeysThatCannotBeSentAreRefusedUnseen(t *testing.T) {
	for _, key := range []string{"prod_secret\r\nX: y", "prod secret", "prod_sécret"} {
		_, err := api.New(api.Options{Key: key})
		if err == nil || strings.Contains(err.Error(), "cret") {
			t.Errorf("%q: %v", key, err)
		}
	}
}

func TestDeviceSignIn(t *testing.T) {
	status, body := 200, `{"device_code":"dev","user_code":"AB\u001bCD","verification_uri":"https://app.artificialstudio.ai/device","verification_uri_complete":"https://app.artificialstudio.ai/device?c=ABCD","expires_in":900,"interval":5}`
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("a device endpoint got the key")
		}
		answers(status, body)(w, r)
	}))
	device, err := client.StartDevice(t.Context())
	if err != nil || device.Code != "dev" || device.UserCode != "ABCD" || device.ExpiresIn != 15*time.Minute || device.Interval != 5*time.Second {
		t.Fatalf("%+v, %v", device, err)
	}
	for _, status = range []int{200, 400, 428, 429, 500} {
		body = `{"error":"authorization_pending"}`
		_, err := client.PollDevice(t.Context(), "dev")
		var pending *api.DeviceError
		if !errors.As(err, &pending) || pending.Code != api.AuthorizationPending {
			t.Errorf("%d: %v", status, err)
		}
	}
	status, body = 200, `{"access_token":"prod_new","token_type":"Bearer"}`
	if key, err := client.PollDevice(t.Context(), "dev"); key != "prod_new" || err != nil {
		t.Errorf("%q, %v", key, err)
	}
	for _, body = range []string{`{}`, `{"access_token":""}`, `{"access_token":"a b"}`, `{"access_token":null}`} {
		key, err := client.PollDevice(t.Context(), "dev")
		wantKind(t, err, model.BadResponse)
		if key != "" {
			t.Errorf("%s gave a key", body)
		}
	}
	body = `<html>`
	_, err = client.PollDevice(t.Context(), "dev")
	wantKind(t, err, model.CaptivePortal)
}

func TestUntrustedCertificateAndPlainServer(t *testing.T) {
	secure := httptest.NewUnstartedServer(answers(200, account))
	secure.Config.ErrorLog = quiet
	secure.StartTLS()
	defer secure.Close()
	plain := httptest.NewServer(answers(200, account))
	defer plain.Close()
	for _, base := range []string{secure.URL, "https" + strings.TrimPrefix(plain.URL, "http")} {
		client, err := api.New(api.Options{BaseURL: base, Key: testKey, Unlimited: true})
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Account(t.Context()) // fails the deadline of the test if it is repeated
		wantKind(t, err, model.Untrusted)
		client.Close()
	}
}

func TestNoServer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	client, err := api.New(api.Options{BaseURL: "http://" + address, Key: testKey, Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Account(t.Context())
	wantKind(t, err, model.NoNetwork)
}

func TestCancelledCallsEndWithTheContext(t *testing.T) {
	asked := make(chan struct{}, 1)
	client := newClient(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if _, err := client.Account(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
