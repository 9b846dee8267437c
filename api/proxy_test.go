package api_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

// proxied is set in the child process of TestProxyOfTheEnvironment, as net/http
// reads the proxy of a process once.
const proxied = "STUDIO_TUI_TEST_PROXIED"

func TestProxyOfTheEnvironment(t *testing.T) {
	if os.Getenv(proxied) != "" {
		client, err := api.New(api.Options{BaseURL: "https://api.example.invalid", Key: testKey, Retries: -1})
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Account(t.Context())
		wantKind(t, err, model.NoProxy)
		return
	}
	var mu sync.Mutex
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.Method+" "+r.Host)
		for name, values := range r.Header {
			if strings.Contains(strings.Join(values, " "), testKey) {
				t.Errorf("the proxy sees the key in %s", name)
			}
		}
		http.Error(w, "no way through", http.StatusBadGateway)
	}))
	defer proxy.Close()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProxyOfTheEnvironment$")
	child.Env = append(os.Environ(), proxied+"=1", "HTTPS_PROXY="+proxy.URL, "NO_PROXY=", "no_proxy=")
	if output, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(asked) != 1 || asked[0] != "CONNECT api.example.invalid:443" {
		t.Errorf("the proxy was asked for %q", asked)
	}
}
