package message

import (
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
)

// PerThousand is the price of a thousand credits used, all time: "$9.36". It is empty where that
// is not known.
func PerThousand(s insight.Spending) string {
	price, ok := s.PerThousand()
	switch {
	case !ok:
		return ""
	case s.Untold > 0:
		return "at least " + price.String()
	}
	return price.String()
}

// Spent is the money spent in a month or year: "$48.00, 2 payments", "$19.00, 2
// payments, $29.00 paid back".
func Spent(s insight.Sum) string {
	text := s.Net().String()
	if s.Payments > 0 {
		text += ", " + format.Plural(s.Payments, "payment")
	}
	if s.Back > 0 {
		text += ", " + s.PaidBack().String() + " paid back"
	}
	return text
}
