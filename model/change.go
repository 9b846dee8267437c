package model

import "slices"

// Way is how a change of plan is made.
type Way string

// The ways.
const (
	ByCheckout Way = "checkout" // a checkout session, in the browser
	ByPortal   Way = "portal"   // the billing portal, in the browser
	ByContact  Way = "contact"  // the sales page
	ByPricing  Way = "pricing"  // the pricing page, where the server sells nothing itself
	NoWay      Way = ""         // nothing to change
)

// ChangeKind is what a change of plan is to the customer.
type ChangeKind string

// The kinds of change.
const (
	ChangeSame      ChangeKind = "same"      // the plan and interval that the account has
	ChangeSubscribe ChangeKind = "subscribe" // from no plan to one
	ChangeUpgrade   ChangeKind = "upgrade"
	ChangeInterval  ChangeKind = "interval" // the same plan, paid by another interval
	ChangeDowngrade ChangeKind = "downgrade"
	ChangeCancel    ChangeKind = "cancel"  // to no plan
	ChangeResume    ChangeKind = "resume"  // the plan that the account has cancelled, or is about to leave
	ChangePayment   ChangeKind = "payment" // the last payment failed: that comes first
	ChangeStalled   ChangeKind = "stalled" // the subscription is not paid, or not known to be: that comes first
	ChangeContact   ChangeKind = "contact"
)

// Change is the effect of choosing a plan: its kind, time and features gained or lost.
type Change struct {
	Kind      ChangeKind
	Way       Way
	Effective Effect
	At        Time      // when it takes effect; zero for now
	Gained    []Feature // from no plan or to none: of what sets the plans apart
	Lost      []Feature
}

// PlanChange works out the change from a subscription to a plan and interval, and how it is
// made: an upgrade and a change of interval by a checkout of the one subscription, at once;
// a downgrade by the portal, at the next cycle (billing-api, rule 6). The zero Plan is
// none: a cancellation by the portal, at the end of the paid period.
func PlanChange(sub Subscription, plans []Plan, to Plan, interval Interval) Change {
	from, _ := FindPlan(plans, string(sub.Plan))
	if !sub.Subscribed() {
		from = Plan{}
	}
	change := Change{Effective: EffectiveNow}
	change.Gained, change.Lost = compareFeatures(from, to)
	if from.Slug == "" || to.Slug == "" { // what an account without a plan has of these, nobody says
		shared := func(f Feature) bool { return inEveryPlan(plans, f.Key) }
		change.Gained, change.Lost = slices.DeleteFunc(change.Gained, shared), slices.DeleteFunc(change.Lost, shared)
	}
	_, priced := to.Price(interval)
	switch {
	case to.Slug == "" && !sub.Subscribed():
		change.Kind, change.Way = ChangeSame, NoWay
	case sub.Stalled() && !to.ByContact():
		change.Kind, change.Way = ChangeStalled, ByPortal
	case to.Slug == "":
		change.Kind, change.Way = ChangeCancel, ByPortal
		change.Effective, change.At = EffectivePeriodEnd, sub.CurrentPeriodEnd
	case to.ByContact():
		change.Kind, change.Way = ChangeContact, ByContact
	case !sub.Subscribed():
		change.Kind, change.Way = ChangeSubscribe, ByCheckout
	case sub.Status == StatusPastDue:
		change.Kind, change.Way = ChangePayment, ByPortal
	case to.Slug == from.Slug && (sub.CancelAtPeriodEnd || sub.PendingPlan != ""):
		change.Kind, change.Way = ChangeResume, ByPortal
	case to.Slug == from.Slug && (interval == sub.Interval || sub.Interval == ""): // if the server does not send it
		change.Kind, change.Way = ChangeSame, NoWay
	case to.Slug == from.Slug:
		change.Kind, change.Way = ChangeInterval, ByCheckout
	case to.Rank < from.Rank:
		change.Kind, change.Way = ChangeDowngrade, ByPortal
		change.Effective, change.At = EffectivePeriodEnd, sub.CurrentPeriodEnd
	default:
		change.Kind, change.Way = ChangeUpgrade, ByCheckout
	}
	if change.Way == ByCheckout && !priced {
		change.Way = ByPricing
	}
	return change
}

// inEveryPlan reports whether each of the plans has a feature.
func inEveryPlan(plans []Plan, key string) bool {
	return !slices.ContainsFunc(plans, func(p Plan) bool { return !p.HasFeature(key) })
}

// compareFeatures lists what the second plan has and the first has not, and the
// other way round, in the order of the matrix.
func compareFeatures(from, to Plan) (gained, lost []Feature) {
	for _, feature := range to.Features {
		if feature.Included && !from.HasFeature(feature.Key) {
			gained = append(gained, feature)
		}
	}
	for _, feature := range from.Features {
		if feature.Included && !to.HasFeature(feature.Key) {
			lost = append(lost, feature)
		}
	}
	return gained, lost
}
