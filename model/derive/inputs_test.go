package derive_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// seedance is a tool as the service has it: prices by the second, dearer at a higher
// resolution, with the second model a default for nothing.
const seedance = `{
	"slug": "create-video", "inputSchema": null,
	"models": [
		{"slug": "seedance-2-text-to-video", "cost": 27, "costUnit": "second", "inputSchema": {"type": "object", "properties": {
			"prompt": {"type": "string", "label": "Prompt"},
			"resolution": {"type": "enum", "enum": ["480p", "720p"], "default": "480p"},
			"duration": {"type": "enum", "enum": ["auto", "4", "5", "6"], "default": "5"}
		}, "required": ["prompt"]}},
		{"slug": "veo3-fast-text-to-video", "cost": 30, "costUnit": "second", "inputSchema": {
			"prompt": {"type": "string", "required": true}, "generate_audio": {"type": "boolean", "default": true},
			"image_urls": {"type": "array", "items": {"type": "string"}, "inputType": "gallery"}, "seed": {"type": "number"}
		}},
		{"slug": "elevenlabs-music", "cost": 1, "costUnit": "second", "inputSchema": {
			"duration": {"type": "int", "default": 30, "optional": true}, "prompt": {"type": "string"}
		}},
		{"slug": "elevenlabs-sounds", "cost": 1, "costUnit": "second", "inputSchema": {"duration": {"type": "number", "default": "auto"}}},
		{"slug": "plain-image", "cost": 4, "costUnit": "generation", "inputSchema": {"properties": {"prompt": {"type": "string"}, "seed": {"type": "int"}}}},
		{"slug": "labelled", "cost": 4, "inputSchema": {"style": {"type": "string", "options": [{"label": "A", "value": "a"}]}}},
		{"slug": "unpriced"}
	]}`

func toolOf(t *testing.T, text string) model.Tool {
	t.Helper()
	var tool model.Tool
	if err := json.Unmarshal([]byte(text), &tool); err != nil {
		t.Fatal(err)
	}
	for i := range tool.Models {
		if tool.Models[i].Slug == "unpriced" {
			tool.Models[i].Cost = model.UnknownCredits
		}
	}
	return tool
}

// What a request names, leaves to the service or leaves to a default says how sure a
// price is; what cannot be worked out is unknown.
func TestHowSureAPriceIs(t *testing.T) {
	prices := derive.Prices{}
	prices.Saw(toolOf(t, seedance), start)
	unknown := model.UnknownCredits
	for name, c := range map[string]struct {
		payload string
		want    model.Credits
		basis   model.EstimateBasis
		inputs  string
	}{
		"a resolution that is named":  {`{"model":"seedance-2-text-to-video","duration":"6","resolution":"720p"}`, -162, model.BasisPriceAtLeast, "duration=6 resolution=720p"},
		"none, the default stands in": {`{"model":"seedance-2-text-to-video","duration":6}`, -162, model.BasisPriceAbout, "duration=6 resolution=480p"},
		"no duration either":          {`{"model":"seedance-2-text-to-video"}`, -135, model.BasisPriceAbout, "duration=5 resolution=480p"},
		"null is none":                {`{"model":"seedance-2-text-to-video","duration":null,"resolution":null}`, -135, model.BasisPriceAbout, "duration=5 resolution=480p"},
		"no model: the first":         {`{"duration":"6"}`, -162, model.BasisPriceAbout, "duration=6 resolution=480p"},
		"automatic":                   {`{"model":"seedance-2-text-to-video","duration":"auto"}`, unknown, model.BasisUnknownPrice, ""},
		"no input for the duration":   {`{"model":"veo3-fast-text-to-video","generate_audio":false}`, unknown, model.BasisUnknownPrice, ""},
		"a default in seconds":        {`{"model":"elevenlabs-music"}`, -30, model.BasisPriceAbout, "duration=30"},
		"named in seconds":            {`{"model":"elevenlabs-music","duration":12}`, -12, model.BasisPrice, ""},
		"automatic by default":        {`{"model":"elevenlabs-sounds"}`, unknown, model.BasisUnknownPrice, ""},
		"nothing but text and a seed": {`{"model":"plain-image","prompt":"x","seed":7}`, -4, model.BasisPrice, ""},
		"options are a choice":        {`{"model":"labelled","style":"a"}`, -4, model.BasisPriceAtLeast, "style=a"},
		"no cost":                     {`{"model":"unpriced"}`, unknown, model.BasisUnknownPrice, ""},
	} {
		g := model.Generation{ID: "g", Tool: "create-video", Payload: model.Raw(c.payload), CreatedAt: model.At(start.Add(time.Hour))}
		row := derive.Debit(g, prices)
		want := c.want
		if want.Known() {
			want *= model.Credit
		}
		if row.Amount != want || row.Basis != c.basis || row.Estimate.Inputs != c.inputs {
			t.Errorf("%s: %v, %s, %q; want %v, %s, %q", name, row.Amount, row.Basis, row.Estimate.Inputs, want, c.basis, c.inputs)
		}
	}
	early := model.Generation{Tool: "create-video", Payload: model.Raw(`{"model":"seedance-2-text-to-video","duration":"6","resolution":"720p"}`), CreatedAt: model.At(start.Add(-time.Hour))}
	row := derive.Debit(early, prices)
	if row.Basis != model.BasisFirstPriceAtLeast || !slices.Equal(derive.DependsOn(row), []string{"resolution"}) {
		t.Errorf("before the first look: %s, depends on %v", row.Basis, derive.DependsOn(row))
	}
	bare := derive.Debit(model.Generation{Tool: "create-video", CreatedAt: early.CreatedAt}, prices)
	if bare.Basis != model.BasisPendingDetails || bare.Amount.Known() || bare.Model != "" {
		t.Errorf("without a payload: %+v", bare)
	}
}

// Of a model without a schema, what a request names tells: texts that make a generation
// dearer by their names, numbers, and yes or no.
func TestWithoutASchema(t *testing.T) {
	prices := derive.Prices{}
	prices.Saw(model.Tool{Slug: "t", Models: []model.ToolModel{{Slug: "m", Cost: 4 * model.Credit}}}, start)
	for payload, want := range map[string]model.EstimateBasis{
		`{"model":"m","prompt":"x","image_urls":["https://a"],"seed":3}`: model.BasisPrice,
		`{"model":"m","image_size":"square_hd"}`:                         model.BasisPriceAtLeast,
		`{"model":"m","Resolution":"4k"}`:                                model.BasisPriceAtLeast,
		`{"model":"m","upscale":true}`:                                   model.BasisPriceAbout,
		`{"model":"m","quantity":2,"duration":"5"}`:                      model.BasisPrice,
	} {
		g := model.Generation{Tool: "t", Payload: model.Raw(payload), CreatedAt: model.At(start.Add(time.Hour))}
		if _, basis := prices.Of(g); basis != want {
			t.Errorf("%s: %s, want %s", payload, basis, want)
		}
	}
}

// A generation that was the only one between two balances tells what it cost, and others
// with the same inputs are taken to have cost that.
func TestPricesThatWereSeen(t *testing.T) {
	w := &world{now: start, balance: 5000 * model.Credit}
	credits := func(n int) model.Credits { return model.Credits(n) * model.Credit }
	w.runAt("720p", credits(162), credits(366), false, 0) // before the first look
	w.pass(3 * time.Hour)
	w.look()
	w.pass(10 * time.Minute)
	w.runAt("720p", credits(162), credits(366), false, 0)
	w.pass(10 * time.Minute)
	w.look()
	seenAt := w.now
	w.pass(10 * time.Minute)
	w.runAt("720p", credits(162), credits(366), false, 0)
	w.pass(time.Minute)
	w.runAt("480p", credits(162), credits(162), false, 0)
	w.pass(10 * time.Minute)
	w.look()
	w.pass(10 * time.Minute)
	w.runAt("1080p", credits(162), credits(900), false, 0) // one of two that were not seen alone
	w.pass(time.Minute)
	w.runAt("480p", credits(162), credits(162), true, 30*time.Second)
	w.pass(time.Minute)
	w.runAt("1080p", credits(162), credits(900), false, 0)
	w.pass(10 * time.Minute)
	w.look()
	w.pass(10 * time.Minute)
	w.runAt("1080p", credits(170), credits(900), false, 0) // the catalogue's price is another
	rows, prices := derive.Complete(w.debits, w.all())
	if changes := check(t, w, rows); changes != -credits(2*(900-162)) {
		t.Errorf("changes of %v", changes)
	}
	if len(prices) != 1 {
		t.Errorf("seen are %+v", prices)
	}
	type want struct {
		amount int
		basis  model.EstimateBasis
		about  bool
	}
	for i, want := range []want{
		{-366, model.BasisSeenPrice, false},
		{-366, model.BasisSeenPrice, false},
		{-366, model.BasisSeenPrice, false},
		{-162, model.BasisPriceAtLeast, false},
		{-162, model.BasisPriceAtLeast, true},
		{-162, model.BasisPriceAtLeast, true},
		{162, model.BasisRefundAtLeast, true},
		{-162, model.BasisPriceAtLeast, true},
		{2 * (162 - 900), model.BasisObservedWithEstimates, false},
		{-170, model.BasisPriceAtLeast, true},
	} {
		row := rows[i]
		if row.Amount != credits(want.amount) || row.Basis != want.basis || row.Estimate.BalanceAbout != want.about {
			t.Errorf("row %d is %v, %s, balance about %v; want %+v", i, row.Amount, row.Basis, row.Estimate.BalanceAbout, want)
		}
	}
	if row := rows[2]; !row.Estimate.SeenAt.Equal(seenAt) || row.Estimate.Least != -credits(162) {
		t.Errorf("seen at %v, at least %v", row.Estimate.SeenAt, row.Estimate.Least)
	}
	if row := rows[8]; row.Estimate.Generations != 2 {
		t.Errorf("%d generations are the likely cause", row.Estimate.Generations)
	}
	old := []model.Transaction{w.debits[0]}
	if prices.Priced(old); old[0].Amount != -credits(366) {
		t.Errorf("elsewhere it costs %v", old[0].Amount)
	}
}

// What is no generation's price is not taken for one: a purchase in between, less than
// the least, far more than any price, a generation that failed.
func TestPricesThatWereNotSeen(t *testing.T) {
	for name, other := range map[string]int{"a purchase": 2000, "less than the least": 100, "far more": -9000} {
		w := &world{now: start, balance: 50_000 * model.Credit}
		w.look()
		w.pass(time.Hour)
		w.runAt("720p", 162*model.Credit, 162*model.Credit, false, 0)
		w.balance += model.Credits(other) * model.Credit
		w.pass(time.Hour)
		w.look()
		rows, prices := derive.Complete(w.debits, w.all())
		if changes := check(t, w, rows); len(prices) != 0 || changes != model.Credits(other)*model.Credit {
			t.Errorf("%s: %v, changes of %v", name, prices, changes)
		}
		if row := rows[1]; row.Basis != model.BasisObservedWithEstimates || row.Estimate.Generations != 1 {
			t.Errorf("%s: %+v", name, row)
		}
	}
}

// The service's answers that stand for the whole kind: 27 credits a second for 6 seconds
// at 720p are the least, and 366 were taken.
func TestAPriceByResolution(t *testing.T) {
	w := &world{now: start, balance: 1000 * model.Credit}
	prices := derive.Prices{}
	prices.Saw(toolOf(t, seedance), start)
	w.look()
	w.pass(10 * time.Minute)
	w.runAt("720p", 162*model.Credit, 366*model.Credit, false, 0)
	w.pass(10 * time.Minute)
	before, _ := derive.Complete(w.debits, w.all())
	w.look()
	after, _ := derive.Complete(w.debits, w.all())
	if row := before[0]; row.Amount != -162*model.Credit || !row.Basis.AtLeast() || !row.Estimate.BalanceAbout {
		t.Errorf("before the next look: %+v", row)
	}
	if row := after[0]; len(after) != 1 || row.Amount != -366*model.Credit || row.Balance != 634*model.Credit || row.Estimate.Least != -162*model.Credit {
		t.Errorf("after it: %+v", after)
	}
}

// FuzzInputs: whatever a schema and a payload say, inputs are in order, and a price is
// known or said not to be.
func FuzzInputs(f *testing.F) {
	f.Add(`{"properties":{"duration":{"type":"enum","default":"5"}}}`, `{"duration":"6"}`)
	f.Add(`{"a":{"type":["string","null"],"enum":[1]},"b":{"anyOf":[{"type":"boolean"}]}}`, `{"a":null,"b":{}}`)
	f.Add(`[]`, `{"a b":"c=d e"}`)
	f.Fuzz(func(t *testing.T, schema, payload string) {
		inputs := derive.InputsOf(nil, model.Raw(schema))
		if !slices.IsSortedFunc(inputs, func(a, b derive.Input) int {
			if a.Name < b.Name {
				return -1
			}
			return 1
		}) {
			t.Fatalf("inputs are %v", inputs)
		}
		prices := derive.Prices{{Tool: "t", Model: "m"}: {{Cost: 2 * model.Credit, Unit: "second", Inputs: inputs}}}
		row := derive.Debit(model.Generation{ID: "g", Tool: "t", Payload: model.Raw(payload), CreatedAt: model.At(start)}, prices)
		if row.Amount.Known() == row.Basis.Unpriced() {
			t.Fatalf("%+v", row)
		}
	})
}
