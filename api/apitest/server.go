package apitest

import (
	"context"
	"crypto/subtle"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// Options describe the account and the server. The zero value of a field means its default.
type Options struct {
	Now  func() time.Time // the server's clock; default [time.Now]
	Seed uint64           // of ids and of the history
	// Key is the one key that is accepted; default one that begins with prod_.
	Key string
	// Plan is the account's plan; default "free".
	Plan string
	// Credits is the balance after the history; default 1,000.
	Credits float64
	// Generations is the number of generations so far, three an hour until now.
	Generations int
	// NoPayloads omits the payloads from lists of generations, as in the documentation of
	// the list.
	NoPayloads bool
	// NoLimits disables the documented rate limits.
	NoLimits bool
	// TLS serves https with a self-signed certificate; see [Server.Certificate].
	TLS bool
}

// Server is a running server, or only a handler. It is safe for concurrent use.
type Server struct {
	*Weather
	options Options

	mu      sync.Mutex
	random  *rand.Rand
	account account
	tools   []*Tool
	devices []*device
	gets    window
	runs    window

	http     *http.Server
	test     *httptest.Server // of TLS
	listener net.Listener
	address  string
}

// New returns a server that does not listen yet: it is a handler.
func New(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Key == "" {
		o.Key = "prod_documented_0123456789abcdef"
	}
	if o.Plan == "" {
		o.Plan = "free"
	}
	if o.Credits == 0 {
		o.Credits = 1000
	}
	s := &Server{Weather: NewWeather(o.Now), options: o, random: rand.New(rand.NewPCG(o.Seed, o.Seed)), tools: catalogue()}
	s.account = account{plan: o.Plan, credits: o.Credits, created: o.Now().AddDate(-1, 0, 0)}
	s.account.id = s.newID()
	s.seed(o.Generations)
	return s
}

// Key is the accepted key.
func (s *Server) Key() string { return s.options.Key }

// Start begins to listen on a free port of this machine.
func (s *Server) Start() error {
	if s.options.TLS {
		s.test = httptest.NewUnstartedServer(s)
		s.test.Config.ErrorLog = silent
		s.test.StartTLS()
		s.address = s.test.Listener.Addr().String()
		return nil
	}
	return s.listen("127.0.0.1:0")
}

func (s *Server) listen(address string) error {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", address)
	if err != nil {
		return err
	}
	s.ServeOn(listener)
	s.address = listener.Addr().String()
	return nil
}

// ServeOn begins to serve on a listener, such as a [Network].
func (s *Server) ServeOn(listener net.Listener) {
	s.listener = listener
	s.http = &http.Server{Handler: s, ErrorLog: silent}
	go func(server *http.Server) { _ = server.Serve(listener) }(s.http)
}

// URL is the base address, once it listens.
func (s *Server) URL() string {
	if s.options.TLS {
		return "https://" + s.address
	}
	return "http://" + s.address
}

// Certificate is the TLS certificate in PEM, for clients that are to trust it. It is valid
// for 127.0.0.1, ::1 and example.com.
func (s *Server) Certificate() []byte { return certificateOf(s.test) }

// Refuse stops listening, so that connections are refused, and closes the open ones.
// [Server.Return] ends it.
func (s *Server) Refuse() error { return s.http.Close() }

// Return listens again on the same address.
func (s *Server) Return() error { return s.listen(s.address) }

// Close ends the server.
func (s *Server) Close() error {
	if s.test != nil {
		s.test.CloseClientConnections()
		s.test.Close()
	}
	if s.http != nil {
		return s.http.Close()
	}
	return nil
}

// ServeHTTP answers a request, or injects a fault.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Wrap(http.HandlerFunc(s.serve)).ServeHTTP(w, r)
}

// serve is the documented API.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if device := r.Method + " " + r.URL.Path; device == "POST /auth/device" || device == "POST /auth/device/token" {
		s.serveDevice(w, r)
		return
	}
	switch key := r.Header.Get("Authorization"); {
	case key == "":
		refuse(w, http.StatusUnauthorized, "Authorization header is required")
		return
	case subtle.ConstantTimeCompare([]byte(key), []byte(s.options.Key)) != 1:
		refuse(w, http.StatusUnauthorized, "Invalid API key")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.within(r) {
		refuse(w, http.StatusTooManyRequests, "Too many requests")
		return
	}
	s.route(w, r)
}
