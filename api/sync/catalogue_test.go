package sync_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
)

// A server whose clock is days off is asked for a tool once a day all the same.
func TestAToolIsAskedForOnceADayWhateverTheServersClock(t *testing.T) {
	for _, off := range []time.Duration{-72 * time.Hour, 72 * time.Hour} {
		clock := fixedTime()
		now := func() time.Time { return clock }
		theirs := func() time.Time { return clock.Add(off) }
		_, w, server := open(t, sandbox.Options{Transactions: 200, Now: theirs})
		w.lack(http.StatusNotFound, "transactions")
		b := newBooks(t)
		_, h := b.start(t, server, now)
		tools := func() (n int) {
			for call, asked := range w.calls() {
				if strings.HasPrefix(call, "GET /api/tools/") {
					n += asked
				}
			}
			return n
		}
		for range 60 { // until all of the catalogue is known
			clock = clock.Add(time.Minute)
			wholly(t, h)
		}
		before := tools()
		_, h = b.start(t, server, now)
		for range 10 {
			clock = clock.Add(time.Minute)
			wholly(t, h)
		}
		if n := tools() - before; n != 0 || before == 0 {
			t.Errorf("off by %v: asked for %d tools, and %d again within the day", off, before, n)
		}
		clock = clock.Add(24 * time.Hour)
		wholly(t, h)
		if n := tools() - before; n != 1 {
			t.Errorf("off by %v: a day later a refresh asks for %d", off, n)
		}
	}
}

var bananaCost = regexp.MustCompile(`("slug":"nano-banana",.*?"cost":)[0-9.]+`)

// One model whose price cannot be read leaves the prices of its tool's others as they
// are, now and at the next start, and nothing waits for it.
func TestAModelWithoutAPriceHidesNoOther(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 400, Now: fixedTime})
	w.lack(http.StatusNotFound, "transactions")
	w.change("/api/tools/create-image", func(text string) string { return bananaCost.ReplaceAllString(text, "${1}null") })
	b := newBooks(t)
	for _, start := range []string{"first", "second"} {
		_, h := b.start(t, server, fixedTime)
		progress := wholly(t, h)
		bases := map[bool]map[model.EstimateBasis]int{true: {}, false: {}}
		for _, row := range rowsOf(progress.Table) {
			if row.Tool == "create-image" {
				bases[row.Model == "nano-banana"][row.Basis]++
			}
		}
		if banana := bases[true]; len(banana) != 1 || banana[model.BasisUnknownPrice] == 0 {
			t.Errorf("%s start: the model without a price: %v", start, banana)
		}
		others := bases[false]
		if len(others) == 0 || others[model.BasisUnknownPrice]+others[model.BasisPendingPrice] != 0 {
			t.Errorf("%s start: the others of its tool: %v", start, others)
		}
	}
	if n := w.count("GET /api/tools/create-image"); n != 1 {
		t.Errorf("the tool was asked for %d times", n)
	}
}

// A tool that the server fails at each time holds nothing up: its prices are unknown once
// it was asked for, changes are reported and balances observed, and it is requested now and
// then, until the server answers.
func TestAToolThatFailsHoldsNothingUp(t *testing.T) {
	clock := fixedTime()
	now := func() time.Time { return clock }
	_, w, server := open(t, sandbox.Options{Transactions: 300, Now: now})
	w.lack(http.StatusNotFound, "transactions")
	w.fail("GET /api/tools/create-image")
	b := newBooks(t)
	session, h := b.start(t, server, now)
	look := func() model.Account {
		t.Helper()
		clock = clock.Add(time.Minute)
		account, err := session.Account(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return account
	}
	look()
	wholly(t, h)
	clock = clock.Add(time.Minute)
	generate(t, server)
	account := look()
	progress := wholly(t, h)
	if n := len(progress.Table.WithBasis(model.BasisPendingPrice)); n != 0 {
		t.Errorf("%d prices are pending", n)
	}
	last := progress.Table.Row(progress.Table.Len() - 1)
	if last.Basis != model.BasisObservedWithUnknown || last.Balance != account.Credits || last.Amount >= 0 {
		t.Errorf("the newest row is %+v, the balance is %v", last, account.Credits)
	}
	before := w.count("GET /api/tools/create-image")
	wholly(t, h)
	if n := w.count("GET /api/tools/create-image"); n != before {
		t.Errorf("it is asked for at once again")
	}
	clock = clock.Add(11 * time.Minute)
	if progress = wholly(t, h); w.count("GET /api/tools/create-image") != before+1 || len(progress.Table.WithBasis(model.BasisPendingPrice)) != 0 {
		t.Errorf("a while later it was asked for %d times, %d prices are pending", w.count("GET /api/tools/create-image")-before, len(progress.Table.WithBasis(model.BasisPendingPrice)))
	}
	w.fail()
	clock = clock.Add(11 * time.Minute)
	progress = wholly(t, h)
	if n := unpriced(progress.Table); n != 0 {
		t.Errorf("%d prices are not known once the tool answers", n)
	}
	if last := progress.Table.Row(progress.Table.Len() - 1); last.Type != model.TypeGeneration || last.Balance != account.Credits {
		t.Errorf("the newest row is %+v", last)
	}
}

// The whole catalogue is asked for once a day. A tool that fails is named and hides no
// other, nor does a model without a price, and the first stays the one that runs where a
// request names none.
func TestTheWholeCatalogue(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 200, Now: fixedTime})
	w.fail("GET /api/tools/edit-image")
	w.change("/api/tools/create-image", func(text string) string { return bananaCost.ReplaceAllString(text, "${1}null") })
	b := newBooks(t)
	for _, start := range []string{"first", "second"} {
		session, _ := b.start(t, server, fixedTime)
		list, err := session.Catalogue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(list.Missing) != 1 || list.Missing[0] != "edit-image" || len(list.Tools) < 20 || list.AsOf.IsZero() {
			t.Errorf("%s start: %d tools, without %v, as of %v", start, len(list.Tools), list.Missing, list.AsOf)
		}
		for _, tool := range list.Tools {
			if tool.Slug == "create-image" && (tool.Type != "image" || tool.Models[0].Slug != "nano-banana" || tool.Models[0].Cost.Known() || tool.Models[1].Cost != 4*model.Credit) {
				t.Errorf("%s start: %+v", start, tool.Models)
			}
		}
	}
	if n := w.count("GET /api/tools/create-image"); n != 1 {
		t.Errorf("the tool was asked for %d times", n)
	}
}

// Prices that were read are there without the server, with their age, also at another start.
func TestCatalogueWithoutTheServer(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 200, Now: fixedTime})
	now := fixedTime()
	clock := func() time.Time { return now }
	b := newBooks(t)
	session, _ := b.start(t, server, clock)
	read, err := session.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	calls := []string{"GET /api/tools"}
	for _, tool := range read.Tools {
		calls = append(calls, "GET /api/tools/"+tool.Slug)
	}
	now = now.AddDate(0, 0, 2)
	for name, without := range map[string]func(){
		"failing": func() { w.fail(calls...) },
		"closed":  func() { server.Close() },
	} {
		without()
		session, _ = b.start(t, server, clock)
		kept, err := session.Catalogue(t.Context())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(kept.Tools) != len(read.Tools) || len(kept.Missing) != 0 || kept.AsOf.Sub(read.AsOf).Abs() >= time.Second {
			t.Errorf("%s: %d tools as of %v, without %v; were %d as of %v", name, len(kept.Tools), kept.AsOf, kept.Missing, len(read.Tools), read.AsOf)
		}
		if first, was := kept.Tools[0], read.Tools[0]; first.Name != was.Name || first.Type != was.Type || len(first.Models) != len(was.Models) {
			t.Errorf("%s: the first tool is %+v, was %+v", name, first, was)
		}
	}
}

// A key that is refused is an error, whatever prices were read with it before.
func TestCatalogueWithARefusedKey(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 200, Now: fixedTime})
	now := fixedTime()
	clock := func() time.Time { return now }
	b := newBooks(t)
	session, _ := b.start(t, server, clock)
	if _, err := session.Catalogue(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.lack(http.StatusUnauthorized, "tools")
	now = now.AddDate(0, 0, 2)
	session, _ = b.start(t, server, clock)
	if _, err := session.Catalogue(t.Context()); model.KindOf(err) != model.NotSignedIn {
		t.Errorf("the error is %v", err)
	}
}
