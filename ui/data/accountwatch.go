package data

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/derive"
)

// AccountSource is what an account is followed with where a server sells nothing itself.
type AccountSource interface {
	Account(ctx context.Context) (model.Account, error)
	account.GenerationSource
	account.Catalogue
}

// AccountWatch follows an account whose owner is on the website. Its zero value begins
// with its first look; [AccountWatch.Begin] begins with what was read before. It is for
// one look at a time.
type AccountWatch struct {
	watch  model.BalanceWatcher
	tools  map[string]bool // that the catalogue was asked about
	prices derive.Prices
}

// Begin begins with an account as it was read before the first look; see
// [model.BalanceWatcher.Begin].
func (w *AccountWatch) Begin(at time.Time, account model.Account, generations []model.Generation, listed bool) {
	w.watch.Begin(at, account, generations, listed)
}

// newTools is how many tools a look asks for at the most. Generations of others have
// no known price.
const newTools = 4

// Poll reads the account and tells what has changed since the last look that no
// generation explains. An unchanged account is one request, unless the look before left a doubt.
func (w *AccountWatch) Poll(ctx context.Context, source AccountSource, now time.Time) (model.Account, model.BalanceChange, error) {
	account, err := source.Account(ctx)
	last := w.watch.Last()
	if err != nil || (w.watch.Begun() && !w.watch.Early() && !w.watch.Doubts() && account.Credits == last.Credits && account.Plan == last.Plan) {
		return account, model.BalanceChange{}, err
	}
	look := model.AccountSample{At: now}
	if look.Before, err = source.Generations(ctx); err != nil {
		return account, model.BalanceChange{}, err
	}
	if look.Account, err = source.Account(ctx); err != nil {
		return account, model.BalanceChange{}, err
	}
	if look.After, err = source.Generations(ctx); err != nil {
		return account, model.BalanceChange{}, err
	}
	w.learn(ctx, source, w.watch.Unpriced(look), now)
	return look.Account, w.watch.Apply(look, w.price), nil
}

// learn asks for the tools whose prices are needed. One that cannot be had now is
// asked for again when it is needed again.
func (w *AccountWatch) learn(ctx context.Context, source AccountSource, slugs []string, now time.Time) {
	if w.tools == nil {
		w.tools, w.prices = map[string]bool{}, derive.Prices{}
	}
	asked := 0
	for _, slug := range slugs {
		if w.tools[slug] || asked == newTools || !w.watch.Begun() {
			continue
		}
		asked++
		tool, err := source.Tool(ctx, slug)
		if err != nil && model.KindOf(err) != model.NotFound {
			continue
		}
		tool.Slug = slug // what was asked for, whatever it calls itself
		w.prices.Saw(tool, now)
		w.tools[slug] = true
	}
}

// price is what a generation costs, as far as that can be worked out: where the least is
// known alone, nothing follows from a balance that falls by more.
func (w *AccountWatch) price(generation model.Generation) (model.Credits, bool) {
	amount, basis := w.prices.Of(generation)
	return -amount, amount.Known() && !basis.AtLeast()
}
