package app_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// changing alters the sandbox's responses on some paths, each decoded from JSON.
func changing(f *faults, change map[string]func(answer map[string]any)) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		do, ok := change[r.URL.Path]
		if !ok {
			return false
		}
		recorder := httptest.NewRecorder()
		f.next.ServeHTTP(recorder, r)
		var answer map[string]any
		decoder := json.NewDecoder(bytes.NewReader(recorder.Body.Bytes()))
		decoder.UseNumber()
		if decoder.Decode(&answer) == nil {
			do(answer)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(recorder.Code)
		_ = json.NewEncoder(w).Encode(answer)
		return true
	}
}

// rowOf is a row of a response's list.
func rowOf(answer map[string]any, i int) map[string]any {
	return answer["data"].([]any)[i].(map[string]any)
}

// TestOddHistoryLeadsToTheAudit shows the inconsistencies of a history on one line of
// the Overview, which leads to the audit: that describes each in full. The rest stays
// visible.
func TestOddHistoryLeadsToTheAudit(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := screenWith(t, sandbox.Options{State: "", Transactions: 60}, width, height)
		s.faults.serve = changing(s.faults, map[string]func(map[string]any){
			"/api/account": func(answer map[string]any) { answer["credits"] = json.Number("4711") },
			"/api/transactions": func(answer map[string]any) {
				rows := answer["data"].([]any)
				rowOf(answer, 3)["createdAt"] = "yesterday"
				rowOf(answer, 8)["seq"] = rowOf(answer, 9)["seq"]
				rowOf(answer, 14)["balance"] = json.Number("1")
				answer["data"] = append(rows[:20:20], rows[21:]...)
			},
			"/api/plans": func(answer map[string]any) { rowOf(answer, 1)["rank"] = "first" },
		})
		s.begin()
		s.sees("· Audit (a): a row could not be read, ")
		if width > 100 {
			s.sees(`Audit (a): a row could not be read, row numbers are missing at 2 places, a balance does not follow`)
		}
		s.sees("LATEST")
		checkFrame(s)
		s.press("a")
		text := s.text()
		for range 5 {
			for range 4 {
				s.press("pgdown")
				text += s.text()
			}
			s.press("n")
			text += s.text()
		}
		folded := fold(text)
		for _, want := range []string{
			"1 of the server's transactions could not be read and is left out", "4,711 credits", "There are 5 things to see",
			"Two rows have the number 51.", "Row 41 follows row 39", "Row 53 follows row 51", "The balance after row 46 is 1,", "The account has 4,711",
		} {
			if !strings.Contains(folded, want) {
				t.Errorf("the audit lacks %q:\n%s", want, text)
			}
		}
		s.press("esc", "7")
		text = s.text()
		for range 6 {
			s.press("pgdown")
			text += s.text()
		}
		if !strings.Contains(fold(text), "1 of the server's plans could not be read and is left out") {
			t.Errorf("the account pane lacks the plan:\n%s", text)
		}
	})
}

// TestSoundHistoryHasNoAuditLine shows no such line for a consistent history.
func TestSoundHistoryHasNoAuditLine(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 140, 40)
	s.press("1")
	s.misses("Audit (a)")
}
