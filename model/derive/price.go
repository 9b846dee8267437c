package derive

import (
	"math/big"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Offer is a model of a tool.
type Offer struct {
	Tool  string `json:"tool"`
	Model string `json:"model"`
}

// Price is what an offer costs, as the catalogue was seen to say.
type Price struct {
	Cost model.Credits `json:"cost"` // credits per Unit; [model.UnknownCredits] where it said none that can be read
	Unit string        `json:"unit"` // empty: per generation
	From model.Time    `json:"from"` // when it was first seen
}

// Prices are the prices that were seen of offers, each list the oldest first.
type Prices map[Offer][]Price

// Saw takes in what the catalogue says of a tool at a time, and returns the prices
// that are new.
func (p Prices) Saw(tool model.Tool, at time.Time) (fresh map[Offer]Price) {
	fresh = map[Offer]Price{}
	for _, offered := range tool.Models {
		offer := Offer{tool.Slug, offered.Slug}
		price := Price{Cost: offered.Cost, Unit: offered.CostUnit, From: model.At(at)}
		if p.add(offer, price) {
			fresh[offer] = price
		}
	}
	return fresh
}

// Add takes in a price that was seen before, in any order.
func (p Prices) Add(offer Offer, price Price) {
	list := append(slices.Clone(p[offer]), price)
	slices.SortStableFunc(list, func(a, b Price) int { return a.From.Compare(b.From.Time) })
	p[offer] = list
}

// add appends a price unless the last one is the same.
func (p Prices) add(offer Offer, price Price) bool {
	list := p[offer]
	if last := len(list) - 1; last >= 0 && list[last].Cost == price.Cost && list[last].Unit == price.Unit {
		return false
	}
	p.Add(offer, price)
	return true
}

// Of is what a generation cost, zero or less, and on which price that rests: the
// one that was seen last before it, or for a generation from before the first look
// the first. A price that cannot be worked out is [model.UnknownCredits]. So is that
// of an offer which had a price once and was seen without: it may be another now.
func (p Prices) Of(g model.Generation) (model.Credits, model.Basis) {
	list := p.list(g)
	for len(list) > 0 && !list[0].Cost.Known() {
		list = list[1:] // no price was seen so far
	}
	if len(list) == 0 {
		return model.UnknownCredits, model.BasisUnknownPrice
	}
	price, basis := list[0], model.BasisFirstPrice
	for _, later := range list {
		if later.From.After(g.CreatedAt.Time) {
			break
		}
		price, basis = later, model.BasisPrice
	}
	cost, ok := price.times(g.Payload)
	if !ok {
		return model.UnknownCredits, model.BasisUnknownPrice
	}
	return -cost, basis
}

// list are the prices of a generation's offer. A payload that names no model is
// that of the only one the tool was ever seen to have.
func (p Prices) list(g model.Generation) []Price {
	if name := g.Model(); name != "" {
		return p[Offer{g.Tool, name}]
	}
	var only []Price
	for offer, list := range p {
		if offer.Tool != g.Tool {
			continue
		}
		if only != nil {
			return nil
		}
		only = list
	}
	return only
}

// mostCost is what a generation costs at the most; what comes to more is not
// believed, and a million of it can be added up.
const mostCost = 1_000_000 * model.Credit

// times is the price of as many units as a payload asks for. ok is false where that
// cannot be told.
func (p Price) times(payload model.Raw) (cost model.Credits, ok bool) {
	units, ok := unitsOf(p.Unit, payload)
	if !ok || p.Cost < 0 {
		return 0, false
	}
	product := new(big.Rat).Mul(units, new(big.Rat).SetInt64(int64(p.Cost)))
	cost, err := model.ParseCredits(product.Quo(product, new(big.Rat).SetInt64(int64(model.Credit))).FloatString(8))
	return cost, err == nil && cost <= mostCost
}
