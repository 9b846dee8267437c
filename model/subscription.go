package model

// SubscriptionStatus is the state of a subscription; an open set.
type SubscriptionStatus string

// The states that are known.
const (
	StatusNone              SubscriptionStatus = "none"
	StatusTrialing          SubscriptionStatus = "trialing"
	StatusActive            SubscriptionStatus = "active"
	StatusPastDue           SubscriptionStatus = "past_due" // a renewal was not paid, and is tried again
	StatusCanceled          SubscriptionStatus = "canceled"
	StatusIncomplete        SubscriptionStatus = "incomplete" // its first payment is not made yet
	StatusIncompleteExpired SubscriptionStatus = "incomplete_expired"
	StatusUnpaid            SubscriptionStatus = "unpaid" // a renewal was not paid, and is not tried again
	StatusPaused            SubscriptionStatus = "paused" // a trial ended without a way to pay
)

// Interval is how often a plan is paid; an open set.
type Interval string

// The intervals that are known.
const (
	Monthly Interval = "month"
	Yearly  Interval = "year"
)

// MarshalJSON writes null for no interval.
func (i Interval) MarshalJSON() ([]byte, error) { return OptionalString(i).MarshalJSON() }

// Charge is a payment to come.
type Charge struct {
	Money
	At Time `json:"at"`
}

// Subscription is an account's one subscription (GET /api/subscription).
type Subscription struct {
	Plan               OptionalString     `json:"plan"` // slug; empty without a plan
	Status             SubscriptionStatus `json:"status"`
	Interval           Interval           `json:"interval"`
	CurrentPeriodStart Time               `json:"currentPeriodStart"`
	CurrentPeriodEnd   Time               `json:"currentPeriodEnd"`
	NextCreditsAt      Time               `json:"nextCreditsAt"` // when the plan's monthly credits come next
	NextCharge         *Charge            `json:"nextCharge"`
	CancelAtPeriodEnd  bool               `json:"cancelAtPeriodEnd"`
	PendingPlan        OptionalString     `json:"pendingPlan"` // slug of the plan from the next cycle on
}

// Subscribed reports whether the account has a subscription that is not over, whatever
// its status.
func (s Subscription) Subscribed() bool {
	switch s.Status {
	case StatusNone, StatusCanceled, StatusIncompleteExpired:
		return false
	}
	return s.Plan != ""
}

// Promises reports whether what the subscription says of its renewal, its next credits
// and its next charge may be told as what will happen. Of a status that is not known
// nothing is promised (billing-api: statuses of a subscription).
func (s Subscription) Promises() bool {
	return s.Subscribed() && (s.Status == StatusActive || s.Status == StatusTrialing)
}

// Trial reports whether the plan is a trial now.
func (s Subscription) Trial() bool { return s.Subscribed() && s.Status == StatusTrialing }

// Stalled reports whether there is a subscription that is neither paid, nor a trial,
// nor past due: "unpaid", "incomplete", "paused", or a status that is not known. It is
// shown by its own word, and only the billing portal changes it. Without any status, as a
// server tells that has no subscriptions, it is not.
func (s Subscription) Stalled() bool {
	return s.Subscribed() && s.Status != "" && !s.Promises() && s.Status != StatusPastDue
}

// Named is the name of the account's plan, as it has it: a trial is called one wherever
// the plan is named.
func (s Subscription) Named(plan string) string {
	if s.Trial() {
		return plan + " (trial)"
	}
	return plan
}
