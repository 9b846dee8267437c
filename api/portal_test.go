package api_test

import (
	"io"
	"net/http"
	"slices"
	"testing"

	"github.com/studio-tui/studio-tui/model"
)

// TestPortalWithoutAChoice repeats the request without the chosen plan if a server rejects
// it, and only then.
func TestPortalWithoutAChoice(t *testing.T) {
	for status, want := range map[int][]string{
		http.StatusOK: {`{"plan":"starter"}`}, http.StatusBadRequest: {`{"plan":"starter"}`, ""}, http.StatusForbidden: {`{"plan":"starter"}`},
	} {
		var asked []string
		client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			asked = append(asked, string(body))
			if len(body) > 0 && status != http.StatusOK {
				answers(status, `{"message":"Unrecognized field plan"}`)(w, r)
				return
			}
			answers(http.StatusOK, `{"url":"https://billing.stripe.com/p/session/1"}`)(w, r)
		}))
		portal, err := client.CreatePortal(t.Context(), "starter")
		if !slices.Equal(asked, want) {
			t.Errorf("%d: asked with %q, want %q", status, asked, want)
		}
		if opened := status != http.StatusForbidden; opened != (err == nil) || opened != (portal != model.Portal{}) {
			t.Errorf("%d: %v, %v", status, portal, err)
		}
	}
}
