package model

// TransactionType is the kind of a row of the ledger; an open set.
type TransactionType string

// The types that are known (billing-api).
const (
	TypeGeneration     TransactionType = "generation"
	TypeRefund         TransactionType = "refund"
	TypePurchase       TransactionType = "purchase"
	TypePurchaseRefund TransactionType = "purchase_refund"
	TypeSubscription   TransactionType = "subscription"
	TypeBonus          TransactionType = "bonus"
	TypeAdjustment     TransactionType = "adjustment"
)

// TransactionTypes are the known types in the order that menus have them.
var TransactionTypes = []TransactionType{
	TypeGeneration, TypeRefund, TypePurchase, TypePurchaseRefund, TypeSubscription, TypeBonus, TypeAdjustment,
}

// Payment is the money behind a purchase.
type Payment struct {
	Money
	ReceiptURL Address `json:"receiptUrl"`
}

// Transaction is one row of an account's ledger.
type Transaction struct {
	ID           ID              `json:"id"`
	Seq          int64           `json:"seq"` // grows by one with each row of the account
	Type         TransactionType `json:"type"`
	Amount       Credits         `json:"amount"`  // signed; [UnknownCredits] only where the basis is [Basis.Unpriced]
	Balance      Credits         `json:"balance"` // after this row; [UnknownCredits] only in an estimated history
	Description  string          `json:"description"`
	Tool         Opt             `json:"tool"`
	Model        Opt             `json:"model"`
	GenerationID ID              `json:"generationId"`
	CheckoutID   Opt             `json:"checkoutId"` // the session that a purchase came from; empty for a renewal
	RefundOf     ID              `json:"refundOf"`   // the row that this one gives back
	Payment      *Payment        `json:"payment"`
	CreatedAt    Time            `json:"createdAt"`

	// What an estimated row rests on, and what became of its generation. Both are
	// empty in a row of the server's ledger.
	Basis  Basis            `json:"basis,omitempty"`
	Status GenerationStatus `json:"status,omitempty"`
}

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

// GivesBack reports whether the row is a refund of another.
func (t Transaction) GivesBack() bool {
	return t.Type == TypeRefund || t.Type == TypePurchaseRefund
}

// Page is a run of transactions, newest first, and where the next one begins.
type Page struct {
	Rows       []Transaction
	Total      int64  // rows in the whole history, as the server counts them
	HasMore    bool   //
	NextCursor string // opaque; stands for a place that new rows do not move
}
