package data

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/model/website"
)

// State is all that is known of the account on screen. The root program owns it
// and hands it to panes to read.
type State struct {
	Identity        account.Identity
	Account         Resource[model.Account]
	Subscription    Resource[model.Subscription]
	Plans           Resource[[]model.Plan]
	Packs           Resource[[]model.Pack]
	Prices          Resource[*Prices] // what a person has typed of them
	Generations     Resource[[]model.Generation]
	History         Resource[History]          // as far as it is known
	Backfill        Resource[struct{}]         // the reading of what is missing further back
	Audit           Resource[insight.Audit]    // the last audit that was asked for
	Costs           Resource[Costs]            // the prices, once the Costs pane was opened
	SyncProgress    SyncProgress               // how fast the rest of the history comes
	SearchResult    Resource[SearchResult]     // what the Transactions pane has searched for
	Tools           Resource[[]model.Tool]     // the catalogue, once it was asked for
	Budget          Resource[Budget]           // the account's budget, once the account is known
	Visit           Resource[Visit]            // what is new since the last visit, once the account is known
	Spending        Resource[insight.Spending] // the money spent, once the Account pane was opened
	Usage           Resource[Usage]            // what the Usage pane shows
	Outlook         Resource[Outlook]          // how long the credits last, once the history is whole
	Advice          Resource[Advice]           // which plan and which packs fit, once a pane asked for it
	WhatIf          Resource[Advice]           // the same for a use that a person thinks of
	Opened          Resource[model.Generation] // the generation of the row that is open
	Now             time.Time                  // when anything last changed; local days follow from it
	Location        *time.Location
	Profiles        Resource[[]account.ProfileStanding] // the accounts that can be opened, once they were asked for
	Orders          Resource[[]model.Order]             // the account's orders that are kept, newest first
	OrdersLost      error                               // why some of them could not be read; nil where all could
	Order           *OrderView                          // the order under way, or nil
	WebsiteWatch    *WebsiteWatch                       // the visit to the website that is watched, or nil
	Opener          model.URLPolicy                     // the rule for addresses, to show what may be opened
	LeftOut         []model.LeftOut                     // what could not be read of the server's lists
	LowBalance      model.Credits                       // a balance below it is always called low
	Private         bool                                // amounts are hidden, so none is drawn as a picture
	BalanceMismatch bool                                // the newest row's balance is not the account's, after both were read again
}

// Connection is how the figures on screen stand to the server.
type Connection int

// The connections.
const (
	Connecting  Connection = iota // the server has not answered yet
	Live                          // the last refresh succeeded
	Stale                         // something failed; figures are of before
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
	if s.Account.Err != nil { // the newest word: where it does not come, the rest is not asked for
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

// HistoryCovers reports whether the known rows reach back to an instant, so that a sum
// from there on is whole.
func (s *State) HistoryCovers(from time.Time) bool {
	h := s.History.Value
	if h.Whole {
		return true
	}
	return h.Len() > 0 && h.Table.Row(0).CreatedAt.Before(from)
}

// RunningGeneration is the generation of that id, if it is under way.
func (s *State) RunningGeneration(id model.ID) (running model.Generation, ok bool) {
	for _, generation := range s.Generations.Value {
		if generation.ID == id {
			return generation, id != "" && generation.Running()
		}
	}
	return model.Generation{}, false
}

// Running are the generations under way, newest first.
func (s *State) Running() []model.Generation {
	var running []model.Generation
	for _, generation := range s.Generations.Value {
		if generation.Running() {
			running = append(running, generation)
		}
	}
	return running
}

// Today is the local day of Now.
func (s *State) Today() model.Day { return model.DayOf(s.Now, s.Location) }

// Plan is the plan that the account has, as far as it is in the list of plans.
func (s *State) Plan() (model.Plan, bool) { return model.FindPlan(s.Plans.Value, s.PlanSlug()) }

// PlanSlug is the slug of the account's plan: the subscription's where it is
// known, else what the account says.
func (s *State) PlanSlug() string {
	if s.Subscription.Available() && s.Subscription.Provenance == model.Billed && s.Subscription.Value.Subscribed() {
		return string(s.Subscription.Value.Plan)
	}
	return s.Account.Value.Plan
}

// PlanName is the name of the account's plan, and that it is a trial.
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

// CanCancel reports whether there is a plan to cancel, as far as the server tells: one
// without subscriptions tells the plan only.
func (s *State) CanCancel() bool {
	sub := s.Subscription.Value
	return s.Subscription.Loaded && sub.Subscribed() && !sub.Stalled() && !sub.CancelAtPeriodEnd
}

// OrderView is the purchase on screen, and what is known besides.
type OrderView struct {
	purchase.Purchase
	Name     string // of the item, for people
	Animated bool   // the balance was read since it was drafted
}

// NeedsKeyConfirmation reports whether the order on screen waits for a confirmation
// for the account of the exported key: that key takes precedence over a profile with
// another one. An order of an earlier start waits for it too, until it is paid.
func (s *State) NeedsKeyConfirmation() bool {
	return s.Order != nil && !s.Order.Done() && !s.Order.Complete && !s.Order.Paid && !s.Order.Consented()
}

// Watching reports whether a visit to the website is watched.
func (s *State) Watching() bool {
	return s.WebsiteWatch != nil && !s.WebsiteWatch.Over && s.WebsiteWatch.Stage != website.Held
}

// WithoutPortal reports whether this server has no billing portal: the account page of
// the website stands in for it.
func (s *State) WithoutPortal() bool { return s.Plans.Loaded && s.Plans.Provenance != model.Billed }

// Estimated reports whether the history is derived, not the server's own.
func (s *State) Estimated() bool { return s.History.Loaded && s.History.Provenance == model.Estimated }
