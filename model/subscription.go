package model

// SubscriptionStatus is the state of a subscription; an open set.
type SubscriptionStatus string

// The states that are known.
const (
	StatusNone     SubscriptionStatus = "none"
	StatusTrialing SubscriptionStatus = "trialing"
	StatusActive   SubscriptionStatus = "active"
	StatusPastDue  SubscriptionStatus = "past_due"
	StatusCanceled SubscriptionStatus = "canceled"
)

// Interval is how often a plan is paid; an open set.
type Interval string

// The intervals that are known.
const (
	Monthly Interval = "month"
	Yearly  Interval = "year"
)

// MarshalJSON writes null for no interval.
func (i Interval) MarshalJSON() ([]byte, error) { return Opt(i).MarshalJSON() }

// Charge is a payment to come.
type Charge struct {
	Money
	At Time `json:"at"`
}

// Subscription is an account's one subscription (GET /api/subscription).
type Subscription struct {
	Plan               Opt                `json:"plan"` // slug; empty without a plan
	Status             SubscriptionStatus `json:"status"`
	Interval           Interval           `json:"interval"`
	CurrentPeriodStart Time               `json:"currentPeriodStart"`
	CurrentPeriodEnd   Time               `json:"currentPeriodEnd"`
	NextCreditsAt      Time               `json:"nextCreditsAt"` // when the plan's monthly credits come next
	NextCharge         *Charge            `json:"nextCharge"`
	CancelAtPeriodEnd  bool               `json:"cancelAtPeriodEnd"`
	PendingPlan        Opt                `json:"pendingPlan"` // slug of the plan from the next cycle on
}

// Subscribed reports whether the account has a plan now, paid or past due.
func (s Subscription) Subscribed() bool {
	return s.Plan != "" && s.Status != StatusNone && s.Status != StatusCanceled
}
