package data

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/website"
)

// WebsiteWatch is a person's visit to the website, and what was seen of the account since.
// It is kept nowhere: on the website there is no session to lose.
type WebsiteWatch struct {
	website.Watch
	Page         OpenURL
	Account      bool          // it is the account page, to change a plan; else the pricing page
	Observations []Observation // the oldest first
}

// Observation is something that was seen of the account, in a sentence.
type Observation struct {
	At   time.Time
	Text string
}

// PricingPage is the page on the website that sells plans and packs. A sandbox has its
// own, as its prices are its own.
func PricingPage(id account.Identity) OpenURL {
	return OpenURL{Address: site(id, model.PricingPage, "/pricing"), What: "the pricing page"}
}

// AccountPage is the page on the website where a plan is managed.
func AccountPage(id account.Identity) OpenURL {
	return OpenURL{Address: site(id, model.AccountPage, "/account"), What: "your account page"}
}

func site(id account.Identity, page model.URL, path string) model.URL {
	if id.Sandbox {
		return model.URL(id.BaseURL + path)
	}
	return page
}
