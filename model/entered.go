package model

import (
	"cmp"
	"slices"
	"strings"
)

// EnteredPrices is a price list that a person has entered because the server has none. It
// is used for advice and comparisons; a checkout takes only offers of the server.
type EnteredPrices struct {
	Plans []EnteredPlan // by slug
	Packs []EnteredPack // by credits
}

// EnteredPlan is an entered plan: its slug, prices and credits a month, where known.
type EnteredPlan struct {
	Plan
	On Day // when it was entered
}

// EnteredPack is an entered credit pack.
type EnteredPack struct {
	Pack
	On Day // when it was entered
}

// SetPlan adds a plan or replaces the one with its slug; one without prices and credits
// removes it.
func (e *EnteredPrices) SetPlan(plan EnteredPlan) {
	e.Plans = slices.DeleteFunc(slices.Clone(e.Plans), func(p EnteredPlan) bool { return p.Slug == plan.Slug })
	if len(plan.Prices) > 0 || plan.CreditsPerMonth != nil {
		e.Plans = append(e.Plans, plan)
	}
	slices.SortFunc(e.Plans, func(a, b EnteredPlan) int { return cmp.Compare(a.Slug, b.Slug) })
}

// SetPack adds a pack or replaces the one with its slug; one without credits removes it.
func (e *EnteredPrices) SetPack(pack EnteredPack) {
	e.Packs = slices.DeleteFunc(slices.Clone(e.Packs), func(p EnteredPack) bool { return p.Slug == pack.Slug })
	if pack.Credits > 0 {
		e.Packs = append(e.Packs, pack)
	}
	slices.SortFunc(e.Packs, func(a, b EnteredPack) int {
		return cmp.Or(cmp.Compare(a.Credits, b.Credits), cmp.Compare(a.Slug, b.Slug))
	})
}

// Plan returns the entered plan of a slug.
func (e EnteredPrices) Plan(slug string) (EnteredPlan, bool) {
	at := slices.IndexFunc(e.Plans, func(p EnteredPlan) bool { return p.Slug == slug })
	if at < 0 {
		return EnteredPlan{}, false
	}
	return e.Plans[at], true
}

// Pack returns the entered pack of a slug.
func (e EnteredPrices) Pack(slug string) (EnteredPack, bool) {
	at := slices.IndexFunc(e.Packs, func(p EnteredPack) bool { return p.Slug == slug })
	if at < 0 {
		return EnteredPack{}, false
	}
	return e.Packs[at], true
}

// OfPlans returns plans for comparisons: the server's where it has prices, else its plans
// with the entered prices, followed by other entered plans, which are [Entered].
func (e EnteredPrices) OfPlans(served []Plan, from Provenance) ([]Plan, Provenance) {
	if from == Billed || from == "" || len(e.Plans) == 0 {
		return served, from
	}
	plans := slices.Clone(served)
	for _, typed := range e.Plans {
		at := slices.IndexFunc(plans, func(p Plan) bool { return p.Slug == typed.Slug })
		if at < 0 {
			at = len(plans)
			plans = append(plans, Plan{Slug: typed.Slug, Name: PlanName(typed.Slug), Rank: at + 1})
		}
		plans[at].Prices, plans[at].CreditsPerMonth = typed.Prices, typed.CreditsPerMonth
	}
	return plans, Entered
}

// OfPacks returns packs for comparisons: the server's where it has any, else the entered
// ones, which are [Entered].
func (e EnteredPrices) OfPacks(served []Pack, from Provenance) ([]Pack, Provenance) {
	if from != Unsupported || len(e.Packs) == 0 {
		return served, from
	}
	packs := make([]Pack, len(e.Packs))
	for i, typed := range e.Packs {
		packs[i] = typed.Pack
	}
	return packs, Entered
}

// Span returns the first and the last day on which prices were entered.
func (e EnteredPrices) Span() (first, last Day) {
	var days []Day
	for _, plan := range e.Plans {
		days = append(days, plan.On)
	}
	for _, pack := range e.Packs {
		days = append(days, pack.On)
	}
	if len(days) == 0 {
		return first, last
	}
	earlier := func(a, b Day) int { return a.Sub(b) }
	return slices.MinFunc(days, earlier), slices.MaxFunc(days, earlier)
}

// Dated sets the day on which each entry was entered: that of before if the entry is
// unchanged, else its own day if a person has set another one, else today.
func (e EnteredPrices) Dated(before EnteredPrices, today Day) EnteredPrices {
	on := func(own, old Day, same bool) Day {
		switch {
		case same && own == Day{}:
			return old
		case own == Day{} || (own == old && !same):
			return today
		}
		return own
	}
	for i, plan := range e.Plans {
		old, _ := before.Plan(plan.Slug)
		e.Plans[i].On = on(plan.On, old.On, samePlan(plan.Plan, old.Plan))
	}
	for i, pack := range e.Packs {
		old, _ := before.Pack(pack.Slug)
		e.Packs[i].On = on(pack.On, old.On, pack.Pack == old.Pack)
	}
	return e
}

func samePlan(a, b Plan) bool {
	return slices.Equal(a.Prices, b.Prices) && sameCredits(a.CreditsPerMonth, b.CreditsPerMonth)
}

func sameCredits(a, b *Credits) bool { return a == b || (a != nil && b != nil && *a == *b) }

// EnteredPrice is an entered price with the server's price of the same thing.
type EnteredPrice struct {
	Kind     ItemKind
	Slug     string
	Interval Interval // of a plan; empty where only its credits were typed
	Price    *Money
	Credits  *Credits // each month, or of the pack; nil for not known
	On       Day

	Served        *Money // nil: the server has no such price
	ServedCredits *Credits
}

// Differs reports whether the server's price or credits differ.
func (p EnteredPrice) Differs() bool {
	price := p.Price != nil && p.Served != nil && (p.Price.Amount != p.Served.Amount || !p.Price.Same(*p.Served))
	return price || (p.Credits != nil && p.ServedCredits != nil && *p.Credits != *p.ServedCredits)
}

// Beside lists all entered prices with the prices that a server sells at.
func (e EnteredPrices) Beside(plans []Plan, packs []Pack) (all []EnteredPrice) {
	for _, plan := range e.Plans {
		served, _ := FindPlan(plans, plan.Slug)
		line := EnteredPrice{Kind: KindPlan, Slug: plan.Slug, Credits: plan.CreditsPerMonth, On: plan.On, ServedCredits: served.CreditsPerMonth}
		if len(plan.Prices) == 0 {
			all = append(all, line)
		}
		for _, price := range plan.Prices {
			line.Interval, line.Price, line.Served = price.Interval, &price.Money, nil
			if money, sold := served.Price(price.Interval); sold {
				line.Served = &money
			}
			all = append(all, line)
		}
	}
	for _, pack := range e.Packs {
		line := EnteredPrice{Kind: KindPack, Slug: pack.Slug, Price: &pack.Price, Credits: &pack.Credits, On: pack.On}
		if at := slices.IndexFunc(packs, func(p Pack) bool { return p.Slug == pack.Slug }); at >= 0 {
			line.Served, line.ServedCredits = &packs[at].Price, &packs[at].Credits
		}
		all = append(all, line)
	}
	return all
}

// OfferName reports whether a text can name a plan or a pack: letters, digits, points, dashes
// and underscores.
func OfferName(slug string) bool {
	const may = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"
	return slug != "" && len(slug) <= 60 && strings.Trim(slug, may) == ""
}

// Equal reports whether two lists have the same entries with the same days.
func (e EnteredPrices) Equal(other EnteredPrices) bool {
	return slices.EqualFunc(e.Plans, other.Plans, func(a, b EnteredPlan) bool { return a.Slug == b.Slug && a.On == b.On && samePlan(a.Plan, b.Plan) }) &&
		slices.Equal(e.Packs, other.Packs)
}
