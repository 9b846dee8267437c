package api

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/studio-tui/studio-tui/model"
)

// ErrBaseURL is the error for an address that cannot be the API's base URL: it has to be
// https, or http on loopback, without credentials, query or fragment.
var ErrBaseURL = errors.New("not an API address")

// maxRedirects is how often an answer may point elsewhere on the same origin.
const maxRedirects = 3

// parseBase reads a base URL, or returns [ErrBaseURL].
func parseBase(text string) (*url.URL, error) {
	refuse := func(why string) error { return fmt.Errorf("%w: %s", ErrBaseURL, why) }
	if !printable(text) {
		return nil, refuse("it has a character that an address may not have")
	}
	base, err := url.Parse(text)
	switch {
	case err != nil: // its text would show credentials
		return nil, refuse("it cannot be read")
	case base.User != nil || strings.Contains(base.Host, "@"):
		return nil, refuse("it carries credentials")
	case base.Opaque != "" || base.Hostname() == "":
		return nil, refuse("it names no host")
	case strings.ContainsAny(text, "?#"):
		return nil, refuse("it has a query or a fragment")
	case base.Scheme == "https", base.Scheme == "http" && model.IsLoopback(base.Hostname()):
		base.Path = strings.TrimRight(base.Path, "/")
		base.RawPath = strings.TrimRight(base.RawPath, "/")
		return base, nil
	}
	return nil, refuse("it must begin with https:// (http:// on this machine's own loopback only)")
}

// originOf is the origin of an address, "https://api.artificialstudio.ai", with the port
// only where it is not the scheme's own: what a key belongs to.
func originOf(u *url.URL) string {
	scheme, host, port := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port()
	if port == "" || (scheme == "https" && port == "443") || (scheme == "http" && port == "80") {
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		return scheme + "://" + host
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

// checkRedirect follows a GET on the exact origin only. net/http by itself would
// keep the key on a redirect to another port, a subdomain, or plain http.
func (c *Client) checkRedirect(req *http.Request, via []*http.Request) error {
	if originOf(req.URL) != c.origin || req.URL.User != nil {
		return &model.Error{Kind: model.Untrusted, Detail: c.clip(
			"a redirect to another place was not followed: " + model.URL(req.URL.Scheme+"://"+req.URL.Host).Quoted())}
	}
	if via[0].Method != http.MethodGet {
		return &model.Error{Kind: model.BadResponse, Detail: "a redirect of a request that is sent only once was not followed"}
	}
	if len(via) > maxRedirects {
		return &model.Error{Kind: model.BadResponse, Detail: "the server redirects in circles"}
	}
	return c.budget.wait(req.Context())
}
