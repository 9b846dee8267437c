package sandbox

import (
	"fmt"
	"net/http"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// sitePage imitates the website's pricing page: what the account can buy, for a sandbox
// without billing endpoints.
type sitePage struct {
	Email, Balance, Plan, Said string
	Offers                     []siteOffer
}

type siteOffer struct {
	Kind       model.ItemKind
	Slug, Text string
}

func pricingShown(a *account, _ *http.Request, now time.Time) page {
	return page{status: http.StatusOK, name: "pricing", data: a.sitePage(now)}
}

// pricingChosen leads to the payment page of what was chosen.
func pricingChosen(a *account, r *http.Request, now time.Time) page {
	item := model.Item{Kind: model.ItemKind(r.PostFormValue("kind")), Slug: r.PostFormValue("slug")}
	if item.Kind == model.KindPlan {
		item.Interval = model.Monthly
	}
	session, no := a.open(item, fmt.Sprintf("site-%d", len(a.sessions)), now)
	if no != nil {
		shown := a.sitePage(now)
		shown.Said = no.Message
		return page{status: no.Status, name: "pricing", data: shown}
	}
	return page{goTo: "/checkout/" + session.id}
}

// accountEntered leads to the billing portal, as the website's account page does.
func accountEntered(a *account, _ *http.Request, now time.Time) page {
	return page{goTo: "/portal/" + a.openPortal("", now)}
}

func (a *account) sitePage(now time.Time) sitePage {
	p := sitePage{Email: a.email, Balance: a.ledger.balance().String(), Plan: model.PlanName(a.sub.plan)}
	for _, plan := range plans {
		price, sold := plan.Price(model.Monthly)
		if _, no := a.mayBuy(model.Item{Kind: model.KindPlan, Slug: plan.Slug, Interval: model.Monthly}, now); sold && no == nil {
			text := fmt.Sprintf("%s, %s credits a month, %s by the month", plan.Name, plan.CreditsPerMonth, price)
			p.Offers = append(p.Offers, siteOffer{model.KindPlan, plan.Slug, text})
		}
	}
	for _, pack := range packs {
		p.Offers = append(p.Offers, siteOffer{model.KindPack, pack.Slug, fmt.Sprintf("%s, %s credits, %s", pack.Name, pack.Credits, pack.Price)})
	}
	return p
}
