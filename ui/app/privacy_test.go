package app_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// TestPrivacy presses random keys in privacy mode: no frame and no title has the e-mail
// address, an id or an amount of the account, and nothing is copied or exported.
func TestPrivacy(t *testing.T) {
	t.Parallel()
	plain := open(t, "", 140, 40)
	secrets := secretsOf(t, plain)
	keys := []string{"1", "2", "3", "4", "5", "6", "7", "down", "down", "enter", "esc", "y", "e", "Y", "a", "v", ">", "c", "r", "?", ":", "tab", "U", "#", "b", "p"}
	s := openWith(t, "", "private = true\n", 140, 40)
	rapid.Check(t, func(r *rapid.T) {
		s.press("esc", "esc", "esc", rapid.SampledFrom([]string{"1", "2", "3", "4", "5", "6", "7"}).Draw(r, "pane"))
		for _, key := range rapid.SliceOfN(rapid.SampledFrom(keys), 0, 8).Draw(r, "keys") {
			s.press(key)
			checkFrame(s)
			frame := ansi.Strip(s.app.View().Content) + "\n" + s.app.View().WindowTitle
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
	s.press("2", "y")
	s.sees("Privacy holds, so nothing is copied.")
	s.press("e")
	s.sees("Privacy holds, so nothing is exported.")
	s.press("P")
	s.sees("11,495")
}
