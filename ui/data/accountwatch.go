package data

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/derive"
)

// AccountSource is the part of the API that AccountWatch reads from.
type AccountSource interface {
	Account(ctx context.Context) (model.Account, error)
	account.GenerationSource
	account.Catalogue
}

// AccountWatch watches an account for changes while its owner is on the website. Its zero value
// starts with its first poll; [AccountWatch.Begin] starts with what was read before. It is not
// safe for concurrent use.
type AccountWatch struct {
	watch  model.BalanceWatcher
	tools  map[string]bool // slugs that the catalogue was asked for
	prices derive.Prices
}

// Begin starts with an account as it was read before the first poll; see
// [model.BalanceWatcher.Begin].
func (w *AccountWatch) Begin(at time.Time, account model.Account, generations []model.Generation, listed bool) {
	w.watch.Begin(at, account, generations, listed)
}

// newTools is the largest number of tools that a poll asks for. Generations of other tools have
// no known price.
const newTools = 4

// Poll reads the account and returns what has changed since the last poll that no generation
// explains. An unchanged account is one request, unless the poll before was inconclusive.
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

// learn reads the tools whose prices are needed. One that fails is read again when it is next
// needed.
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
		tool.Slug = slug // the slug asked for, whatever the answer's slug
		w.prices.Saw(tool, now)
		w.tools[slug] = true
	}
}

// price is the price of a generation; ok is false where only a lower bound is known, as a
// larger fall of the balance then proves nothing.
func (w *AccountWatch) price(generation model.Generation) (model.Credits, bool) {
	amount, basis := w.prices.Of(generation)
	return -amount, amount.Known() && !basis.AtLeast()
}
