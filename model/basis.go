package model

// TypeObserved is a change of the balance that the dashboard saw and that no
// generation explains. Only an estimated history has such rows.
const TypeObserved TransactionType = "observed_change"

// EstimatedTypes are the types of rows that an estimated history has.
// The last ones are what a person says that observed changes were.
var EstimatedTypes = []TransactionType{
	TypeGeneration, TypeRefund, TypeObserved, TypePurchase, TypeSubscription, TypeBonus, TypeAdjustment,
}

// EstimateBasis is what an estimated row rests on; an open set.
type EstimateBasis string

// The bases of estimated rows (billing-api: without transactions).
const (
	// BasisPrice is the catalogue's price as it was first seen near the generation's time.
	BasisPrice EstimateBasis = "price"
	// BasisPriceAtLeast is the same, where the request names an input that makes a
	// generation dearer, such as a resolution: the catalogue's price is the least.
	BasisPriceAtLeast EstimateBasis = "price_at_least"
	// BasisPriceAbout is the same, where the price may depend on inputs that the request
	// leaves to the service, or where a default stands in for a model or a duration.
	BasisPriceAbout EstimateBasis = "price_about"
	// BasisFirstPrice is the price when the catalogue was first looked at, which was
	// after the generation.
	BasisFirstPrice EstimateBasis = "first_price"
	// BasisFirstPriceAtLeast and BasisFirstPriceAbout are to it what the others are to
	// BasisPrice.
	BasisFirstPriceAtLeast EstimateBasis = "first_price_at_least"
	BasisFirstPriceAbout   EstimateBasis = "first_price_about"
	// BasisSeenPrice is what a generation with the same inputs was seen to cost: the only
	// one between two balances.
	BasisSeenPrice EstimateBasis = "seen_price"
	// BasisUnknownPrice is none: the price cannot be worked out.
	BasisUnknownPrice EstimateBasis = "unknown_price"
	// BasisPendingPrice is none yet: the catalogue was not asked for the tool so far.
	BasisPendingPrice EstimateBasis = "pending_price"
	// BasisPendingDetails is none yet: the list of generations does not say what was asked
	// for, and this one was not asked for by itself so far.
	BasisPendingDetails EstimateBasis = "pending_details"
	// BasisRefund is the product page's promise that a failed generation is refunded.
	BasisRefund EstimateBasis = "assumed_refund"
	// BasisRefundAtLeast is the same of a debit of which the least is known.
	BasisRefundAtLeast EstimateBasis = "assumed_refund_at_least"
	// BasisObserved is two balances that the dashboard saw.
	BasisObserved EstimateBasis = "observed_balances"
	// BasisObservedWithEstimates is the same, where generations are between the two whose
	// prices may be others than estimated: they are the likely cause.
	BasisObservedWithEstimates EstimateBasis = "observed_balances_with_estimated_prices"
	// BasisObservedWithUnknown is the same, where generations of unknown price are
	// between the two, so that what they cost is in the change.
	BasisObservedWithUnknown EstimateBasis = "observed_balances_with_unknown_prices"
	// BasisObservedTooMuch is the same, where the change is more than an amount can be.
	BasisObservedTooMuch EstimateBasis = "observed_balances_too_far_apart"
	// BasisEntered is two balances that the dashboard saw, and the person's word for what
	// lay between.
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

// Estimate is what else is known of an estimated row; zero for a row of the server's.
type Estimate struct {
	// Inputs are the inputs of a generation on which its price may depend, in the order of
	// their names: "duration=6 resolution=720p".
	Inputs string
	// SeenAt is when a price was seen that this row rests on (BasisSeenPrice).
	SeenAt Time
	// Least is what the catalogue's price comes to where a price was seen, signed as the
	// amount; 0 where it is not known.
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
