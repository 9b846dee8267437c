package data_test

import (
	"testing"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
)

// TestPagesOfAVisit checks that a visit's pages are the service's own, or the sandbox's for a
// sandbox, and always may be opened.
func TestPagesOfAVisit(t *testing.T) {
	service := account.Identity{BaseURL: model.ProductionAPI}
	if data.PricingPage(service).Address != model.PricingPage || data.AccountPage(service).Address != model.AccountPage {
		t.Errorf("%+v, %+v", data.PricingPage(service), data.AccountPage(service))
	}
	sandbox := account.Identity{Sandbox: true, BaseURL: "http://127.0.0.1:8787"}
	for _, identity := range []account.Identity{service, sandbox} {
		for _, page := range []data.OpenURL{data.PricingPage(identity), data.AccountPage(identity)} {
			if err := (model.URLPolicy{Base: identity.BaseURL}).CheckURL(page.Address); err != nil {
				t.Error(err)
			}
		}
	}
}
