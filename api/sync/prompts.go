package sync

import (
	"context"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// promptsSnapshot is how far the prompts of generations were read.
const promptsSnapshot cache.Name = "prompts"

// promptPages is how many pages of generations a step reads.
const promptPages = 10

// prompts brings the prompts of generations to the rows of a ledger, so that they
// are found by them. The rows keep them; what else there is of generations is asked
// for when somebody opens one.
type prompts struct {
	runs    *generationPager
	archive *Archive
	copy    *LocalCache
	now     func() time.Time
	session *Reader
	details *details

	read    promptsRead
	unsaved bool // the local copy does not have that
	missed  bool // the newest could not be had when they were asked for
	again   int  // how often reading began again, as the server knew a cursor no more
}

// promptsRead is a stretch of generations whose prompts were read: all from Top down
// to where Cursor goes on. It is done at Until, from where on an earlier one goes.
type promptsRead struct {
	Top    int64  `json:"top"`
	Until  int64  `json:"until,omitempty"`
	Cursor string `json:"cursor"`
	Done   bool   `json:"done"`
	// Bare says that the list does not include requests, so that each generation is fetched
	// by itself; Asked are the ranges of the ledger in which all were.
	Bare  bool         `json:"bare,omitempty"`
	Asked cache.Ranges `json:"asked,omitempty"`
}

func (p promptsRead) equal(other promptsRead) bool {
	return p.Top == other.Top && p.Until == other.Until && p.Cursor == other.Cursor && p.Done == other.Done &&
		p.Bare == other.Bare && slices.Equal(p.Asked, other.Asked)
}

// latest takes the prompts of the newest generations, and reports whether step has
// something to do. Where it fails, step does it again.
func (p *prompts) latest(ctx context.Context) (more bool, err error) {
	p.more(ctx)
	page, err := p.runs.prompts(ctx, "")
	if p.missed = err != nil; p.missed {
		return true, err
	}
	if page.bare || p.read.Bare && page.top != 0 {
		if p.read.Bare != page.bare {
			p.read = promptsRead{Bare: page.bare}
			p.save()
		}
		if page.bare {
			return len(p.wanted(p.archive.table(), false)) > 0, nil
		}
	}
	p.archive.setPrompts(page.prompts)
	switch top := page.top; {
	case top == 0: // there are no generations
		if !p.read.Done {
			p.read.Done = true
			p.save()
		}
	case p.read.Top != 0 && page.bottom <= p.read.Top:
		p.read.Top = max(p.read.Top, top)
	default: // nothing was read, or more is new than a page: go on from here
		until := p.read.Until
		if p.read.Done {
			until = p.read.Top
		}
		p.read = promptsRead{Top: top, Until: until, Cursor: page.next, Done: page.next == ""}
		p.save()
	}
	return !p.read.Done, nil
}

// mostAgain is how often reading begins again in a process: a server that knows none
// of its own cursors is not asked for ever.
const mostAgain = 3

// step takes the prompts of older generations, in this program's turn.
func (p *prompts) step(ctx context.Context) (more bool, err error) {
	mine, err := p.archive.inTurn(ctx, func() bool { return p.missing(ctx, p.archive.takeOver, p.archive.lockedTable) }, func() (err error) {
		more, err = p.stepInTurn(ctx)
		return err
	})
	if !mine {
		more = p.more(ctx)
	}
	return more, err
}

func (p *prompts) stepInTurn(ctx context.Context) (more bool, err error) {
	if p.read.Bare && !p.missed {
		return p.stepSingles(ctx)
	}
	if p.read.Top == 0 || p.missed {
		return p.latest(ctx)
	}
	found := map[model.ID]string{}
	defer func() { // also those before a failure: the cursor has passed them
		p.archive.setPrompts(found)
		p.save()
	}()
	for range promptPages {
		if p.read.Done {
			break
		}
		page, err := p.runs.prompts(ctx, p.read.Cursor)
		if refused(err) && p.again < mostAgain {
			p.again++
			p.read = promptsRead{}
			return true, nil
		}
		if err != nil {
			return false, err
		}
		for id, prompt := range page.prompts {
			found[id] = prompt
		}
		p.read.Cursor, p.read.Done = page.next, page.next == "" || (page.bottom > 0 && page.bottom <= p.read.Until)
	}
	return !p.read.Done, nil
}

// forget makes the prompts be read again: rows are missing that they belong to.
func (p *prompts) forget() {
	p.load()
	if p.read.Bare || p.read.Top != 0 || p.read.Done {
		p.read = promptsRead{}
		p.save()
	}
}

// more reports whether step has something to do.
func (p *prompts) more(ctx context.Context) bool {
	return p.missing(ctx, p.archive.update, p.archive.table)
}

// missing is more with a way to take over the rows that another program has given prompts,
// and one to get at the rows.
func (p *prompts) missing(ctx context.Context, takeOver func(context.Context) (news bool, err error), table func() *history.Table) bool {
	was := p.read
	if p.load(); !p.read.equal(was) {
		if _, err := takeOver(ctx); err != nil { // only now: they are written before how far they were read
			p.read = was
			return true
		}
	}
	if p.read.Bare && !p.missed {
		return len(p.wanted(table(), false)) > 0
	}
	return !p.read.Done || p.missed
}

// load reads how far the prompts were read, by other programs too.
func (p *prompts) load() {
	if p.unsaved || !p.copy.usable() {
		return
	}
	read, _, ok, err := cache.ReadSnapshot[promptsRead](p.copy.store, promptsSnapshot)
	if p.copy.observe(err) == nil && ok {
		p.read = read
	}
}

func (p *prompts) save() {
	if p.unsaved = true; !p.copy.usable() {
		return
	}
	var batch cache.Batch
	if batch.Snapshot(promptsSnapshot, p.read, p.now()) == nil {
		_, err := p.copy.write(&batch)
		p.unsaved = err != nil
	}
}

// promptPage is the prompts of a page of generations.
type promptPage struct {
	prompts     map[model.ID]string
	top, bottom int64  // the places of its newest and its oldest
	next        string // empty at the end
	bare        bool   // it has generations, and does not say what was asked for
}

// prompts fetches a page for its prompts, the newest for "".
func (r *generationPager) prompts(ctx context.Context, cursor string) (promptPage, error) {
	var page model.Page
	var err error
	if cursor == "" {
		page, _, err = r.Latest(ctx, 0)
	} else {
		page, err = r.Older(ctx, cursor)
	}
	if err != nil {
		return promptPage{}, err
	}
	found := promptPage{prompts: map[model.ID]string{}, next: page.NextCursor}
	for _, row := range page.Rows {
		if row.Basis != model.BasisPendingDetails { // else the list does not say
			found.prompts[row.GenerationID] = row.Description
		}
	}
	found.bare = len(page.Rows) > 0 && len(found.prompts) == 0
	if n := len(page.Rows); n > 0 {
		found.top, found.bottom = page.Rows[0].Seq, page.Rows[n-1].Seq
	}
	return found, nil
}
