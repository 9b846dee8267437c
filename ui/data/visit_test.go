package data_test

import (
	"testing"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// The pages of a visit are the service's own, a sandbox's for a sandbox, and always
// such that may be opened.
func TestPagesOfAVisit(t *testing.T) {
	real := data.Identity{BaseURL: model.ProductionAPI}
	if real.PricingPage().Address != model.PricingPage || real.AccountPage().Address != model.AccountPage {
		t.Errorf("%+v, %+v", real.PricingPage(), real.AccountPage())
	}
	sandbox := data.Identity{Sandbox: true, BaseURL: "http://127.0.0.1:8787"}
	for _, identity := range []data.Identity{real, sandbox} {
		for _, page := range []data.OpenURL{identity.PricingPage(), identity.AccountPage()} {
			if err := (model.Opener{Base: identity.BaseURL}).Check(page.Address); err != nil {
				t.Error(err)
			}
		}
	}
}
