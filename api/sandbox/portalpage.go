package sandbox

import (
	"fmt"
	"net/http"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// portalPage is the customer's billing portal.
type portalPage struct {
	Path, Email, Balance, Plan, Status string
	Said, End, Overdue                 string
	CanKeep, CanCancel                 bool
	KeepText, KeepLabel, CancelText    string
	Lower                              []lowerPlan
}

// lowerPlan is a plan that can be changed to. Without one that was chosen before, none is
// chosen: the customer does that.
type lowerPlan struct {
	Slug, Text string
	Chosen     bool
}

func portalShown(a *account, r *http.Request, now time.Time) page {
	id := r.PathValue("id")
	visit, open := a.findPortal(id, now)
	if !open {
		return noPage("visit to the billing portal")
	}
	return page{status: http.StatusOK, name: "portal", data: a.portalPage(id, visit.plan)}
}

// portalActed does what was pressed and sends the browser back.
func portalActed(a *account, r *http.Request, now time.Time) page {
	id := r.PathValue("id")
	visit, open := a.findPortal(id, now)
	if !open {
		return noPage("visit to the billing portal")
	}
	var no *refusal
	switch r.PathValue("action") {
	case "cancel":
		no = a.endPlan()
	case "keep", "resume":
		no = a.keepPlan()
	case "downgrade":
		no = a.lowerPlan(r.PostFormValue("plan"))
	case "pay":
		a.payOverdue(now)
	default:
		return noPage("action")
	}
	if no != nil {
		shown := a.portalPage(id, visit.plan)
		shown.Said = no.Message + " Nothing was changed."
		return page{status: no.Status, name: "portal", data: shown}
	}
	return page{goTo: "/portal/" + id}
}

// portalPage is the page of a visit, for a plan that was chosen before or "".
func (a *account) portalPage(id, chosen string) portalPage {
	s := a.sub
	p := portalPage{
		Path: "/portal/" + id, Email: a.email, Balance: a.ledger.balance().String(), Plan: model.PlanName(s.plan), Status: "no plan",
	}
	if !s.active() && !s.stalled() {
		return p
	}
	price, name := priceOf(s.plan, s.interval), model.PlanName(s.plan)
	p.End = date(s.periodEnd())
	p.Plan = fmt.Sprintf("%s, %s by the %s", name, price, s.interval)
	p.CanCancel = !s.cancel
	p.CancelText = fmt.Sprintf("You keep %s until %s. Your credits stay.", name, p.End)
	switch {
	case s.stalled():
		p.Status = string(s.status)
		p.Overdue = price.String()
		p.CancelText = "The plan ends now. Your credits stay."
	case s.status == model.StatusPastDue:
		p.Status = "payment due since " + p.End
		p.Overdue = priceOf(s.due(), s.interval).String()
		p.CancelText = "The plan ends now. Your credits stay."
	case s.cancel:
		p.Status = "ends on " + p.End
		p.CanKeep, p.KeepLabel = true, "Resume "+name
		p.KeepText = "The plan would go on after " + p.End + " as if it had not been canceled."
	case s.pending != "":
		p.Status = "becomes " + model.PlanName(s.pending) + " on " + p.End
		p.CanKeep, p.KeepLabel = true, "Keep "+name
		p.KeepText = "The change to " + model.PlanName(s.pending) + " would not be made."
	case s.status == model.StatusTrialing:
		p.Status = "trial until " + p.End
	default:
		p.Status = "renews on " + p.End
	}
	for _, plan := range plans {
		if lower, sold := plan.Price(s.interval); sold && a.downgrades(plan) && plan.Slug != s.pending && s.status != model.StatusPastDue {
			p.Lower = append(p.Lower, lowerPlan{plan.Slug, fmt.Sprintf("%s, %s by the %s, %s credits a month",
				plan.Name, lower, s.interval, plan.CreditsPerMonth), plan.Slug == chosen})
		}
	}
	return p
}
