package message

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/ui/format"
)

// The marks of estimated figures.
const (
	About       = "≈" // before an amount
	AtLeast     = "≥" // before the digits of a lower bound
	AtMost      = "≤" // before the digits of an upper bound
	UnknownMark = "?" // in place of an unknown amount
)

// AmountOf is a row's signed amount: "−50", marked where it is estimated: "≈−50", and
// where it is a lower bound: "−≥50".
func AmountOf(row model.Transaction) string {
	switch {
	case row.Basis == model.BasisPendingPrice, row.Basis == model.BasisPendingDetails:
		return "…"
	case !row.Amount.Known():
		return UnknownMark
	case row.Basis.AtLeast():
		return least(rounded(row.Amount, 2, true))
	case !row.Basis.Observed() && row.Basis != model.BasisSeenPrice && row.Estimated():
		return About + rounded(row.Amount, 2, false).Signed()
	case row.Estimated():
		return About + row.Amount.Signed()
	}
	return row.Amount.Signed()
}

// least marks a signed amount as a lower bound: "−≥50".
func least(amount model.Credits) string {
	text := amount.Signed()
	digits := strings.TrimLeft(text, "+"+format.Minus)
	return strings.TrimSuffix(text, digits) + AtLeast + digits
}

// Sum is the signed sum of estimated rows, rounded to the digits of an estimate.
func Sum(amount model.Credits, atLeast bool) string {
	if !amount.Known() {
		return format.TooMuch
	}
	if amount = rounded(amount, 0, atLeast); atLeast {
		return least(amount)
	}
	return About + amount.Signed()
}

// Used is a positive sum of estimated rows, rounded likewise.
func Used(amount model.Credits, atLeast bool) string {
	mark := About
	if atLeast {
		mark = AtLeast
	}
	return mark + format.Amount(rounded(amount, 0, atLeast))
}

// estimateDigits is the number of significant digits of an estimate.
const estimateDigits = 3

// rounded rounds an amount to the significant digits of an estimate, keeping so many
// decimals. A lower bound is never rounded up.
func rounded(amount model.Credits, decimals int, down bool) model.Credits {
	if !amount.Known() || amount == 0 {
		return amount
	}
	size := amount
	if size < 0 {
		size = -size
	}
	digits := len(fmt.Sprint(int64(size)))
	drop := max(digits-estimateDigits, 0) // of those in units of millionths
	if decimals > 0 {
		drop = min(drop, len(fmt.Sprint(int64(model.Credit)))-1-decimals)
	}
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(drop, 0))), nil).Int64()
	left := int64(size) / unit
	if !down && int64(size)%unit*2 >= unit {
		left++
	}
	if amount < 0 {
		return model.Credits(-left * unit)
	}
	return model.Credits(left * unit)
}

// BalanceAfter is the balance after a row, empty where it is unknown, and marked where
// it is computed from estimates that do not lead to the next observed one.
func BalanceAfter(row model.Transaction) string {
	switch {
	case !row.Balance.Known():
		return ""
	case row.Estimate.BalanceAbout:
		return About + format.Amount(row.Balance)
	}
	return format.Amount(row.Balance)
}

// DependsOn lists the inputs that determine the price of an estimated row: "resolution
// and quality". It is empty where none is known.
func DependsOn(row model.Transaction) string {
	names := derive.DependsOn(row)
	for i, name := range names {
		names[i] = strings.ReplaceAll(name, "_", " ")
	}
	const most = 3
	switch n := len(names); {
	case n == 0:
		return ""
	case n == 1:
		return names[0]
	case n > most:
		return strings.Join(names[:most], ", ") + " and more"
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// Basis explains the basis of an estimated row, in a sentence or two; it is empty for a
// row of the server's ledger.
func Basis(row model.Transaction, now time.Time, loc *time.Location) string {
	const first = " It is the price when the catalogue was first looked at here, which was after this generation; it may have been another then."
	switch row.Basis {
	case "":
		return ""
	case model.BasisPrice:
		return "Estimated: the catalogue's price as it was seen here before this generation."
	case model.BasisFirstPrice:
		return "Estimated: the catalogue's price when it was first looked at here, which was after this generation. It may have cost something else then."
	case model.BasisPriceAtLeast:
		return atLeastWords(row)
	case model.BasisFirstPriceAtLeast:
		return atLeastWords(row) + first
	case model.BasisPriceAbout:
		return aboutWords(row)
	case model.BasisFirstPriceAbout:
		return aboutWords(row) + first
	case model.BasisSeenPrice:
		return seenWords(row, now, loc)
	case model.BasisPendingDetails:
		return "This server's list of generations does not say what was asked for. This one is still to be asked for by itself: its model, prompt and price follow."
	case model.BasisPendingPrice:
		return "The price is being looked up in the catalogue."
	case model.BasisUnknownPrice:
		return "Unknown: the catalogue gives no price for this model, or the request does not say how much of what is paid for was asked. No sum counts it."
	case model.BasisRefund:
		return "Assumed: failed generations are refunded automatically. This server does not show the refund itself."
	case model.BasisRefundAtLeast:
		return "Assumed: failed generations are refunded automatically, with what they cost, of which the least is known. This server does not show the refund itself."
	case model.BasisObservedWithUnknown, model.BasisObservedWithEstimates:
		return observedWords(row)
	case model.BasisObservedTooMuch:
		return "Seen here: the balance changed by " + format.TooMuch + ". No sum counts it."
	case model.BasisEntered:
		return "Entered by you: the balance changed by this much more than generations explain, and you said what it was. This server does not say."
	case model.BasisObserved:
		return "Seen here: the balance changed by this much more than generations explain. It can be a purchase, a renewal or an adjustment; this server does not say which."
	}
	return "Estimated."
}

// atLeastWords explain that a price is a lower bound.
func atLeastWords(row model.Transaction) string {
	size := strings.TrimPrefix(format.Amount(row.Amount), format.Minus)
	text := "At least " + size + " credits"
	if on := DependsOn(row); on != "" {
		text += ", depends on " + on
	}
	return text + ": the catalogue has one price for a model, and this request names what can make it dearer."
}

// aboutWords explain that a price is approximate.
func aboutWords(row model.Transaction) string {
	text := "About: the catalogue's price, with its defaults for what the request leaves out"
	if row.Estimate.Inputs != "" {
		text += " (" + row.Estimate.Inputs + ")"
	}
	if on := DependsOn(row); on != "" {
		return text + ". It may depend on " + on + "."
	}
	return text + "."
}

// seenWords state when a price was seen, and the catalogue's price.
func seenWords(row model.Transaction, now time.Time, loc *time.Location) string {
	text := "As seen on " + format.Date(row.Estimate.SeenAt.Time, now, loc) +
		": a generation with these inputs (" + row.Estimate.Inputs + ") was the only one between two balances that differ by this much."
	if missing := model.Difference(row.Amount, row.Estimate.Least); row.Estimate.Least != 0 && missing != 0 {
		text += " The catalogue says at least " + strings.TrimPrefix(format.Amount(row.Estimate.Least), format.Minus)
		if on := DependsOn(row); on != "" {
			text += ", depends on " + on
		}
		text += "; the other " + format.Amount(missing) + " are likely its price too."
	}
	return text
}

// observedWords name the likely cause of a change: generations of uncertain price.
func observedWords(row model.Transaction) string {
	prices := pricesOf(row.Estimate.Generations)
	if row.Amount > 0 {
		return "Seen here: the balance rose by this much more than estimated. It can be a purchase, a renewal or an adjustment; this server does not say which. In it are " +
			prices + " meanwhile, which are not known for certain."
	}
	return "Seen here: the balance fell by this much more than the generations of known price explain. The likely cause are the " + prices +
		" meanwhile, which are not known for certain; it can be something elsewhere too."
}

// pricesOf counts prices: "price of 1 generation", "prices of 2 generations".
func pricesOf(generations int) string {
	switch generations {
	case 0:
		return "prices of generations"
	case 1:
		return "price of 1 generation"
	}
	return "prices of " + format.Count(generations) + " generations"
}

// observed is the likely cause of an observed balance change.
func observed(row model.Transaction) string {
	likely := row.Basis == model.BasisObservedWithUnknown || row.Basis == model.BasisObservedWithEstimates
	if !likely || row.Amount > 0 {
		return "balance changed elsewhere"
	}
	return pricesOf(row.Estimate.Generations) + ", or something elsewhere"
}

// Details counts the generations still to be read one by one: "312 generations to look
// up", or short "312 to look up"; empty for none.
func Details(count int, roomy bool) string {
	switch {
	case count == 0:
		return ""
	case !roomy:
		return format.Count(count) + " to look up"
	case count == 1:
		return "1 generation to look up"
	}
	return format.Count(count) + " generations to look up"
}

// Interval is the time range of an observed balance change: "Nov 21 14:02 – 14:07",
// with seconds within one minute. It is empty for any other row.
func Interval(row model.Transaction, loc *time.Location) string {
	from, to, ok := derive.Window(row)
	if !ok {
		return ""
	}
	switch {
	case to.Sub(from) < time.Minute:
		return from.In(loc).Format("Jan _2 15:04:05") + " – " + to.In(loc).Format("15:04:05")
	case model.DayOf(from, loc) == model.DayOf(to, loc):
		return format.ShortStamp(from, loc) + " – " + format.Clock(to, loc)
	}
	return format.ShortStamp(from, loc) + " – " + format.ShortStamp(to, loc)
}
