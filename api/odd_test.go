package api_test

import (
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

const (
	goodPlan = `{"slug":"pro","name":"Pro","bestFor":"x","rank":0,"prices":[{"interval":"month","amount":1900,"currency":"USD"}],"creditsPerMonth":5000,"features":[],"contactUrl":null}`
	goodPack = `{"slug":"p1","name":"S","credits":1000,"price":{"amount":1900,"currency":"USD"},"featured":false}`
)

func listOf(entries ...string) string { return `{"data":[` + strings.Join(entries, ",") + `]}` }

// A figure that is out of range, or that cannot be read, is not known, and the plan
// stands.
func TestAPlanWithAnOddFigure(t *testing.T) {
	for _, figure := range []string{"9007199254740991", "1e400", `"unlimited"`, "null", "true"} {
		odd := strings.Replace(strings.Replace(goodPlan, "5000", figure, 1), `"pro"`, `"team"`, 1)
		client := newClient(t, answers(200, listOf(goodPlan, odd)))
		plans, err := client.Plans(t.Context())
		if err != nil || len(plans) != 2 || plans[0].CreditsPerMonth == nil || plans[1].CreditsPerMonth != nil || len(plans[1].Prices) != 1 {
			t.Errorf("%s: %+v, %s", figure, plans, detail(err))
		}
		if left := client.LeftOut(api.ListPlans); left.Count != 0 {
			t.Errorf("%s: left out: %+v", figure, left)
		}
	}
}

// An entry that cannot be read costs itself, in every list, and is counted and named.
func TestAnOddEntryCostsThatEntry(t *testing.T) {
	bad := strings.Replace(goodPlan, `"rank":0`, `"rank":0.5`, 1)
	noPrice := strings.Replace(goodPlan, `"amount":1900`, `"amount":1e99`, 1)
	client := newClient(t, answers(200, listOf(goodPlan, bad, noPrice, strings.Replace(goodPlan, `"name":"Pro"`, `"name":null`, 1))))
	plans, err := client.Plans(t.Context())
	if err != nil || len(plans) != 3 || len(plans[1].Prices) != 0 || plans[2].Name != "Pro" {
		t.Errorf("plans: %+v, %s", plans, detail(err))
	}
	left := client.LeftOut(api.ListPlans)
	if left.Count != 2 || left.Entries[0].String() != "pro: rank is not a whole number" || left.Entries[1].String() != "pro, prices 1: amount is out of range" {
		t.Errorf("plans: %+v", left)
	}

	client = newClient(t, answers(200, listOf(strings.Replace(goodPack, "1000", "1e99", 1), strings.Replace(goodPack, "1900", "1.9e3", 1), `{"slug":"\u001b[2Jp2\n"}`)))
	packs, err := client.Packs(t.Context())
	if err != nil || len(packs) != 1 || packs[0].Price.Amount != 1900 {
		t.Errorf("packs: %+v, %s", packs, detail(err))
	}
	left = client.LeftOut(api.ListPacks)
	if left.Count != 2 || left.Entries[0].ID != "p1" || left.Entries[1].String() != "[2Jp2: credits is missing" {
		t.Errorf("packs: %+v", left)
	}

	client = newClient(t, answers(200, listOf(`{"slug":"a"}`, `{"name":"B"}`, `7`)))
	tools, err := client.Tools(t.Context())
	if err != nil || len(tools) != 1 || client.LeftOut(api.ListTools).Count != 2 {
		t.Errorf("tools: %+v, %+v, %s", tools, client.LeftOut(api.ListTools), detail(err))
	}

	run := `{"id":"65f1","status":"success","tool":"create-image","createdAt":"2026-11-01T10:00:00.000Z"}`
	client = newClient(t, answers(200, `{"data":[`+run+`,{"id":"65f2","status":"success","createdAt":"soon"},`+strings.Replace(run, `"tool"`, `"Tool"`, 1)+`],"pagination":{"hasMore":false}}`))
	page, err := client.Generations(t.Context(), api.GenerationQuery{})
	if err != nil || len(page.Rows) != 2 || len(page.Unreadable) != 1 || page.Unreadable[0].ID != "65f2" || page.Rows[1].Tool != "" {
		t.Errorf("generations: %+v, %s", page, detail(err))
	}
}

// Of open sessions that cannot all be read, more may be there to pay: the others come
// with an error.
func TestAnOpenSessionThatCannotBeRead(t *testing.T) {
	good := `{"id":"cs_1","url":"https://checkout.stripe.com/c/1","status":"open","expiresAt":"2026-11-02T10:00:00.000Z","item":{"kind":"pack","slug":"p1"},"transactionId":null}`
	sessions, err := newClient(t, answers(200, listOf(good))).OpenCheckouts(t.Context())
	if err != nil || len(sessions) != 1 || sessions[0].Item.Credits != nil {
		t.Errorf("%+v, %s", sessions, detail(err))
	}
	sessions, err = newClient(t, answers(200, listOf(good, `{"id":"cs_2","status":"open","item":7}`))).OpenCheckouts(t.Context())
	if e := wantKind(t, err, model.BadResponse); len(sessions) != 1 || !strings.Contains(e.Detail, "cs_2") {
		t.Errorf("%+v, %s", sessions, detail(err))
	}
}

// What a person would agree to is not read half, and no plan is not made of what is not
// understood.
func TestPromisesAreReadAsAWhole(t *testing.T) {
	quote := `{"item":{"kind":"pack","slug":"p1","name":"S"},"dueNow":{"amount":1900.0,"currency":"USD"},"tax":"included","effective":"now","creditsNow":1000}`
	if got, err := newClient(t, answers(200, quote)).Quote(t.Context(), model.Item{}); err != nil || got.DueNow.Amount != 1900 || got.NextCharge != nil {
		t.Errorf("%+v, %s", got, detail(err))
	}
	for _, odd := range []string{
		strings.Replace(quote, `"tax"`, `"nextCharge":{"amount":"1900"},"tax"`, 1), strings.Replace(quote, `1900.0`, `1900.5`, 1),
		strings.Replace(quote, `"creditsNow":1000`, `"CREDITSNOW":1000`, 1),
	} {
		_, err := newClient(t, answers(200, odd)).Quote(t.Context(), model.Item{})
		wantKind(t, err, model.BadResponse)
	}
	sub := `{"plan":"pro","status":"active","cancelAtPeriodEnd":false,"nextCharge":{"amount":1e99,"currency":"USD","at":null},"currentPeriodEnd":"soon"}`
	if got, err := newClient(t, answers(200, sub)).Subscription(t.Context()); err != nil || got.NextCharge != nil || got.Plan != "pro" || !got.CurrentPeriodEnd.IsZero() {
		t.Errorf("%+v, %s", got, detail(err))
	}
	_, err := newClient(t, answers(200, strings.Replace(sub, `"pro"`, `7`, 1))).Subscription(t.Context())
	wantKind(t, err, model.BadResponse)
}
