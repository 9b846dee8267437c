package message

import (
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/format"
)

// RateUnit is the amount of money that offers are compared by, "per $1", or "for money"
// where they are in several currencies, or none has a rate.
func RateUnit(rates model.Rates) string {
	if per, ok := rates.Shared(); ok {
		return "per " + per.Short()
	}
	return "for money"
}

// Rate is the number of credits for that amount, "138", with the amount where offers
// are in several currencies, "138 per $1". It is empty without a rate.
func Rate(rates model.Rates, value model.Value) string {
	credits, per, ok := rates.Rate(value)
	if !ok {
		return ""
	}
	text := format.Count(int(credits))
	if _, shared := rates.Shared(); !shared {
		text += " per " + per.Short()
	}
	return text
}
