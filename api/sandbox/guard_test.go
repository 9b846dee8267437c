package sandbox

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// A page of another origin, and a foreign name that points at this machine,
// reach nothing.
func TestForeignPagesReachNothing(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 30})
	before := b.credits()
	session := b.opened("k", packM)
	pay, at := "/checkout/"+session.ID+"/pay", b.portal()
	html := header("Accept", "text/html,*/*")
	for name, change := range map[string]func(*http.Request){
		"cross-site":        header("Sec-Fetch-Site", "cross-site"),
		"another port here": header("Sec-Fetch-Site", "same-site"),
		"foreign origin":    header("Origin", "http://evil.example"),
		"opaque origin":     header("Origin", "null"),
	} {
		for _, path := range []string{pay, at + "/cancel", "/device"} {
			if got := b.send(http.MethodPost, path, "", change, html); got.status != http.StatusForbidden {
				t.Errorf("%s: POST %s: %d", name, path, got.status)
			}
		}
		for _, path := range []string{"/api/portal", "/auth/device"} {
			got := b.call(http.MethodPost, path, "", change)
			if got.status != http.StatusForbidden || got.header.Get("Content-Type") != "application/json; charset=utf-8" {
				t.Errorf("%s: POST %s: %d %s", name, path, got.status, got.body)
			}
		}
	}
	port := b.URL()[strings.LastIndexByte(b.URL(), ':'):]
	for _, host := range []string{"evil.example", "evil.example" + port, "127.0.0.1", "127.0.0.1:1", "localhost.evil.example" + port, ""} {
		named := func(r *http.Request) { r.Host = host }
		if host == "" {
			named = func(r *http.Request) { r.Host = "x" }
		}
		for _, path := range []string{"/api/account", "/checkout/" + session.ID, "/", "/nothing"} {
			if got := b.call(http.MethodGet, path, "", named); got.status != http.StatusMisdirectedRequest {
				t.Errorf("Host %q: GET %s: %d", host, path, got.status)
			}
		}
	}
	if got := b.call(http.MethodGet, "/api/account", "", func(r *http.Request) { r.Host = "localhost" + port }); got.status != http.StatusOK {
		t.Errorf("localhost: %d", got.status)
	}
	if s := b.subscription(); s.CancelAtPeriodEnd || b.credits() != before || b.session(session.ID).Status != model.CheckoutOpen {
		t.Errorf("something was changed: %+v, %s", s, b.credits())
	}
}

func TestSandboxStaysOnThisMachine(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:80", "example.com:80", "127.0.0.1"} {
		if _, err := New(Options{Addr: addr}); err == nil {
			t.Errorf("%q was accepted", addr)
		}
	}
}

// Every page says where it is, has a title and a heading, works without scripts,
// and asks for no card.
func TestPagesAreAccessibleAndHonest(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 100})
	open, paid, canceled := b.opened("1", packM), b.opened("2", packM), b.opened("3", proMonth)
	b.press("/checkout/"+paid.ID+"/pay", nil)
	b.call(http.MethodPost, "/api/checkout/"+canceled.ID+"/cancel", "")
	device := read[deviceAnswer](b, b.send(http.MethodPost, "/auth/device", ""), 200)
	pages := map[string]string{
		"/": "Sandbox", "/checkout/" + open.ID: "Pay for Pack M", "/checkout/" + paid.ID: "Paid", "/checkout/" + canceled.ID: "Canceled",
		"/checkout/none": "Not found", b.portal(): "Billing portal", "/pricing": "Plans and credit packs", "/device": "Sign in a device",
		"/device?user_code=" + device.UserCode: "Sign in a device", "/nothing": "Not Found",
		"/receipt/" + string(b.session(paid.ID).TransactionID): "Receipt",
	}
	heading := regexp.MustCompile(`<h1>([^<]*)</h1>`)
	for path, title := range pages {
		got := b.send(http.MethodGet, path, "", header("Accept", "text/html"))
		headings := heading.FindAllStringSubmatch(got.body, -1)
		if len(headings) != 1 || headings[0][1] != title {
			t.Errorf("%s has the headings %v, want %q", path, headings, title)
		}
		for _, has := range []string{`<html lang="en">`, "<title>" + title, `name="viewport"`, "Sandbox.", "no card is asked for", "<main>", "</html>"} {
			if !strings.Contains(got.body, has) {
				t.Errorf("%s has no %s", path, has)
			}
		}
		for _, never := range []string{"<script", "style=", "javascript:", "ZgotmplZ", `type="password"`, "card number", b.Key()} {
			if strings.Contains(strings.ToLower(got.body), never) {
				t.Errorf("%s has %s", path, never)
			}
		}
		csp := got.header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %s", path, csp)
		}
		for _, input := range regexp.MustCompile(`<input [^>]*>`).FindAllString(got.body, -1) {
			id := regexp.MustCompile(` id="([^"]*)"`).FindStringSubmatch(input)
			labelled := strings.Contains(input, "hidden") || strings.Contains(got.body, "<label>"+input) ||
				(id != nil && strings.Contains(got.body, `<label for="`+id[1]+`">`))
			if !labelled {
				t.Errorf("%s: no label for %s", path, input)
			}
		}
	}
	if style := b.send(http.MethodGet, "/style.css", ""); !strings.HasPrefix(style.header.Get("Content-Type"), "text/css") || !strings.Contains(style.body, ":focus-visible") {
		t.Errorf("style: %d %s", style.status, style.header)
	}
}

// Signing in from a terminal: approved, denied, too fast, too late, and twice.
func TestDeviceSignIn(t *testing.T) {
	b := serve(t, Options{Seed: 1, State: StateEmpty})
	begin := func() deviceAnswer { return read[deviceAnswer](b, b.send(http.MethodPost, "/auth/device", ""), 200) }
	poll := func(d deviceAnswer) string {
		b.clock.move(6 * time.Second)
		return b.send(http.MethodPost, "/auth/device/token", `{"device_code":"`+d.DeviceCode+`"}`).body
	}
	answer := func(d deviceAnswer, say string) string {
		return b.press("/device", url.Values{"user_code": {strings.ToLower(d.UserCode)}, "answer": {say}}).body
	}
	want := func(got, has string) {
		t.Helper()
		if !strings.Contains(got, has) {
			t.Errorf("%s has no %s", got, has)
		}
	}
	one, two, three := begin(), begin(), begin()
	want(b.send(http.MethodGet, strings.TrimPrefix(one.VerifyFull, b.URL()), "").body, one.UserCode)
	want(poll(one), "authorization_pending")
	want(b.send(http.MethodPost, "/auth/device/token", `{"device_code":"`+one.DeviceCode+`"}`).body, "slow_down")
	want(answer(one, "approve"), "Approved")
	want(poll(one), `"access_token":"`+b.Key()+`"`)
	want(poll(one), "expired_token")
	want(answer(one, "approve"), "not known")
	want(answer(two, "deny"), "Denied")
	want(poll(two), "access_denied")
	b.clock.move(15 * time.Minute)
	want(answer(three, "approve"), "not known")
	want(poll(three), "expired_token")
	want(poll(deviceAnswer{DeviceCode: "nothing"}), "expired_token")
	if got := b.send(http.MethodPost, "/auth/device/token", "device_code=x"); got.status != 400 || !strings.Contains(got.body, `"error"`) {
		t.Errorf("a form: %d %s", got.status, got.body)
	}
	if one.DeviceCode == two.DeviceCode || one.UserCode == two.UserCode {
		t.Error("two sign-ins share a code")
	}
}
