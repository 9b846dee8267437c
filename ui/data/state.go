package data

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/model/website"
	"github.com/studio-tui/studio-tui/ui/privacy"
)

// State is all that is known of the account on screen. The App owns it and hands it to panes
// and overlays to read.
type State struct {
	Identity        account.Identity
	Account         Resource[model.Account]
	Subscription    Resource[model.Subscription]
	Plans           Resource[[]model.Plan]
	Packs           Resource[[]model.Pack]
	Prices          Resource[*Prices] // entered by the user
	Generations     Resource[[]model.Generation]
	History         Resource[History]          // as read so far
	Backfill        Resource[struct{}]         // the reading of older rows
	Audit           Resource[insight.Audit]    // the last audit
	Findings        Resource[Findings]         // of the history, once the account is known
	Costs           Resource[Costs]            // the prices, once the Costs pane was opened
	SyncProgress    SyncProgress               // rate at which older rows are read
	SearchResult    Resource[SearchResult]     // result of the Transactions pane's search
	Tools           Resource[[]model.Tool]     // the catalogue, once it was asked for
	Budget          Resource[Budget]           // the account's budget, once the account is known
	Visit           Resource[Visit]            // what is new since the last visit, once the account is known
	Spending        Resource[insight.Spending] // the money spent, once the Account pane was opened
	Usage           Resource[Usage]            // figures of the Usage pane
	Outlook         Resource[Outlook]          // how long the credits last, once the history is complete
	Advice          Resource[Advice]           // plan and packs that fit, once a pane asked for it
	WhatIf          Resource[Advice]           // the same for a hypothetical use
	Opened          Resource[model.Generation] // the generation of the open row
	Now             time.Time                  // time of the last change; local days follow from it
	Location        *time.Location
	Profiles        Resource[[]account.ProfileStanding] // the accounts that can be opened, once they were asked for
	Orders          Resource[[]model.Order]             // the account's stored orders, newest first
	OrdersLost      error                               // why some of them could not be read; nil if all could
	Order           *OrderView                          // the open order, or nil
	WebsiteWatch    *WebsiteWatch                       // the watched visit to the website, or nil
	Opener          model.URLPolicy                     // policy of which addresses may be opened
	LeftOut         []model.LeftOut                     // entries of the server's lists that could not be read
	LowBalance      model.Credits                       // a balance below it always counts as low
	ComparePer      int64                               // plans and packs are compared by so many major units at the least
	Mask            *privacy.Masker                     // masks what is shown; nil: nothing is masked. Masked amounts are drawn as no picture either
	ReadOnly        bool                                // nothing is offered that could buy, change or sign out
	BalanceMismatch bool                                // the newest row's balance differs from the account's, after both were read again
}

// Connection is how current the figures on screen are.
type Connection int

// The connections.
const (
	Connecting  Connection = iota // the server has not answered yet
	Live                          // the last refresh succeeded
	Stale                         // a fetch failed; figures are older
	Offline                       // the server is not reached
	LimitedRate                   // the server asks to wait
	SignedOut                     // the key is not accepted
)

// Connection sums up the last refresh, by the worst of its parts, and since when
// the balance holds.
func (s *State) Connection() (state Connection, asOf time.Time, why error) {
	worst := func(err error) {
		if c := connectionOf(err); c > state {
			state, why = c, err
		}
	}
	if s.Account.Loaded && !s.Account.Cached {
		state = Live
	}
	if s.Account.Err != nil { // where the account's fetch fails, the others are not tried
		worst(s.Account.Err)
		return state, s.Account.At, why
	}
	for _, err := range []error{
		s.Subscription.Err, s.Plans.Err, s.Packs.Err, s.History.Err, s.Generations.Err,
	} {
		worst(err)
	}
	return state, s.Account.At, why
}

func connectionOf(err error) Connection {
	if err == nil {
		return Connecting
	}
	switch model.KindOf(err) {
	case model.NotSignedIn:
		return SignedOut
	case model.NoNetwork, model.NoProxy, model.BadProxy, model.ConnectionReset, model.TimedOut, model.CaptivePortal:
		return Offline
	case model.RateLimited:
		return LimitedRate
	}
	return Stale
}

// Rows are the newest transactions, newest first.
func (s *State) Rows() []model.Transaction { return s.History.Value.Newest }

// HistoryCovers reports whether the rows read so far reach back to an instant, so that sums
// from there on are complete.
func (s *State) HistoryCovers(from time.Time) bool {
	h := s.History.Value
	if h.Whole {
		return true
	}
	return h.Len() > 0 && h.Table.Row(0).CreatedAt.Before(from)
}

// RunningGeneration returns the running generation with an id.
func (s *State) RunningGeneration(id model.ID) (running model.Generation, ok bool) {
	for _, generation := range s.Generations.Value {
		if generation.ID == id {
			return generation, id != "" && generation.Running()
		}
	}
	return model.Generation{}, false
}

// Running are the running generations, newest first.
func (s *State) Running() []model.Generation {
	var running []model.Generation
	for _, generation := range s.Generations.Value {
		if generation.Running() {
			running = append(running, generation)
		}
	}
	return running
}

// Email is the account's e-mail address to be shown.
func (s *State) Email() string { return s.Secret(s.Account.Value.Email) }

// Secret is an e-mail address, an id or an address to be shown. In privacy mode it is masked
// before a layout cuts or wraps it, as a part of it would no longer look like one.
func (s *State) Secret(text string) string {
	if s.Mask == nil {
		return text
	}
	return privacy.Whole(text)
}

// Masked is a sentence to be shown, masked in privacy mode before it is cut or wrapped.
func (s *State) Masked(text string) string {
	if s == nil || s.Mask == nil {
		return text
	}
	return s.Mask.Text(text)
}

// Today is the local day of Now.
func (s *State) Today() model.Day { return model.DayOf(s.Now, s.Location) }

// Plan returns the account's plan; ok is false where it is not in the list of plans.
func (s *State) Plan() (model.Plan, bool) { return model.FindPlan(s.Plans.Value, s.PlanSlug()) }

// PlanSlug is the slug of the account's plan: the subscription's where it is known, else the
// account's.
func (s *State) PlanSlug() string {
	if s.Subscription.Available() && s.Subscription.Provenance == model.Billed {
		return s.Subscription.Value.PlanOf(s.Account.Value)
	}
	return s.Account.Value.Plan
}

// PlanName is the name of the account's plan, with "trial" where it is one.
func (s *State) PlanName() string {
	name := model.PlanName(s.PlanSlug())
	if plan, known := s.Plan(); known {
		name = plan.Name
	}
	if s.Subscription.Loaded && s.Subscription.Provenance == model.Billed {
		return s.Subscription.Value.Named(name)
	}
	return name
}

// CanCancel reports whether there is a subscription to cancel. A server without subscriptions
// tells the plan only.
func (s *State) CanCancel() bool {
	sub := s.Subscription.Value
	return s.Subscription.Loaded && sub.Subscribed() && !sub.Stalled() && !sub.CancelAtPeriodEnd
}

// OrderView is the order on screen with what else is known of it.
type OrderView struct {
	purchase.Purchase
	Name     string // display name of the item
	Animated bool   // the balance was read again since the order was drafted
}

// NeedsKeyConfirmation reports whether the order on screen needs a confirmation for the
// exported key's account: that key takes precedence over a profile with another key. An order
// of an earlier start needs it too, until it is paid.
func (s *State) NeedsKeyConfirmation() bool {
	return s.Order != nil && !s.Order.Done() && !s.Order.Complete && !s.Order.Paid && !s.Order.Consented()
}

// Watching reports whether a visit to the website is watched.
func (s *State) Watching() bool {
	return s.WebsiteWatch != nil && !s.WebsiteWatch.Over && s.WebsiteWatch.Stage != website.Held
}

// WithoutPortal reports whether this server has no billing portal: the website's account page
// takes its place.
func (s *State) WithoutPortal() bool { return s.Plans.Loaded && s.Plans.Provenance != model.Billed }

// Estimated reports whether the history is derived, not the server's own.
func (s *State) Estimated() bool { return s.History.Loaded && s.History.Provenance == model.Estimated }
