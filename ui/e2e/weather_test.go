//go:build !windows && !darwin

package e2e

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/studio-tui/studio-tui/api/apitest"
	"github.com/studio-tui/studio-tui/api/auth"
)

// onDocumented makes a machine that is signed in to a server of the documented API.
func onDocumented(t *testing.T, o apitest.Options, env ...string) (*machine, *apitest.Server) {
	t.Helper()
	server := apitest.New(o)
	check(t, server.Start())
	t.Cleanup(func() { _ = server.Close() })
	m := newMachine(t, append([]string{auth.EnvKey + "=" + server.Key(), "STUDIO_TUI_API_URL=" + server.URL()}, env...)...)
	m.secrets = append(m.secrets, server.Key())
	return m, server
}

// TestUntrusted sends nothing to a server with an untrusted certificate.
func TestUntrusted(t *testing.T) {
	t.Parallel()
	m, server := onDocumented(t, apitest.Options{TLS: true})
	m.run(4, "balance")
	if got := server.Requests(); len(got) > 0 {
		t.Errorf("it was asked all the same: %v", got)
	}
	w := m.open()
	w.sees(`The server's identity could not be checked\. No figures yet\. Next`)
	w.press("q")
	w.ends(0)
}

// proxy is a proxy that tunnels every connection to one server, and records what it
// sees of the program.
type proxy struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
	seen  bytes.Buffer
}

func newProxy(t *testing.T, to string) *proxy {
	p := &proxy{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.asked = append(p.asked, r.Method+" "+r.Host)
		_ = r.Header.Write(&p.seen)
		p.mu.Unlock()
		if r.Method != http.MethodConnect {
			http.Error(w, "CONNECT only", http.StatusMethodNotAllowed)
			return
		}
		far, err := (&net.Dialer{}).DialContext(r.Context(), "tcp", to)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer func() { _ = far.Close() }()
		w.WriteHeader(http.StatusOK)
		near, rest, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = near.Close() }()
		go func() { _, _ = io.Copy(near, far); _ = near.Close() }()
		_, _ = io.Copy(io.MultiWriter(far, p), rest)
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *proxy) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen.Write(text)
}

// TestProxy uses the environment's proxy, which sees a tunnel and no key, and bypasses
// it where the environment says so. Only the proxy can resolve the host's name.
func TestProxy(t *testing.T) {
	t.Parallel()
	server := apitest.New(apitest.Options{TLS: true})
	check(t, server.Start())
	t.Cleanup(func() { _ = server.Close() })
	through := newProxy(t, strings.TrimPrefix(server.URL(), "https://"))
	trusted := filepath.Join(t.TempDir(), "trusted.pem")
	check(t, os.WriteFile(trusted, server.Certificate(), 0o600))
	const host = "api.example.com"
	env := []string{
		auth.EnvKey + "=" + server.Key(), "STUDIO_TUI_API_URL=https://" + host, "SSL_CERT_FILE=" + trusted,
		"HTTPS_PROXY=" + through.URL, "NO_PROXY=",
	}
	m := newMachine(t, env...)
	m.secrets = append(m.secrets, server.Key())
	if got := m.run(0, "balance"); !strings.HasPrefix(got, "1000\tfree\t") {
		t.Errorf("through the proxy came %q", got)
	}
	through.mu.Lock()
	if len(through.asked) != 1 || through.asked[0] != "CONNECT "+host+":443" {
		t.Errorf("the proxy was asked for %q", through.asked)
	}
	if bytes.Contains(through.seen.Bytes(), []byte(server.Key())) {
		t.Error("the proxy sees the key")
	}
	through.asked = nil
	through.mu.Unlock()

	around := newMachine(t, append(env, "NO_PROXY=.example.com")...)
	around.run(4, "balance")
	through.mu.Lock()
	defer through.mu.Unlock()
	if len(through.asked) > 0 {
		t.Errorf("the proxy was asked for %q, which it is not to be asked for", through.asked)
	}
}

// TestWeather recovers from a captive portal and from an unreachable server, in a
// terminal.
func TestWeather(t *testing.T) {
	t.Parallel()
	m, server := onDocumented(t, apitest.Options{Generations: 60})
	w := m.open()
	w.sees(`1,000 credits.* live \d\d:\d\d`)
	server.Break("", apitest.Portal)
	w.press("r")
	w.sees(`(?s)1,000 credits.* offline .*A web page came instead of an answer\. Figures from \d\d:\d\d\. Next try \d\d:\d\d:\d\d \(r now\)\.`)
	server.Mend()
	check(t, server.Refuse())
	w.press("r")
	w.sees(`(?s)1,000 credits.* offline .*No connection\. Figures from \d\d:\d\d\. (Next try|Trying again)`)
	server.Change(50)
	check(t, server.Return())
	w.press("r")
	w.sees(`1,050 credits.* live \d\d:\d\d`)
	w.press("q")
	w.ends(0)
}
