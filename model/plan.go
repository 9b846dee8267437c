package model

// Price is what a plan costs for one interval, in minor units.
type Price struct {
	Interval Interval `json:"interval"`
	Money
}

// Feature is one row of the plan matrix for one plan, in the product page's own
// words.
type Feature struct {
	Key      string         `json:"key"`
	Label    string         `json:"label"`
	Included bool           `json:"included"`
	Note     OptionalString `json:"note"`
}

// Plan is a subscription plan (GET /api/plans, in order of rank).
type Plan struct {
	Slug            string    `json:"slug"`
	Name            string    `json:"name"`
	BestFor         string    `json:"bestFor"`
	Rank            int       `json:"rank"`
	Prices          []Price   `json:"prices"`          // empty: contact sales, or not known
	CreditsPerMonth *Credits  `json:"creditsPerMonth"` // nil: by agreement, or not known
	Features        []Feature `json:"features"`
	ContactURL      URL       `json:"contactUrl"`
}

// Price gives what the plan costs for an interval.
func (p Plan) Price(interval Interval) (Money, bool) {
	for _, price := range p.Prices {
		if price.Interval == interval {
			return price.Money, true
		}
	}
	return Money{}, false
}

// ByContact reports whether the plan is sold by contact: it has an address to
// write to and no price.
func (p Plan) ByContact() bool { return len(p.Prices) == 0 && p.ContactURL != "" }

// YearlySaving is what paying a year at once saves against twelve months; ok is
// false where one of the prices is missing, they are of different currencies, or
// nothing is saved.
func (p Plan) YearlySaving() (saving Money, ok bool) {
	month, hasMonth := p.Price(Monthly)
	year, hasYear := p.Price(Yearly)
	var left Total
	for range 12 {
		left.Add(month.Amount)
	}
	left.Subtract(year.Amount)
	amount, fits := left.Int64()
	return Money{Amount: amount, Currency: year.Currency}, hasMonth && hasYear && month.Same(year) && fits && amount > 0
}

// HasFeature says whether the plan's matrix includes the feature of that key.
func (p Plan) HasFeature(key string) bool {
	for _, feature := range p.Features {
		if feature.Key == key {
			return feature.Included
		}
	}
	return false
}

// FindPlan returns the plan of that slug.
func FindPlan(plans []Plan, slug string) (Plan, bool) {
	for _, plan := range plans {
		if plan.Slug == slug {
			return plan, true
		}
	}
	return Plan{}, false
}
