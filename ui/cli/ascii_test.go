package cli_test

import (
	"bytes"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/session"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/cli"
)

// TestASCII has nothing above U+007F but letters and emoji in what commands print for people with
// --ascii, and the codes of currencies in place of their signs. JSON stays as it is.
func TestASCII(t *testing.T) {
	t.Parallel()
	inEuros := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			recorder := httptest.NewRecorder()
			next.ServeHTTP(recorder, r)
			maps.Copy(w.Header(), recorder.Header())
			w.Header().Del("Content-Length")
			w.WriteHeader(recorder.Code)
			_, _ = strings.NewReplacer(`"currency":"USD"`, `"currency":"EUR"`, "Welcome credits", "Welcome — ≥ €1").WriteString(w, recorder.Body.String())
		})
	}
	server, err := sandbox.New(sandbox.Options{Seed: 7, Transactions: 600, Wrap: inEuros})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	env := map[string]string{"STUDIO_TUI_API_URL": server.URL(), "ARTIFICIAL_STUDIO_API_KEY": server.Key()}
	run := func(line string) string {
		var out bytes.Buffer
		deps := cli.Deps{
			Streams: cli.Streams{In: strings.NewReader("n\n"), Out: &out, Err: &out, OutTTY: true, Width: 120},
			Env:     func(name string) string { return env[name] }, Now: time.Now, Location: time.UTC,
		}
		deps.Accounts = func(target account.Target) (cli.Accounts, error) {
			return session.New(session.Options{Target: target, Env: deps.Env})
		}
		cli.Run(t.Context(), deps, strings.Fields(line))
		return out.String()
	}
	euros := 0
	for _, line := range []string{
		"--json=false", "balance", "status", "transactions --limit 0", "transactions --type purchase", "usage", "usage --by model", "forecast",
		"costs", "costs --quantity 99999 --tool create-image", "budget", "spending", "plans", "packs", "prices list", "advise", "advise --use 9000", "audit", "orders",
		"auth status", "auth list", "buy pack pack-s", "upgrade pro", "config show", "nonsense",
	} {
		text := run(line + " --ascii")
		if text == "" {
			t.Errorf("%s prints nothing", line)
		}
		for _, r := range text {
			if r > unicode.MaxASCII && r < 0x1F300 && !unicode.IsLetter(r) {
				t.Errorf("%s: %q, U+%04X, in\n%s", line, r, r, text)
				break
			}
		}
		euros += strings.Count(text, "EUR ")
		if line == "usage" && !regexp.MustCompile(`(?m)^[A-Z][a-z]{2} \d{4}-\d\d-\d\d .*#`).MatchString(text) {
			t.Errorf("the bars cut the days:\n%s", text)
		}
	}
	if euros < 60 {
		t.Errorf("%d amounts in EUR", euros)
	}
	if text := run("transactions --limit 0 --json --ascii"); !strings.Contains(text, `"Welcome — ≥ €1"`) {
		t.Error("JSON is changed")
	}
}
