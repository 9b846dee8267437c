package sync_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	gosync "sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// fakeLedger is a server's history in memory. It keeps its promises (rows in order, stable
// cursors), and fails as the test sets it.
type fakeLedger struct {
	mu       gosync.Mutex
	rows     []model.Transaction // oldest first
	ids      int
	pageRows int
	faults   []error // of the calls to come; nil for none
	calls    int
	between  func()            // runs before every page but the first, without the lock
	age      int               // cursors of an older age are refused
	miscount int64             // by which the server's total is wrong
	turned   bool              // pages have the oldest row first
	blurred  map[model.ID]bool // rows that cannot be read
}

func (f *fakeLedger) grow(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for range n {
		seq, balance := int64(1), model.Credits(0)
		if len(f.rows) > 0 {
			last := f.rows[len(f.rows)-1]
			seq, balance = last.Seq+1, last.Balance
		}
		f.ids++
		amount := model.Credits(f.ids%7-3) * model.Credit
		f.rows = append(f.rows, model.Transaction{
			ID: model.ID(fmt.Sprintf("%024x", f.ids)), Seq: seq, Type: model.TypeGeneration,
			Amount: amount, Balance: balance + amount, Description: "row " + strconv.Itoa(f.ids), Tool: "create-image",
			CreatedAt: model.At(time.UnixMilli(1_700_000_000_000 + int64(f.ids)*1000)),
		})
	}
}

// reset begins another history.
func (f *fakeLedger) reset(n int) {
	f.mu.Lock()
	f.rows = nil
	f.mu.Unlock()
	f.grow(n)
}

// shorten takes the newest rows away, purge the oldest.
func (f *fakeLedger) shorten(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rows = slices.Clone(f.rows[:max(0, len(f.rows)-n)])
}

func (f *fakeLedger) purge(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rows = slices.Clone(f.rows[min(n, len(f.rows)):])
}

func (f *fakeLedger) newestFirst() []model.Transaction {
	f.mu.Lock()
	defer f.mu.Unlock()
	rows := slices.Clone(f.rows)
	slices.Reverse(rows)
	return rows
}

func (f *fakeLedger) Latest(ctx context.Context, known int64) (model.Page, model.Provenance, error) {
	if known != 0 {
		panic("the archive knows itself what it knows")
	}
	page, err := f.page(ctx, 1<<62, "")
	return page, model.Billed, err
}

func (f *fakeLedger) Older(ctx context.Context, cursor string) (model.Page, error) {
	if f.between != nil {
		f.between()
	}
	var age int
	var below int64
	var last model.ID
	if _, err := fmt.Sscanf(cursor, "%d/%d/%s", &age, &below, &last); err != nil || age != f.age {
		return model.Page{}, &model.Error{Kind: model.Invalid, Detail: "no such cursor"}
	}
	return f.page(ctx, below, last)
}

func (f *fakeLedger) page(ctx context.Context, below int64, last model.ID) (model.Page, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	if err := ctx.Err(); err != nil {
		return model.Page{}, err
	}
	if len(f.faults) > 0 {
		err := f.faults[0]
		f.faults = f.faults[1:]
		if err != nil {
			return model.Page{}, err
		}
	}
	page := model.Page{Total: int64(len(f.rows)) + f.miscount}
	for i := len(f.rows) - 1; i >= 0 && len(page.Rows) < f.pageRows; i-- {
		if row := f.rows[i]; row.Seq < below || (row.Seq == below && row.ID < last) {
			page.Rows = append(page.Rows, row)
		}
	}
	if n := len(page.Rows); n > 0 && page.Rows[n-1] != f.rows[0] {
		page.HasMore = true
		page.NextCursor = fmt.Sprintf("%d/%d/%s", f.age, page.Rows[n-1].Seq, page.Rows[n-1].ID)
	}
	if f.turned {
		slices.Reverse(page.Rows)
	}
	return f.blur(page), nil
}

// blur makes the rows that are said to be so unreadable.
func (f *fakeLedger) blur(page model.Page) model.Page {
	rows := page.Rows[:0:0]
	for i, row := range page.Rows {
		if f.blurred[row.ID] {
			page.Unreadable = append(page.Unreadable, model.Unreadable{ID: row.ID, Why: "createdAt is not a time", Index: i})
			continue
		}
		rows = append(rows, row)
	}
	page.Rows = rows
	return page
}

// twin gives a row at i the number of the one before it, and lowers those after it.
func (f *fakeLedger) twin(i int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if i < 1 || i >= len(f.rows) || f.rows[i].Seq != f.rows[i-1].Seq+1 {
		return
	}
	f.rows = slices.Clone(f.rows)
	for ; i < len(f.rows); i++ {
		f.rows[i].Seq--
	}
}

// gap takes a row away; its number is missing then.
func (f *fakeLedger) gap(i int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if i >= 0 && i < len(f.rows) {
		f.rows = slices.Delete(slices.Clone(f.rows), i, i+1)
	}
}

// correct changes what a row at i moved, and with it, where through is set, all later
// balances.
func (f *fakeLedger) correct(i int, through bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if i < 0 || i >= len(f.rows) {
		return
	}
	f.rows = slices.Clone(f.rows)
	f.rows[i].Description += ", corrected"
	f.rows[i].Amount += model.Credit
	for ; through && i < len(f.rows); i++ {
		f.rows[i].Balance += model.Credit
	}
}
