package sync

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// toolsFor is how long what the catalogue says of a tool is good for.
const toolsFor = 24 * time.Hour

// catalogue is what the tools cost. Each tool is a call of its own, so that those
// are asked for first that the account has used, each once a day. It is safe for
// concurrent use; [History] asks for one thing at a time.
type catalogue struct {
	session *Reader
	notes   ObservationStore // nil: prices are not kept

	mu     sync.Mutex
	known  bool // what is kept was read
	tools  map[string]toolRecord
	all    []model.Tool         // by name and type, as they were listed
	listed time.Time            // when that was
	failed map[string]time.Time // when a tool could not be fetched, until it can
	prices derive.Prices
	noted  model.ID // the account whose prices those are
}

// unavailableFor is how long a tool is left alone that could not be fetched.
const unavailableFor = 10 * time.Minute

// toolRecord is what the catalogue said of a tool, and when.
type toolRecord struct {
	Used   bool              `json:"used"`
	At     model.Time        `json:"at"`    // by the server's clock; zero: only the name is known
	Asked  model.Time        `json:"asked"` // the same by this machine's clock, to determine when it is due again
	Models []model.ToolModel `json:"models"`
	// Unpriced lists the models without a readable price, which has no JSON form that can
	// be read back.
	Unpriced []string `json:"unpriced,omitempty"`
	// First is the model that runs if a request names none.
	First string `json:"first,omitempty"`
	// Inputs are the inputs that affect the price of each model.
	Inputs map[string][]derive.Input `json:"inputs,omitempty"`
}

// newToolRecord is what is kept of a tool.
func newToolRecord(tool model.Tool, at, asked time.Time, used bool) toolRecord {
	look := toolRecord{Used: used, At: model.At(at), Asked: model.At(asked), Inputs: map[string][]derive.Input{}}
	for i, offered := range tool.Models {
		if i == 0 {
			look.First = offered.Slug
		}
		look.Inputs[offered.Slug] = derive.InputsOf(tool.InputSchema, offered.InputSchema)
		if !offered.Cost.Known() {
			look.Unpriced = append(look.Unpriced, offered.Slug)
			continue
		}
		offered.InputSchema = nil
		look.Models = append(look.Models, offered)
	}
	return look
}

// models are the tool's: the one that runs where a request names none is the first, those
// without a price are the last.
func (l toolRecord) models() []model.ToolModel {
	models := slices.Clone(l.Models)
	for _, name := range l.Unpriced {
		models = append(models, model.ToolModel{Slug: name, Cost: model.UnknownCredits})
	}
	slices.SortStableFunc(models, func(a, b model.ToolModel) int {
		switch {
		case a.Slug == b.Slug:
			return 0
		case a.Slug == l.First:
			return -1
		case b.Slug == l.First:
			return 1
		}
		return 0
	})
	return models
}

// addTo adds the observed prices of the tool to prices.
func (l toolRecord) addTo(prices derive.Prices, slug string) {
	for _, offered := range l.models() {
		prices.SawPrice(derive.Offer{Tool: slug, Model: offered.Slug}, derive.Price{
			Cost: offered.Cost, Unit: offered.CostUnit, Inputs: l.Inputs[offered.Slug],
			Default: offered.Slug == l.First, From: l.At,
		})
	}
}

type keptTools struct {
	Listed model.Time            `json:"listed"`
	All    []model.Tool          `json:"all,omitempty"`
	Tools  map[string]toolRecord `json:"tools"`
}

func newCatalogue(s *Reader, notes ObservationStore) *catalogue {
	return &catalogue{session: s, notes: notes, tools: map[string]toolRecord{}, failed: map[string]time.Time{}, prices: derive.Prices{}}
}

// load reads what is kept, once. The caller has the lock.
func (c *catalogue) load(account model.ID) {
	if !c.known {
		c.known = true
		if s := c.session; s.copy.usable() {
			kept, _, ok, err := cache.ReadSnapshot[keptTools](s.copy.store, cache.ToolsSnapshot)
			if s.copy.observe(err) == nil && ok && kept.Tools != nil {
				c.tools, c.all, c.listed = kept.Tools, kept.All, kept.Listed.Time
			}
		}
	}
	if c.noted == account || account == "" {
		return
	}
	prices := derive.Prices{}
	if c.notes != nil {
		noted, err := c.notes.Prices(account)
		if err != nil {
			c.session.balances.noteTrouble(err)
		} else {
			prices = noted
		}
	}
	for slug, look := range c.tools { // the copy may know what the notes have lost
		look.addTo(prices, slug)
	}
	c.noted, c.prices = account, prices
}

// debits makes rows of generations, in the order in which they come, each at the
// price that is known of it. The price of one whose tool was never looked at is
// pending.
func (c *catalogue) debits(account model.ID, generations []model.Generation) (rows []model.Transaction, pending []model.Generation) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.load(account)
	rows = make([]model.Transaction, len(generations))
	for i, g := range generations {
		rows[i] = derive.Debit(g, c.prices)
		if rows[i].Basis == model.BasisUnknownPrice && g.Tool != "" && c.tools[g.Tool].At.IsZero() {
			rows[i].Basis = model.BasisPendingPrice
			pending = append(pending, g)
		}
	}
	return rows, pending
}

// ensure fetches the tools of generations that were never looked at. A tool that the
// catalogue does not have any more is no error, nor is one that the server fails at:
// that is left alone for a while ([catalogue.inBackoff]). Prices for which there is no
// time in a step stay pending.
func (c *catalogue) ensure(ctx context.Context, account model.ID, generations []model.Generation) error {
	started := c.session.now()
	for _, g := range generations {
		if c.session.now().Sub(started) >= stepTime {
			return nil
		}
		c.mu.Lock()
		c.load(account)
		look, known := c.tools[g.Tool]
		if known && !look.Used {
			look.Used = true
			c.tools[g.Tool] = look
		}
		c.mu.Unlock()
		if g.Tool == "" || !look.At.IsZero() || c.failedLately(g.Tool) {
			continue
		}
		if err := c.fetch(ctx, account, g.Tool, true); err != nil {
			return err
		}
	}
	return nil
}

// failedLately reports whether a tool could not be fetched a short while ago.
func (c *catalogue) failedLately(slug string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, failed := c.failed[slug]
	return failed && c.session.now().Sub(at).Abs() < unavailableFor
}

// inBackoff are the tools that were asked for and never had, by name. They are asked for
// again each [unavailableFor]; meanwhile nothing waits for their prices.
func (c *catalogue) inBackoff() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var tools []string
	for slug := range c.failed {
		if c.tools[slug].At.IsZero() {
			tools = append(tools, slug)
		}
	}
	slices.Sort(tools)
	return tools
}

// stale reports whether something that was fetched, by this machine's clock, is not good
// any more, or is from when that was ahead.
func (c *catalogue) stale(at time.Time) bool { return c.session.now().Sub(at).Abs() >= toolsFor }

// refreshOne fetches one tool that was not looked at for a day, those that were used
// first, and once all of them are known, the names of all that there are.
func (c *catalogue) refreshOne(ctx context.Context, account model.ID) error {
	c.mu.Lock()
	c.load(account)
	var used, others []string
	for slug, look := range c.tools {
		switch {
		case !c.stale(look.Asked.Time):
		case look.Used:
			used = append(used, slug)
		default:
			others = append(others, slug)
		}
	}
	listing := c.stale(c.listed)
	c.mu.Unlock()
	slices.Sort(used)
	slices.Sort(others)
	next := func(of []string) int {
		return slices.IndexFunc(of, func(slug string) bool { return !c.failedLately(slug) })
	}
	if i := next(used); i >= 0 {
		return c.fetch(ctx, account, used[i], true)
	}
	if listing {
		_, err := c.fetchList(ctx)
		return err
	}
	if i := next(others); i >= 0 {
		return c.fetch(ctx, account, others[i], false)
	}
	return nil
}

// fetch fetches one tool.
func (c *catalogue) fetch(ctx context.Context, account model.ID, slug string, used bool) error {
	s := c.session
	tool, err := s.client.Tool(priority(ctx), slug)
	switch model.KindOf(err) {
	case model.ServerFailed, model.BadResponse, model.Forbidden, model.Invalid:
		c.mu.Lock()
		c.failed[slug] = s.now()
		c.mu.Unlock()
		return nil
	}
	if err != nil && model.KindOf(err) != model.NotFound {
		return err
	}
	tool.Slug = slug // what was asked for, whatever it calls itself
	at := s.client.Now()
	c.mu.Lock()
	c.tools[slug] = newToolRecord(tool, at, s.now(), used)
	delete(c.failed, slug)
	fresh := c.prices.Saw(tool, at)
	c.mu.Unlock()
	if len(fresh) > 0 && c.notes != nil && account != "" {
		s.balances.noteTrouble(c.notes.SawPrices(account, fresh)) // kept in memory all the same
	}
	c.keep()
	return nil
}

// list gives all tools without their models, fetched where that was not done for a day.
func (c *catalogue) list(ctx context.Context, account model.ID) ([]model.Tool, error) {
	c.mu.Lock()
	c.load(account)
	kept, stale := c.all, c.stale(c.listed)
	c.mu.Unlock()
	if len(kept) > 0 && !stale {
		return kept, nil
	}
	tools, err := c.fetchList(ctx)
	if len(kept) > 0 && standsIn(ctx, err) {
		return kept, nil
	}
	return tools, err
}

// standsIn reports whether what was read before may be shown in place of an error: not where
// nobody waits for the answer any more, or the key is refused.
func standsIn(ctx context.Context, err error) bool {
	return err != nil && ctx.Err() == nil && !model.LocksOut(err)
}

// fetchList fetches all tools without their models.
func (c *catalogue) fetchList(ctx context.Context) ([]model.Tool, error) {
	s := c.session
	tools, err := s.client.Tools(priority(ctx))
	if err != nil {
		return nil, err
	}
	s.noteLeftOut(api.ListTools)
	c.mu.Lock()
	c.listed, c.all = s.now(), make([]model.Tool, len(tools))
	for i, tool := range tools {
		c.all[i] = model.Tool{Slug: tool.Slug, Name: tool.Name, Type: tool.Type, OutputType: tool.OutputType}
		if _, known := c.tools[tool.Slug]; !known && tool.Slug != "" {
			c.tools[tool.Slug] = toolRecord{}
		}
	}
	tools = c.all
	c.mu.Unlock()
	c.keep()
	return tools, nil
}

// keep writes what the catalogue said to the local copy.
func (c *catalogue) keep() {
	s := c.session
	if !s.copy.usable() {
		return
	}
	c.mu.Lock()
	var batch cache.Batch
	err := batch.Snapshot(cache.ToolsSnapshot, keptTools{model.At(c.listed), c.all, c.tools}, s.now())
	c.mu.Unlock()
	if err == nil {
		_, _ = s.copy.write(&batch)
	}
}
