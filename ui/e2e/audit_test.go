//go:build !windows

package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/auth"
)

// wrongServer is a server whose ledger lacks the refund of a failed generation, and
// charges another twice.
func wrongServer(t *testing.T, lacks ...string) *machine {
	t.Helper()
	row := func(seq int, kind, amount, balance, generation, refundOf string) string {
		quoted := func(id string) string {
			if id == "" {
				return "null"
			}
			return `"` + id + `"`
		}
		return fmt.Sprintf(`{"id":"row-%d","seq":%d,"type":%q,"amount":%s,"balance":%s,"description":"a secret","tool":"create-image","model":"flux",
			"generationId":%s,"checkoutId":null,"refundOf":%s,"payment":null,"createdAt":"2026-01-02T10:00:0%d.000Z"}`,
			seq, seq, kind, amount, balance, quoted(generation), quoted(refundOf), seq)
	}
	run := func(id, status string) string {
		return fmt.Sprintf(`{"id":%q,"status":%q,"tool":"create-image","type":"image","output":null,"thumbnail":null,"error":null,
			"payload":{"prompt":"a secret"},"createdAt":"2026-01-02T10:00:0%s.000Z"}`, id, status, id[len(id)-1:])
	}
	answers := map[string]string{
		"/api/account": `{"id":"account-1","email":"mia@example.com","credits":39.5,"plan":"pro","createdAt":"2026-01-01T00:00:00.000Z"}`,
		"/api/transactions": `{"data":[` + strings.Join([]string{
			row(6, "generation", "-20", "39.5", "gen-5", ""), row(5, "generation", "-20", "59.5", "gen-5", ""),
			row(4, "refund", "10", "79.5", "gen-3", "row-3"), row(3, "generation", "-10", "69.5", "gen-3", ""),
			row(2, "generation", "-20.5", "79.5", "gen-2", ""), row(1, "bonus", "100", "100", "", ""),
		}, ",") + `],"pagination":{"total":6,"hasMore":false}}`,
		"/api/generations":  `{"data":[` + strings.Join([]string{run("gen-5", "success"), run("gen-3", "error"), run("gen-2", "error")}, ",") + `],"pagination":{"total":3,"limit":100,"offset":0,"hasMore":false}}`,
		"/api/subscription": `{"plan":"pro","status":"active","interval":"month","nextCharge":{"amount":1900,"currency":"EUR","at":"2027-01-01T00:00:00.000Z"},"cancelAtPeriodEnd":false}`,
		"/api/plans":        `{"data":[{"slug":"pro","name":"Pro","bestFor":"x","rank":1,"prices":[{"interval":"month","amount":1900,"currency":"EUR"},{"interval":"year","amount":19000,"currency":"USD"}],"creditsPerMonth":500,"features":[],"contactUrl":null}]}`,
		"/api/packs":        `{"data":[{"slug":"p1","name":"S","credits":100,"price":{"amount":500,"currency":"EUR"},"featured":false}]}`,
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, ok := answers[r.URL.Path]
		if ok = ok && !slices.Contains(lacks, r.URL.Path); !ok {
			answer = `{"message":"Not found"}`
		}
		w.Header().Set("Content-Type", "application/json")
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return newMachine(t, auth.EnvKey+"=prod_made_up_for_the_test_0003", "STUDIO_TUI_API_URL="+server.URL)
}

// TestAuditOfAWrongLedger exits with 10 for a ledger with faults, names each once, and
// has a text for support without private data.
func TestAuditOfAWrongLedger(t *testing.T) {
	t.Parallel()
	m := wrongServer(t)
	out, errs := m.output(10, "audit")
	want := "missing-refund\t20.5\t2026-01-02T10:00:02.000Z\trow-2\tgen-2\tA generation failed, and no row gives its debit of 20.5 credits back after more than 24 hours.\n" +
		"double-debit\t20\t2026-01-02T10:00:06.000Z\trow-5,row-6\tgen-5\tOne generation has 2 debits.\n"
	if out != want || !strings.Contains(errs, "There are 2 things to see.") {
		t.Errorf("%q, %q", out, errs)
	}
	text, _ := m.output(10, "audit", "--json")
	var audit struct {
		Verdict                   string
		Rows                      int
		Opening, Closing, Account float64
		Findings                  []struct {
			Kind         string
			Rows         []string
			GenerationID string
		}
		Text string
	}
	if err := json.Unmarshal([]byte(text), &audit); err != nil || audit.Verdict != "findings" || audit.Rows != 6 || audit.Opening != 0 ||
		audit.Closing != 39.5 || audit.Account != 39.5 || len(audit.Findings) != 2 || audit.Findings[1].Rows[1] != "row-6" || audit.Findings[0].GenerationID != "gen-2" {
		t.Errorf("%s: %v", text, err)
	}
	for _, fact := range []string{"account-1", "row-2", "gen-2", "2026-01-02T10:00:02Z", "-20.5 credits", "row-6"} {
		if !strings.Contains(audit.Text, fact) {
			t.Errorf("the text lacks %q:\n%s", fact, audit.Text)
		}
	}
	for _, private := range []string{"secret", "mia@", "prod_"} {
		if strings.Contains(audit.Text, private) {
			t.Errorf("the text has %q:\n%s", private, audit.Text)
		}
	}
}

// TestAuditWithoutGenerations checks the ledger alone where the list of generations is
// missing, and reports that.
func TestAuditWithoutGenerations(t *testing.T) {
	t.Parallel()
	out, errs := wrongServer(t, "/api/generations").output(10, "audit")
	if !strings.HasPrefix(out, "double-debit\t") || strings.Count(out, "\n") != 1 || !strings.Contains(errs, "The list of generations could not be read") {
		t.Errorf("%q, %q", out, errs)
	}
}

// TestAdviceInTheCurrencyOfTheNextCharge gives advice in that currency, and states what
// it leaves out.
func TestAdviceInTheCurrencyOfTheNextCharge(t *testing.T) {
	t.Parallel()
	m := wrongServer(t)
	text := m.run(0, "advise", "--json")
	var advice struct {
		Currency, Reason, Verdict string
		Options                   []struct {
			Plan *string
			Cost struct{ Amount int64 }
		}
	}
	if err := json.Unmarshal([]byte(text), &advice); err != nil || advice.Currency != "EUR" || len(advice.Options) != 2 ||
		advice.Reason != "Prices in USD are left out: yours are in EUR." || advice.Verdict != "change" || advice.Options[0].Plan != nil {
		t.Errorf("%s: %v", text, err)
	}
}

// TestSeenFindingOverARestart keeps what was marked as seen for the next run of the dashboard,
// which shows the others alone; the command's findings and exit code stay.
func TestSeenFindingOverARestart(t *testing.T) {
	t.Parallel()
	m := wrongServer(t)
	before, _ := m.output(10, "audit")
	w := m.open("--read-only")
	w.opensOverview()
	w.press("a")
	w.sees(`▸ A failed generation was not refunded +20\.5 credits`)
	w.press("x")
	w.sees(`▸ A failed generation was not refunded +seen`)
	w.press(escape)
	w.sees(`Audit \(a\): a generation was charged more than once\.`)
	w.press(interrupt)
	w.ends(0)
	w = m.open()
	w.opensOverview()
	w.press("a")
	w.sees(`▸ A failed generation was not refunded +seen`)
	w.press(escape)
	w.sees(`Audit \(a\): a generation was charged more than once\.`)
	w.press(interrupt)
	w.ends(0)
	if after, _ := m.output(10, "audit"); after != before {
		t.Errorf("the command says %q, before %q", after, before)
	}
}
