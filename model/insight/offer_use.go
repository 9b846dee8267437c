package insight

import (
	"cmp"
	"slices"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/history"
)

// RecentDays is the number of days, today included, that count as recent use.
const RecentDays = 90

// OfferUse is an account's use of a model of a tool.
type OfferUse struct {
	Recent model.Credits // over the last [RecentDays]
	Months []MonthUse    // those with any use, the newest first
}

// MonthUse is the use in a calendar month.
type MonthUse struct {
	Month model.Day // its first day
	history.Use
}

// UseByOffer returns the use of each model of a catalogue that the account ever used.
func UseByOffer(catalogue Catalogue, activity *Activity, today model.Day) map[derive.Offer]OfferUse {
	offers := make([]derive.Offer, len(activity.tally.Kinds))
	for offer, kinds := range activity.kindsOf(catalogue) {
		for _, kind := range kinds {
			offers[kind] = offer
		}
	}
	recentFrom := history.DayNumber(today.Add(1 - RecentDays))
	recent := map[derive.Offer]model.Credits{}
	months := map[derive.Offer]map[model.Day]*history.Use{}
	for i := range activity.tally.Days {
		d := &activity.tally.Days[i]
		offer := offers[d.Kind]
		if offer == (derive.Offer{}) { // no longer in the catalogue
			continue
		}
		if int(d.Day) >= recentFrom {
			recent[offer] += d.Used()
		}
		month := history.DayAt(int(d.Day))
		month.Date = 1
		if months[offer] == nil {
			months[offer] = map[model.Day]*history.Use{}
		}
		if months[offer][month] == nil {
			months[offer][month] = &history.Use{}
		}
		months[offer][month].Plus(d.Use)
	}
	uses := make(map[derive.Offer]OfferUse, len(months))
	for offer, byMonth := range months {
		use := OfferUse{Recent: recent[offer]}
		for month, sum := range byMonth {
			use.Months = append(use.Months, MonthUse{month, *sum})
		}
		slices.SortFunc(use.Months, func(a, b MonthUse) int {
			return cmp.Compare(history.DayNumber(b.Month), history.DayNumber(a.Month))
		})
		uses[offer] = use
	}
	return uses
}

// PerGeneration is the cost of a generation: the price, or the account's average if the
// price is by a unit. ok is false if neither is known.
func (c Cost) PerGeneration() (credits model.Credits, ok bool) {
	if c.Unit == "" {
		return c.Price, c.Price.Known()
	}
	return c.PaidAverage, c.PaidAverage.Known()
}

// Ratio is the cost of another model relative to this one, 0.5 for half: by their prices if
// those have the same unit, else by generation. ok is false if they cannot be compared.
func (c Cost) Ratio(other Cost) (ratio float64, ok bool) {
	mine, known := c.Price, c.Price.Known() && other.Price.Known()
	theirs := other.Price
	if c.Unit != other.Unit {
		var otherKnown bool
		mine, known = c.PerGeneration()
		theirs, otherKnown = other.PerGeneration()
		known = known && otherKnown
	}
	if !known || mine <= 0 {
		return 0, false
	}
	return float64(theirs) / float64(mine), true
}

// Alternative is another model of the same tool with its relative price.
type Alternative struct {
	Cost
	Ratio float64 // of its price to that of the compared model
}

// Alternatives returns the other models of a cost's tool that are comparable, the cheapest
// first.
func Alternatives(c Cost, costs []Cost) (found []Alternative) {
	for _, other := range costs {
		if other.Tool != c.Tool || other.Model == c.Model {
			continue
		}
		if ratio, ok := c.Ratio(other); ok {
			found = append(found, Alternative{other, ratio})
		}
	}
	slices.SortStableFunc(found, func(a, b Alternative) int {
		return cmp.Or(cmp.Compare(a.Ratio, b.Ratio), cmp.Compare(a.Model, b.Model))
	})
	return found
}
