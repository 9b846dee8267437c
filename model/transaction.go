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

// TransactionTypes are the known types in menu order.
var TransactionTypes = []TransactionType{
	TypeGeneration, TypeRefund, TypePurchase, TypePurchaseRefund, TypeSubscription, TypeBonus, TypeAdjustment,
}

// Payment is the payment of a purchase.
type Payment struct {
	Money
	ReceiptURL URL `json:"receiptUrl"`
}

// Transaction is one row of an account's ledger.
type Transaction struct {
	ID           ID              `json:"id"`
	Seq          int64           `json:"seq"` // grows by one with each row of the account
	Type         TransactionType `json:"type"`
	Amount       Credits         `json:"amount"`  // signed; [UnknownCredits] only where the basis is [EstimateBasis.Unpriced]
	Balance      Credits         `json:"balance"` // after this row; [UnknownCredits] only in an estimated history
	Description  string          `json:"description"`
	Tool         OptionalString  `json:"tool"`
	Model        OptionalString  `json:"model"`
	GenerationID ID              `json:"generationId"`
	CheckoutID   OptionalString  `json:"checkoutId"` // the checkout session of a purchase; empty for a renewal
	RefundOf     ID              `json:"refundOf"`   // the row that this one refunds
	Payment      *Payment        `json:"payment"`
	CreatedAt    Time            `json:"createdAt"`

	// Basis and the fields after it hold the evidence for an estimated row and the outcome
	// of its generation. They are empty in a row of the server's ledger and never part of
	// an answer.
	Basis    EstimateBasis    `json:"-"`
	Status   GenerationStatus `json:"-"`
	Estimate Estimate         `json:"-"`
}

// GivesBack reports whether the row is a refund of another.
func (t Transaction) GivesBack() bool {
	return t.Type == TypeRefund || t.Type == TypePurchaseRefund
}

// Page is one page of transactions, newest first, with the cursor of the next.
type Page struct {
	Rows       []Transaction
	Unreadable []Unreadable // rows of the page that could not be read, and are not in Rows
	Total      int64        // rows in the whole history, as the server counts them
	HasMore    bool         //
	NextCursor string       // opaque; marks a position that new rows do not shift
	Asked      Time         // when it was requested, by the server's clock, where that matters
}
