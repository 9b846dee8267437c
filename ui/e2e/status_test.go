package e2e

import (
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// TestStatusRefreshesBehind runs the status line from many prompts at once: none waits
// for the server, which gets one request, and the line is there soon after.
func TestStatusRefreshesBehind(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	answer := make(chan struct{})
	server, err := sandbox.New(sandbox.Options{Seed: 42, Location: time.UTC, Transactions: 10, Wrap: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			<-answer
			next.ServeHTTP(w, r)
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	home := t.TempDir()
	status := func() string {
		cmd := exec.Command("studio-tui", "status")
		cmd.Env = append(append(os.Environ(), "HOME="+home, "STUDIO_TUI_API_URL="+server.URL(), "ARTIFICIAL_STUDIO_API_KEY="+server.Key()), tools()...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%v: %s", err, out)
		}
		return strings.TrimSpace(string(out))
	}
	var prompts sync.WaitGroup
	for range 8 {
		prompts.Go(func() {
			if line := status(); line != "–" {
				t.Errorf("the first line is %q", line)
			}
		})
	}
	prompts.Wait() // though the server does not answer
	close(answer)
	deadline := time.Now().Add(time.Minute)
	for !strings.HasSuffix(status(), " cr") {
		if time.Now().After(deadline) {
			t.Fatal("the line never came")
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the server was asked %d times", n)
	}
}
