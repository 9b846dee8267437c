package derive

import (
	"math/big"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Offer identifies a model of a tool.
type Offer struct {
	Tool  string `json:"tool"`
	Model string `json:"model"`
}

// Price is a price of an offer as read from the catalogue.
type Price struct {
	Cost    model.Credits `json:"cost"`    // credits per Unit; [model.UnknownCredits] if there was none or it could not be read
	Unit    string        `json:"unit"`    // empty: per generation
	Inputs  []Input       `json:"inputs"`  // that affect the price; nil: no schema was read
	Default bool          `json:"default"` // the model is the one that runs if a request names none
	From    model.Time    `json:"from"`    // when it was first read
}

// equal reports whether a price says what another says.
func (p Price) equal(other Price) bool {
	return p.Cost == other.Cost && p.Unit == other.Unit && p.Default == other.Default && slices.Equal(p.Inputs, other.Inputs)
}

// Prices are the observed prices of offers, each list the oldest first.
type Prices map[Offer][]Price

// Saw adds the prices of a tool as read from the catalogue at a time, and returns the new
// ones. The tool's first model is the one that runs if a request names none.
func (p Prices) Saw(tool model.Tool, at time.Time) (fresh map[Offer]Price) {
	fresh = map[Offer]Price{}
	for i, offered := range tool.Models {
		offer := Offer{tool.Slug, offered.Slug}
		price := Price{
			Cost: offered.Cost, Unit: offered.CostUnit, From: model.At(at),
			Inputs: InputsOf(tool.InputSchema, offered.InputSchema), Default: i == 0,
		}
		if p.SawPrice(offer, price) {
			fresh[offer] = price
		}
	}
	return fresh
}

// Add adds a price that was observed earlier, in any order.
func (p Prices) Add(offer Offer, price Price) {
	list := append(slices.Clone(p[offer]), price)
	slices.SortStableFunc(list, func(a, b Price) int { return a.From.Compare(b.From.Time) })
	p[offer] = list
}

// SawPrice adds a price that was just read, and reports whether it is new. Known inputs are
// kept if the catalogue leaves them out.
func (p Prices) SawPrice(offer Offer, price Price) bool {
	list := p[offer]
	if last := len(list) - 1; last >= 0 {
		if price.Inputs == nil {
			price.Inputs = list[last].Inputs
		}
		if list[last].equal(price) {
			return false
		}
	}
	p.Add(offer, price)
	return true
}

// Estimate is the estimated cost of a generation.
type Estimate struct {
	Amount model.Credits // zero or less, [model.UnknownCredits] if it cannot be worked out
	Basis  model.EstimateBasis
	Model  string // that was run: the request's, else the tool's default, if known
	Inputs string // see [model.Estimate]
}

// Of is the cost of a generation, zero or less, and its basis; see [Prices.Estimate].
func (p Prices) Of(g model.Generation) (model.Credits, model.EstimateBasis) {
	estimate := p.Estimate(g)
	return estimate.Amount, estimate.Basis
}

// Estimate works out the cost of a generation at the last price read before it, or at the
// first price if it is older than that. A cost that cannot be worked out is
// [model.UnknownCredits]. So is that of an offer that had a price earlier and later none:
// it may have changed. Inputs missing from a request have the catalogue's default.
func (p Prices) Estimate(g model.Generation) Estimate {
	e := Estimate{Amount: model.UnknownCredits, Basis: model.BasisUnknownPrice, Model: g.Model()}
	list := p[Offer{g.Tool, e.Model}]
	defaulted := e.Model == ""
	if defaulted {
		e.Model, list = p.modelOf(g)
	}
	list = described(list)
	for len(list) > 0 && !list[0].Cost.Known() {
		list = list[1:] // no price was seen so far
	}
	if len(list) == 0 {
		return e
	}
	price, seen := priceAt(list, g.CreatedAt)
	units, assumed, ok := unitsAsked(price.Unit, g.Payload, price.Inputs)
	if !ok {
		return e
	}
	cost, ok := price.times(units)
	if !ok {
		return e
	}
	asked := requestInputsOf(g.Payload, price.Inputs)
	precise, least, about := model.BasisPrice, model.BasisPriceAtLeast, model.BasisPriceAbout
	if !seen {
		precise, least, about = model.BasisFirstPrice, model.BasisFirstPriceAtLeast, model.BasisFirstPriceAbout
	}
	e.Amount, e.Basis = -cost, precise
	switch {
	case asked.texts:
		e.Basis = least
	case asked.numbers || asked.open || assumed || defaulted:
		e.Basis = about
	}
	if e.Basis.Inexact() {
		e.Inputs = asked.inputs
	}
	return e
}

// priceAt is the price in force at a time. seen is false where that is the first one,
// which was seen later.
func priceAt(list []Price, at model.Time) (price Price, seen bool) {
	price = list[0]
	for _, later := range list {
		if later.From.After(at.Time) {
			break
		}
		price, seen = later, true
	}
	return price, seen
}

// described gives prices that were seen without their terms those of the first that was
// seen with them: an earlier version noted none.
func described(list []Price) []Price {
	first := slices.IndexFunc(list, func(price Price) bool { return price.Inputs != nil })
	if first <= 0 {
		return list
	}
	list = slices.Clone(list)
	for i := range list[:first] {
		list[i].Inputs = list[first].Inputs
	}
	return list
}

// modelOf is the model of a generation whose request names none: the one that the tool
// was seen to have first at that time, or else after it; where none is known to be the
// first, the only one that it was ever seen to have.
func (p Prices) modelOf(g model.Generation) (name string, list []Price) {
	var of, only Offer
	var since model.Time // from when on it is the first
	found, before, offers := false, false, 0
	for offer, list := range p {
		if offer.Tool != g.Tool {
			continue
		}
		offers++
		only = offer
		price, seen := priceAt(list, g.CreatedAt)
		if !seen {
			first := slices.IndexFunc(list, func(price Price) bool { return price.Default })
			price = list[max(first, 0)]
		}
		newer := seen && (!before || price.From.After(since.Time))
		sooner := !seen && !before && price.From.Before(since.Time)
		if price.Default && (!found || newer || sooner) {
			of, since, found, before = offer, price.From, true, seen
		}
	}
	switch {
	case found:
		return of.Model, p[of]
	case offers == 1:
		return only.Model, p[only]
	}
	return "", nil
}

// mostCost is the highest plausible cost of a generation; higher ones are ignored, and a
// million of it can be summed.
const mostCost = 1_000_000 * model.Credit

// times is the price of a number of units. ok is false if it cannot be worked out.
func (p Price) times(units *big.Rat) (cost model.Credits, ok bool) {
	if p.Cost < 0 {
		return 0, false
	}
	product := new(big.Rat).Mul(units, new(big.Rat).SetInt64(int64(p.Cost)))
	cost, err := model.ParseCredits(product.Quo(product, new(big.Rat).SetInt64(int64(model.Credit))).FloatString(8))
	return cost, err == nil && cost <= mostCost
}
