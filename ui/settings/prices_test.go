package settings

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// TestPricesReadBack reads whatever is written.
func TestPricesReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slug, currency := rapid.StringMatching(`[a-zA-Z0-9._-]{1,12}`), rapid.SampledFrom([]string{"USD", "JPY", "KWD", "CLF"})
		day := func() model.Day {
			return model.Day{Year: 2026, Month: 11, Date: 30}.Add(rapid.IntRange(-400, 400).Draw(t, "day"))
		}
		credits := func() model.Credits { return model.Credits(rapid.Int64Range(1, 1e12).Draw(t, "credits")) }
		money := func(currency string) model.Money {
			return model.Money{Amount: rapid.Int64Range(1, 1e12).Draw(t, "amount"), Currency: currency}
		}
		var prices model.EnteredPrices
		for range rapid.IntRange(0, 4).Draw(t, "plans") {
			plan, code := model.EnteredPlan{Plan: model.Plan{Slug: slug.Draw(t, "slug")}, On: day()}, currency.Draw(t, "currency")
			for _, interval := range []model.Interval{model.Monthly, model.Yearly} {
				if rapid.Bool().Draw(t, "priced") {
					plan.Prices = append(plan.Prices, model.Price{Interval: interval, Money: money(code)})
				}
			}
			if rapid.Bool().Draw(t, "brings") {
				brings := credits()
				plan.CreditsPerMonth = &brings
			}
			prices.SetPlan(plan)
		}
		for range rapid.IntRange(0, 4).Draw(t, "packs") {
			name := slug.Draw(t, "slug")
			prices.SetPack(model.EnteredPack{
				Pack: model.Pack{Slug: name, Name: model.PlanName(name), Credits: credits(), Price: money(currency.Draw(t, "currency"))}, On: day(),
			})
		}
		text := WritePrices("api.example.com", prices)
		back, problems := ParsePrices(text)
		if len(problems) > 0 || len(prices.Plans)+len(prices.Packs) > 0 && !reflect.DeepEqual(back, prices) {
			t.Fatalf("%s\n%v\n%v\nwant %v", text, problems, back, prices)
		}
	})
}

// TestPricesProblems tells what is wrong where, and keeps the rest.
func TestPricesProblems(t *testing.T) {
	text := strings.Join([]string{
		`[plans.starter]`,
		`monthly = 9`,
		`currency = "USD"`,
		`[plans.creator]`,
		`montly = 29`,
		`yearly = 290`,
		`currency = "usd"`,
		`credits = "4,000"`,
		`[plans.pro]`,
		`monthly = 99.999`,
		`currency = "USD"`,
		`[packs.pack-j]`,
		`price = 1900.5`,
		`currency = "JPY"`,
		`credits = 2000`,
		`[packs.pack-k]`,
		`price = 19`,
		`credits = true`,
		`[packs.pack-l]`,
		`price = 19`,
		`currency = "XYZ"`,
		`credits = 10`,
		`entered = "today"`,
		`[packs."a b"]`,
		`price = 19`,
		`[offers]`,
		`a = 1`,
		`[plans.empty]`,
		`currency = "EUR"`,
	}, "\n")
	prices, problems := ParsePrices([]byte(text))
	var told []string
	for _, problem := range problems {
		told = append(told, problem.String())
	}
	want := []string{
		"prices.toml:5:1: there is no key montly; did you mean monthly?",
		`prices.toml:10:1: monthly: USD has 2 decimals, not those of "99.999"`,
		`prices.toml:13:1: price: JPY has 0 decimals, not those of "1900.5"`,
		`prices.toml:17:1: price needs its currency, written as currency = "USD"`,
		"prices.toml:18:1: credits: it takes a number",
		`prices.toml:20:1: price: "XYZ" is no currency that is known here: it takes a code like USD or EUR`,
		"prices.toml:23:1: entered takes a day, written as 2026-11-30",
		"prices.toml:25:1: a name has letters, digits, points, dashes and underscores",
		"prices.toml:26:2: there is no table offers; the comment above has them all",
		"prices.toml:29:1: plans.empty says neither monthly, nor yearly, nor credits",
	}
	if !reflect.DeepEqual(told, want) {
		t.Errorf("%s\nwant\n%s", strings.Join(told, "\n"), strings.Join(want, "\n"))
	}
	if len(prices.Plans) != 1 || prices.Plans[0].Slug != "starter" || len(prices.Packs) != 0 {
		t.Errorf("kept %v", prices)
	}
	if _, problems := ParsePrices([]byte("[plans.pro\n")); len(problems) != 1 || !strings.HasPrefix(problems[0].String(), "prices.toml:1:") {
		t.Errorf("no TOML: %v", problems)
	}
}

// TestPricesExample takes the entries that the head of the file shows.
func TestPricesExample(t *testing.T) {
	_, example, _ := strings.Cut(string(WritePrices("api.example.com", model.EnteredPrices{})), "# [plans")
	example, _, _ = strings.Cut("# [plans"+example, "# Saving")
	prices, problems := ParsePrices([]byte(strings.ReplaceAll("\n"+example, "\n#", "\n")))
	if len(problems) > 0 || len(prices.Plans) != 1 || len(prices.Packs) != 1 || len(prices.Plans[0].Prices) != 2 {
		t.Errorf("%v %v", prices, problems)
	}
}

func FuzzParsePrices(f *testing.F) {
	f.Add([]byte("[plans.creator]\nmonthly = 29\ncurrency = \"USD\"\nentered = 2026-11-30\n"))
	f.Add([]byte("packs = {a.price = 1e300, \"\" = 3}\nplans = [1]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		prices, _ := ParsePrices(text)
		if back, problems := ParsePrices(WritePrices("h", prices)); len(problems) > 0 || len(back.Plans) != len(prices.Plans) || len(back.Packs) != len(prices.Packs) {
			t.Errorf("%v: %v", prices, problems)
		}
	})
}
