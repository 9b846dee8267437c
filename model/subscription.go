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

// Charge is an upcoming payment.
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

// PlanOf is the slug of an account's plan: that of the subscription, whatever its status, else
// the one that the account names.
func (s Subscription) PlanOf(account Account) string {
	if s.Subscribed() {
		return string(s.Plan)
	}
	return account.Plan
}

// Promises reports whether the subscription's renewal, next credits and next charge may be
// shown as certain. With an unknown status none is (billing-api: statuses of a
// subscription).
func (s Subscription) Promises() bool {
	return s.Subscribed() && (s.Status == StatusActive || s.Status == StatusTrialing)
}

// Trial reports whether the plan is a trial now.
func (s Subscription) Trial() bool { return s.Subscribed() && s.Status == StatusTrialing }

// Stalled reports whether there is a subscription that is neither paid, nor a trial, nor
// past due: "unpaid", "incomplete", "paused", or a status that is not known. The status is
// shown verbatim, and only the billing portal changes it. A subscription without a status,
// as from a server without subscriptions, is not stalled.
func (s Subscription) Stalled() bool {
	return s.Subscribed() && s.Status != "" && !s.Promises() && s.Status != StatusPastDue
}

// Named is the display name of the account's plan, which includes that it is a trial.
func (s Subscription) Named(plan string) string {
	if s.Trial() {
		return plan + " (trial)"
	}
	return plan
}
