package insight

import (
	"cmp"
	"errors"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// Catalogue is the server's tools with the prices observed on this machine.
type Catalogue struct {
	Tools   []model.Tool  // with their models
	Missing []string      // tools whose prices could not be read
	Seen    derive.Prices // prices that were observed on this machine
	AsOf    time.Time     // when the least recently read price was read
}

// Cost is a model of a tool with its price today and the account's use of it.
type Cost struct {
	Tool      string
	Model     string
	Name      string // of the model, for people
	MediaType string // of the tool
	Output    string // media type of what the tool makes; empty where it is not known
	Price     model.Credits
	Unit      string // empty: per generation
	// Varies says that inputs may make a generation cost more than Price.
	Varies bool

	Uses        int32         // generations of the account, all of its history
	PaidAverage model.Credits // per generation, before refunds; [model.UnknownCredits] without any
	LastPaid    model.Credits // for the newest; likewise
	LastAt      time.Time
	// Changed says that the newest generation was paid at another price than today's, if
	// that can be determined where inputs affect it.
	Changed bool
}

// Offer is the tool and model of the cost.
func (c Cost) Offer() derive.Offer { return derive.Offer{Tool: c.Tool, Model: c.Model} }

// Affordable is how many whole units a balance buys; ok is false if the price is not known
// or zero.
func (c Cost) Affordable(balance model.Credits) (units int64, ok bool) {
	if !c.Price.Known() || c.Price <= 0 {
		return 0, false
	}
	return int64(max(balance, 0) / c.Price), true
}

// ErrTooMuch is the error that an amount of credits overflows.
var ErrTooMuch = errors.New("that is more than can be counted")

// Of is the cost of a quantity of units, given in millionths of a unit, rounded half up to
// a millionth of a credit. The price has to be known.
func (c Cost) Of(quantity model.Credits) (model.Credits, error) {
	product := new(big.Int).Mul(big.NewInt(int64(c.Price)), big.NewInt(int64(quantity)))
	product.Add(product, big.NewInt(int64(model.Credit/2)))
	product.Div(product, big.NewInt(int64(model.Credit)))
	if !product.IsInt64() {
		return 0, ErrTooMuch
	}
	return model.Credits(product.Int64()), nil
}

// Costs returns the models of a catalogue with an account's use of them.
func Costs(catalogue Catalogue, activity *Activity) []Cost {
	kinds := activity.kindsOf(catalogue)
	uses := activity.byKind()
	var costs []Cost
	for _, tool := range catalogue.Tools {
		for _, m := range tool.Models {
			if m.Slug == "" {
				continue // it cannot even be named
			}
			c := Cost{
				Tool: tool.Slug, Model: m.Slug, Name: m.Name, MediaType: tool.Type, Output: tool.OutputType, Price: m.Cost, Unit: m.CostUnit,
				PaidAverage: model.UnknownCredits, LastPaid: model.UnknownCredits,
			}
			seen := catalogue.Seen[c.Offer()]
			inputs := derive.InputsOf(tool.InputSchema, m.InputSchema)
			if inputs == nil && len(seen) > 0 {
				inputs = seen[len(seen)-1].Inputs
			}
			for _, input := range inputs {
				c.Varies = c.Varies || !input.Counts
			}
			c.used(activity, uses, kinds[c.Offer()])
			c.Changed = c.changed(seen)
			costs = append(costs, c)
		}
	}
	return costs
}

// kindsOf are the places among the tally's kinds of each model of a catalogue. A
// generation that names no model ran the tool's first.
func (a *Activity) kindsOf(catalogue Catalogue) map[derive.Offer][]int {
	first := map[string]string{}
	for _, tool := range catalogue.Tools {
		if len(tool.Models) > 0 {
			first[tool.Slug] = tool.Models[0].Slug
		}
	}
	kinds := map[derive.Offer][]int{}
	for i, kind := range a.tally.Kinds {
		offer := derive.Offer{Tool: string(kind.Tool), Model: cmp.Or(string(kind.Model), first[string(kind.Tool)])}
		kinds[offer] = append(kinds[offer], i)
	}
	return kinds
}

// byKind is the use of each kind over the whole history.
func (a *Activity) byKind() []kindUse {
	uses := make([]kindUse, len(a.tally.Kinds))
	for i := range a.tally.Days {
		d := &a.tally.Days[i]
		uses[d.Kind].paid += d.Debits
		uses[d.Kind].priced += d.Generations
		uses[d.Kind].generations += d.Generations + d.Unknown
	}
	return uses
}

type kindUse struct {
	paid                model.Credits
	priced, generations int32
}

// used adds what some kinds of the history say.
func (c *Cost) used(activity *Activity, uses []kindUse, kinds []int) {
	var sum kindUse
	var lastAt int64
	for _, k := range kinds {
		sum.paid += uses[k].paid
		sum.priced += uses[k].priced
		sum.generations += uses[k].generations
		if last := activity.tally.Kinds[k].Last; last.At > lastAt {
			lastAt, c.LastPaid = last.At, last.Paid
		}
	}
	c.Uses = sum.generations
	if sum.priced > 0 {
		c.PaidAverage = roundedQuotient(sum.paid, model.Credits(sum.priced))
		c.LastAt = time.UnixMilli(lastAt)
	}
}

// changed reports whether the last generation was paid at another price than today's: the
// price that was seen by then was another, or today's cannot have given what was paid.
func (c *Cost) changed(seen []derive.Price) bool {
	if !c.LastPaid.Known() || !c.Price.Known() || c.Price <= 0 {
		return false
	}
	for _, price := range slices.Backward(seen) {
		if !price.From.After(c.LastAt) {
			return price.Cost.Known() && (price.Cost != c.Price || price.Unit != c.Unit)
		}
	}
	switch {
	case c.Varies:
		return c.LastPaid < c.Price
	case c.Unit == "":
		return c.LastPaid != c.Price
	}
	return c.LastPaid%c.Price != 0
}

// CostOrder is the sort order of costs.
type CostOrder string

// The orders.
const (
	CostsByUse   CostOrder = "used" // the account's own first, the most used first
	CostsByName  CostOrder = "name"
	CostsByPrice CostOrder = "price" // those of unknown price last
)

// CostOrders are all sort orders.
var CostOrders = []CostOrder{CostsByPrice, CostsByName, CostsByUse}

// SortCosts sorts costs.
func SortCosts(costs []Cost, by CostOrder) {
	slices.SortStableFunc(costs, func(a, b Cost) int {
		order := cmp.Or(strings.Compare(a.Tool, b.Tool), strings.Compare(a.Model, b.Model))
		switch by {
		case CostsByUse:
			return cmp.Or(cmp.Compare(b.Uses, a.Uses), order)
		case CostsByPrice:
			unknown := func(c Cost) int {
				if c.Price.Known() {
					return 0
				}
				return 1
			}
			return cmp.Or(cmp.Compare(unknown(a), unknown(b)), cmp.Compare(a.Price, b.Price), order)
		}
		return order
	})
}
