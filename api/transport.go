package api

import (
	"net"
	"net/http"
	"time"
)

// newTransport is a transport of the client's own, so that its limits and its
// connections are shared with nobody.
func newTransport(t Timeouts) *http.Transport {
	connect := orDefault(t.Connect, 5*time.Second)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
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
