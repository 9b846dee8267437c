package app_test

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// TestPrivacy presses random keys in privacy mode: no frame, title, copy or export has the
// e-mail address, an id or an amount of the account, also not in a link or after a P too
// many.
func TestPrivacy(t *testing.T) {
	t.Chdir(t.TempDir()) // exports of random keys go there
	plain := open(t, "", 140, 40)
	secrets := secretsOf(t, plain)
	s := openWith(t, "", "private = true\n", 140, 40)
	s.noOpen, s.openErr = "no display", errors.New("no display") // addresses are shown in cards
	folder := t.TempDir()
	for _, of := range [][]string{{"rows.csv", "2"}, {"rows.jsonl", "2"}, {"usage.csv", "3"}, {"forecast.csv", "3", "<"}} {
		name := of[0]
		s.press(append(of[1:], "e", "ctrl+u")...)
		s.sees("masked in the file")
		s.typed(filepath.Join(folder, name))
		s.press("enter")
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || len(text) < 200 {
			t.Fatal(err, s.text())
		}
		for _, secret := range secrets {
			if strings.Contains(string(text), secret) {
				t.Fatalf("%q in %s:\n%s", secret, name, text)
			}
		}
	}
	staysMasked(t, s, secrets)
}

// TestPrivacyOfOddIDs does the same on a server whose ids look like words, with a long
// address: no piece of either is shown, wherever a card or a line cuts it.
func TestPrivacyOfOddIDs(t *testing.T) {
	t.Chdir(t.TempDir())
	const email = "maximiliane.mustermann@an-address-that-no-narrow-line-has-room-for.example.com"
	s := newScreen(t, "", 140, 40)
	s.faults.serve = oddIDs(s.faults, email)
	s.set("private = true\n")
	s.noOpen, s.openErr = "no display", errors.New("no display")
	s.start()
	s.begin()
	secrets := []string{"maximiliane", "mustermann", "narrow-line"}
	client, err := s.session(s.server.Key())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	page, _, err := client.Source.Search(t.Context(), "", noon.AddDate(-1, 0, 0), 60)
	if err != nil || !strings.HasPrefix(string(page.Rows[0].ID), "word-") {
		t.Fatal(err, page.Rows[0].ID)
	}
	for _, row := range page.Rows {
		for piece := range slices.Chunk([]byte(row.ID), 8) {
			if len(piece) == 8 && !strings.HasPrefix(string(piece), "word") {
				secrets = append(secrets, string(piece))
			}
		}
	}
	s.press("2", "y")
	s.sees("Copied the transaction's id, masked")
	staysMasked(t, s, secrets)
}

// oddIDs answers as the sandbox does, with another e-mail address, and with ids of letters
// alone.
func oddIDs(f *faults, email string) func(w http.ResponseWriter, r *http.Request) bool {
	id := regexp.MustCompile(`\b[0-9a-f]{24}\b`)
	odd := regexp.MustCompile(`word-([g-v]{24})`)
	moved := func(by int) func(rune) rune {
		const all = "0123456789abcdefghijklmnopqrstuv"
		return func(r rune) rune { return rune(all[strings.IndexRune(all, r)+by]) }
	}
	return func(w http.ResponseWriter, r *http.Request) bool {
		r.URL.Path = odd.ReplaceAllStringFunc(r.URL.Path, func(odd string) string { return strings.Map(moved(-16), odd[len("word-"):]) })
		answer := httptest.NewRecorder()
		f.next.ServeHTTP(answer, r)
		body := id.ReplaceAllStringFunc(answer.Body.String(), func(id string) string { return "word-" + strings.Map(moved(16), id) })
		maps.Copy(w.Header(), answer.Header())
		w.Header().Del("Content-Length")
		w.WriteHeader(answer.Code)
		_, _ = io.WriteString(w, strings.ReplaceAll(body, "mia@example.com", email))
		return true
	}
}

// staysMasked presses random keys in windows of random sizes, and checks that no frame,
// title or copy has a secret.
func staysMasked(t *testing.T, s *screen, secrets []string) {
	t.Helper()
	keys := []string{"1", "2", "3", "4", "5", "6", "7", "down", "down", "enter", "esc", "y", "e", "Y", "a", "v", ">", "c", "r", "?", ":", "tab", "U", "#", "b", "p", "L", "Q", "o"}
	rapid.Check(t, func(r *rapid.T) {
		s.cells = rapid.SampledFrom([][2]int{{140, 40}, {60, 16}, {80, 24}}).Draw(r, "size")
		s.send(tea.WindowSizeMsg{Width: s.cells[0], Height: s.cells[1]})
		s.press("esc", "esc", "esc", rapid.SampledFrom([]string{"1", "2", "3", "4", "5", "6", "7"}).Draw(r, "pane"))
		for _, key := range rapid.SliceOfN(rapid.SampledFrom(keys), 0, 8).Draw(r, "keys") {
			s.press(key)
			checkFrame(s)
			frame := ansi.Strip(s.app.View().Content) + "\n" + s.app.View().Content + "\n" + s.app.View().WindowTitle + "\n" + strings.Join(s.copied, "\n")
			for _, secret := range secrets {
				if strings.Contains(frame, secret) {
					r.Fatalf("after %q: %q in\n%s", key, secret, frame)
				}
			}
		}
	})
}

// secretsOf are the masked texts of an account, as the panes show them without privacy
// mode.
func secretsOf(t *testing.T, s *screen) []string {
	t.Helper()
	client, err := s.session(s.server.Key())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	account, err := client.Source.Account(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	page, _, err := client.Source.Search(t.Context(), "", noon.AddDate(-1, 0, 0), 60)
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{account.Email, string(account.ID), account.Credits.String(), "11,495"}
	for _, row := range page.Rows {
		secrets = append(secrets, string(row.ID), string(row.ID)[:12], row.Balance.String())
	}
	for _, secret := range []string{account.Email, "11,495"} {
		if !strings.Contains(ansi.Strip(s.app.View().Content), secret) {
			t.Fatalf("%q is not shown without privacy", secret)
		}
	}
	return secrets
}

// TestPrivacyKey switches privacy mode on and off, and names its key.
func TestPrivacyKey(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.sees("11,495")
	s.press("P")
	s.sees("P shows them.")
	if strings.Contains(s.text(), "11,495") || strings.Contains(s.text(), "mia@") {
		t.Error(s.text())
	}
	s.press("enter")
	s.press("P")
	s.sees("E-mail, ids and amounts are shown")
	s.press("P", "esc")
	if strings.Contains(s.text(), "11,495") {
		t.Error(s.text())
	}
	s.press("P")
	s.sees("11,495")
}

// TestPrivatePayment shows no payment address in privacy mode, neither as text nor as a
// QR code nor on the clipboard, and says why.
func TestPrivatePayment(t *testing.T) {
	t.Parallel()
	s := openWith(t, "", "private = true\n", 100, 45)
	s.press("5", "enter", "enter")
	s.sees("The address is hidden, as a masked one would open nothing. o opens it. P shows it.")
	s.press("Q", "y")
	s.sees("Not copied: masked, the address of the payment page would be of no use. P lifts privacy.")
	s.misses("██")
	if len(s.copied) != 0 {
		t.Error(s.copied)
	}
	s.press("P")
	s.sees("cs_sandbox_")
	s.press("y")
	if len(s.copied) != 1 || s.copied[0] != string(s.url()) {
		t.Error(s.copied)
	}
}

// TestPrivacyKeyOverCards leaves the key to a card that takes text or names it.
func TestPrivacyKeyOverCards(t *testing.T) {
	t.Parallel()
	s := openWith(t, "", "[keys]\nprivacy = [\"x\"]", 100, 45)
	s.press(":", "x")
	s.sees(": x")
	s.sees("11,495")
	s.press("esc", "5", "enter", "enter", "x")
	s.sees("cancelled")
	s.sees("11,495")
	s.press("esc", "1", "x")
	s.misses("11,495")
}

// TestPrivacyKeyIsTextInAScrolledCard leaves the key to a text field that is scrolled out of
// view.
func TestPrivacyKeyIsTextInAScrolledCard(t *testing.T) {
	t.Parallel()
	s := openWith(t, "", "private = true", 60, 16)
	s.press("5", "w")
	s.typed("5000 credits")
	for range 12 {
		s.press("pgdown")
	}
	if s.app.View().Cursor != nil {
		t.Fatalf("the field is in view:\n%s", s.text())
	}
	header, _, _ := strings.Cut(s.text(), "\n")
	s.press("P")
	if after, _, _ := strings.Cut(s.text(), "\n"); after != header {
		t.Errorf("a letter typed into the card lifts privacy: %s, then %s", header, after)
	}
}

// TestPrivacyBehindACard shows no piece of the address or the id where a card cuts it.
func TestPrivacyBehindACard(t *testing.T) {
	t.Parallel()
	s := openWith(t, "", "private = true", 140, 24)
	s.press("7", "?")
	fact := regexp.MustCompile(`(?:Email|Account id) +([^ │]+)`)
	seen := 0
	for width := 80; width <= 200; width++ {
		s.send(tea.WindowSizeMsg{Width: width, Height: 24})
		for _, found := range fact.FindAllStringSubmatch(s.text(), -1) {
			if seen++; strings.Trim(found[1], "*") != "" {
				t.Fatalf("at %d columns: %q", width, found[0])
			}
		}
	}
	if seen == 0 {
		t.Error("neither is ever beside the card")
	}
}
