package sandbox

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Errors have the live API's shapes (public-api: "Errors").
func TestErrorsHaveTheirShape(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 30})
	image := func(input string) string { return `{"tool":"create-image","input":` + input + `}` }
	for _, test := range []struct {
		method, path, body string
		status             int
		field              string // of a 400
	}{
		{"GET", "/api/nothing", "", 404, ""},
		{"GET", "/nothing", "", 404, ""},
		{"GET", "/api/generations/0123456789abcdef01234567", "", 404, ""},
		{"GET", "/api/generations/x", "", 404, ""},
		{"GET", "/api/tools/x", "", 404, ""},
		{"GET", "/api/generations?limit=101", "", 400, "limit"},
		{"GET", "/api/generations?limit=0", "", 400, "limit"},
		{"GET", "/api/generations?offset=-1", "", 400, "offset"},
		{"GET", "/api/generations?status=lost", "", 400, "status"},
		{"GET", "/api/generations?page=2", "", 400, "page"},
		{"GET", "/api/transactions?limit=many", "", 400, "limit"},
		{"GET", "/api/transactions?cursor=*", "", 400, "cursor"},
		{"GET", "/api/transactions?cursor=YmVmb3JlOi01", "", 400, "cursor"},
		{"GET", "/api/transactions?type=gift", "", 400, "type"},
		{"GET", "/api/transactions?since=yesterday", "", 400, "since"},
		{"GET", "/api/search?q=", "", 400, "q"},
		{"GET", "/api/checkout?status=lost", "", 400, "status"},
		{"POST", "/api/run", "", 400, ""},
		{"POST", "/api/run", `{"input":{}}`, 400, "tool"},
		{"POST", "/api/run", `{"tool":"create-image","input":{},"priority":1}`, 400, "priority"},
		{"POST", "/api/run", `{"tool":"time-machine","input":{}}`, 404, ""},
		{"POST", "/api/run", image(`{"prompt":"x","model":"none"}`), 404, ""},
		{"POST", "/api/run", image(`{}`), 400, "input.prompt"},
		{"POST", "/api/run", image(`{"prompt":5}`), 400, "input.prompt"},
		{"POST", "/api/run", image(`{"prompt":"x","model":5}`), 400, "input.model"},
		{"POST", "/api/run", image(`{"prompt":"x","size":"big"}`), 400, "input.size"},
		{"POST", "/api/run", `{"tool":"create-video","input":{"prompt":"x","duration":61}}`, 400, "input.duration"},
		{"POST", "/api/run", `{"tool":"create-video","input":{"prompt":"x","duration":0}}`, 400, "input.duration"},
		{"POST", "/api/run", `{"tool":"create-video","input":{"prompt":"x","duration":"7"}}`, 400, "input.duration"},
		{"POST", "/api/run", `{"tool":"create-music","input":{"model":"elevenlabs-music","prompt":"x","duration":61}}`, 400, "input.duration"},
		{"POST", "/api/run", `{"tool":"create-image","input":{"prompt":"x","model":"gpt-image-1-text-to-image","quality":"best"}}`, 400, "input.quality"},
		{"POST", "/api/run", `{"tool":"create-image","input":{"prompt":"x"},"webhook":"http://example.com/hook"}`, 400, "webhook"},
		{"POST", "/api/run", `{"tool":"create-image","input":{"prompt":"x"},"webhook":"https://localhost/hook"}`, 400, "webhook"},
		{"POST", "/api/run", `{"tool":"create-image","input":{"prompt":"x"},"webhook":"https://192.168.1.9/hook"}`, 400, "webhook"},
		{"POST", "/api/run", `{"tool":"create-image","input":{"prompt":"x"},"webhook":"https://[::1]:8080/"}`, 400, "webhook"},
		{"POST", "/api/run", `{"tool":"create-image","input":{"prompt":"x"},"webhook":"https://127.1/"}`, 400, "webhook"},
		{"POST", "/api/run", `{"tool":"create-image","input":{"prompt":"x"},"webhook":"https://box.internal./"}`, 400, "webhook"},
		{"POST", "/api/run", `{"tool":"create-image","input":{"prompt":"x"},"webhook":"hook"}`, 400, "webhook"},
		{"POST", "/files", ``, 400, "file"},
		{"POST", "/api/files?transient=true", ``, 400, "file"},
		{"GET", "/api/files", "", 405, ""},
		{"POST", "/api/account", "", 405, ""},
		{"DELETE", "/api/checkout", "", 405, ""},
		{"GET", "/api/run", "", 405, ""},
	} {
		got := b.call(test.method, test.path, test.body)
		said := read[refusal](b, got, test.status)
		if said.Message == "" || (test.field == "") != (len(said.Fields) == 0) || (test.field != "" && said.Fields[0].Field != test.field) {
			t.Errorf("%s %s %s: %s", test.method, test.path, test.body, got.body)
		}
		if test.status == 405 && got.header.Get("Allow") == "" {
			t.Errorf("%s %s does not say what is allowed", test.method, test.path)
		}
	}
	for _, key := range []string{"", "Bearer " + b.Key(), b.Key() + " x", "prod_other"} {
		for _, path := range []string{"/api/account", "/api/tools", "/api/transactions", "/api/plans"} {
			got := b.send(http.MethodGet, path, "", header("Authorization", key))
			want := "Invalid API key"
			if key == "" {
				want = "Authorization header is required"
			}
			if said := read[refusal](b, got, 401); said.Message != want {
				t.Errorf("key %q: %s", key, got.body)
			}
		}
	}
	if n := b.Stats().Runs; n != 0 {
		t.Errorf("%d of these ran", n)
	}
}

// A cursor stands for a place that does not move when rows are added: paging
// while the customer works finds every older row, once.
func TestCursorsDoNotMove(t *testing.T) {
	b := serve(t, Options{Seed: 2, Transactions: 230, Live: true})
	want := b.history("")
	var got []model.Transaction
	for cursor, more := "", true; more; {
		page := get[transactionPage](b, "/api/transactions?limit=37&cursor="+cursor)
		got = append(got, page.Data...)
		cursor, more = page.Pagination.NextCursor, page.Pagination.HasMore
		b.clock.move(time.Minute)
	}
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i].ID != want[i].ID || got[i].Balance != want[i].Balance {
			t.Fatalf("row %d is %d, want %d", i, got[i].Seq, want[i].Seq)
		}
	}
	if after := b.history(""); len(after) <= len(want) {
		t.Error("nothing was added meanwhile")
	}
}

// since takes the rows at or after a time, to the millisecond, with their number.
func TestTransactionsSince(t *testing.T) {
	b := serve(t, Options{Seed: 2, Transactions: 150})
	all := b.history("")
	for at := 5; at < len(all); at += 20 {
		row := all[at]
		want := 0
		for want < len(all) && !all[want].CreatedAt.Before(row.CreatedAt.Time) {
			want++
		}
		for _, since := range []string{
			row.CreatedAt.Format("2006-01-02T15:04:05.000Z"),
			row.CreatedAt.Add(-1).Format("2006-01-02T15:04:05.999999999Z"),
			strings.ReplaceAll(row.CreatedAt.In(time.FixedZone("", 7200)).Format(time.RFC3339Nano), "+", "%2B"),
		} {
			page := get[transactionPage](b, "/api/transactions?limit=100&since="+since)
			if page.Pagination.Total != want || len(page.Data) != min(want, 100) {
				t.Errorf("since %s: %d of %d, want %d", since, len(page.Data), page.Pagination.Total, want)
			}
		}
		if page := get[transactionPage](b, "/api/transactions?since="+row.CreatedAt.Add(1).Format(time.RFC3339Nano)); page.Pagination.Total >= want {
			t.Errorf("just after row %d: %d rows, with it %d", row.Seq, page.Pagination.Total, want)
		}
	}
}

// Generations by status: each is on the pages of its own status and of all,
// newest first.
func TestGenerationsByStatus(t *testing.T) {
	b := serve(t, Options{Seed: 9, Transactions: 400, Live: true})
	pages := func(status string) []model.Generation {
		var all []model.Generation
		for offset := 0; ; offset += 60 {
			page := get[struct {
				Data       []model.Generation
				Pagination pagination
			}](b, "/api/generations?limit=60&offset="+strconv.Itoa(offset)+status)
			all = append(all, page.Data...)
			if !page.Pagination.HasMore {
				if page.Pagination.Total != len(all) {
					t.Errorf("%s: %d of %d", status, len(all), page.Pagination.Total)
				}
				return all
			}
		}
	}
	all := pages("")
	byStatus := map[model.GenerationStatus][]model.ID{}
	for i, g := range all {
		byStatus[g.Status] = append(byStatus[g.Status], g.ID)
		if i > 0 && g.CreatedAt.After(all[i-1].CreatedAt.Time) {
			t.Errorf("%s comes after an older one", g.ID)
		}
	}
	for _, status := range []model.GenerationStatus{"pending", "processing", "uploading", "success", "error"} {
		var ids []model.ID
		for _, g := range pages("&status=" + string(status)) {
			ids = append(ids, g.ID)
		}
		if fmt.Sprint(ids) != fmt.Sprint(byStatus[status]) {
			t.Errorf("%s: %d on its pages, %d among all", status, len(ids), len(byStatus[status]))
		}
	}
	if len(byStatus["error"]) == 0 || len(byStatus["success"]) == 0 || len(byStatus) < 3 {
		t.Errorf("too little to tell: %d kinds", len(byStatus))
	}
}

// toolPage is a tool as its page has it, with the inputs of its models.
type toolPage struct {
	Slug        string
	InputSchema *schema
	Models      []struct {
		Slug        string
		Cost        model.Credits
		CostUnit    string
		InputSchema *schema
	}
}

// The price of every generation in the history follows from the catalogue, unless it
// depends on an input, or no input says how many units there are.
func TestCatalogueExplainsTheHistory(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 600, PricesByInput: true})
	tools := map[string]toolPage{}
	for _, entry := range get[struct{ Data []model.Tool }](b, "/api/tools").Data {
		tools[entry.Slug] = get[toolPage](b, "/api/tools/"+entry.Slug)
	}
	if len(tools) != 35 {
		t.Errorf("%d tools", len(tools))
	}
	exact, dearer, unknown := 0, 0, 0
	for _, row := range b.history("&type=generation") {
		g := get[model.Generation](b, "/api/generations/"+string(row.GenerationID))
		tool := tools[string(row.Tool)]
		for at, m := range tool.Models {
			if named := g.Model(); m.Slug != string(row.Model) || (named != m.Slug && (named != "" || at != 0)) {
				continue
			}
			input := m.InputSchema
			if input == nil {
				input = tool.InputSchema
			}
			field, known := input.Properties[map[string]string{"second": "duration", "minute": "minutes", "page": "pages"}[m.CostUnit]]
			count := "1"
			if m.CostUnit != "" {
				if count = fmt.Sprint(field.Default); g.Payload.Field(strings.ToLower(field.Label)) != "" {
					count = g.Payload.Field(strings.ToLower(field.Label))
				}
			}
			units, err := strconv.Atoi(count)
			least := -m.Cost * model.Credits(units)
			switch {
			case err != nil || (m.CostUnit != "" && !known):
				unknown++
			case row.Amount == least:
				exact++
			case row.Amount < least && (g.Payload.Field("resolution")+g.Payload.Field("quality")+g.Payload.Field("target_resolution") != ""):
				dearer++
			default:
				t.Errorf("%s %s costs %s, by the catalogue %s: %s", row.Tool, row.Model, row.Amount, least, g.Payload)
			}
		}
	}
	if exact == 0 || dearer == 0 || unknown == 0 {
		t.Errorf("%d prices are exact, %d dearer and %d unknown: nothing to see", exact, dearer, unknown)
	}
}

func TestSearch(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 10})
	for text, want := range map[string]string{
		"VEO": "create-video", "generate+image": "create-image", "text+to+speech": "text-to-speech", "upscale+video": "upscale-video",
		"3d+model": "text-to-3d", "edit+image": "edit-image", "animate+image": "animate-image", "generate+an+image+from+text": "create-image",
	} {
		found := get[struct{ Data []toolAnswer }](b, "/api/search?q="+text).Data
		if len(found) == 0 || found[0].Slug != want || len(found[0].Models) == 0 || len(found) > 30 {
			t.Errorf("%s: %d tools, first %+v", text, len(found), found[:min(len(found), 1)])
		}
	}
	if none := get[struct{ Data []model.Tool }](b, "/api/search?q=%00"); none.Data == nil || len(none.Data) != 0 {
		t.Errorf("no hits are not an empty list: %+v", none)
	}
}

// The documented limits, per minute: 60 GETs and 20 runs on a plan that is not
// "pro", 200 and 60 on it.
func TestRateLimits(t *testing.T) {
	for _, test := range []struct {
		pro        bool
		gets, runs int
	}{{false, 60, 20}, {true, 200, 60}} {
		b := serve(t, Options{Seed: 1, Transactions: 40, RateLimits: true})
		if test.pro {
			b.press("/checkout/"+b.opened("k", proMonth).ID+"/pay", nil)
		}
		for range test.gets - 1 {
			b.call(http.MethodGet, "/api/packs", "")
		}
		b.clock.move(20 * time.Second)
		if got := b.call(http.MethodGet, "/api/packs", ""); got.status != 200 {
			t.Errorf("%+v: the last GET: %d", test, got.status)
		}
		got := b.call(http.MethodGet, "/api/account", "")
		if got.status != 429 || got.header.Get("Retry-After") != "40" || !strings.Contains(got.body, `"message"`) {
			t.Errorf("%+v: one GET more: %d, Retry-After %q", test, got.status, got.header.Get("Retry-After"))
		}
		for i := range test.runs + 1 {
			got := b.call(http.MethodPost, "/api/run", `{"tool":"create-image","input":{"prompt":"x","model":"flux-schnell"}}`)
			if (got.status == 429) != (i == test.runs) {
				t.Errorf("%+v: run %d: %d", test, i, got.status)
			}
		}
		b.clock.move(40 * time.Second)
		if got := b.call(http.MethodGet, "/api/account", ""); got.status != 200 {
			t.Errorf("%+v: after the wait: %d", test, got.status)
		}
	}
}

// Prices and the matrix, as plans and packs are sold.
func TestPlansAndPacks(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 20})
	offered := get[struct{ Data []model.Plan }](b, "/api/plans").Data
	for i, plan := range offered {
		if plan.Rank != i+1 || len(plan.Features) != 9 || (plan.Slug == "enterprise") != plan.ByContact() {
			t.Errorf("%+v", plan)
		}
		if _, saves := plan.YearlySaving(); saves == plan.ByContact() {
			t.Errorf("%s saves nothing by the year", plan.Slug)
		}
	}
	if sold := get[struct{ Data []model.Pack }](b, "/api/packs").Data; len(offered) != 4 || len(sold) != 4 || model.BestValue(sold) != 3 {
		t.Errorf("%d plans, packs %+v", len(offered), sold)
	}
}

// Whatever a body or a query holds, the answer is JSON, the server stays up, and
// nothing is charged that does not run.
func FuzzRequests(f *testing.F) {
	f.Add("/api/run", `{"tool":"create-image","input":{"prompt":"x"}}`)
	f.Add("/api/run", `{"tool":"create-video","input":{"prompt":"x","duration":1e9}}`)
	f.Add("/api/checkout", packM)
	f.Add("/api/checkout", `{"kind":"plan","slug":"pro","interval":"month"}`)
	f.Add("/api/transactions?limit=5&cursor=YmVmb3JlOjU", "")
	f.Add("/api/transactions?since=2026-01-01T00:00:00Z&type=refund", "")
	f.Add("/api/generations?offset=2&status=success", "")
	f.Add("/api/quote?kind=pack&slug=pack-s", "")
	f.Fuzz(func(t *testing.T, target, body string) {
		a := past(t, Options{Seed: 1, State: StateFree})
		method, endpoints := http.MethodGet, documented
		path, query, _ := strings.Cut(target, "?")
		if body != "" {
			method = http.MethodPost
		}
		endpoint, ok := endpoints[path][method]
		if !ok {
			if endpoint, ok = billing[path][method]; !ok {
				t.Skip()
			}
		}
		r, err := http.NewRequest(method, "http://127.0.0.1/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.RawQuery = query
		r.Header.Set("Idempotency-Key", "k")
		rows := len(a.ledger.rows)
		status, _, err := endpoint(&call{r: r, a: a, now: noon, body: []byte(body)})
		if (err == nil) != (status >= 200 && status < 300) {
			t.Fatalf("status %d with %v", status, err)
		}
		if written := len(a.ledger.rows) - rows; written != a.stats.Runs || a.ledger.balance() < 0 {
			t.Fatalf("%d rows for %d runs, balance %s", written, a.stats.Runs, a.ledger.balance())
		}
	})
}
