package model

import (
	"testing"
	"time"
)

func pricedPlans() []Plan {
	plans := DocumentedPlans()
	for i := range plans[:3] {
		amount := []int64{900, 2900, 7900}[i]
		plans[i].Prices = []Price{{Monthly, Money{amount, "USD"}}, {Yearly, Money{amount * 10, "USD"}}}
	}
	plans[3].ContactURL = PricingPage
	return plans
}

// TestPlanChange holds what every pair of plans and intervals means.
func TestPlanChange(t *testing.T) {
	plans := pricedPlans()
	end := At(time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC))
	froms := append([]Plan{{}}, plans[:3]...)
	tos := append([]Plan{{}}, plans...)
	for _, from := range froms {
		for _, paid := range []Interval{Monthly, Yearly} {
			sub := Subscription{Status: StatusNone}
			if from.Slug != "" {
				sub = Subscription{Plan: OptionalString(from.Slug), Status: StatusActive, Interval: paid, CurrentPeriodEnd: end}
			}
			for _, to := range tos {
				for _, interval := range []Interval{Monthly, Yearly} {
					got := PlanChange(sub, plans, to, interval)
					kind, way := wantChange(from, to, paid, interval)
					if got.Kind != kind || got.Way != way {
						t.Errorf("%q %s → %q %s: %s by %q, want %s by %q", from.Slug, paid, to.Slug, interval, got.Kind, got.Way, kind, way)
					}
					later := kind == ChangeDowngrade || kind == ChangeCancel
					if later != (got.Effective == EffectivePeriodEnd) || later != (got.At == end) {
						t.Errorf("%q → %q takes effect %s at %v", from.Slug, to.Slug, got.Effective, got.At)
					}
				}
			}
		}
	}
}

// wantChange is the rule in the words of the product: up at once, down at the next
// cycle, Enterprise by contact.
func wantChange(from, to Plan, paid, interval Interval) (ChangeKind, Way) {
	switch {
	case from.Slug == "" && to.Slug == "":
		return ChangeSame, NoWay
	case to.Slug == "":
		return ChangeCancel, ByPortal
	case to.Slug == "enterprise":
		return ChangeContact, ByContact
	case from.Slug == "":
		return ChangeSubscribe, ByCheckout
	case from.Slug == to.Slug && paid == interval:
		return ChangeSame, NoWay
	case from.Slug == to.Slug:
		return ChangeInterval, ByCheckout
	case to.Rank > from.Rank:
		return ChangeUpgrade, ByCheckout
	}
	return ChangeDowngrade, ByPortal
}

func TestPlanChangeFeatures(t *testing.T) {
	plans := pricedPlans()
	sub := Subscription{Plan: "creator", Status: StatusActive, Interval: Monthly}
	up := PlanChange(sub, plans, plans[2], Monthly)
	if len(up.Gained) != 1 || up.Gained[0].Key != FeaturePriorityModels || len(up.Lost) != 0 {
		t.Errorf("an upgrade gains %v and loses %v", up.Gained, up.Lost)
	}
	down := PlanChange(sub, plans, plans[0], Monthly)
	if len(down.Lost) != 1 || down.Lost[0].Key != FeaturePriorityProcessing || len(down.Gained) != 0 {
		t.Errorf("a downgrade gains %v and loses %v", down.Gained, down.Lost)
	}
	none := PlanChange(sub, plans, Plan{}, Monthly)
	if len(none.Lost) != 1 || none.Lost[0].Key != FeaturePriorityProcessing {
		t.Errorf("without a plan is lost %v: credits stay, and the rest is not said to be the plan's alone", none.Lost)
	}
	first := PlanChange(Subscription{Status: StatusNone}, plans, plans[1], Monthly)
	if len(first.Gained) != 1 || first.Gained[0].Key != FeaturePriorityProcessing {
		t.Errorf("a first plan gains %v", first.Gained)
	}
}

func TestPlanChangeStates(t *testing.T) {
	plans := pricedPlans()
	for name, test := range map[string]struct {
		sub  Subscription
		to   Plan
		kind ChangeKind
	}{
		"past due":          {Subscription{Plan: "creator", Status: StatusPastDue}, plans[2], ChangePayment},
		"cancelled":         {Subscription{Plan: "creator", Status: StatusActive, CancelAtPeriodEnd: true}, plans[1], ChangeResume},
		"pending":           {Subscription{Plan: "creator", Status: StatusActive, PendingPlan: "starter"}, plans[1], ChangeResume},
		"ended":             {Subscription{Plan: "creator", Status: StatusCanceled}, plans[0], ChangeSubscribe},
		"unpaid":            {Subscription{Plan: "creator", Status: StatusUnpaid}, plans[2], ChangeStalled},
		"incomplete":        {Subscription{Plan: "creator", Status: StatusIncomplete}, plans[1], ChangeStalled},
		"paused, cancelled": {Subscription{Plan: "creator", Status: StatusPaused}, Plan{}, ChangeStalled},
		"an unknown status": {Subscription{Plan: "creator", Status: "resting"}, plans[2], ChangeStalled},
		"a trial":           {Subscription{Plan: "creator", Status: StatusTrialing}, plans[2], ChangeUpgrade},
		"never paid":        {Subscription{Plan: "creator", Status: StatusIncompleteExpired}, plans[0], ChangeSubscribe},
		"an unknown plan":   {Subscription{Plan: "legacy", Status: StatusActive}, plans[0], ChangeUpgrade},
	} {
		if got := PlanChange(test.sub, plans, test.to, Monthly); got.Kind != test.kind {
			t.Errorf("%s: %s, want %s", name, got.Kind, test.kind)
		}
	}
	sub := Subscription{Status: StatusNone}
	if got := PlanChange(sub, DocumentedPlans(), DocumentedPlans()[1], Monthly); got.Way != ByPricing {
		t.Errorf("a plan without a price is bought by %s", got.Way)
	}
}
