package cli

import (
	"context"
	"fmt"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/website"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

// The outcomes of a purchase where the server itself sells nothing.
const (
	outcomeWebsite = "website" // the page was printed; no change was observed
	outcomeChanged = "changed" // the balance or the plan has changed
)

// onWebsite continues a purchase where plans and packs are sold on the website only: it
// prints the address of the page, and on a terminal opens it and watches the account.
// No order is created, so there is no session to keep.
func (b *purchaseRun) onWebsite(ctx context.Context) error {
	b.site = &websiteRun{page: data.PricingPage(b.session.Identity).Address}
	if !b.deps.Streams.InTTY || b.options.printURL {
		return b.siteNamed()
	}
	pace := b.deps.Policy
	if pace == (model.PollPolicy{}) {
		pace = model.WebsitePolling
	}
	b.site.visit.Terms = website.Terms{Policy: pace, LookFirst: true, NoWait: b.options.noWait, Stops: true}
	b.site.watch.Begin(b.asOf, b.account, nil, false)
	needs := b.session.Identity.OverriddenProfile != "" && !b.options.exportedKey && !b.keyConfirmed
	return b.driveSite(ctx, website.Begin{NeedsConsent: needs})
}

// driveSite passes events to the visit, and carries out the effects that follow.
func (b *purchaseRun) driveSite(ctx context.Context, event website.Event) error {
	return drive(ctx, event, func(event website.Event) (effects []website.Effect) {
		b.site.visit, effects = b.site.visit.Next(b.deps.Now(), event)
		return effects
	}, b.carryOutSite)
}

// carryOutSite carries out one effect of the visit.
func (b *purchaseRun) carryOutSite(ctx context.Context, effect website.Effect) (website.Event, error) {
	switch effect := effect.(type) {
	case website.Ask:
		return website.Consent{}, b.allowKey(ctx)
	case website.OpenPage:
		return b.openSite(ctx), nil
	case website.PollAccount:
		_, change, err := b.site.watch.Poll(ctx, b.session.Source, b.deps.Now())
		return website.AccountPolled{Change: change, Err: err}, nil
	case website.Wait:
		if !b.site.told {
			b.site.told = true
			b.say("Watching your balance and your plan until %s … ctrl+c ends it.", format.Until(b.site.visit.Until, b.deps.Now(), b.deps.Location))
		}
		return website.Due{}, model.Sleep(ctx, effect.For)
	case website.Trouble:
		b.trouble(effect.Err)
	case website.Tell:
		text := message.BalanceChange(effect.Change, b.deps.Now(), b.deps.Location)
		b.site.seen = append(b.site.seen, text)
		if effect.Last {
			return nil, over(b.siteChanged())
		}
		b.say("%s", text)
	case website.Stop:
		return nil, over(b.siteNamed())
	case website.Finish:
		if model.LocksOut(effect.Err) {
			return nil, effect.Err
		}
		return nil, over(b.siteUnseen(effect.Err))
	}
	return nil, nil
}

// openSite opens the page in the browser, and prints its address.
func (b *purchaseRun) openSite(ctx context.Context) website.Event {
	b.say("%s.\n\n  %s\n", notSold, b.site.page)
	return website.PageOpened{Err: b.browse(ctx, b.site.page, "The pricing page is open in your browser.")}
}

// websiteRun is a visit to the website, with the changes of the account since.
type websiteRun struct {
	visit website.Watch
	watch data.AccountWatch
	page  model.URL
	seen  []string
	told  bool // the message that the account is watched was printed
}

// siteNamed ends the command with the page as its result.
func (b *purchaseRun) siteNamed() error {
	if err := b.writeSite(outcomeWebsite); err != nil {
		return err
	}
	return &Outcome{ExitOther, fmt.Sprintf("%s, at %s. Nothing was bought", notSold, b.site.page)}
}

// writeSite writes the page to stdout, as JSON where that was asked for.
func (b *purchaseRun) writeSite(outcome string) error {
	if b.options.json {
		return b.writeJSON(outcome)
	}
	_, err := fmt.Fprintln(b.deps.Streams.Out, b.site.page)
	return err
}

// siteChanged ends the command with the observed changes.
func (b *purchaseRun) siteChanged() error {
	if b.options.json {
		return b.writeJSON(outcomeChanged)
	}
	return b.deps.Streams.answer(b.site.seen[len(b.site.seen)-1])
}

// siteUnseen ends the watch without a change: there was none, or the last polls failed.
func (b *purchaseRun) siteUnseen(failed error) error {
	if b.options.json {
		if err := b.writeJSON(outcomeWebsite); err != nil {
			return err
		}
	}
	if failed != nil {
		return fmt.Errorf("%w What you did on the website is done there: %s shows the account", failed, b.deps.command("balance"))
	}
	if len(b.site.seen) > 0 {
		return &Outcome{ExitUnconfirmed, "Nothing more was seen to change. If you bought something, it may still arrive: " + b.deps.command("balance") + " shows it"}
	}
	return &Outcome{ExitUnconfirmed, "Nothing was seen to change. If you bought something, it may still arrive: " + b.deps.command("balance") + " shows it"}
}
