package model

import "time"

// ItemKind is what a checkout sells; an open set.
type ItemKind string

// The kinds that are known.
const (
	KindPlan ItemKind = "plan"
	KindPack ItemKind = "pack"
)

// Item is a plan or pack that can be bought. As the body of POST /api/checkout it is {kind,
// slug, interval}; answers add the name and the credits it brings.
type Item struct {
	Kind     ItemKind `json:"kind"`
	Slug     string   `json:"slug"`
	Interval Interval `json:"interval,omitempty"` // of a plan only
	Name     string   `json:"name,omitempty"`
	Credits  *Credits `json:"credits,omitempty"` // credits that it brings at once when paid
}

// Same reports whether two items are the same thing to buy, whatever their other fields.
func (i Item) Same(other Item) bool {
	return i.Kind == other.Kind && i.Slug == other.Slug && i.Interval == other.Interval
}

// Effect is when a change takes effect; an open set.
type Effect string

// The effects that are known.
const (
	EffectiveNow       Effect = "now"
	EffectivePeriodEnd Effect = "period_end"
)

// Tax says whether an amount due includes tax; an open set.
type Tax string

// The treatments that are known.
const (
	TaxIncluded Tax = "included"
	TaxAdded    Tax = "added"
	TaxUnknown  Tax = "unknown"
)

// Quote is the price and effect of buying an item; requesting one creates nothing (GET
// /api/quote).
type Quote struct {
	Item        Item    `json:"item"`
	DueNow      Money   `json:"dueNow"`
	Tax         Tax     `json:"tax"`
	Effective   Effect  `json:"effective"`
	EffectiveAt Time    `json:"effectiveAt"`
	NextCharge  *Charge `json:"nextCharge"`
	CreditsNow  Credits `json:"creditsNow"` // credits that arrive when it is paid
	// Lines are what DueNow is made of, where the server itemizes it: a change of plan
	// charges the new plan and gives back the unused time of the old one (proration).
	Lines []QuoteLine `json:"lines,omitempty"`
	// AccountCredit is the part of the price paid from money that the account has with the
	// service, already subtracted from DueNow; nil for none.
	AccountCredit *Money `json:"accountCredit,omitempty"`
}

// QuoteLine is one line of a quote. An amount below zero is given back.
type QuoteLine struct {
	Description string `json:"description"`
	Money
}

// Itemized reports whether the lines of the quote, less the account credit, add up to
// what is due now.
func (q Quote) Itemized() bool {
	var sum Total
	for _, line := range q.Lines {
		if !line.Money.Same(q.DueNow) {
			return false
		}
		sum.Add(line.Amount)
	}
	if q.AccountCredit != nil {
		sum.Subtract(q.AccountCredit.Amount)
	}
	due, fits := sum.Int64()
	return len(q.Lines) > 0 && fits && due == q.DueNow.Amount
}

// Same reports whether two quotes agree in what is due now and later, when it takes effect
// and which credits it brings. Moments are compared by the minute, as a quote for "now"
// moves with the clock.
func (q Quote) Same(other Quote) bool {
	minute := func(t Time) int64 { return t.Unix() / 60 }
	if (q.NextCharge == nil) != (other.NextCharge == nil) {
		return false
	}
	if q.NextCharge != nil && (q.NextCharge.Money != other.NextCharge.Money ||
		DayOf(q.NextCharge.At.Time, q.NextCharge.At.Location()) != DayOf(other.NextCharge.At.Time, other.NextCharge.At.Location())) {
		return false
	}
	later := q.Effective == EffectivePeriodEnd && minute(q.EffectiveAt) != minute(other.EffectiveAt)
	return q.Item.Same(other.Item) && q.DueNow == other.DueNow && q.Tax == other.Tax &&
		q.Effective == other.Effective && !later && q.CreditsNow == other.CreditsNow
}

// CheckoutStatus is the state of a checkout session; an open set.
type CheckoutStatus string

// The states that are known.
const (
	CheckoutOpen     CheckoutStatus = "open"
	CheckoutComplete CheckoutStatus = "complete"
	CheckoutExpired  CheckoutStatus = "expired"
	CheckoutCanceled CheckoutStatus = "canceled"
	CheckoutFailed   CheckoutStatus = "payment_failed" // an asynchronous payment failed in the end
)

// PaymentStatus is the state of a checkout session's payment; an open set. A session that
// is complete need not be paid.
type PaymentStatus string

// The payment statuses that are known.
const (
	PaymentPaid   PaymentStatus = "paid"
	PaymentUnpaid PaymentStatus = "unpaid"              // under way: it can still fail, for days
	PaymentNone   PaymentStatus = "no_payment_required" // a trial, or a promotion of the full price
)

// Checkout is a checkout session (POST and GET /api/checkout). One that is left
// without paying stays open, and can be paid, until it is canceled or expires.
type Checkout struct {
	ID            string         `json:"id"`
	URL           URL            `json:"url"`
	Status        CheckoutStatus `json:"status"`
	PaymentStatus PaymentStatus  `json:"paymentStatus,omitempty"` // empty: the server does not say
	ExpiresAt     Time           `json:"expiresAt"`
	Item          Item           `json:"item"`
	TransactionID ID             `json:"transactionId"` // once paid
}

// PortalChoice is the body of POST /api/portal: the plan that the customer has chosen. It
// orders nothing.
type PortalChoice struct {
	Plan string `json:"plan,omitempty"`
}

// Portal is a visit to the customer's billing portal (POST /api/portal).
type Portal struct {
	URL URL `json:"url"`
}

// QuoteKeeps is how long a displayed quote is valid. An older one is requested again before
// anything is created.
const QuoteKeeps = time.Minute
