package api

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// newTransport is a transport of the client's own, so that its limits and its
// connections are shared with nobody.
func newTransport(t Timeouts) *http.Transport {
	connect := orDefault(t.Connect, 5*time.Second)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
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
