package model

// TypeObserved is a change of the balance that the dashboard saw and that no
// generation explains. Only an estimated history has such rows.
const TypeObserved TransactionType = "observed_change"

// EstimatedTypes are the types of rows that an estimated history has.
var EstimatedTypes = []TransactionType{TypeGeneration, TypeRefund, TypeObserved}

// Basis is what an estimated row rests on; an open set.
type Basis string

// The bases of estimated rows (billing-api: without transactions).
const (
	// BasisPrice is the catalogue's price as it was first seen near the generation's time.
	BasisPrice Basis = "price"
	// BasisFirstPrice is the price when the catalogue was first looked at, which was
	// after the generation.
	BasisFirstPrice Basis = "first_price"
	// BasisUnknownPrice is none: the price cannot be worked out.
	BasisUnknownPrice Basis = "unknown_price"
	// BasisPendingPrice is none yet: the catalogue was not asked for the tool so far.
	BasisPendingPrice Basis = "pending_price"
	// BasisRefund is the product page's promise that a failed generation is refunded.
	BasisRefund Basis = "assumed_refund"
	// BasisObserved is two balances that the dashboard saw.
	BasisObserved Basis = "observed_balances"
	// BasisObservedWithUnknown is the same, where generations of unknown price are
	// between the two, so that what they cost is in the change.
	BasisObservedWithUnknown Basis = "observed_balances_with_unknown_prices"
)

// Unpriced reports whether the amounts of such rows are not known.
func (b Basis) Unpriced() bool { return b == BasisUnknownPrice || b == BasisPendingPrice }

// Estimated reports whether the row is not the server's own.
func (t Transaction) Estimated() bool { return t.Basis != "" }

// Provenance is where the row comes from.
func (t Transaction) Provenance() Provenance {
	if t.Estimated() {
		return Estimated
	}
	return Billed
}
