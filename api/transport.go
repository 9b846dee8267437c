package api

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// newTransport returns a transport of the client's own, so that its limits and its
// connections are not shared.
func newTransport(t Timeouts) *http.Transport {
	connect := orDefault(t.Connect, 5*time.Second)
	return &http.Transport{
		Proxy:                  proxyOf,
		OnProxyConnectResponse: throughProxy,
		DialContext:            (&net.Dialer{Timeout: connect, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:    connect,
		ResponseHeaderTimeout:  orDefault(t.Header, 15*time.Second),
		MaxResponseHeaderBytes: 256 << 10,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           8,
		MaxIdleConnsPerHost:    8,
		IdleConnTimeout:        90 * time.Second,
	}
}

// badProxy says that the setting that names the proxy cannot be read. The setting itself
// may have a password, and is not repeated.
type badProxy struct{}

func (badProxy) Error() string { return "the setting of the proxy cannot be read" }

// proxyOf is the proxy that the environment names for a request, nil for none. net/http
// goes without one where it cannot read the setting, and takes some for addresses that are
// none.
func proxyOf(r *http.Request) (*url.URL, error) {
	settings := httpproxy.FromEnvironment()
	if proxy := strings.TrimSpace(settings.HTTPSProxy); proxy != "" && !isProxy(proxy) {
		settings.HTTPSProxy = "http://127.0.0.1:1" // whether there would be one at all
		if would, _ := settings.ProxyFunc()(r.URL); would != nil && r.URL.Scheme == "https" {
			return nil, badProxy{}
		}
	}
	return http.ProxyFromEnvironment(r)
}

// isProxy reports whether a setting can be a proxy's: an address, or its host and port.
func isProxy(setting string) bool {
	at, err := url.Parse(setting)
	if err != nil || at.Scheme == "" || at.Host == "" {
		at, err = url.Parse("http://" + setting)
	}
	if err != nil {
		return false
	}
	schemes := []string{"http", "https", "socks5", "socks5h"}
	named := !strings.Contains(at.Hostname(), ":") || strings.HasPrefix(at.Host, "[")
	return slices.Contains(schemes, at.Scheme) && at.Hostname() != "" && named &&
		!strings.HasSuffix(at.Host, ":") && strings.Trim(at.Path, "/") == ""
}

// proxyRefusal is the status with which a proxy lets nothing through.
type proxyRefusal int

func (p proxyRefusal) Error() string { return fmt.Sprintf("the proxy answers %d", int(p)) }

// throughProxy takes a proxy's answer to CONNECT; what it says beside the status is not
// repeated.
func throughProxy(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode != http.StatusOK {
		return proxyRefusal(answer.StatusCode)
	}
	return nil
}
