package model

// TypeObserved is a change of the balance that the dashboard saw and that no
// generation explains. Only an estimated history has such rows.
const TypeObserved TransactionType = "observed_change"

// EstimatedTypes are the types of rows that an estimated history has. The last ones are a
// person's explanations of observed changes.
var EstimatedTypes = []TransactionType{
	TypeGeneration, TypeRefund, TypeObserved, TypePurchase, TypeSubscription, TypeBonus, TypeAdjustment,
}

// EstimateBasis is the evidence for an estimated row's amount; an open set.
type EstimateBasis string

// The bases of estimated rows (billing-api: without transactions).
const (
	// BasisPrice is the catalogue's price as it was first seen near the generation's time.
	BasisPrice EstimateBasis = "price"
	// BasisPriceAtLeast is the catalogue's price as a minimum: the request names an input
	// that makes a generation dearer, such as a resolution.
	BasisPriceAtLeast EstimateBasis = "price_at_least"
	// BasisPriceAbout is the catalogue's price as an approximation: the price may depend on
	// inputs that the request leaves to the service, or where a default stands in for a
	// model or a duration.
	BasisPriceAbout EstimateBasis = "price_about"
	// BasisFirstPrice is the price when the catalogue was first looked at, which was
	// after the generation.
	BasisFirstPrice EstimateBasis = "first_price"
	// BasisFirstPriceAtLeast and BasisFirstPriceAbout are that price as a minimum and as an
	// approximation.
	BasisFirstPriceAtLeast EstimateBasis = "first_price_at_least"
	BasisFirstPriceAbout   EstimateBasis = "first_price_about"
	// BasisSeenPrice is the observed cost of a generation with the same inputs, the only
	// one between two balances.
	BasisSeenPrice EstimateBasis = "seen_price"
	// BasisUnknownPrice marks a price that cannot be worked out.
	BasisUnknownPrice EstimateBasis = "unknown_price"
	// BasisPendingPrice marks a price that is not known yet: the tool was not fetched from
	// the catalogue so far.
	BasisPendingPrice EstimateBasis = "pending_price"
	// BasisPendingDetails marks a price that is not known yet: the list of generations does
	// not include the request, and this generation was not fetched by itself so far.
	BasisPendingDetails EstimateBasis = "pending_details"
	// BasisRefund is the product page's promise that a failed generation is refunded.
	BasisRefund EstimateBasis = "assumed_refund"
	// BasisRefundAtLeast is the assumed refund of a debit of which only the minimum is
	// known.
	BasisRefundAtLeast EstimateBasis = "assumed_refund_at_least"
	// BasisObserved is the difference of two balances that the dashboard read.
	BasisObserved EstimateBasis = "observed_balances"
	// BasisObservedWithEstimates is such a difference with generations in between whose
	// prices may differ from the estimates: they are the likely cause.
	BasisObservedWithEstimates EstimateBasis = "observed_balances_with_estimated_prices"
	// BasisObservedWithUnknown is such a difference with generations of unknown price in
	// between, so that their cost is part of it.
	BasisObservedWithUnknown EstimateBasis = "observed_balances_with_unknown_prices"
	// BasisObservedTooMuch is such a difference that is too large for [Credits].
	BasisObservedTooMuch EstimateBasis = "observed_balances_too_far_apart"
	// BasisEntered is the difference of two balances that the dashboard read, with the
	// person's explanation of it.
	BasisEntered EstimateBasis = "entered_by_you"
)

// Observed reports whether the amounts of such rows are balances that the dashboard saw.
func (b EstimateBasis) Observed() bool {
	switch b {
	case BasisObserved, BasisObservedWithEstimates, BasisObservedWithUnknown, BasisObservedTooMuch, BasisEntered:
		return true
	}
	return false
}

// Unpriced reports whether the amounts of such rows are not known.
func (b EstimateBasis) Unpriced() bool {
	return b == BasisUnknownPrice || b == BasisPendingPrice || b == BasisPendingDetails || b == BasisObservedTooMuch
}

// AtLeast reports whether the true amounts of such rows are the same or larger, their
// signs aside.
func (b EstimateBasis) AtLeast() bool {
	return b == BasisPriceAtLeast || b == BasisFirstPriceAtLeast || b == BasisRefundAtLeast
}

// Inexact reports whether the price of a generation may be another than the catalogue's.
func (b EstimateBasis) Inexact() bool {
	return b == BasisPriceAbout || b == BasisFirstPriceAbout || (b.AtLeast() && b != BasisRefundAtLeast)
}

// Estimate is the additional data of an estimated row; zero for a row from the server's
// ledger.
type Estimate struct {
	// Inputs are the inputs of a generation on which its price may depend, in the order of
	// their names: "duration=6 resolution=720p".
	Inputs string
	// SeenAt is when a price was seen that this row rests on (BasisSeenPrice).
	SeenAt Time
	// Least is the cost at the catalogue's price where an observed price is used, with the
	// sign of the amount; 0 where it is not known.
	Least Credits
	// Generations are how many generations of an estimated or unknown price lie between
	// the two balances of an observed change.
	Generations int
	// BalanceAbout says that the balance rests on estimates that do not lead to the next
	// one that was seen.
	BalanceAbout bool
}

// Estimated reports whether the row is not the server's own.
func (t Transaction) Estimated() bool { return t.Basis != "" }

// Provenance is where the row comes from.
func (t Transaction) Provenance() Provenance {
	if t.Estimated() {
		return Estimated
	}
	return Billed
}
