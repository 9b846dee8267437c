package model

import (
	"testing"

	"pgregory.net/rapid"
)

func credits(n int64) *Credits { c := Credits(n) * Credit; return &c }

func typed() EnteredPrices {
	var e EnteredPrices
	on := Day{2026, 11, 30}
	e.SetPlan(EnteredPlan{Plan{Slug: "creator", Prices: []Price{{Monthly, Money{2900, "USD"}}, {Yearly, Money{29000, "USD"}}}, CreditsPerMonth: credits(4000)}, on})
	e.SetPack(EnteredPack{Pack{Slug: "pack-l", Credits: *credits(5000), Price: Money{4000, "USD"}}, on.Add(-1)})
	e.SetPack(EnteredPack{Pack{Slug: "pack-m", Credits: *credits(2000), Price: Money{1900, "USD"}}, on})
	return e
}

// A server's own prices win; what was typed stands in for those that it does not tell.
func TestEnteredPricesStandIn(t *testing.T) {
	e, served := typed(), []Plan{{Slug: "creator", Name: "Creator", Prices: []Price{{Monthly, Money{3500, "USD"}}}}}
	if plans, from := e.OfPlans(served, Billed); from != Billed || plans[0].Prices[0].Amount != 3500 {
		t.Errorf("the server's own: %v %s", plans, from)
	}
	if packs, from := e.OfPacks(nil, Billed); from != Billed || len(packs) > 0 {
		t.Errorf("a server that sells no packs: %v %s", packs, from)
	}
	plans, from := e.OfPlans(DocumentedPlans(), Documented)
	creator, _ := FindPlan(plans, "creator")
	price, ok := creator.Price(Yearly)
	if from != Entered || len(plans) != 4 || !ok || price.Amount != 29000 || *creator.CreditsPerMonth != *credits(4000) || len(creator.Features) == 0 {
		t.Errorf("the documented plans: %v %s", creator, from)
	}
	if kept, _ := FindPlan(DocumentedPlans(), "creator"); len(kept.Prices) > 0 {
		t.Error("the plans themselves were changed")
	}
	e.SetPlan(EnteredPlan{Plan: Plan{Slug: "new-one", CreditsPerMonth: credits(1)}})
	if plans, _ := e.OfPlans(DocumentedPlans(), Documented); len(plans) != 5 || plans[4].Name != "New one" {
		t.Errorf("a plan that is not documented: %v", plans)
	}
	if packs, from := e.OfPacks(nil, Unsupported); from != Entered || len(packs) != 2 || packs[0].Slug != "pack-m" {
		t.Errorf("packs: %v %s", packs, from)
	}
}

func TestEnteredPricesBesideTheServers(t *testing.T) {
	e := typed()
	plans := []Plan{{Slug: "creator", Prices: []Price{{Monthly, Money{3500, "usd"}}, {Yearly, Money{29000, "usd"}}}, CreditsPerMonth: credits(4000)}}
	packs := []Pack{{Slug: "pack-m", Credits: *credits(2500), Price: Money{1900, "USD"}}}
	var differ []string
	for _, price := range e.Beside(plans, packs) {
		if price.Differs() {
			differ = append(differ, price.Slug+string(price.Interval))
		}
	}
	if len(differ) != 2 || differ[0] != "creatormonth" || differ[1] != "pack-m" {
		t.Errorf("%v differ", differ)
	}
}

// The day of an entry is that on which it came to say what it says.
func TestEnteredPricesAreDated(t *testing.T) {
	before, today := typed(), Day{2026, 12, 5}
	is := func(name string, change func(e *EnteredPrices), plan, pack Day) {
		t.Helper()
		e := typed()
		change(&e)
		e = e.Dated(before, today)
		creator, _ := e.Plan("creator")
		large, _ := e.Pack("pack-l")
		if creator.On != plan || large.On != pack {
			t.Errorf("%s: %v %v", name, creator.On, large.On)
		}
	}
	old, older := Day{2026, 11, 30}, Day{2026, 11, 29}
	is("nothing changed", func(*EnteredPrices) {}, old, older)
	is("days were taken out", func(e *EnteredPrices) { e.Plans[0].On, e.Packs[1].On = Day{}, Day{} }, old, older)
	is("prices changed", func(e *EnteredPrices) { e.Plans[0].Prices[0].Amount++; e.Packs[1].Credits++ }, today, today)
	is("credits taken out", func(e *EnteredPrices) { e.Plans[0].CreditsPerMonth = nil }, today, older)
	is("a day of one's own", func(e *EnteredPrices) { e.Plans[0].Prices[0].Amount++; e.Plans[0].On = older }, older, older)
}

// A price that is written out is read back, in every currency.
func TestParsePriceReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Money{rapid.Int64Range(1, largestPrice).Draw(t, "amount"), rapid.SampledFrom([]string{"USD", "JPY", "KWD", "CLF", "EUR"}).Draw(t, "currency")}
		if back, err := ParsePrice(m.Decimal(), m.Currency); err != nil || back != m {
			t.Fatalf("%s %s: %v %v", m.Decimal(), m.Currency, back, err)
		}
	})
	for text, want := range map[string]int64{"1,290": 1290, "¥1290": 1290, "1290.00": 1290, "1290.5": 0, "0": 0, "-3": 0, "1e3": 0, "": 0, ".": 0, "12,90": 0} {
		if m, err := ParsePrice(text, "jpy"); m.Amount != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %v %v", text, m, err)
		}
	}
	if _, err := ParsePrice("1", "XYZ"); err == nil {
		t.Error("a currency that is not known was taken")
	}
}
