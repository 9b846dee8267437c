package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/words"
)

// quoted is a quote and when it came. A server may not tell prices before the
// payment page: then there is none.
type quoted struct {
	model.Quote
	has bool
	at  time.Time
}

func (q quoted) same(other quoted) bool {
	return q.has == other.has && (!q.has || q.Same(other.Quote))
}

// quote asks what buying would mean.
func (b *buying) quote(ctx context.Context) (quoted, error) {
	quote, err := b.session.Source.Quote(ctx, b.item)
	switch model.KindOf(err) {
	case model.NotOffered:
		return quoted{}, errNotSold
	case model.NotFound:
		return quoted{at: b.deps.Now()}, nil
	}
	return quoted{quote, true, b.deps.Now()}, err
}

// confirm shows what buying means, asks, and writes the order down. A quote that
// has become old while the question stood is asked for again, and where it says
// something else than was shown, it is shown and asked about again.
func (b *buying) confirm(ctx context.Context) error {
	shown, err := b.quote(ctx)
	if err != nil {
		return err
	}
	for {
		b.show(shown)
		if err := b.agree(ctx); err != nil {
			return err
		}
		if b.deps.Now().Sub(shown.at) <= model.QuoteKeeps {
			break
		}
		fresh, err := b.quote(ctx)
		if err != nil {
			return err
		}
		same := fresh.same(shown)
		shown = fresh
		if same {
			break
		}
		if b.options.yes {
			return &Outcome{ExitOther, "The price has changed since it was asked for. Nothing was bought. Run the command again to see it"}
		}
		if b.account, err = b.session.Source.Account(ctx); err != nil {
			return err
		}
		b.say("This has changed since it was shown. Look at it again before you confirm.\n")
	}
	return b.begin()
}

// begin makes the order of a yes, and writes it down before anything else: whatever
// happens from here on, the next command finds it.
func (b *buying) begin() error {
	order := model.Order{
		Key: b.deps.NewKey(), AccountID: b.account.ID, Item: b.item, Price: b.price,
		State: model.OrderDrafted, Before: b.account.Credits,
	}.Confirm(b.deps.Now())
	kept, err := b.session.Orders.Begin(order)
	if err != nil {
		return fmt.Errorf("the order could not be written down, so nothing was begun and nothing is charged: %w", err)
	}
	b.order, b.begun = kept, kept.Key == order.Key
	if !b.begun {
		b.say("Your order of %s of %s is still open: going on with it.", kept.Item.Name, b.moment(kept.At))
	}
	return nil
}

// allowKey asks whether an exported key is meant that goes before a profile with
// another one: it never buys for a person who thinks that the profile is used. The yes
// of the command line is not enough for that.
func (b *buying) allowKey(ctx context.Context) error {
	id := b.session.Identity
	if id.Passed == "" || b.options.exportedKey {
		return nil
	}
	b.say("%s", words.NotThatProfile(id, b.account.Email))
	if b.options.yes {
		return exportedUnsaid(id, "bought", "buy")
	}
	return allowExported(ctx, b.deps.Streams, b.prompt, id, "bought", "buy")
}

// allowExported asks at a terminal whether an exported key is meant. done and do are
// what is at stake, "bought" and "buy".
func allowExported(ctx context.Context, s Streams, prompt *prompt, id data.Identity, done, do string) error {
	if !s.InTTY {
		return exportedUnsaid(id, done, do)
	}
	yes, err := prompt.agrees(ctx, "Go on with the exported key?")
	if err == nil && !yes {
		err = &Outcome{ExitOther, "Nothing was " + done}
	}
	return err
}

// exportedUnsaid says how a script says that the exported key is meant, or the profile.
func exportedUnsaid(id data.Identity, done, do string) error {
	return Usagef("nothing was %s; to %s with the exported key: --exported-key; %s", done, do, words.UseInstead(id))
}

// agree asks, unless the command line said yes.
func (b *buying) agree(ctx context.Context) error {
	switch {
	case b.options.yes:
		return nil
	case !b.deps.Streams.InTTY:
		return Usagef("there is no terminal to ask at, so nothing was bought; --yes confirms what is shown above")
	}
	yes, err := b.prompt.agrees(ctx, "Buy it?")
	if err == nil && !yes {
		err = &Outcome{ExitOther, "Nothing was bought"}
	}
	return err
}

// show prints the confirmation.
func (b *buying) show(q quoted) {
	account := b.account.Email
	if b.session.Identity.Sandbox {
		account += " (sandbox)"
	}
	facts := []words.Fact{{Name: "Account", Text: account}}
	if key := words.SignedIn(b.session.Identity); key != "" {
		facts = append(facts, words.Fact{Name: "Signed in", Text: key})
	}
	facts = append(facts, []words.Fact{{Name: "Item", Text: words.Item(b.item)}, {Name: "Price", Text: words.Price(b.item, b.price)}}...)
	if q.has {
		facts = append(facts, words.Due(b.item, q.Quote, b.account.Credits, b.deps.Now(), b.deps.Location)...)
	} else {
		facts = append(facts, words.After(b.account.Credits, b.item.Credits))
	}
	for _, features := range []struct {
		name string
		list []model.Feature
	}{{"You gain", b.gained}, {"You give up", b.lost}} {
		if len(features.list) > 0 {
			facts = append(facts, words.Fact{Name: features.name, Text: labels(features.list)})
		}
	}
	if b.about != "" {
		b.say("%s\n", b.about)
	}
	for _, fact := range facts {
		b.say("%-12s  %s", fact.Name, fact.Text)
	}
	b.say("\n%s", words.HowToPay(b.session.Identity.Sandbox))
}

func labels(features []model.Feature) string {
	list := make([]string, len(features))
	for i, feature := range features {
		list[i] = feature.Label
	}
	return strings.Join(list, ", ")
}

// passes reports whether a failure may be over in a moment, and whether the answer
// that it was in place of may have been lost.
func passes(err error) bool { return model.Passes(err) && model.KindOf(err) != model.Untrusted }

// longWait reports whether the server wants to be left alone for longer than
// somebody waits.
func longWait(err error, now time.Time) bool {
	var e *model.Error
	return errors.As(err, &e) && e.Until.Sub(now) > time.Minute
}
