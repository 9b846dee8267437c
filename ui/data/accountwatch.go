package data

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// Looker is what an account is followed with where a server sells nothing itself.
type Looker interface {
	Account(ctx context.Context) (model.Account, error)
	Runs
	Catalogue
}

// AccountWatch follows an account whose owner is on the website. Its zero value begins
// with its first look; [AccountWatch.Begin] begins with what was read before. It is for
// one look at a time.
type AccountWatch struct {
	watch  model.Watch
	tools  map[string]bool // that the catalogue was asked about
	prices derive.Prices
}

// Begin begins with an account as it was read before the first look; see
// [model.Watch.Begin].
func (w *AccountWatch) Begin(at time.Time, account model.Account, generations []model.Generation, listed bool) {
	w.watch.Begin(at, account, generations, listed)
}

// newTools is how many tools a look asks for at the most. Generations of others have
// no known price.
const newTools = 4

// Look reads the account and tells what has changed since the last look that no
// generation explains. An unchanged account is one request, unless the look before left a doubt.
func (w *AccountWatch) Look(ctx context.Context, source Looker, now time.Time) (model.Account, model.Sight, error) {
	account, err := source.Account(ctx)
	last := w.watch.Last()
	if err != nil || (w.watch.Begun() && !w.watch.Early() && !w.watch.Doubts() && account.Credits == last.Credits && account.Plan == last.Plan) {
		return account, model.Sight{}, err
	}
	look := model.Look{At: now}
	if look.Before, err = source.Generations(ctx); err != nil {
		return account, model.Sight{}, err
	}
	if look.Account, err = source.Account(ctx); err != nil {
		return account, model.Sight{}, err
	}
	if look.After, err = source.Generations(ctx); err != nil {
		return account, model.Sight{}, err
	}
	w.learn(ctx, source, w.watch.Unpriced(look), now)
	return look.Account, w.watch.See(look, w.price), nil
}

// learn asks for the tools whose prices are needed. One that cannot be had now is
// asked for again when it is needed again.
func (w *AccountWatch) learn(ctx context.Context, source Looker, slugs []string, now time.Time) {
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
