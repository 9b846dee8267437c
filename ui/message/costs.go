package message

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
)

// Affordable is the number of a model's units that a balance buys, as a duration where the
// unit is one of time: "3,307", "11 min 1 s", "≤91 h 52 min", "541 h". ok is false where
// [insight.Cost.Affordable] is.
func Affordable(c insight.Cost, balance model.Credits) (text string, ok bool) {
	units, ok := c.Affordable(balance)
	if !ok {
		return "", false
	}
	mark := ""
	if units > 0 {
		mark = Remainder(priceMark(c))
	}
	return mark + duration(units, c.Unit), true
}

func duration(units int64, unit string) string {
	minutes := units
	switch {
	case unit == "second" && units < 60:
		return fmt.Sprintf("%d s", units)
	case unit == "second" && units < 3600:
		return twoUnits(units/60, "min", units%60, "s")
	case unit == "second":
		minutes = units / 60
	case unit != "minute":
		return format.Count(int(min(units, math.MaxInt32)))
	}
	switch {
	case minutes < 60:
		return fmt.Sprintf("%d min", minutes)
	case minutes >= 100*60:
		minutes -= minutes % 60
	}
	return twoUnits(minutes/60, "h", minutes%60, "min")
}

// twoUnits is a duration in two units, or one where the second is 0.
func twoUnits(large int64, unit string, small int64, smallUnit string) string {
	text := format.Count(int(min(large, math.MaxInt32))) + " " + unit
	if small > 0 {
		text += fmt.Sprintf(" %d %s", small, smallUnit)
	}
	return text
}

// PerUnit is the unit of a price: "a second"; empty for a generation.
func PerUnit(unit string) string {
	switch unit {
	case "":
		return ""
	case "hour":
		return "an hour"
	}
	return "a " + model.Clean(unit)
}

// UnitPrice is a price with its unit: "20 a second", "≥ 30" where inputs may raise it.
func UnitPrice(c insight.Cost) string {
	if !c.Price.Known() {
		return UnknownMark
	}
	text := PriceFigure(c)
	if c.Unit != "" {
		text += " " + PerUnit(c.Unit)
	}
	return text
}

// PriceFigure is a price without its unit.
func PriceFigure(c insight.Cost) string {
	if !c.Price.Known() {
		return UnknownMark
	}
	return priceMark(c) + format.Amount(c.Price)
}

// priceMark is the mark of a price, and of all that is a number of times that price.
func priceMark(c insight.Cost) string {
	if c.Varies {
		return AtLeast
	}
	return ""
}

// SumMark is the mark of what items cost together: estimated, if a part is, else a lower
// bound, if a part is.
func SumMark(items ...insight.Item) string {
	mark := ""
	for _, item := range items {
		if item.About {
			return About
		}
		mark = cmp.Or(mark, priceMark(item.Cost))
	}
	return mark
}

// Remainder is the mark of what is less the more something costs: what is left, how often it
// can be done, how long it lasts. mark is that of the cost.
func Remainder(mark string) string {
	if mark == AtLeast {
		return AtMost
	}
	return mark
}

// Ratio is the ratio of another price to one: "half", "a third more", "3 times".
func Ratio(ratio float64) string {
	for _, fraction := range []struct {
		value float64
		name  string
	}{{0.1, "a tenth"}, {0.2, "a fifth"}, {0.25, "a quarter"}, {1. / 3, "a third"}, {0.5, "half"}, {2. / 3, "two thirds"}, {0.75, "three quarters"}, {1, "the same"}} {
		if math.Abs(ratio-fraction.value) < 0.02*fraction.value {
			return fraction.name
		}
	}
	switch {
	case ratio < 0.01:
		return "under 1 %"
	case math.Abs(ratio-2) < 0.05:
		return "twice"
	case ratio < 1:
		return format.Percent(int(math.Round(ratio * 100)))
	case ratio < 9.95 && math.Abs(ratio-math.Round(ratio)) > 0.05:
		return fmt.Sprintf("%.1f times", ratio)
	}
	return fmt.Sprintf("%s times", format.Count(int(min(math.Round(ratio), math.MaxInt32))))
}

// PaidFigure is the average price paid, to the hundredth; marked where the history is
// estimated, empty where it is unknown.
func PaidFigure(paid model.Credits, estimated bool) string {
	switch {
	case !paid.Known():
		return ""
	case estimated:
		return Used(paid, false)
	}
	const hundredth = model.Credit / 100
	return format.Amount((paid + hundredth/2) / hundredth * hundredth)
}

// CostName is the name of a model of a tool.
func CostName(cost insight.Cost) string {
	return model.Clean(cost.Tool) + " · " + model.Clean(cost.Model)
}

// BasketWork is a quantity with its model, without the price.
func BasketWork(item insight.Item) string { return workOf(item, CostName(item.Cost)) }

// WorkOfModel is a quantity with the name of its model alone: "30 seconds of veo-3.1".
func WorkOfModel(item insight.Item) string { return workOf(item, model.Clean(item.Cost.Model)) }

func workOf(item insight.Item, name string) string {
	if item.About || item.Unit == "" {
		return format.Amount(item.Quantity) + " × " + name
	}
	return format.Amount(item.Quantity) + " " + model.Clean(item.Unit) + plural(item.Quantity) + " of " + name
}

// Work is the phrase for one quantity, or the number of several.
func Work(items []insight.Item, phrase func(insight.Item) string) string {
	if len(items) == 1 {
		return phrase(items[0])
	}
	return format.Plural(len(items), "amount") + " of work"
}

// BasketShort is the total cost of quantities and the remaining balance: "600 credits,
// leaves 12,630.5".
func BasketShort(basket insight.Basket) string {
	text := SumMark(basket.Items...) + format.Credits(basket.Total)
	if basket.Missing > 0 {
		return text + ", " + BasketMissing(basket) + " missing"
	}
	return text + ", leaves " + BasketLeft(basket)
}

// BasketItem is a quantity with its model and price: "40 × create-image · nano-banana,
// 4 each".
func BasketItem(item insight.Item) string {
	switch {
	case item.About:
		return BasketWork(item) + ", at what you paid on average"
	case item.Unit == "":
		return BasketWork(item) + ", " + UnitPrice(item.Cost) + " each"
	}
	return BasketWork(item) + ", " + UnitPrice(item.Cost)
}

func plural(quantity model.Credits) string {
	if quantity == model.Credit {
		return ""
	}
	return "s"
}

// BasketCredits is the cost of a quantity.
func BasketCredits(item insight.Item) string { return SumMark(item) + format.Amount(item.Credits) }

// BasketTotal is the total cost of quantities.
func BasketTotal(basket insight.Basket) string {
	return SumMark(basket.Items...) + format.Amount(basket.Total)
}

// BasketLeft is what quantities leave of the balance.
func BasketLeft(basket insight.Basket) string {
	return Remainder(SumMark(basket.Items...)) + format.Amount(basket.Left)
}

// BasketMissing is what the balance lacks for quantities.
func BasketMissing(basket insight.Basket) string {
	return SumMark(basket.Items...) + format.Amount(basket.Missing)
}

// BasketOutcome is the total cost of quantities, with the remaining balance or the missing
// credits.
func BasketOutcome(basket insight.Basket, balance model.Credits) string {
	total := SumMark(basket.Items...) + format.Credits(basket.Total)
	if basket.Missing == 0 {
		return fmt.Sprintf("%s, leaves %s of %s.", total, BasketLeft(basket), format.Amount(balance))
	}
	return fmt.Sprintf("%s, and the balance is %s: %s are missing.", total, format.Amount(balance), BasketMissing(basket))
}

// BasketPacks are the cheapest packs that bring what the balance lacks for quantities, nil for none,
// and a sentence that names them.
func BasketPacks(basket insight.Basket, packs []model.Pack) (*insight.PackChoice, string) {
	set, ok, err := insight.CheapestPacks(packs, basket.Missing)
	switch {
	case err != nil:
		return nil, "That is more than packs are reckoned for."
	case !ok:
		return nil, "This server does not list its packs."
	}
	enough := map[string]string{"": "Enough is ", AtLeast: "Enough at the lowest prices is ", About: "Enough is probably "}
	return &set, enough[SumMark(basket.Items...)] + choice(set, packs) + "."
}

// CostPaid is the price of a model and what the account paid for it.
func CostPaid(c insight.Cost, estimated bool, now time.Time, loc *time.Location) string {
	text := UnitPrice(c) + "."
	if c.Varies {
		text = UnitPrice(c) + ": some inputs make it dearer."
	}
	switch {
	case c.Uses == 0:
		return text + " You have not used it yet."
	case !c.PaidAverage.Known():
		return text + fmt.Sprintf(" You ran it %s; what you paid is not known.", times(c.Uses))
	}
	at := "on " + format.Date(c.LastAt, now, loc)
	if model.DayOf(c.LastAt, loc) == model.DayOf(now, loc) {
		at = "at " + format.Clock(c.LastAt, loc)
	}
	if c.Uses == 1 {
		return text + fmt.Sprintf(" You ran it once; it cost %s %s.", PaidFigure(c.LastPaid, estimated), at)
	}
	return text + fmt.Sprintf(" You ran it %s, %s on average; the last one cost %s %s.",
		times(c.Uses), PaidFigure(c.PaidAverage, estimated), PaidFigure(c.LastPaid, estimated), at)
}

// CostPaidShort is a short form of [CostPaid].
func CostPaidShort(c insight.Cost, estimated bool) string {
	switch {
	case c.Uses == 0:
		return "not used yet"
	case !c.PaidAverage.Known():
		return "used " + times(c.Uses)
	}
	return fmt.Sprintf("used %s, %s on average", times(c.Uses), PaidFigure(c.PaidAverage, estimated))
}

func times(n int32) string {
	if n == 1 {
		return "once"
	}
	return format.Count(int(n)) + " times"
}

// CostChanged states since when a price applies, where this machine saw it change, and
// that the last generation was charged at another one; empty for neither.
func CostChanged(c insight.Cost, seen []derive.Price, now time.Time, loc *time.Location) string {
	text := ""
	if n := len(seen); n > 1 && seen[n-1].Cost.Known() && seen[n-2].Cost.Known() && seen[n-1].Cost != seen[n-2].Cost {
		text = fmt.Sprintf("It is %s since %s, and was %s before. ", format.Amount(seen[n-1].Cost), format.ShortTime(seen[n-1].From.Time, now, loc), format.Amount(seen[n-2].Cost))
	}
	if c.Changed {
		text += fmt.Sprintf("Your last one was charged %s, at another price than today's.", format.Amount(c.LastPaid))
	}
	return strings.TrimSpace(text)
}

// CostAlternatives are the other models of a tool, with their prices relative to one: the
// first ones by name, and how many more there are.
func CostAlternatives(c insight.Cost, others []insight.Alternative, named int) string {
	if len(others) == 0 {
		return ""
	}
	if named = min(named, len(others)); named == 0 {
		return format.Plural(len(others), "other model") + " of " + model.Clean(c.Tool) + "."
	}
	names := make([]string, named)
	for i, other := range others[:named] {
		names[i] = model.Clean(other.Model) + " " + UnitPrice(other.Cost) + " (" + Ratio(other.Ratio) + ")"
	}
	text := "Other models of " + model.Clean(c.Tool) + ": " + strings.Join(names, ", ")
	if more := len(others) - named; more > 0 {
		text += " and " + format.Count(more) + " more"
	}
	return text + "."
}
