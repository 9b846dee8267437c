package sandbox

import (
	"net/http"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// portalLife is how long an address of the billing portal can be used.
const portalLife = time.Hour

// portal is a visit to the billing portal.
type portal struct {
	opened time.Time
	plan   string // the slug of the plan that was chosen before, "" for none
}

// openPortal makes a visit to the billing portal, for a plan that was chosen if any, and
// gives its id.
func (a *account) openPortal(plan string, now time.Time) string {
	a.portals = append(a.portals, portal{now, plan})
	return a.portalID(len(a.portals) - 1)
}

func (a *account) portalID(number int) string {
	return "bp_sandbox_" + string(a.ids.make(spacePortal, int32(number), a.portals[number].opened.UnixMilli()))
}

// findPortal finds the visit of an id, while it can still be made.
func (a *account) findPortal(id string, now time.Time) (visit portal, open bool) {
	for number := len(a.portals) - 1; number >= 0; number-- {
		if visit := a.portals[number]; a.portalID(number) == id {
			return visit, now.Before(visit.opened.Add(portalLife))
		}
	}
	return portal{}, false
}

// endPlan cancels at the end of the paid period (billing-api, rule 6). While a
// payment is due there is no paid period left, and the plan ends at once.
func (a *account) endPlan() *refusal {
	switch {
	case !a.sub.active() && !a.sub.stalled():
		return refuse(http.StatusConflict, "There is no plan to cancel.")
	case a.sub.status == model.StatusPastDue || a.sub.stalled():
		a.sub = a.sub.end()
	default:
		a.sub.cancel, a.sub.pending = true, ""
	}
	return nil
}

// keepPlan takes back a cancellation and a downgrade that have not happened yet.
func (a *account) keepPlan() *refusal {
	if !a.sub.active() {
		return refuse(http.StatusConflict, "There is no plan to keep. Choose one again to go on.")
	}
	a.sub.cancel, a.sub.pending = false, ""
	return nil
}

// lowerPlan changes to a lower plan at the next cycle (billing-api, rule 6).
func (a *account) lowerPlan(slug string) *refusal {
	plan, ok := model.FindPlan(plans, slug)
	switch {
	case !ok:
		return refuse(http.StatusBadRequest, "There is no such plan.")
	case !a.downgrades(plan):
		return refuse(http.StatusConflict, "%s is not below the plan that you have.", plan.Name)
	}
	a.sub.pending, a.sub.cancel = slug, false
	return nil
}

// payOverdue pays what was not paid: of a renewal that failed the plan goes on as if it
// had been paid in time, and otherwise a period begins now. The month's credits come now.
func (a *account) payOverdue(now time.Time) {
	var done change
	switch {
	case a.sub.status == model.StatusPastDue:
		a.sub, done = a.sub.renew(now)
	case a.sub.stalled():
		a.sub = subscribe(a.sub.plan, a.sub.interval, now)
		done = change{at: now, plan: a.sub.plan, credits: true, charged: true}
	default:
		return // paid already, perhaps from another tab
	}
	a.grantMonth(done)
}
