//go:build !windows

package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/cli"
)

// oddRow is a row of a ledger, some of which have invalid values.
func oddRow(seq, id, amount, balance, at string) string {
	return `{"id":"000000000000000000abc` + id + `","seq":` + seq + `,"type":"generation","amount":` + amount + `,"balance":` + balance +
		`,"description":"a lighthouse","tool":"create-video","model":"veo3-1-text-to-video","generationId":null,"checkoutId":null,"refundOf":null,"payment":null,"createdAt":"` + at + `"}`
}

// oddServer is a server with invalid values in its responses. away makes it
// unreachable.
func oddServer(t *testing.T) (m *machine, away *atomic.Bool) {
	t.Helper()
	good := oddRow("3", "003", "-1", "7", "2026-11-03T10:00:00.000Z")
	answers := map[string]string{
		"/api/account": "\ufeff" + `{"id":"000000000000000000abc0ac","email":"mia@example.com","credits":1.65e1,"plan":null,"PLAN":"pro","createdAt":"2026-01-01T00:00:00.000Z"}`,
		"/api/transactions": `{"data":[` + strings.Join([]string{
			good, oddRow("2", "002", "-1", "8", "2026-11-02T25:61:00.000Z"), oddRow("1", "001", "-1.0", "9e0", "2026-11-01T10:00:00.000Z"),
		}, ",") + `],"pagination":{"total":3.0,"hasMore":false}}`,
		"/api/plans": `{"data":[
			{"slug":"pro","name":"Pro","bestFor":"x","rank":0.0,"prices":[{"interval":"month","amount":1900.0,"currency":"USD"}],"creditsPerMonth":5000,"features":[],"contactUrl":null},
			{"slug":"team","name":"Team","bestFor":"x","rank":1,"prices":[],"creditsPerMonth":9007199254740991,"features":[],"contactUrl":null},
			{"slug":"odd","name":"Odd","bestFor":"x","rank":"two","prices":[]}]}`,
		"/api/packs":        `{"data":[{"slug":"p1","name":"S","credits":1000,"price":{"amount":1900.0,"currency":"USD"},"featured":false},{"slug":"p2","credits":1e99}]}`,
		"/api/subscription": `{"plan":null,"status":"none","cancelAtPeriodEnd":false}`,
		"/api/generations":  `{"data":[],"pagination":{"total":0,"hasMore":false}}`,
	}
	away = &atomic.Bool{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if away.Load() {
			panic(http.ErrAbortHandler)
		}
		answer, ok := answers[r.URL.Path]
		w.Header().Set("Content-Type", "application/json")
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			answer = `{"message":"Not found"}`
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return newMachine(t, auth.EnvKey+"=prod_made_up_for_the_test_0002", "STUDIO_TUI_API_URL="+server.URL), away
}

// TestOddAnswers checks that an invalid value affects only its entry, and that what is
// left out is counted and named.
func TestOddAnswers(t *testing.T) {
	t.Parallel()
	m, _ := oddServer(t)
	if text := m.run(0, "balance"); !strings.HasPrefix(text, "16.5\t\tmia@example.com\t") {
		t.Errorf("balance: %q", text)
	}
	for _, args := range [][]string{{"transactions"}, {"transactions", "--filter", "lighthouse"}} {
		out, errs := m.output(0, args...)
		if strings.Count(out, "\n") != 2 || !strings.Contains(errs, "1 of the server's transactions could not be read and is left out (number 2, 000000000000000000abc002: createdAt is not a time") {
			t.Errorf("%q: %q, %q", args, out, errs)
		}
		var printed struct {
			Data    []struct{ Seq int64 }
			LeftOut model.LeftOut
		}
		if err := json.Unmarshal([]byte(m.run(0, append(args, "--json")...)), &printed); err != nil || len(printed.Data) != 2 || printed.LeftOut.Count != 1 || printed.LeftOut.Entries[0].Seq != 2 {
			t.Errorf("%q: %+v, %v", args, printed, err)
		}
	}
	out, errs := m.output(0, "plans")
	if strings.Count(out, "\n") != 2 || !strings.Contains(out, "team\tTeam\t\t") || !strings.Contains(errs, "1 of the server's plans could not be read and is left out (odd: rank is not a whole number).") {
		t.Errorf("plans: %q, %q", out, errs)
	}
	out, errs = m.output(0, "packs")
	if out != "p1\tS\t1000\t19.00\tUSD\t\n" || !strings.Contains(errs, "1 of the server's packs could not be read and is left out (p2: credits is not an amount of credits") {
		t.Errorf("packs: %q, %q", out, errs)
	}
	_, errs = m.output(0, "auth", "status") // the errors are remembered for a day
	for _, list := range []string{"transactions", "plans", "packs"} {
		if !strings.Contains(errs, "1 of the server's "+list+" could not be read and is left out") {
			t.Errorf("auth status does not tell of the %s: %q", list, errs)
		}
	}
	cold, _ := oddServer(t)
	if _, errs = cold.output(0, "auth", "status"); strings.Count(errs, "could not be read and is left out") != 3 {
		t.Errorf("auth status, first of all: %q", errs)
	}
}

// TestKeptRowsWhereTheServerIsAway prints the local copy of a history where the server
// is unreachable, with its time, and the exit code and the error say so.
func TestKeptRowsWhereTheServerIsAway(t *testing.T) {
	t.Parallel()
	m, away := oddServer(t)
	printed := m.run(0, "transactions", "--filter", "lighthouse", "--json")
	fresh := asOfIn(t, printed)
	away.Store(true)
	for _, form := range []string{"--csv", "--jsonl", "--json", "--limit=5"} { // each retries for seconds
		out, errs := m.output(cli.ExitNoServer, "transactions", "--filter", "lighthouse", form)
		if !strings.Contains(out, "000000000000000000abc003") || !strings.Contains(errs, "These are the rows as of 20") || !strings.Contains(errs, "The connection broke off") || strings.Contains(errs, "prompts") {
			t.Errorf("%s: %q, %q", form, out, errs)
		}
		if form == "--json" && asOfIn(t, out) != fresh {
			t.Errorf("as of %s, fetched %s", asOfIn(t, out), fresh)
		}
	}
	empty, gone := oddServer(t)
	gone.Store(true)
	if out, errs := empty.output(cli.ExitNoServer, "transactions", "--filter", "lighthouse", "--json"); out != "" || strings.Contains(errs, "as of") {
		t.Errorf("with nothing kept: %q, %q", out, errs)
	}
}

func asOfIn(t *testing.T, printed string) string {
	t.Helper()
	var answer struct{ AsOf string }
	if err := json.Unmarshal([]byte(printed), &answer); err != nil || answer.AsOf == "" {
		t.Fatalf("no asOf in %q: %v", printed, err)
	}
	return answer.AsOf
}
