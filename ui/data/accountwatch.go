package data

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Looker is what an account is followed with where a server sells nothing itself.
type Looker interface {
	Account(ctx context.Context) (model.Account, error)
	Runs
	Catalogue
}

// AccountWatch follows an account whose owner is on the website. Its zero value is
// ready; it is for one look at a time.
type AccountWatch struct {
	watch model.Watch
	tools map[string]model.Tool // as far as they were needed; those without a price are empty
}

// newTools is how many tools a look asks for at the most. Generations of others have
// no known price.
const newTools = 4

// Look reads the account and tells what has changed since the last look that no
// generation explains. An unchanged account is one request.
func (w *AccountWatch) Look(ctx context.Context, source Looker, now time.Time) (model.Account, model.Sight, error) {
	account, err := source.Account(ctx)
	last := w.watch.Last()
	if err != nil || (w.watch.Begun() && account.Credits == last.Credits && account.Plan == last.Plan) {
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
	w.learn(ctx, source, w.watch.Unpriced(look))
	return look.Account, w.watch.See(look, w.price), nil
}

// learn asks for the tools whose prices are needed. One that cannot be had now is
// asked for again when it is needed again.
func (w *AccountWatch) learn(ctx context.Context, source Looker, slugs []string) {
	if w.tools == nil {
		w.tools = map[string]model.Tool{}
	}
	asked := 0
	for _, slug := range slugs {
		if _, known := w.tools[slug]; known || asked == newTools || !w.watch.Begun() {
			continue
		}
		asked++
		tool, err := source.Tool(ctx, slug)
		if err == nil || model.KindOf(err) == model.NotFound {
			w.tools[slug] = tool
		}
	}
}

func (w *AccountWatch) price(generation model.Generation) (model.Credits, bool) {
	return w.tools[generation.Tool].Price(generation)
}
