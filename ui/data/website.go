package data

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/website"
)

// WebsiteWatch is a user's visit to the website, and the changes of the account since. It is
// not stored: on the website there is no session to lose.
type WebsiteWatch struct {
	website.Watch
	Page         OpenURL
	Account      bool          // the account page, to change a plan; else the pricing page
	Observations []Observation // oldest first
}

// Observation is an observed change of the account, as a sentence.
type Observation struct {
	At   time.Time
	Text string
}

// PricingPage is the website's page that sells plans and packs. A sandbox has its own page, as
// its prices are its own.
func PricingPage(id account.Identity) OpenURL {
	return OpenURL{Address: site(id, model.PricingPage, "/pricing"), What: "the pricing page"}
}

// AccountPage is the website's page where a plan is managed.
func AccountPage(id account.Identity) OpenURL {
	return OpenURL{Address: site(id, model.AccountPage, "/account"), What: "your account page"}
}

func site(id account.Identity, page model.URL, path string) model.URL {
	if id.Sandbox {
		return model.URL(id.BaseURL + path)
	}
	return page
}
