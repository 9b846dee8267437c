package sandbox

import (
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// The sandbox's plans and packs. Their prices are its own: the documentation
// publishes none.

const usd = "USD"

func credits(n int64) *model.Credits {
	c := model.Credits(n) * model.Credit
	return &c
}

// plans are the documented plans with the sandbox's prices, in order of rank.
var plans = func() []model.Plan {
	priced := []struct{ month, year, credits int64 }{{900, 9000, 1000}, {2900, 29000, 4000}, {7900, 79000, 12000}}
	all := model.DocumentedPlans()
	for i := range all {
		if i >= len(priced) {
			all[i].Prices, all[i].ContactURL = []model.Price{}, model.PricingPage
			continue
		}
		all[i].CreditsPerMonth = credits(priced[i].credits)
		all[i].Prices = []model.Price{
			{Interval: model.Monthly, Money: model.Money{Amount: priced[i].month, Currency: usd}},
			{Interval: model.Yearly, Money: model.Money{Amount: priced[i].year, Currency: usd}},
		}
	}
	return all
}()

// packs are the credit packs, smallest first.
var packs = []model.Pack{
	{Slug: "pack-s", Name: "Pack S", Credits: *credits(500), Price: model.Money{Amount: 600, Currency: usd}},
	{Slug: "pack-m", Name: "Pack M", Credits: *credits(2000), Price: model.Money{Amount: 1900, Currency: usd}, Featured: true},
	{Slug: "pack-l", Name: "Pack L", Credits: *credits(6000), Price: model.Money{Amount: 4900, Currency: usd}},
	{Slug: "pack-xl", Name: "Pack XL", Credits: *credits(15000), Price: model.Money{Amount: 10900, Currency: usd}},
}

// Plans are the sandbox's plans, in order of rank.
func Plans() []model.Plan { return slices.Clone(plans) }

// Packs are the sandbox's credit packs, the smallest first.
func Packs() []model.Pack { return slices.Clone(packs) }

func packNamed(slug string) (model.Pack, bool) {
	for _, p := range packs {
		if p.Slug == slug {
			return p, true
		}
	}
	return model.Pack{}, false
}

// planNamed finds a plan that the sandbox has; the zero plan for none, which
// ranks below all.
func planNamed(slug string) model.Plan {
	p, _ := model.FindPlan(plans, slug)
	return p
}

// monthly is the number of credits that a plan brings each month.
func monthly(slug string) model.Credits {
	if c := planNamed(slug).CreditsPerMonth; c != nil {
		return *c
	}
	return 0
}

// priceOf is what a plan costs for an interval.
func priceOf(slug string, interval model.Interval) model.Money {
	money, _ := planNamed(slug).Price(interval)
	return money
}
