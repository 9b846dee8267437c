package api_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/apitest"
	"github.com/studio-tui/studio-tui/model"
)

// asDocumented is a server of the documented half that is held to the contract, and a
// client of it.
func asDocumented(t *testing.T, o apitest.Options) (*contract, *apitest.Server, *api.Client) {
	t.Helper()
	c := loadContract(t)
	o.NoLimits = true
	server := apitest.New(o)
	listening := httptest.NewServer(c.hold(server))
	t.Cleanup(listening.Close)
	client, err := api.New(api.Options{BaseURL: listening.URL, Key: server.Key(), Unlimited: true, Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return c, server, client
}

// TestDocumentedHalfFollowsTheContract calls everything that is documented, and finds
// that nothing else is served.
func TestDocumentedHalfFollowsTheContract(t *testing.T) {
	c, server, client := asDocumented(t, apitest.Options{Seed: 1, Generations: 250})
	ctx := t.Context()
	if account := must[model.Account](t)(client.Account(ctx)); account.Credits != 1000*model.Credit || account.Plan != "free" {
		t.Errorf("the account is %+v", account)
	}
	seen := map[model.ID]bool{}
	for offset, more := 0, true; more; {
		page := must[api.GenerationPage](t)(client.Generations(ctx, api.GenerationQuery{Limit: 100, Offset: offset}))
		for _, row := range page.Rows {
			seen[row.ID] = true
		}
		offset, more = offset+len(page.Rows), page.HasMore
	}
	failed := must[api.GenerationPage](t)(client.Generations(ctx, api.GenerationQuery{Status: model.GenerationError}))
	if len(seen) != 250 || failed.Total == 0 || failed.Total > 50 || failed.Rows[0].Error.Text() == "" {
		t.Errorf("%d generations, of which failed %d", len(seen), failed.Total)
	}
	must[model.Generation](t)(client.Generation(ctx, failed.Rows[0].ID))
	units := map[string]bool{}
	for _, tool := range must[[]model.Tool](t)(client.Tools(ctx)) {
		for _, m := range must[model.Tool](t)(client.Tool(ctx, tool.Slug)).Models {
			units[m.CostUnit] = true
		}
	}
	for _, unit := range []string{"", "second", "minute", "image", "megapixel"} {
		if !units[unit] {
			t.Errorf("no model is priced by %q", unit)
		}
	}
	if found := must[[]model.Tool](t)(client.Search(ctx, "video")); len(found) != 2 || len(found[0].Models) == 0 {
		t.Errorf("found %+v", found)
	}
	started := must[api.RunAccepted](t)(client.Run(ctx, api.Run{Tool: "animate-image", Input: map[string]any{"model": "wan-2-2-image-to-video", "duration": 5}}))
	if server.Credits() != 975 {
		t.Errorf("5 s at 5 credits leave %v", server.Credits())
	}
	server.End(string(started.ID), "")
	device := must[api.Device](t)(client.StartDevice(ctx))
	_, err := client.PollDevice(ctx, device.Code)
	var pending *api.DeviceError
	if !errors.As(err, &pending) || pending.Code != api.AuthorizationPending {
		t.Errorf("polling gives %v", err)
	}
	for name, call := range map[string]func() error{
		"transactions": func() error { _, err := client.Transactions(ctx, api.TransactionQuery{}); return err },
		"plans":        func() error { _, err := client.Plans(ctx); return err },
		"packs":        func() error { _, err := client.Packs(ctx); return err },
		"subscription": func() error { _, err := client.Subscription(ctx); return err },
	} {
		if err := call(); model.KindOf(err) != model.NotSupported {
			t.Errorf("%s: %v, want not offered", name, err)
		}
	}
	for _, name := range c.unused() {
		switch name {
		case "uploadForm", "uploadFile", "quote", "createCheckout", "openCheckouts", "checkout", "cancelCheckout", "createPortal":
		default:
			t.Errorf("nothing has called %s", name)
		}
	}
}

// TestDocumentedErrors holds the errors of the reference.
func TestDocumentedErrors(t *testing.T) {
	_, server, client := asDocumented(t, apitest.Options{Seed: 2, Credits: 10})
	ctx := t.Context()
	for name, test := range map[string]struct {
		call func() error
		kind model.ErrorKind
	}{
		"no credits":     {func() error { return runs(ctx, client, "text-to-3d", nil) }, model.NoCredits},
		"unknown field":  {func() error { return runs(ctx, client, "create-image", map[string]any{"colour": "red"}) }, model.Invalid},
		"unknown tool":   {func() error { return runs(ctx, client, "no-such-tool", nil) }, model.NotFound},
		"unknown model":  {func() error { return runs(ctx, client, "create-image", map[string]any{"model": "none"}) }, model.NotFound},
		"unknown detail": {func() error { _, err := client.Tool(ctx, "no-such-tool"); return err }, model.NotFound},
		"unknown id":     {func() error { _, err := client.Generation(ctx, "0123456789abcdef01234567"); return err }, model.NotFound},
		"foreign id":     {func() error { _, err := client.Generation(ctx, apitest.Foreign); return err }, model.Forbidden},
		"no search":      {func() error { _, err := client.Search(ctx, " "); return err }, model.Invalid},
	} {
		if err := test.call(); model.KindOf(err) != test.kind {
			t.Errorf("%s: %v (%v), want kind %d", name, model.KindOf(err), err, test.kind)
		}
	}
	if server.Credits() != 10 {
		t.Errorf("what was refused left %v credits of 10", server.Credits())
	}
}

func runs(ctx context.Context, client *api.Client, tool string, input map[string]any) error {
	_, err := client.Run(ctx, api.Run{Tool: tool, Input: input})
	return err
}

// TestDocumentedAccountMoves turns every knob and sees it in the answers.
func TestDocumentedAccountMoves(t *testing.T) {
	_, server, client := asDocumented(t, apitest.Options{Seed: 3})
	ctx := t.Context()
	status := func(id string) model.GenerationStatus {
		return must[model.Generation](t)(client.Generation(ctx, model.ID(id))).Status
	}
	id := server.Add(apitest.Generation{Tool: "create-image", Payload: map[string]any{"model": "nano-banana"}, Cost: 4})
	for _, want := range []model.GenerationStatus{model.GenerationPending, model.GenerationProcessing, model.GenerationUploading} {
		if got := status(id); got != want {
			t.Errorf("it is %s, want %s", got, want)
		}
		server.Progress(id)
	}
	if server.Credits() != 996 {
		t.Errorf("a generation that runs leaves %v", server.Credits())
	}
	server.End(id, "It did not work")
	server.End(id, "It did not work")
	if server.Credits() != 1000 || status(id) != model.GenerationError {
		t.Errorf("a failed one leaves %v", server.Credits())
	}
	server.Change(500)
	server.SetPlan("creator")
	if account := must[model.Account](t)(client.Account(ctx)); account.Credits != 1500*model.Credit || account.Plan != "creator" {
		t.Errorf("the account is %+v", account)
	}
	server.SetPrice("text-to-3d", "trellis-2", 70)
	server.RemoveModel("text-to-3d", "meshy-v6")
	if models := must[model.Tool](t)(client.Tool(ctx, "text-to-3d")).Models; len(models) != 1 || models[0].Cost != 70*model.Credit {
		t.Errorf("the models are %+v", models)
	}
	server.RemoveModel("text-to-3d", "trellis-2")
	if _, err := client.Tool(ctx, "text-to-3d"); model.KindOf(err) != model.NotFound {
		t.Errorf("a tool without models: %v", err)
	}
	server.DeleteHistory(time.Now().Add(time.Hour))
	if page := must[api.GenerationPage](t)(client.Generations(ctx, api.GenerationQuery{})); page.Total != 0 {
		t.Errorf("%d generations are left", page.Total)
	}
}

// TestDocumentedDevice signs in from a terminal, and slows down when the server asks for
// it.
func TestDocumentedDevice(t *testing.T) {
	now := time.Date(2026, 11, 22, 13, 0, 0, 0, time.UTC)
	_, server, client := asDocumented(t, apitest.Options{Seed: 4, Now: func() time.Time { return now }})
	ctx := t.Context()
	poll := func(device api.Device, want string) {
		t.Helper()
		key, err := client.PollDevice(ctx, device.Code)
		var not *api.DeviceError
		if errors.As(err, &not) && not.Code == want || key == want {
			return
		}
		t.Errorf("%q, %v, want %s", key, err, want)
	}
	device := must[api.Device](t)(client.StartDevice(ctx))
	poll(device, api.AuthorizationPending)
	now = now.Add(4 * time.Second)
	poll(device, api.SlowDown)
	now = now.Add(5 * time.Second)
	poll(device, api.SlowDown)
	now = now.Add(15 * time.Second)
	poll(device, api.AuthorizationPending)
	server.Approve(device.UserCode)
	now = now.Add(15 * time.Second)
	poll(device, server.Key())
	now = now.Add(15 * time.Second)
	poll(device, api.ExpiredToken)
	denied := must[api.Device](t)(client.StartDevice(ctx))
	server.Deny(denied.UserCode)
	poll(denied, api.AccessDenied)
	late := must[api.Device](t)(client.StartDevice(ctx))
	now = now.Add(15 * time.Minute)
	poll(late, api.ExpiredToken)
}

// TestDocumentedLimits refuses the 61st GET of any minute.
func TestDocumentedLimits(t *testing.T) {
	for plan, limit := range map[string]int{"free": 60, "galactic": 60, "pro": 200} {
		synctest.Test(t, func(t *testing.T) {
			server := apitest.New(apitest.Options{Plan: plan})
			ask := func() int {
				r := httptest.NewRequest(http.MethodGet, "/api/account", nil)
				r.Header.Set("Authorization", server.Key())
				w := httptest.NewRecorder()
				server.ServeHTTP(w, r)
				return w.Code
			}
			for i := range limit {
				if status := ask(); status != http.StatusOK {
					t.Fatalf("%s: GET %d is answered %d", plan, i+1, status)
				}
			}
			if status := ask(); status != http.StatusTooManyRequests {
				t.Errorf("%s: GET %d is answered %d", plan, limit+1, status)
			}
			time.Sleep(time.Minute)
			if status := ask(); status != http.StatusOK {
				t.Errorf("%s: a minute later it is answered %d", plan, status)
			}
			if busiest := apitest.Busiest(server.Requests()); busiest != limit+1 {
				t.Errorf("the busiest minute had %d", busiest)
			}
		})
	}
}
