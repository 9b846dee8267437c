package sync

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// schedule lets programs run one at a time, from one request or sleep to the next.
type schedule struct {
	parked chan *program // says that it waits, or has ended
	clock  time.Time
	nap    time.Duration // by how much a sleep moves the clock
}

// program is one of several that read the same history into one local copy.
type program struct {
	*schedule
	archive *Archive
	resume  chan struct{}
	ended   bool
	last    history.Progress
	err     error
}

func (p *program) wait() {
	p.parked <- p
	<-p.resume
}

// run reads all that is missing, as a command does.
func (p *program) run(ctx context.Context) {
	p.wait()
	p.last, p.err = p.archive.Latest(ctx)
	for p.err == nil && !p.last.Whole {
		p.last, p.err = p.archive.Step(ctx)
	}
	p.ended = true
	p.parked <- p
}

// waitingLedger waits its turn before each page.
type waitingLedger struct {
	*shortLedger
	p *program
}

func (w waitingLedger) Latest(ctx context.Context, _ int64) (model.Page, model.Provenance, error) {
	w.p.wait()
	page, err := w.page(ctx, 1<<62)
	return page, model.Billed, err
}

func (w waitingLedger) Older(ctx context.Context, cursor string) (model.Page, error) {
	w.p.wait()
	var below int64
	if _, err := fmt.Sscanf(cursor, "%d", &below); err != nil {
		return model.Page{}, err
	}
	return w.page(ctx, below)
}

// shortLedger is a server's history.
type shortLedger struct {
	rows     []model.Transaction // oldest first
	pageRows int
	calls    int
	history  int
}

func (l *shortLedger) grow(n int) {
	for range n {
		seq := int64(len(l.rows) + 1)
		l.rows = append(l.rows, model.Transaction{
			ID: model.ID(fmt.Sprintf("%012x%012x", l.history, seq)), Seq: seq, Type: model.TypeBonus, Amount: model.Credit,
			Balance: model.Credits(seq) * model.Credit, CreatedAt: model.At(time.UnixMilli(1_700_000_000_000 + 1000*seq)),
		})
	}
}

func (l *shortLedger) page(ctx context.Context, below int64) (model.Page, error) {
	l.calls++
	page := model.Page{Total: int64(len(l.rows))}
	for i := len(l.rows) - 1; i >= 0 && len(page.Rows) < l.pageRows; i-- {
		if l.rows[i].Seq < below {
			page.Rows = append(page.Rows, l.rows[i])
		}
	}
	if n := len(page.Rows); n > 0 && page.Rows[n-1].Seq > 1 {
		page.HasMore, page.NextCursor = true, fmt.Sprint(page.Rows[n-1].Seq)
	}
	return page, ctx.Err()
}

// However several programs that begin with no local copy come between each other, all of
// them end, each with the server's history, and the server is asked for each page about
// once. One that is stopped, or a server that changes meanwhile, holds nobody up for long.
func TestSeveralProgramsOnAColdCopyAllEnd(t *testing.T) {
	dir := t.TempDir()
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		path := filepath.Join(dir, fmt.Sprintf("%d.db", runs))
		ledger := &shortLedger{pageRows: rapid.SampledFrom([]int{1, 2, 5}).Draw(t, "page rows")}
		ledger.grow(rapid.IntRange(0, 60).Draw(t, "rows"))
		s := &schedule{
			parked: make(chan *program), clock: time.Unix(1_800_000_000, 0),
			nap: rapid.SampledFrom([]time.Duration{turnPoll, 7 * time.Second}).Draw(t, "a sleep takes"),
		}
		stable, quiet := true, rapid.Bool().Draw(t, "nothing happens meanwhile")
		ctx, end := context.WithCancel(context.Background())
		var waiting, all, stopped []*program
		for range rapid.IntRange(2, 6).Draw(t, "programs") {
			p := s.program(t, ledger, path)
			all = append(all, p)
			go p.run(ctx)
			waiting = append(waiting, <-s.parked)
		}
		defer func() {
			end()
			for _, p := range append(stopped, waiting...) {
				for !p.ended {
					p.resume <- struct{}{}
					<-s.parked
				}
			}
		}()
		for moves := 0; len(waiting) > 0; moves++ {
			if moves > 6000 {
				t.Fatal("it never ends")
			}
			at := rapid.IntRange(0, len(waiting)-1).Draw(t, "next")
			event := -1
			if !quiet {
				event = rapid.IntRange(0, 60).Draw(t, "meanwhile")
			}
			switch event {
			case 0:
				ledger.grow(3)
				stable = false
			case 1:
				if ledger.history < 2 {
					ledger.history++
					ledger.rows, stable = nil, false
					ledger.grow(rapid.IntRange(0, 40).Draw(t, "rows of another history"))
				}
			case 2:
				if len(stopped) == 0 && len(waiting) > 1 {
					stopped, stable = append(stopped, waiting[at]), false
					waiting = slices.Delete(waiting, at, at+1)
					continue
				}
			}
			p := waiting[at]
			p.resume <- struct{}{}
			if <-s.parked; p.ended {
				waiting = slices.Delete(waiting, at, at+1)
			}
		}
		pages := (len(ledger.rows) + ledger.pageRows - 1) / ledger.pageRows
		if most := pages + 5*len(all); stable && s.nap == turnPoll && ledger.calls > most {
			t.Fatalf("%d calls of %d programs for %d pages", ledger.calls, len(all), pages)
		}
		for i, p := range all {
			if p.ended && p.err != nil {
				t.Fatalf("program %d: %v", i, p.err)
			}
			if p.ended && stable && !sameAs(p.last.Table, ledger.rows) {
				t.Fatalf("program %d ends with %d rows, want %d", i, p.last.Table.Len(), len(ledger.rows))
			}
		}
		s.settled(t, ledger, path)
	})
}

func (s *schedule) program(t *rapid.T, ledger *shortLedger, path string) *program {
	kept, err := cache.Open(path, cache.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return s.clock }
	p := &program{schedule: s, resume: make(chan struct{})}
	p.archive = NewArchive(waitingLedger{ledger, p}, NewLocalCache(kept, now), now)
	p.archive.sleep = func(ctx context.Context, _ time.Duration) error {
		s.clock = s.clock.Add(s.nap)
		p.wait()
		return ctx.Err()
	}
	return p
}

// settled starts the program once more, alone: it ends with the server's history.
func (s *schedule) settled(t *rapid.T, ledger *shortLedger, path string) {
	p := s.program(t, ledger, path)
	s.clock = s.clock.Add(time.Hour) // one that was stopped may still have its turn
	go p.run(context.Background())
	for moves := 0; ; moves++ {
		if <-s.parked; p.ended {
			break
		}
		if moves > 1000 {
			t.Fatal("alone it never ends")
		}
		p.resume <- struct{}{}
	}
	if p.err != nil || !sameAs(p.last.Table, ledger.rows) {
		t.Fatalf("alone it ends with %+v, %v", p.last, p.err)
	}
}

func sameAs(table *history.Table, rows []model.Transaction) bool {
	if table == nil || table.Len() != len(rows) {
		return table == nil && len(rows) == 0
	}
	for i, row := range rows {
		if table.Row(i) != row {
			return false
		}
	}
	return true
}
