package insight

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

func catalogue() Catalogue {
	return Catalogue{Tools: []model.Tool{
		{Slug: "create-image", Type: "image", Models: []model.ToolModel{{Slug: "nano-banana", Cost: 4e6}, {Slug: "flux-schnell", Cost: 1e6}}},
		{Slug: "create-video", Type: "video", Models: []model.ToolModel{
			{Slug: "veo3-1-text-to-video", Name: "Veo 3.1", Cost: 12_500_000, CostUnit: "second"}, {Slug: "wan", Cost: 30e6},
		}},
		{Slug: "text-to-speech", Type: "audio", Models: []model.ToolModel{{Slug: "tts", Cost: 1_200_000, CostUnit: "minute"}}},
		{Slug: "free-tool", Type: "text", Models: []model.ToolModel{{Slug: "free", Cost: 0}, {Slug: "odd", Cost: model.UnknownCredits}}},
	}}
}

func spentOn(t *testing.T, rows ...model.Transaction) *Activity {
	for i := range rows {
		rows[i].ID, rows[i].Seq, rows[i].Type = model.ID(strings.Repeat("0", 23)+string(rune('a'+i))), int64(i+1), model.TypeGeneration
		rows[i].CreatedAt = model.At(time.Date(2026, 11, 1+i, 12, 0, 0, 0, time.UTC))
	}
	return activityOf(t, rows, time.UTC)
}

func TestCosts(t *testing.T) {
	activity := spentOn(t,
		model.Transaction{Tool: "create-image", Model: "flux-schnell", Amount: -1e6},
		model.Transaction{Tool: "create-image", Amount: -4e6}, // of the tool's first model
		model.Transaction{Tool: "create-video", Model: "veo3-1-text-to-video", Amount: -100e6},
		model.Transaction{Tool: "create-image", Model: "flux-schnell", Amount: -2e6},
		model.Transaction{Tool: "create-image", Model: "flux-schnell", Amount: model.UnknownCredits, Basis: model.BasisUnknownPrice},
	)
	costs := Costs(catalogue(), activity)
	SortCosts(costs, CostsByUse)
	flux := costs[0]
	if flux.Model != "flux-schnell" || flux.Uses != 3 || flux.PaidAverage != 1_500_000 || flux.LastPaid != 2e6 || !flux.Changed {
		t.Errorf("first is %+v", flux)
	}
	for _, c := range costs {
		units, ok := c.Affordable(12376 * model.Credit)
		want := map[string]int64{"nano-banana": 3094, "flux-schnell": 12376, "veo3-1-text-to-video": 990, "wan": 412, "tts": 10313}[c.Model]
		if units != want || ok != (want > 0) {
			t.Errorf("%s: %d, %v can be had", c.Model, units, ok)
		}
		if c.Model != "flux-schnell" && c.Changed {
			t.Errorf("%s changed", c.Model)
		}
		if c.Uses == 0 && (c.LastPaid.Known() || c.PaidAverage.Known()) {
			t.Errorf("%s: %+v", c.Model, c)
		}
	}
	if units, ok := flux.Affordable(-5); units != 0 || !ok {
		t.Errorf("with less than nothing: %d", units)
	}
	SortCosts(costs, CostsByPrice)
	if costs[0].Model != "free" || costs[len(costs)-1].Model != "odd" {
		t.Errorf("by price: %+v", costs)
	}
}

// A price that was seen when the last one was paid takes precedence over what can be
// derived from the debit: 50 may be four seconds at 12.5, and was five at 10.
func TestChangedPrice(t *testing.T) {
	activity := spentOn(t, model.Transaction{Tool: "create-video", Model: "veo3-1-text-to-video", Amount: -50e6})
	list := catalogue()
	changed := func() bool {
		for _, c := range Costs(list, activity) {
			if c.Uses > 0 {
				return c.Changed
			}
		}
		t.Fatal("it is not there")
		return false
	}
	if changed() {
		t.Error("nothing says that it changed")
	}
	offer := derive.Offer{Tool: "create-video", Model: "veo3-1-text-to-video"}
	list.Seen = derive.Prices{}
	list.Seen.Add(offer, derive.Price{Cost: 10e6, Unit: "second", From: model.At(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC))})
	list.Seen.Add(offer, derive.Price{Cost: 12_500_000, Unit: "second", From: model.At(time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC))})
	if !changed() {
		t.Error("it cost 10 a second then")
	}
	list.Tools[1].Models[0].InputSchema = model.Raw(`{"resolution": {"type": "enum", "options": ["720p", "4k"]}}`)
	list.Seen = nil
	if changed() {
		t.Error("a resolution may make it dearer")
	}
	list.Tools[1].Models[0].Cost = 60e6
	if !changed() {
		t.Error("it was never that cheap")
	}
}

func TestBasket(t *testing.T) {
	activity := spentOn(t,
		model.Transaction{Tool: "create-image", Model: "nano-banana", Amount: -4e6},
		model.Transaction{Tool: "create-video", Model: "veo3-1-text-to-video", Amount: -100e6},
	)
	costs := Costs(catalogue(), activity)
	for _, test := range []struct {
		text, models  string
		total, missed model.Credits
	}{
		{"40 images, 90 s veo-3.1", "nano-banana veo3-1-text-to-video", 1285e6, 285e6},
		{"40 images,90s of Veo 3.1", "nano-banana veo3-1-text-to-video", 1285e6, 285e6},
		{"1,000 flux-schnell and 2 wan", "flux-schnell wan", 1060e6, 60e6},
		{"007 create-image with model flux", "flux-schnell", 7e6, 0},
		{"1.5 min veo", "veo3-1-text-to-video", 1125e6, 125e6},
		{"90 s tts", "tts", 1_800_000, 0},
		{"2 videos", "veo3-1-text-to-video", 200e6, 0}, // at what one was on average
		{"0.5 min text-to-speech; 1 wan", "tts wan", 30_600_000, 0},
	} {
		basket, err := ParseBasket(test.text, costs, 1000e6)
		if err != nil {
			t.Errorf("%q: %v", test.text, err)
			continue
		}
		var models []string
		for _, item := range basket.Items {
			models = append(models, item.Cost.Model)
		}
		if got := strings.Join(models, " "); got != test.models || basket.Total != test.total || basket.Missing != test.missed {
			t.Errorf("%q: %s for %v, %v is missing", test.text, got, basket.Total, basket.Missing)
		}
		if basket.Missing == 0 && basket.Left != 1000e6-basket.Total {
			t.Errorf("%q: %v is left", test.text, basket.Left)
		}
	}
	for _, text := range []string{"", ",", "images", "0 images", "3 unicorns", "3 odd", "40 s create-image", "3 tts"} {
		if basket, err := ParseBasket(text, costs, 0); err == nil {
			t.Errorf("%q: %+v", text, basket)
		}
	}
	if _, err := ParseBasket("9000000000000 wan", costs, 0); !errors.Is(err, ErrTooMuch) {
		t.Errorf("too much: %v", err)
	}
}

func TestCheapestPacks(t *testing.T) {
	usd := func(amount int64) model.Money { return model.Money{Amount: amount, Currency: "USD"} }
	packs := []model.Pack{
		{Slug: "l", Credits: 6000e6, Price: usd(4900)},
		{Slug: "unpriced", Credits: 1e6},
		{Slug: "s", Credits: 500e6, Price: usd(600)},
		{Slug: "euro", Credits: 9000e6, Price: model.Money{Amount: 1, Currency: "EUR"}},
		{Slug: "none", Price: usd(1)},
		{Slug: "m", Credits: 2000e6, Price: usd(1900)},
		{Slug: "xl", Credits: 15000e6, Price: usd(10900)},
	}
	for missing, want := range map[model.Credits]PackChoice{
		1:          {[]PackCount{{"s", 1}}, usd(600), 500e6},
		500e6 + 1:  {[]PackCount{{"s", 2}}, usd(1200), 1000e6},
		7753300000: {[]PackCount{{"l", 1}, {"m", 1}}, usd(6800), 8000e6}, // and not one of 15,000 for $109
		30000e6:    {[]PackCount{{"xl", 2}}, usd(21800), 30000e6},
	} {
		if got, ok, err := CheapestPacks(packs, missing); err != nil || !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%v: %+v, %v, %v", missing, got, ok, err)
		}
	}
	if _, ok, err := CheapestPacks(nil, 1); ok || err != nil {
		t.Error("a pack of none")
	}
	if _, ok, err := CheapestPacks(packs, 1<<62); ok || err == nil {
		t.Error("more than can be reckoned")
	}
}
