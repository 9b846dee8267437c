package words

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// About stands in front of an amount that is estimated.
const About = "≈"

// Unclear stands in the place of an amount that nobody knows.
const Unclear = "?"

// AmountOf is what a row does to the balance: "−50", marked where it is estimated.
func AmountOf(row model.Transaction) string {
	switch {
	case row.Basis == model.BasisPendingPrice:
		return "…"
	case !row.Amount.Known():
		return Unclear
	case row.Estimated():
		return About + row.Amount.Signed()
	}
	return row.Amount.Signed()
}

// BalanceAfter is the balance after a row, "–" where it is not known.
func BalanceAfter(row model.Transaction) string {
	if !row.Balance.Known() {
		return "–"
	}
	return Amount(row.Balance)
}

// Basis says on what an estimated row rests, in a sentence or two; it is empty for a
// row of the server's ledger.
func Basis(row model.Transaction) string {
	switch row.Basis {
	case "":
		return ""
	case model.BasisPrice:
		return "Estimated: the catalogue's price as it was seen here before this generation."
	case model.BasisFirstPrice:
		return "Estimated: the catalogue's price when it was first looked at here, which was after this generation. It may have cost something else then."
	case model.BasisPendingPrice:
		return "The price is being looked up in the catalogue."
	case model.BasisUnknownPrice:
		return "Unknown: the catalogue gives no price for this model, or the request does not say how much of what is paid for was asked. No sum counts it."
	case model.BasisRefund:
		return "Assumed: failed generations are refunded automatically. This server does not show the refund itself."
	case model.BasisObservedWithUnknown:
		return "Seen here: the balance changed by this much more than the generations of known price explain. Generations of unknown price were run meanwhile; what they cost is in it."
	case model.BasisObserved:
		return "Seen here: the balance changed by this much more than generations explain. It can be a purchase, a renewal or an adjustment; this server does not say which."
	}
	return "Estimated."
}

// Window is the stretch of time in which a change of the balance was seen to have
// happened: "Nov 21 14:02 – 14:07", with seconds within one minute. It is empty for
// any other row.
func Window(row model.Transaction, loc *time.Location) string {
	from, to, ok := derive.Window(row)
	if !ok {
		return ""
	}
	switch {
	case to.Sub(from) < time.Minute:
		return from.In(loc).Format("Jan _2 15:04:05") + " – " + to.In(loc).Format("15:04:05")
	case model.DayOf(from, loc) == model.DayOf(to, loc):
		return ShortStamp(from, loc) + " – " + Clock(to, loc)
	}
	return ShortStamp(from, loc) + " – " + ShortStamp(to, loc)
}
