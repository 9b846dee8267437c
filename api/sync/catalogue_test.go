package sync_test

import (
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
)

var bananaCost = regexp.MustCompile(`("slug":"nano-banana",.*?"cost":)[0-9.]+`)

// One model whose price cannot be read leaves the prices of its tool's others as they
// are, now and at the next start, and nothing waits for it.
func TestAModelWithoutAPriceHidesNoOther(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 400})
	w.lack(http.StatusNotFound, "transactions")
	w.change("/api/tools/create-image", func(text string) string { return bananaCost.ReplaceAllString(text, "${1}null") })
	b := newBooks(t)
	for _, start := range []string{"first", "second"} {
		_, h := b.start(t, server, time.Now)
		progress := wholly(t, h)
		bases := map[bool]map[model.Basis]int{true: {}, false: {}}
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
