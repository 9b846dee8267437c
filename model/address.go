package model

import (
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// URL is a web address as a server sent it. It is checked raw, never cleaned
// into shape, and shown with [URL.Quoted] unless [URLPolicy.CheckURL] let it pass.
// An absent one is empty and travels as JSON null.
type URL string

// MarshalJSON writes null for no address.
func (a URL) MarshalJSON() ([]byte, error) {
	if a == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(a))
}

// Quoted shows the address so that nothing in it can act on a terminal or pass
// for something else: everything that is not printable ASCII is escaped.
func (a URL) Quoted() string { return strconv.QuoteToASCII(string(a)) }

// URLPolicy is the rule for which addresses may be given to a browser
// (billing-api: "Which addresses may be opened").
type URLPolicy struct {
	// Base is the API's own base URL. Where it is on loopback, http on that same
	// host and port is allowed too.
	Base string
}

// trustedHosts are the hosts that are allowed by exact name.
var trustedHosts = map[string]bool{
	"checkout.stripe.com": true, "billing.stripe.com": true, "buy.stripe.com": true,
	"pay.stripe.com": true, "invoice.stripe.com": true, serviceHost: true,
}

const serviceHost = "artificialstudio.ai"

// RefusedURL says that an address may not be opened. Its text shows the
// address, quoted, and why.
type RefusedURL struct {
	Address URL
	Why     string
}

func (e *RefusedURL) Error() string {
	return fmt.Sprintf("address refused (%s): %s", e.Why, e.Address.Quoted())
}

// CheckURL returns nil for an address that may be opened, else a *[RefusedURL].
func (o URLPolicy) CheckURL(a URL) error {
	refuse := func(why string) error { return &RefusedURL{Address: a, Why: why} }
	text := string(a)
	if text == "" {
		return refuse("there is none")
	}
	if len(text) > 4096 {
		return &RefusedURL{Address: a[:80] + "…", Why: "too long"}
	}
	for _, r := range text {
		if r <= ' ' || r > '~' || strings.ContainsRune("\"<>\\^`{|}", r) {
			return refuse("it has a character that an address may not have")
		}
	}
	u, err := url.Parse(text)
	if err != nil || u.Opaque != "" {
		return refuse("it is not an address")
	}
	switch {
	case u.User != nil || strings.Contains(u.Host, "@"):
		return refuse("it carries credentials")
	case strings.HasPrefix(text, "http://") && o.ownLoopback(u):
		return nil
	case !strings.HasPrefix(text, "https://"):
		return refuse("it is not https")
	case strings.Contains(u.Host, ":"):
		return refuse("it names a port")
	case !trusted(u.Host):
		return refuse("its host is not one that may be opened")
	}
	return nil
}

// trusted compares the host as it is written: capitals, a final dot or anything
// but letters, digits and hyphens between dots make it another host.
func trusted(host string) bool {
	if trustedHosts[host] {
		return true
	}
	prefix, under := strings.CutSuffix(host, "."+serviceHost)
	if !under {
		return false
	}
	for label := range strings.SplitSeq(prefix, ".") {
		if label == "" || label[0] == '-' || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return true
}

// ownLoopback reports whether the API itself is on loopback and u is on its very
// host and port.
func (o URLPolicy) ownLoopback(u *url.URL) bool {
	base, err := url.Parse(o.Base)
	return err == nil && base.Host != "" && base.Host == u.Host && IsLoopback(base.Hostname())
}

// IsLoopback reports whether a host name is this machine's own: "localhost" or a
// loopback address.
func IsLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// The service's own addresses (public-api: "Web addresses").
const (
	PricingPage  URL = "https://app.artificialstudio.ai/pricing"
	KeysPage     URL = "https://app.artificialstudio.ai/account/api-keys"
	RefundPolicy URL = "https://app.artificialstudio.ai/legal/refund-policy"
	AccountPage  URL = "https://app.artificialstudio.ai/account"
	Guides       URL = "https://docs.artificialstudio.ai"
)

// The guides that the product page points at.
const (
	SettingsGuide = Guides + "/guide/account-settings"
	FirstCreation = Guides + "/guide/first-creation"
)

// Support is the address to write to. It is shown and copied, never opened.
const Support = "hi@artificialstudio.ai"

// ProductionAPI is the base URL of the live service.
const ProductionAPI = "https://api.artificialstudio.ai"
