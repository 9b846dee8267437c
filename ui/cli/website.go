package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/words"
)

// The outcomes of buying where the server itself sells nothing.
const (
	outcomeWebsite = "website" // the page that sells is named; nothing was seen to change
	outcomeChanged = "changed" // the balance or the plan was seen to change
)

// onWebsite goes on where plans and packs are sold on the website only: it names the
// page, and where a person is there to go to it, opens it and watches the account. No
// order is made: there is no session to lose.
func (b *buying) onWebsite(ctx context.Context) error {
	b.site = &siteVisit{page: b.session.Identity.PricingPage().Address}
	if !b.deps.Streams.InTTY || b.options.printURL {
		return b.siteNamed()
	}
	b.say("%s.\n\n  %s\n", notSold, b.site.page)
	watch := &data.AccountWatch{}
	watch.Begin(b.asOf, b.account, nil, false)
	_, _, failed := watch.Look(ctx, b.session.Source, b.deps.Now()) // as it is before anything is bought
	if model.LocksOut(failed) {
		return failed
	}
	if err := b.session.Browser.Open(ctx, b.site.page); err != nil {
		b.say("No browser was opened (%s). Open this address where you have one.", strings.TrimSuffix(err.Error(), "."))
	} else {
		b.say("The pricing page is open in your browser.")
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case b.options.noWait:
		return b.siteNamed()
	}
	return b.watchSite(ctx, watch)
}

// siteVisit is a visit to the website, and what was seen of the account since.
type siteVisit struct {
	page model.Address
	seen []string
}

// siteNamed ends the command with the page as its answer.
func (b *buying) siteNamed() error {
	if err := b.writeSite(outcomeWebsite); err != nil {
		return err
	}
	return &Outcome{ExitOther, fmt.Sprintf("%s, at %s. Nothing was bought", notSold, b.site.page)}
}

// writeSite writes the page to stdout, as JSON where that was asked for.
func (b *buying) writeSite(outcome string) error {
	if b.options.json {
		return b.writeJSON(outcome)
	}
	_, err := fmt.Fprintln(b.deps.Streams.Out, b.site.page)
	return err
}

// watchSite follows the account until it is seen to change by something that no
// generation explains, or long enough. It says what it saw; whether a payment was
// received, this server does not tell.
func (b *buying) watchSite(ctx context.Context, watch *data.AccountWatch) error {
	pace := b.deps.Pace
	if pace == (model.Pace{}) {
		pace = model.WebsitePace
	}
	until := b.deps.Now().Add(pace.Patience)
	b.say("Watching your balance and your plan until %s … ctrl+c ends it.", words.Until(until, b.deps.Now(), b.deps.Location))
	var ending model.Ending
	said, delay, wait := "", pace.First, pace.First
	for {
		if err := pause(ctx, wait); err != nil {
			return err
		}
		_, sight, err := watch.Look(ctx, b.session.Source, b.deps.Now())
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case model.LocksOut(err):
			return err
		case err != nil && err.Error() != said:
			said = err.Error()
			b.say("%s", said)
		case !sight.Empty():
			text := words.Sight(sight, b.deps.Now(), b.deps.Location)
			b.site.seen = append(b.site.seen, text)
			if sight.Certain() {
				return b.siteChanged()
			}
			b.say("%s", text)
		}
		now := b.deps.Now()
		if ending.Over(until, now, err) {
			return b.siteUnseen(err)
		}
		delay, wait = pace.After(delay, err, now)
	}
}

// siteChanged tells what was seen.
func (b *buying) siteChanged() error {
	if b.options.json {
		return b.writeJSON(outcomeChanged)
	}
	return b.deps.Streams.answer(b.site.seen[len(b.site.seen)-1])
}

// siteUnseen ends the watch without a change: none was seen, or none could be, as the
// last looks failed.
func (b *buying) siteUnseen(failed error) error {
	if b.options.json {
		if err := b.writeJSON(outcomeWebsite); err != nil {
			return err
		}
	}
	if failed != nil {
		return fmt.Errorf("%w What you did on the website is done there: studio-tui balance tells how the account stands", failed)
	}
	if len(b.site.seen) > 0 {
		return &Outcome{ExitUnseen, "Nothing more was seen to change. If you bought something, it may still arrive: studio-tui balance tells"}
	}
	return &Outcome{ExitUnseen, "Nothing was seen to change. If you bought something, it may still arrive: studio-tui balance tells"}
}
