package sync_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
)

// listServer serves a list of generations, the newest first, of which every tenth has
// failed. New ones arrive with each request.
func listServer(t *testing.T, n int, filters bool, odd string) *sync.Reader {
	t.Helper()
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		have := n + int(asked.Add(1)) - 1
		wanted := r.URL.Query().Get("status")
		offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
		var list []string
		for i := have; i > 0; i-- {
			status := "success"
			if i%10 == 0 {
				status = "error"
			}
			if filters && wanted != "" && status != wanted {
				continue
			}
			item := fmt.Sprintf(`{"id":"%024x","status":%q,"tool":"create-image","type":"image","createdAt":"2026-01-01T%02d:%02d:%02d.%03dZ"}`,
				i, status, i/3600000%24, i/60000%60, i/1000%60, i%1000)
			if i == n/2 && odd != "" {
				item = odd
			}
			list = append(list, item)
		}
		page := list[min(offset, len(list)):min(offset+100, len(list))]
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"data":[%s],"pagination":{"total":%d,"limit":100,"offset":%d,"hasMore":%v}}`,
			strings.Join(page, ","), len(list), offset, offset+100 < len(list))
	}))
	t.Cleanup(server.Close)
	client, err := api.New(api.Options{BaseURL: server.URL, Key: "prod_made_up", Unlimited: true})
	if err != nil {
		t.Fatal(err)
	}
	return sync.New(client)
}

func TestEndsOfAllGenerations(t *testing.T) {
	for _, test := range []struct {
		name, odd string
		whole     bool
	}{
		{"all", "", true},
		{"one that could not be read", fmt.Sprintf(`{"id":"%024x","status":7}`, 175), true},
		{"one that has not even an id", `{"id":7}`, false},
	} {
		runs, err := listServer(t, 350, true, test.odd).GenerationStates(context.Background(), "")
		if err != nil {
			t.Fatal(test.name, err)
		}
		for i := 1; i <= 350; i++ {
			status, known := runs.Status(model.ID(fmt.Sprintf("%024x", i)))
			want := model.GenerationSuccess
			if i%10 == 0 {
				want = model.GenerationError
			}
			if i == 175 && test.odd != "" {
				want = ""
			}
			if status != want || known != (i != 175 || test.odd == "" || test.whole) {
				t.Errorf("%s: generation %d: %q %v", test.name, i, status, known)
			}
		}
		if runs.Whole != test.whole {
			t.Errorf("%s: whole %v", test.name, runs.Whole)
		}
	}
}

func TestEndsOfOneStatus(t *testing.T) {
	runs, err := listServer(t, 3500, true, "").GenerationStates(context.Background(), model.GenerationError)
	if err != nil || runs.Len() != 350 || runs.Whole {
		t.Errorf("%d, whole %v, %v", runs.Len(), runs.Whole, err)
	}
	// A server that does not know the status is not asked for all of its list.
	if runs, err = listServer(t, 3500, false, "").GenerationStates(context.Background(), model.GenerationError); err != nil || runs.Len() > 100 || runs.Whole {
		t.Errorf("%d, whole %v, %v", runs.Len(), runs.Whole, err)
	}
}
