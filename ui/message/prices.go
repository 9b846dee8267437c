package message

import (
	"fmt"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/format"
)

// EnteredOn states when the user entered prices: "entered by you on Nov 30".
func EnteredOn(first, last model.Day, now time.Time, loc *time.Location) string {
	const entered = "entered by you"
	date := func(day model.Day) string { return format.Date(day.Start(loc), now, loc) }
	switch unknown := (model.Day{}); {
	case last == unknown:
		return entered
	case first == last || first == unknown:
		return entered + " on " + date(last)
	}
	return entered + " from " + date(first) + " to " + date(last)
}

// EnteredPrices states the origin of prices that the server does not give; "" where it
// does.
func EnteredPrices(e model.EnteredPrices, from model.Provenance, now time.Time, loc *time.Location) string {
	if from != model.Entered {
		return ""
	}
	first, last := e.Span()
	return "Prices are " + EnteredOn(first, last, now, loc) + ", not by the server."
}

// PlanEntered is the entered prices of a plan: "$29 a month, $290 a year, 4,000 credits
// a month".
func PlanEntered(plan model.Plan) string {
	var parts []string
	for _, price := range plan.Prices {
		parts = append(parts, price.Short()+" "+format.Per(price.Interval))
	}
	if plan.CreditsPerMonth != nil {
		parts = append(parts, format.Credits(*plan.CreditsPerMonth)+" a month")
	}
	return strings.Join(parts, ", ")
}

// PackEntered is the entered price of a pack: "2,000 credits for $19.00".
func PackEntered(pack model.Pack) string {
	return format.Credits(pack.Credits) + " for " + pack.Price.String()
}

// PriceDifference compares an entered price with the server's.
func PriceDifference(p model.EnteredPrice, now time.Time, loc *time.Location) string {
	name := model.PlanName(p.Slug)
	if p.Interval != "" {
		name += ", " + format.BillingInterval(p.Interval) + ","
	}
	offer := func(price *model.Money, credits *model.Credits) string {
		var parts []string
		if price != nil {
			parts = append(parts, price.String())
		}
		if credits != nil {
			parts = append(parts, format.Credits(*credits))
		}
		return strings.Join(parts, " and ")
	}
	return fmt.Sprintf("%s is %s, where %s was %s.", name, offer(p.Served, p.ServedCredits), offer(p.Price, p.Credits), EnteredOn(p.On, p.On, now, loc))
}

// PriceDifferences states which of the server's prices differ from the entered ones; ""
// where none does.
func PriceDifferences(differing []model.EnteredPrice, now time.Time, loc *time.Location) string {
	if len(differing) == 0 {
		return ""
	}
	texts := []string{"The server has its own prices now, and those apply."}
	for _, price := range differing {
		texts = append(texts, PriceDifference(price, now, loc))
	}
	return strings.Join(texts, " ")
}

// PriceKept confirms that the entered price of a plan or a pack is saved, or removed.
func PriceKept(plan *model.Plan, pack *model.Pack) string {
	switch {
	case plan != nil && PlanEntered(*plan) != "":
		return "Entered: " + model.PlanName(plan.Slug) + ", " + PlanEntered(*plan) + "."
	case pack != nil && pack.Credits > 0:
		return "Entered: " + pack.Name + ", " + PackEntered(*pack) + "."
	}
	return "The price is forgotten."
}
