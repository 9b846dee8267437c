package cli

import (
	"context"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/ui/message"
)

// confirm shows the terms of a purchase, and asks for confirmation.
func (b *purchaseRun) confirm(ctx context.Context) (purchase.Event, error) {
	if b.purchase.Changed {
		var err error
		if b.account, err = b.session.Source.Account(ctx); err != nil {
			return nil, err
		}
		b.say("This has changed since it was shown. Look at it again before you confirm.\n")
	}
	b.show()
	if err := b.agree(ctx); err != nil {
		return nil, err
	}
	return purchase.Confirmed{Key: b.deps.NewKey()}, nil
}

// agree asks for confirmation, unless --yes was given.
func (b *purchaseRun) agree(ctx context.Context) error {
	switch {
	case b.options.yes:
		return nil
	case !b.deps.Streams.InTTY:
		return usagef("there is no terminal to ask at, so nothing was bought; --yes confirms what is shown above")
	}
	yes, err := b.prompt.agrees(ctx, "Buy it?")
	if err == nil && !yes {
		err = &Outcome{ExitOther, "Nothing was bought"}
	}
	return err
}

// ask asks the questions that precede a new order, a yes-or-no question for each
// choice.
func (b *purchaseRun) ask(ctx context.Context) (purchase.Event, error) {
	q := b.purchase.Question
	b.say("%s", message.Question(q, b.deps.Now(), b.deps.Location))
	if !b.deps.Streams.InTTY {
		return nil, usagef("there is no terminal to ask at, so nothing was bought")
	}
	for _, choice := range q.Choices() {
		if choice == purchase.Nothing {
			break
		}
		if choice == purchase.New && q.Kind != purchase.LostOrders {
			return purchase.Answer{Choice: choice}, nil // the confirmation follows
		}
		yes, err := b.prompt.agrees(ctx, message.Capital(message.Choice(choice, q))+"?")
		if err != nil {
			return nil, err
		}
		if yes {
			return purchase.Answer{Choice: choice, Key: b.deps.NewKey()}, nil
		}
	}
	return purchase.Answer{Choice: purchase.Nothing}, nil
}

// allowKey asks whether the environment's key is meant where it takes precedence over a
// profile with another key, so that nothing is bought for the wrong account. --yes does
// not answer that.
func (b *purchaseRun) allowKey(ctx context.Context) error {
	id := b.session.Identity
	if id.OverriddenProfile == "" || b.options.exportedKey {
		return nil
	}
	b.say("%s", message.NotThatProfile(id, b.account.Email))
	if b.options.yes {
		return exportedUnconfirmed(id, "bought", "buy")
	}
	err := allowExported(ctx, b.deps.Streams, b.prompt, id, "bought", "buy")
	b.keyConfirmed = err == nil
	return err
}

// allowExported asks at a terminal whether the environment's key is meant. done and do
// name the action: "bought" and "buy".
func allowExported(ctx context.Context, s Streams, prompt *prompt, id account.Identity, done, do string) error {
	if !s.InTTY {
		return exportedUnconfirmed(id, done, do)
	}
	yes, err := prompt.agrees(ctx, "Go on with the exported key?")
	if err == nil && !yes {
		err = &Outcome{ExitOther, "Nothing was " + done}
	}
	return err
}

// exportedUnconfirmed says how a script confirms the environment's key, or chooses the
// profile.
func exportedUnconfirmed(id account.Identity, done, do string) error {
	return usagef("nothing was %s; to %s with the exported key: --exported-key; %s", done, do, message.UseInstead(id))
}

// show prints the confirmation.
func (b *purchaseRun) show() {
	account, quote := b.account.Email, b.purchase.Quote
	if b.session.Identity.Sandbox {
		account += " (sandbox)"
	}
	facts := []message.Fact{{Name: "Account", Text: account}}
	if key := message.SignedIn(b.session.Identity); key != "" {
		facts = append(facts, message.Fact{Name: "Signed in", Text: key})
	}
	facts = append(facts, []message.Fact{{Name: "Item", Text: message.Item(b.item)}, {Name: "Price", Text: message.Price(b.item, b.price)}}...)
	if quote.Has {
		facts = append(facts, message.Due(b.item, quote.Value, b.account.Credits, b.deps.Now(), b.deps.Location)...)
	} else {
		facts = append(facts, message.After(b.account.Credits, b.item.Credits))
	}
	for _, features := range []struct {
		name string
		list []model.Feature
	}{{"You gain", b.gained}, {"You give up", b.lost}} {
		if len(features.list) > 0 {
			facts = append(facts, message.Fact{Name: features.name, Text: labels(features.list)})
		}
	}
	if b.about != "" {
		b.say("%s\n", b.about)
	}
	layout := "%-12s  %s"
	if b.deps.Streams.asLines {
		layout = "%s: %s"
	}
	for _, fact := range facts {
		b.say(layout, fact.Name, fact.Text)
	}
	b.say("\n%s", message.HowToPay(b.session.Identity.Sandbox))
}

func labels(features []model.Feature) string {
	list := make([]string, len(features))
	for i, feature := range features {
		list[i] = feature.Label
	}
	return strings.Join(list, ", ")
}
