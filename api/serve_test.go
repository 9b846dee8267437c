package api_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

const testKey = "prod_test_0123456789abcdef"

// account is an answer of GET /api/account.
const account = `{"id":"0123456789abcdef01234567","email":"mia@example.com","credits":12376.5,"plan":"creator","createdAt":"2024-01-15T10:30:00.000Z"}`

// newClient is a client of a server that answers with handler, without a limit
// and with nothing to wait for.
func newClient(t *testing.T, handler http.Handler, change ...func(*api.Options)) *api.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	options := api.Options{BaseURL: server.URL, Key: testKey, Unlimited: true, Retries: -1}
	for _, c := range change {
		c(&options)
	}
	client, err := api.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// answers is a handler that always answers the same.
func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// pipeNet is a network in memory, so that a real server and a real client can
// meet under the clock of a synctest bubble.
type pipeNet struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func (p *pipeNet) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipeNet) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipeNet) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (p *pipeNet) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.conns <- far:
		return near, nil
	case <-p.done:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: net.ErrClosed}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// bubbled is a client and its server inside a synctest bubble. stop ends both,
// and must be called before the bubble does.
func bubbled(t *testing.T, handler http.Handler, change ...func(*api.Options)) (client *api.Client, stop func()) {
	t.Helper()
	network := &pipeNet{conns: make(chan net.Conn), done: make(chan struct{})}
	server := &http.Server{Handler: handler}
	served := make(chan struct{})
	go func() { defer close(served); _ = server.Serve(network) }()
	transport := &http.Transport{DialContext: network.dial}
	options := api.Options{BaseURL: "http://localhost", Key: testKey, Transport: transport, Jitter: func() float64 { return 0 }}
	for _, c := range change {
		c(&options)
	}
	client, err := api.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return client, func() {
		transport.CloseIdleConnections()
		_ = server.Close()
		<-served
	}
}

// counted passes requests on and counts them.
type counted struct {
	http.Handler
	n atomic.Int64
}

func (c *counted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.n.Add(1)
	c.Handler.ServeHTTP(w, r)
}

// wantKind fails unless err is of the kind.
func wantKind(t *testing.T, err error, kind model.ErrorKind) model.Error {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want kind %d", kind)
	}
	if got := model.KindOf(err); got != kind {
		t.Fatalf("kind %d (%s), want %d", got, detail(err), kind)
	}
	return *asError(err)
}

// since is how long something took on the clock of the bubble.
func since(start time.Time) time.Duration { return time.Since(start) }
