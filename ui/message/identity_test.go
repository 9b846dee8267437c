package message

import (
	"testing"

	"github.com/studio-tui/studio-tui/model/account"
)

// TestNotThat names what an environment key takes precedence over, and how to use that
// instead.
func TestNotThat(t *testing.T) {
	for _, c := range []struct {
		id              account.Identity
		buys, otherwise string
	}{
		{account.Identity{OverriddenProfile: "work"}, "The exported key takes precedence over profile work: this buys for mia@example.com.", "with the profile: --profile work"},
		{
			account.Identity{OverriddenProfile: "default", OverriddenKeyPath: "~/.artificial-studio/credentials.json"},
			"The exported key takes precedence over the one in ~/.artificial-studio/credentials.json: this buys for mia@example.com.",
			"with the one in ~/.artificial-studio/credentials.json: unset ARTIFICIAL_STUDIO_API_KEY",
		},
	} {
		if got := NotThatProfile(c.id, "mia@example.com"); got != c.buys {
			t.Errorf("%q, want %q", got, c.buys)
		}
		if got := UseInstead(c.id); got != c.otherwise {
			t.Errorf("%q, want %q", got, c.otherwise)
		}
	}
}
