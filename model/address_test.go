package model_test

import (
	"encoding/json"
	"errors"
	"net"
	"net/url"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model"
)

func TestOpenerAllows(t *testing.T) {
	production := model.URLPolicy{Base: model.ProductionAPI}
	for _, address := range []model.URL{
		model.PricingPage, model.KeysPage, model.RefundPolicy, model.AccountPage, model.Guides,
		model.SettingsGuide, model.FirstCreation,
		"https://checkout.stripe.com/c/pay/cs_live_a1#fidkdWxOYHwnPyd1blpxYHZxWjA0",
		"https://billing.stripe.com/p/session/x?y=z&w=%20", "https://buy.stripe.com/x", "https://pay.stripe.com/receipts/x",
		"https://invoice.stripe.com", "https://artificialstudio.ai/", "https://a-1.b.artificialstudio.ai/x?next=https://evil.example",
	} {
		if err := production.CheckURL(address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	for base, address := range map[string]model.URL{
		"http://127.0.0.1:8787":  "http://127.0.0.1:8787/checkout/cs_1",
		"http://localhost:8787/": "http://localhost:8787/portal/x",
		"http://[::1]:8787":      "http://[::1]:8787/checkout/cs_1",
		"http://127.0.0.1":       "http://127.0.0.1/checkout/cs_1",
	} {
		if err := (model.URLPolicy{Base: base}).CheckURL(address); err != nil {
			t.Errorf("with base %s: %s: %v", base, address, err)
		}
	}
}

func TestOpenerRefuses(t *testing.T) {
	onLoopback := model.URLPolicy{Base: "http://127.0.0.1:8787"}
	for _, address := range []model.URL{
		"", " ", "-", "--version", "-https://checkout.stripe.com/", "checkout.stripe.com", "//checkout.stripe.com/", "/x", "\\\\host\\x",
		"javascript:alert(1)", "file:///etc/passwd", "mailto:hi@artificialstudio.ai", "data:text/html,x", "ftp://artificialstudio.ai",
		"https:artificialstudio.ai", "https:/artificialstudio.ai", "https:///artificialstudio.ai", "HTTPS://artificialstudio.ai",
		"http://artificialstudio.ai", "http://checkout.stripe.com", "https://stripe.com", "https://x.checkout.stripe.com", "https://js.stripe.com",
		"https://checkout.stripe.com:443/", "https://checkout.stripe.com:/", "https://checkout.stripe.com:80@evil.example",
		"https://user@checkout.stripe.com/", "https://:@checkout.stripe.com/", "https://@checkout.stripe.com/",
		"https://evil.example/", "https://evilartificialstudio.ai", "https://artificialstudio.ai.evil.example", "https://artificialstudio.ai.",
		"https://.artificialstudio.ai", "https://a..artificialstudio.ai", "https://-a.artificialstudio.ai", "https://A.artificialstudio.ai",
		"https://a_b.artificialstudio.ai", "https://checkout.stripe.com\uff0e", "https://checkout\uff0estripe.com", "https://checkout%ef%bc%8estripe.com",
		"https://checkout%2estripe.com", "https://checkout.stripe.com\\@evil.example", "https://checkout.stripe.com;evil.example",
		"https://checkout.stripe.com/\n", "https://checkout.stripe.com/\x00", "https://checkout.stripe.com/\x1b[2J", "https://checkout.stripe.com/ x",
		"\thttps://checkout.stripe.com/", "https://checkout.stripe.com/\u202egro", "https://checkout.stripe.com/é", "https://checkout.stripe.com/\xff",
		"https://checkout.stripe.com/$(id)`id`", "https://checkout.stripe.com/\"x", "https://checkout.stripe.com/<x>", "https://checkout.stripe.com/%zz",
		"https://127.0.0.1:8787/", "http://127.0.0.1:8788/", "http://127.0.0.1/", "http://127.0.0.2:8787/", "http://localhost:8787/",
		"http://x@127.0.0.1:8787/", "http://127.0.0.1:8787@evil.example/", "HTTP://127.0.0.1:8787/", "http://127.0.0.1:08787/",
		model.URL("https://checkout.stripe.com/" + strings.Repeat("x", 4096)),
	} {
		err := onLoopback.CheckURL(address)
		var refused *model.RefusedURL
		if !errors.As(err, &refused) {
			t.Errorf("%q is allowed: %v", address, err)
			continue
		}
		shown := err.Error()
		if strings.Trim(shown, printable) != "" && !strings.HasSuffix(shown, `…"`) {
			t.Errorf("%q is shown raw: %q", address, shown)
		}
		if len(address) < 100 && !strings.Contains(shown, address.Quoted()) {
			t.Errorf("%q is not shown: %s", address, shown)
		}
	}
	for _, base := range []string{"", model.ProductionAPI, "http://evil.example:8787", "http://127.0.0.1.evil.example:8787", "://", "127.0.0.1:8787"} {
		for _, address := range []model.URL{"http://127.0.0.1:8787/", "http://evil.example:8787/", "http://127.0.0.1.evil.example:8787/", "http:///"} {
			if (model.URLPolicy{Base: base}).CheckURL(address) == nil {
				t.Errorf("with base %q: %s is allowed", base, address)
			}
		}
	}
}

var printable = func() string {
	var b strings.Builder
	for r := ' '; r <= '~'; r++ {
		b.WriteRune(r)
	}
	return b.String()
}()

// The rule in other words than the code's: what passes is printable ASCII, and
// net/url finds nothing in it but a host of the list, or the API's own.
func FuzzOpener(f *testing.F) {
	for _, address := range []string{
		"https://checkout.stripe.com/x", "https://a.artificialstudio.ai", "http://127.0.0.1:8787/", "https://checkout.stripe.com@x",
		"https://checkout.stripe.com%ef%bc%8e", "http://[::1]:1/", "https://artificialstudio.ai?x#y",
	} {
		f.Add(address, "http://127.0.0.1:8787")
		f.Add(address, model.ProductionAPI)
	}
	f.Add("http://[::1]:1/", "http://[::1]:1")
	exact := " checkout.stripe.com billing.stripe.com buy.stripe.com pay.stripe.com invoice.stripe.com artificialstudio.ai "
	f.Fuzz(func(t *testing.T, address, base string) {
		err := (model.URLPolicy{Base: base}).CheckURL(model.URL(address))
		if err != nil {
			if text := err.Error(); strings.Trim(strings.ReplaceAll(text, `\u2026`, ""), printable) != "" {
				t.Errorf("the refusal of %q is shown raw: %q", address, text)
			}
			return
		}
		if strings.Trim(address, printable[1:]) != "" {
			t.Errorf("%q is not printable ASCII", address)
		}
		u, err := url.Parse(address)
		if err != nil || u.User != nil || u.Opaque != "" {
			t.Fatalf("%q: %v", address, err)
		}
		if !strings.HasPrefix(address, u.Scheme+"://"+u.Host) {
			t.Errorf("%q: its host is not written as it is read: %q", address, u.Host)
		}
		switch u.Scheme {
		case "https":
			if u.Port() != "" || (!strings.Contains(exact, " "+u.Host+" ") && !strings.HasSuffix(u.Host, ".artificialstudio.ai")) {
				t.Errorf("%q has host %q", address, u.Host)
			}
		case "http":
			ip := net.ParseIP(u.Hostname())
			own, err := url.Parse(base)
			if err != nil || own.Host != u.Host || (!strings.EqualFold(u.Hostname(), "localhost") && (ip == nil || !ip.IsLoopback())) {
				t.Errorf("%q is not on the loopback host of %q", address, base)
			}
		default:
			t.Errorf("%q has scheme %q", address, u.Scheme)
		}
	})
}

func TestIsLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "LOCALHOST": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true,
		"": false, "0.0.0.0": false, "::": false, "localhost.evil.example": false, "127.0.0.1.evil.example": false, "10.0.0.1": false, "127.1": false,
	} {
		if got := model.IsLoopback(host); got != want {
			t.Errorf("%q: %t", host, got)
		}
	}
}

func TestAddressTravelsAsItCame(t *testing.T) {
	for _, text := range []string{`"https://x/?a=1&b=<\u001b>"`, `null`} {
		var address model.URL
		if err := json.Unmarshal([]byte(text), &address); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(address)
		if err != nil {
			t.Fatal(err)
		}
		var back model.URL
		if err := json.Unmarshal(again, &back); err != nil || back != address || (text == "null") != (string(again) == "null") {
			t.Errorf("%s became %s, %v", text, again, err)
		}
	}
}
