package api_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
)

// contract is openapi.yaml, and what of it has been used.
type contract struct {
	t      *testing.T
	doc    *openapi3.T
	router routers.Router

	mu   sync.Mutex
	used map[string]bool // operation ids
}

func loadContract(t *testing.T) *contract {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(api.Contract)
	if err != nil {
		t.Fatal(err)
	}
	doc.Servers = nil // the tests' own servers stand in
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return &contract{t: t, doc: doc, router: router, used: map[string]bool{}}
}

// authenticated checks that the key is sent raw, and only where it is asked for.
func authenticated(_ context.Context, in *openapi3filter.AuthenticationInput) error {
	if got := in.RequestValidationInput.Request.Header.Get("Authorization"); got == "" {
		return errors.New("no key")
	}
	return nil
}

// hold checks every request that passes through, and every answer, against the
// contract.
func (c *contract) hold(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			c.t.Error(err)
		}
		asked := r.Clone(r.Context())
		asked.Body = io.NopCloser(bytes.NewReader(body))
		r.Body = io.NopCloser(bytes.NewReader(body))
		route, path, err := c.router.FindRoute(asked)
		if err != nil {
			c.t.Errorf("%s %s: %v", r.Method, r.URL, err)
			http.Error(w, "not in the contract", http.StatusNotFound)
			return
		}
		if len(body) > 0 && route.Operation.RequestBody == nil {
			c.t.Errorf("%s %s has a body", r.Method, r.URL)
		}
		if security := route.Operation.Security; security != nil && len(*security) == 0 && r.Header.Get("Authorization") != "" {
			c.t.Errorf("%s %s has the key", r.Method, r.URL)
		}
		for name := range r.URL.Query() {
			if route.Operation.Parameters.GetByInAndName("query", name) == nil {
				c.t.Errorf("%s %s: the contract has no %s", r.Method, r.URL, name)
			}
		}
		in := &openapi3filter.RequestValidationInput{
			Request: asked, PathParams: path, Route: route,
			Options: &openapi3filter.Options{AuthenticationFunc: authenticated},
		}
		if err := openapi3filter.ValidateRequest(r.Context(), in); err != nil {
			c.t.Errorf("%s %s: %v", r.Method, r.URL, err)
		}
		c.mu.Lock()
		c.used[route.Operation.OperationID] = true
		c.mu.Unlock()
		c.holdAnswer(in, w, r, next)
	})
}

func (c *contract) holdAnswer(in *openapi3filter.RequestValidationInput, w http.ResponseWriter, r *http.Request, next http.Handler) {
	recorder := httptest.NewRecorder()
	next.ServeHTTP(recorder, r)
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: recorder.Code, Header: recorder.Header(),
		Body: io.NopCloser(bytes.NewReader(recorder.Body.Bytes())),
	}
	if err := openapi3filter.ValidateResponse(r.Context(), out); err != nil {
		c.t.Errorf("%s %s answers %d: %v", r.Method, r.URL, recorder.Code, err)
	}
	maps.Copy(w.Header(), recorder.Header())
	w.WriteHeader(recorder.Code)
	_, _ = w.Write(recorder.Body.Bytes())
}

// unused are the operations that nothing has asked for.
func (c *contract) unused() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var names []string
	for _, item := range c.doc.Paths.Map() {
		for _, operation := range item.Operations() {
			if !c.used[operation.OperationID] {
				names = append(names, operation.OperationID)
			}
		}
	}
	slices.Sort(names)
	return names
}

// open starts a sandbox that is held to the contract, and a client of it.
func open(t *testing.T, o sandbox.Options) (*contract, *sandbox.Server, *api.Client) {
	t.Helper()
	c := loadContract(t)
	o.Wrap = c.hold
	server, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true, Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.Close()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return c, server, client
}

// must fails unless a call went well, and gives its answer.
func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err, detail(err))
		}
		return value
	}
}

func TestEveryCallAndAnswerFollowsTheContract(t *testing.T) {
	c, server, client := open(t, sandbox.Options{Seed: 1, Transactions: 300})
	ctx := t.Context()
	account := must[model.Account](t)(client.Account(ctx))
	browse(t, client)

	pack := model.Item{Kind: model.KindPack, Slug: "pack-m", Name: "not sent"}
	if quote := must[model.Quote](t)(client.Quote(ctx, pack)); quote.DueNow.Amount <= 0 || quote.CreditsNow <= 0 {
		t.Errorf("the quote is %+v", quote)
	}
	must[model.Quote](t)(client.Quote(ctx, model.Item{Kind: model.KindPlan, Slug: "pro", Interval: model.Yearly}))
	order := must[model.Checkout](t)(client.CreateCheckout(ctx, pack, "order-1"))
	again := must[model.Checkout](t)(client.CreateCheckout(ctx, pack, "order-1"))
	if order.ID == "" || order.ID != again.ID || server.Stats().SessionsCreated != 1 {
		t.Errorf("one key made %q and %q", order.ID, again.ID)
	}
	if open := must[[]model.Checkout](t)(client.OpenCheckouts(ctx)); len(open) != 1 || open[0].ID != order.ID {
		t.Errorf("open are %+v", open)
	}
	must[model.Checkout](t)(client.Checkout(ctx, order.ID))
	if ended := must[model.Checkout](t)(client.CancelCheckout(ctx, order.ID)); ended.Status != model.CheckoutCanceled {
		t.Errorf("cancelled is %q", ended.Status)
	}
	must[model.Portal](t)(client.CreatePortal(ctx, ""))

	paid, err := server.BuyElsewhere("pack-m")
	if err != nil {
		t.Fatal(err)
	}
	if session := must[model.Checkout](t)(client.Checkout(ctx, paid)); session.Status != model.CheckoutComplete || session.TransactionID == "" {
		t.Errorf("paid is %+v", session)
	}
	after := must[model.Account](t)(client.Account(ctx))
	if after.Credits-account.Credits != 2000*model.Credit {
		t.Errorf("%s became %s", account.Credits, after.Credits)
	}

	started := must[api.RunAccepted](t)(client.Run(ctx, api.Run{Tool: "create-image", Input: map[string]any{"model": "nano-banana", "prompt": "A lighthouse"}}))
	running := must[model.Generation](t)(client.Generation(ctx, started.ID))
	if running.Model() != "nano-banana" || !running.Running() {
		t.Errorf("running is %+v", running)
	}

	device := must[api.Device](t)(client.StartDevice(ctx))
	_, err = client.PollDevice(ctx, device.Code)
	var pending *api.DeviceError
	if !errors.As(err, &pending) || pending.Code != api.AuthorizationPending {
		t.Errorf("polling gives %v", err)
	}
	if left := c.unused(); !slices.Equal(left, []string{"uploadFile", "uploadForm"}) { // the program uploads nothing
		t.Errorf("nothing has called %v", left)
	}
}

// browse reads everything that an account has, page by page.
func browse(t *testing.T, client *api.Client) {
	t.Helper()
	ctx := t.Context()
	var rows []model.Transaction
	for cursor, more := "", true; more; {
		page := must[model.Page](t)(client.Transactions(ctx, api.TransactionQuery{Limit: 100, Cursor: cursor}))
		rows, cursor, more = append(rows, page.Rows...), page.NextCursor, page.HasMore
		if !more && int64(len(rows)) != page.Total {
			t.Errorf("%d rows of %d", len(rows), page.Total)
		}
	}
	for i := 1; i < len(rows); i++ {
		if rows[i-1].Balance-rows[i-1].Amount != rows[i].Balance || rows[i-1].Seq != rows[i].Seq+1 {
			t.Fatalf("row %d does not follow from the one before it: %+v, %+v", rows[i-1].Seq, rows[i-1], rows[i])
		}
	}
	only := must[model.Page](t)(client.Transactions(ctx, api.TransactionQuery{
		Type: model.TypeGeneration, Since: rows[len(rows)/2].CreatedAt.Time,
	}))
	if len(only.Rows) == 0 || only.Rows[0].Type != model.TypeGeneration {
		t.Errorf("filtered: %d rows", len(only.Rows))
	}
	generations := must[api.GenerationPage](t)(client.Generations(ctx, api.GenerationQuery{Limit: 100, Offset: 10}))
	must[api.GenerationPage](t)(client.Generations(ctx, api.GenerationQuery{Status: model.GenerationError}))
	must[model.Generation](t)(client.Generation(ctx, generations.Rows[0].ID))
	tools := must[[]model.Tool](t)(client.Tools(ctx))
	for _, tool := range tools {
		if full := must[model.Tool](t)(client.Tool(ctx, tool.Slug)); len(full.Models) == 0 {
			t.Errorf("%s has no models", tool.Slug)
		}
	}
	if found := must[[]model.Tool](t)(client.Search(ctx, "video")); len(found) == 0 || len(found) > len(tools) {
		t.Errorf("found %d tools", len(found))
	}
	if plans := must[[]model.Plan](t)(client.Plans(ctx)); len(plans) != 4 || !plans[3].ByContact() {
		t.Errorf("plans: %+v", plans)
	}
	if packs := must[[]model.Pack](t)(client.Packs(ctx)); len(packs) != 4 {
		t.Errorf("packs: %+v", packs)
	}
	must[model.Subscription](t)(client.Subscription(ctx))
}

func TestEveryStateOfAnAccountIsUnderstood(t *testing.T) {
	for _, state := range sandbox.States {
		if state == sandbox.StateDocumented || state == sandbox.StateDocumentedBare {
			continue // has none of it: the next test
		}
		t.Run(state, func(t *testing.T) {
			_, _, client := open(t, sandbox.Options{Seed: 2, State: state, Transactions: 60})
			ctx := t.Context()
			must[model.Account](t)(client.Account(ctx))
			must[model.Subscription](t)(client.Subscription(ctx))
			must[model.Page](t)(client.Transactions(ctx, api.TransactionQuery{Limit: 100}))
			must[api.GenerationPage](t)(client.Generations(ctx, api.GenerationQuery{Limit: 100}))
			must[model.Quote](t)(client.Quote(ctx, model.Item{Kind: model.KindPack, Slug: "pack-s"}))
		})
	}
}

// A server of today's public API says of each billing endpoint that it has none, in
// the API's own words, and serves the documented half in full.
func TestDocumentedServerOffersNoBilling(t *testing.T) {
	_, _, client := open(t, sandbox.Options{Seed: 2, State: sandbox.StateDocumented, Transactions: 60})
	ctx := t.Context()
	must[model.Account](t)(client.Account(ctx))
	must[api.GenerationPage](t)(client.Generations(ctx, api.GenerationQuery{Limit: 100}))
	must[[]model.Tool](t)(client.Tools(ctx))
	for name, call := range map[string]func() error{
		"plans":        func() error { _, err := client.Plans(ctx); return err },
		"packs":        func() error { _, err := client.Packs(ctx); return err },
		"subscription": func() error { _, err := client.Subscription(ctx); return err },
		"transactions": func() error { _, err := client.Transactions(ctx, api.TransactionQuery{Limit: 100}); return err },
	} {
		if err := call(); model.KindOf(err) != model.NotSupported {
			t.Errorf("%s: %v, want that it is not offered", name, err)
		}
	}
	if _, err := client.CreatePortal(ctx, ""); model.KindOf(err) != model.NotFound {
		t.Errorf("portal: %v", err)
	}
}

func TestRefusalsFollowTheContract(t *testing.T) {
	_, server, client := open(t, sandbox.Options{Seed: 3, State: sandbox.StateOut, Transactions: 60})
	ctx := t.Context()
	stranger, err := api.New(api.Options{BaseURL: server.URL(), Key: "prod_sandbox_wrong", Unlimited: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stranger.Close()
	pack := func(slug string) model.Item { return model.Item{Kind: model.KindPack, Slug: slug} }
	must[model.Checkout](t)(client.CreateCheckout(ctx, pack("pack-m"), "order-1"))
	for name, test := range map[string]struct {
		call func() error
		kind model.ErrorKind
	}{
		"wrong key":       {func() error { _, err := stranger.Account(ctx); return err }, model.NotSignedIn},
		"no credits":      {func() error { return run(ctx, client, map[string]any{"model": "nano-banana", "prompt": "x"}) }, model.NoCredits},
		"unknown field":   {func() error { return run(ctx, client, map[string]any{"colour": "red"}) }, model.Invalid},
		"unknown tool":    {func() error { _, err := client.Tool(ctx, "no-such-tool"); return err }, model.NotFound},
		"unknown id":      {func() error { _, err := client.Generation(ctx, "0123456789abcdef01234567"); return err }, model.NotFound},
		"unknown session": {func() error { _, err := client.Checkout(ctx, "nothing"); return err }, model.NotFound},
		"unknown pack":    {func() error { _, err := client.CreateCheckout(ctx, pack("pack-none"), "order-2"); return err }, model.Invalid},
		"unknown quote":   {func() error { _, err := client.Quote(ctx, pack("pack-none")); return err }, model.Invalid},
		"key used twice":  {func() error { _, err := client.CreateCheckout(ctx, pack("pack-s"), "order-1"); return err }, model.Conflict},
		"unknown cursor": {func() error {
			_, err := client.Transactions(ctx, api.TransactionQuery{Limit: 100, Cursor: "?"})
			return err
		}, model.Invalid},
	} {
		err := test.call()
		if model.KindOf(err) != test.kind {
			t.Errorf("%s: %v (%v), want kind %d", name, model.KindOf(err), err, test.kind)
			continue
		}
		if e := asError(err); e.Detail == "" || (e.Kind == model.Invalid && len(e.Fields) == 0) {
			t.Errorf("%s: the server does not say why: %+v", name, e)
		}
	}
}

func run(ctx context.Context, client *api.Client, input map[string]any) error {
	_, err := client.Run(ctx, api.Run{Tool: "create-image", Input: input})
	return err
}

func TestDocumentedLimitsOfTheServerAreKept(t *testing.T) {
	_, server, _ := open(t, sandbox.Options{Seed: 4, State: sandbox.StateFree, RateLimits: true})
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	for asked := 0; ; asked++ {
		_, err := client.Account(ctx)
		if err == nil {
			continue
		}
		// The client's own queue ends it: the server has refused nothing.
		if e := asError(err); e == nil || !e.Until.IsZero() || asked < 15 || asked > 60 {
			t.Error(fmt.Sprint(asked, " GETs, then "), detail(err))
		}
		return
	}
}
