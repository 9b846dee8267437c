package sync

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

const (
	// pageOverlap is by how many rows a page overlaps the one before it, so that what was
	// deleted meanwhile does not open a hole.
	pageOverlap = 5
	// prefetch is how many pages are fetched side by side.
	prefetch = 4
	// mostJumps bounds the search for a place that new rows have pushed along.
	mostJumps = 500
)

// generations is where a page of generations comes from: a client.
type generations interface {
	newestGenerations(ctx context.Context) (api.GenerationPage, error)
	generationsFrom(ctx context.Context, offset int) (api.GenerationPage, error)
}

// generationPager gives the generations as the pages of a ledger, newest first. Generations
// come in pages by offset, which new rows push along: a page is asked for with a
// few rows of the one before, and where those are not in it, it is looked for.
type generationPager struct {
	from generations
	// rows makes rows of generations. Those of the newest page are wanted at once.
	rows func(ctx context.Context, list []model.Generation, newest bool) ([]model.Transaction, error)

	mu     sync.Mutex
	total  int64                      // rows that the server has, as it said last
	size   int                        // rows of a page, as the server gave them
	inRow  int                        // pages asked for since the newest
	asked  time.Time                  // when the newest was asked for, by the server's clock
	bare   bool                       // the last page did not say what was asked for
	beside map[int]api.GenerationPage // pages that were fetched beside others, by offset
}

// offsetCursor is where a page ended: a cursor of this program's own.
type offsetCursor struct {
	offset int   // of the row after it
	total  int64 // rows that the server had then
	place  int64 // of its last row
}

func (s offsetCursor) String() string { return fmt.Sprintf("%d.%d.%d", s.offset, s.total, s.place) }

func parseOffsetCursor(cursor string) (s offsetCursor, err error) {
	if _, err := fmt.Sscanf(cursor, "%d.%d.%d", &s.offset, &s.total, &s.place); err != nil || s.offset < 0 || s.place < 1 {
		return offsetCursor{}, &model.Error{Kind: model.Invalid, Detail: "a place in the history is not understood"}
	}
	return s, nil
}

// Latest fetches the newest page.
func (r *generationPager) Latest(ctx context.Context, _ int64) (model.Page, model.Provenance, error) {
	page, err := r.from.newestGenerations(ctx)
	if err != nil {
		return model.Page{}, "", err
	}
	r.mu.Lock()
	r.inRow, r.beside, r.size, r.asked = 0, nil, len(page.Rows), page.Asked
	r.mu.Unlock()
	rows, next, err := r.page(ctx, page, 0, true)
	made := rows.page(next)
	made.Asked = model.At(page.Asked)
	return made, model.Estimated, err
}

// lacksPayloads reports whether the list does not say what generations were asked for.
func (r *generationPager) lacksPayloads() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.bare
}

// newestAsked is when the newest page was asked for, by the server's clock.
func (r *generationPager) newestAsked() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked
}

// Older fetches the page at a cursor.
func (r *generationPager) Older(ctx context.Context, cursor string) (model.Page, error) {
	at, err := parseOffsetCursor(cursor)
	if err != nil {
		return model.Page{}, err
	}
	r.mu.Lock()
	overlap := r.overlap()
	offset := at.offset - overlap
	if r.total > at.total && at.total > 0 {
		offset += int(r.total - at.total)
	}
	r.mu.Unlock()
	offset = max(offset, 0)
	lowest, idle := int64(math.MaxInt64), 0
	for range mostJumps {
		page, found, err := r.ask(ctx, offset)
		if err != nil {
			return model.Page{}, err
		}
		offset = found
		rows, next, err := r.page(ctx, page, offset, false)
		if err != nil {
			return model.Page{}, err
		}
		below := slices.IndexFunc(rows.list, func(row model.Transaction) bool { return row.Seq < at.place })
		if n := len(rows.list); n > 0 && rows.list[n-1].Seq < lowest {
			lowest = rows.list[n-1].Seq
		} else if idle++; idle >= idlePages && below < 0 {
			break // page after page brings what came before
		}
		switch {
		case below < 0 && rows.more: // all of it is newer: it was pushed along
			offset += max(1, len(page.Rows)-overlap)
		case (below == 0 || len(page.Rows) == 0) && offset > 0: // what lies between is not in it
			offset = max(offset-max(r.step()/2, overlap), 0)
		default:
			rows.list = rows.list[max(below, 0):]
			if below < 0 {
				rows.list = nil
			}
			return rows.page(next), nil
		}
	}
	return model.Page{}, &model.Error{Kind: model.BadResponse, Detail: "the pages of generations do not follow each other"}
}

// derivedRows are the rows of a page, newest first.
type derivedRows struct {
	list       []model.Transaction
	unreadable []model.Unreadable
	total      int64
	more       bool
}

func (d derivedRows) page(next offsetCursor) model.Page {
	page := model.Page{Rows: d.list, Unreadable: d.unreadable, Total: d.total, HasMore: d.more}
	if d.more {
		page.NextCursor = next.String()
	}
	return page
}

// page makes rows of a page and says where it ends. Rows of the last millisecond
// are left to the next page, as more of that millisecond may follow, whose order
// only the ids tell.
func (r *generationPager) page(ctx context.Context, page api.GenerationPage, offset int, newest bool) (derivedRows, offsetCursor, error) {
	r.mu.Lock()
	r.total = page.Total
	if page.HasMore {
		r.size = len(page.Rows)
	}
	if len(page.Rows) > 0 {
		r.bare = !slices.ContainsFunc(page.Rows, func(g model.Generation) bool { return !g.Payload.Absent() })
	}
	r.mu.Unlock()
	made, err := r.rows(ctx, page.Rows, newest)
	if err != nil {
		return derivedRows{}, offsetCursor{}, err
	}
	unreadable := noteUnreadableAbove(page.Unreadable, made)
	rows := derivedRows{list: separateTies(made), unreadable: unreadable, total: page.Total, more: page.HasMore && len(made) > 0}
	if !rows.more {
		return rows, offsetCursor{}, nil
	}
	last := rows.list[len(rows.list)-1].CreatedAt
	kept := slices.IndexFunc(rows.list, func(row model.Transaction) bool { return row.CreatedAt == last })
	switch {
	case kept > 0:
		rows.list = rows.list[:kept]
	case len(rows.list) > 1:
		return derivedRows{}, offsetCursor{}, &model.Error{Kind: model.BadResponse, Detail: "a page of generations is all of one moment"}
	}
	lowest := rows.list[len(rows.list)-1].Seq
	rows.unreadable = slices.DeleteFunc(rows.unreadable, func(entry model.Unreadable) bool { return entry.Beside < lowest })
	return rows, offsetCursor{offset: offset + len(rows.list), total: page.Total, place: rows.list[len(rows.list)-1].Seq}, nil
}

// noteUnreadableAbove notes above which rows the unreadable ones stood; those at the end of
// the page stand above none.
func noteUnreadableAbove(unreadable []model.Unreadable, rows []model.Transaction) []model.Unreadable {
	seqs := make([]int64, len(rows))
	for i, row := range rows {
		seqs[i] = row.Seq
	}
	beside := make([]model.Unreadable, len(unreadable))
	for i, entry := range unreadable {
		beside[i] = entry
		if at := max(entry.Index-i, 0); at < len(seqs) {
			beside[i].Beside = seqs[at]
		}
	}
	return beside
}

// separateTies puts rows in order, newest first, and gives two that would have one
// place each its own.
func separateTies(rows []model.Transaction) []model.Transaction {
	slices.SortFunc(rows, func(a, b model.Transaction) int { return cmp.Or(cmp.Compare(b.Seq, a.Seq), cmp.Compare(b.ID, a.ID)) })
	rows = slices.CompactFunc(rows, func(a, b model.Transaction) bool { return a.ID == b.ID && a.Seq == b.Seq })
	for i := len(rows) - 2; i >= 0; i-- {
		if rows[i].Seq <= rows[i+1].Seq {
			rows[i].Seq = derive.SeqAfter(rows[i+1].Seq)
		}
	}
	return rows
}

// overlap is by how many rows the next page is to overlap.
func (r *generationPager) overlap() int { return max(1, min(pageOverlap, r.size/2)) }

// step is how many rows a page has.
func (r *generationPager) step() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.size
}

// ask fetches the page at about an offset, and says at which. Once pages follow each
// other, some are fetched side by side.
func (r *generationPager) ask(ctx context.Context, offset int) (page api.GenerationPage, found int, err error) {
	r.mu.Lock()
	stride := max(1, r.size-r.overlap())
	for at, page := range r.beside {
		if near := at - offset; near > -stride/2 && near < r.overlap() {
			delete(r.beside, at)
			r.mu.Unlock()
			return page, at, nil
		}
	}
	wanted := []int{offset}
	for r.inRow > 0 && len(wanted) < prefetch && int64(offset+len(wanted)*stride) < r.total {
		wanted = append(wanted, offset+len(wanted)*stride)
	}
	r.inRow++
	r.mu.Unlock()

	pages, errs := make([]api.GenerationPage, len(wanted)), make([]error, len(wanted))
	var all sync.WaitGroup
	for i, at := range wanted {
		all.Go(func() { pages[i], errs[i] = r.from.generationsFrom(ctx, at) })
	}
	all.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.beside = map[int]api.GenerationPage{}
	for i := 1; i < len(wanted); i++ {
		if errs[i] == nil {
			r.beside[wanted[i]] = pages[i]
		}
	}
	return pages[0], offset, errs[0]
}
