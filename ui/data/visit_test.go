package data_test

import (
	"testing"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// The pages of a visit are the service's own, a sandbox's for a sandbox, and always
// such that may be opened.
func TestPagesOfAVisit(t *testing.T) {
	service := data.Identity{BaseURL: model.ProductionAPI}
	if service.PricingPage().Address != model.PricingPage || service.AccountPage().Address != model.AccountPage {
		t.Errorf("%+v, %+v", service.PricingPage(), service.AccountPage())
	}
	sandbox := data.Identity{Sandbox: true, BaseURL: "http://127.0.0.1:8787"}
	for _, identity := range []data.Identity{service, sandbox} {
		for _, page := range []data.OpenURL{identity.PricingPage(), identity.AccountPage()} {
			if err := (model.URLPolicy{Base: identity.BaseURL}).CheckURL(page.Address); err != nil {
				t.Error(err)
			}
		}
	}
}
