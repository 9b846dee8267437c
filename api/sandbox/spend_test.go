package sandbox

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// A hundred spenders at once, over HTTP, with more wishes than credits, while
// somebody pays for more: no credit is spent twice, none is lost, and every
// failure is given back once.
func TestHundredSpenders(t *testing.T) {
	b := serve(t, Options{Seed: 7, Transactions: 60})
	opening := get[model.Account](b, "/api/account").Credits
	first := len(b.history(""))
	session := b.opened("pack", packM)

	var mu sync.Mutex
	answers := map[int]int{}
	var all sync.WaitGroup
	for spender := range 100 {
		all.Go(func() {
			for turn := range 4 {
				prompt := "a paper city"
				if (spender+turn)%5 == 0 {
					prompt = failMark + prompt
				}
				got := b.call(http.MethodPost, "/api/run", fmt.Sprintf(`{"tool":"create-video","input":{"model":"wan-2-1-text-to-video","prompt":%q}}`, prompt))
				mu.Lock()
				answers[got.status]++
				mu.Unlock()
				if spender%10 == 0 {
					b.clock.move(3 * time.Second)
					b.press("/checkout/"+session.ID+"/pay", nil)
				}
			}
		})
	}
	all.Wait()
	b.clock.move(time.Minute) // all that runs ends

	rows := b.history("")
	balance := get[model.Account](b, "/api/account").Credits
	if err := sound(rows, balance); err != nil {
		t.Fatal(err)
	}
	counts := map[model.TransactionType]int{}
	sum := opening
	for _, row := range rows[:len(rows)-first] {
		counts[row.Type]++
		sum += row.Amount
	}
	stats := b.Stats()
	if sum != balance {
		t.Errorf("opening %s and all amounts are %s, the balance is %s", opening, sum, balance)
	}
	if counts[model.TypePurchase] != 1 || stats.Payments != 1 {
		t.Errorf("one session was paid %d times and brought %d rows", stats.Payments, counts[model.TypePurchase])
	}
	if answers[http.StatusAccepted] != counts[model.TypeGeneration] || answers[http.StatusAccepted]+answers[http.StatusPaymentRequired] != 400 {
		t.Errorf("answers %v, %d debits", answers, counts[model.TypeGeneration])
	}
	if answers[http.StatusPaymentRequired] == 0 || counts[model.TypeRefund] == 0 || stats.Refunds != counts[model.TypeRefund] {
		t.Errorf("nobody was too poor or nothing was refunded: %v, %v, %+v", answers, counts, stats)
	}
}

// A generation is charged when it starts, at the catalogue's price, and one that
// fails is given back when it ends (credits-and-pricing: "How credits work").
func TestRunIsChargedAtStartAndRefundedOnFailure(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 20})
	before := get[model.Account](b, "/api/account").Credits
	tool := get[model.Tool](b, "/api/tools/create-video")
	var price model.Credits
	for _, m := range tool.Models {
		if m.Slug == "veo3-1-text-to-video" && m.CostUnit == "second" {
			price = m.Cost * 8
		}
	}
	run := read[model.Generation](b, b.call(http.MethodPost, "/api/run",
		`{"tool":"create-video","input":{"model":"veo3-1-text-to-video","duration":"8","prompt":"[fail] a night train"}}`), http.StatusAccepted)
	if got := get[model.Account](b, "/api/account").Credits; price == 0 || got != before-price {
		t.Errorf("%s less %s are %s", before, price, got)
	}
	var seen []model.GenerationStatus
	for range 80 {
		g := get[model.Generation](b, "/api/generations/"+string(run.ID))
		if len(seen) == 0 || seen[len(seen)-1] != g.Status {
			seen = append(seen, g.Status)
		}
		b.clock.move(500 * time.Millisecond)
	}
	if fmt.Sprint(seen) != "[pending processing error]" {
		t.Errorf("it went through %v", seen)
	}
	rows := b.history("")
	if got := get[model.Account](b, "/api/account").Credits; got != before || rows[0].Type != model.TypeRefund || rows[0].RefundOf != rows[1].ID {
		t.Errorf("after the failure: %s of %s, %+v", got, before, rows[0])
	}
}

func TestRunWithoutCreditsWritesNothing(t *testing.T) {
	b := serve(t, Options{Seed: 1, State: StateOut, Transactions: 100})
	rows := b.history("")
	for _, input := range []string{`{"tool":"create-image","input":{"prompt":"a tram"}}`, `{"tool":"text-extractor","input":{"image_urls":["https://example.com/x.png"],"pages":1}}`} {
		if got := b.call(http.MethodPost, "/api/run", input); got.status != http.StatusPaymentRequired {
			t.Errorf("%s: %d %s", input, got.status, got.body)
		}
	}
	if after := b.history(""); len(after) != len(rows) || b.Stats().Runs != 0 {
		t.Errorf("%d rows became %d", len(rows), len(after))
	}
}

// Live mode moves by the clock alone: what should have happened while nobody
// looked has happened, at its own time, and the sums hold.
func TestLiveMovesByTheClock(t *testing.T) {
	b := serve(t, Options{Seed: 3, Live: true, Transactions: 100})
	running := get[struct{ Data []model.Generation }](b, "/api/generations?status=processing").Data
	if len(running) == 0 {
		t.Error("nothing is running when the sandbox opens")
	}
	before := len(b.history("&since=" + noon.Format(time.RFC3339)))
	b.clock.move(20 * time.Minute)
	rows := b.history("&since=" + noon.Format(time.RFC3339))
	refunds := 0
	for _, row := range rows {
		if row.Type == model.TypeRefund {
			refunds++
		}
	}
	if len(rows)-before < 60 || len(rows)-before > 300 || refunds == 0 {
		t.Errorf("in 20 minutes: %d rows, %d refunds", len(rows)-before, refunds)
	}
	all := b.history("")
	if err := sound(all, get[model.Account](b, "/api/account").Credits); err != nil {
		t.Error(err)
	}
	// Looked at once a second or once: the same.
	other := serve(t, Options{Seed: 3, Live: true, Transactions: 100})
	for range 20 * 60 {
		other.clock.move(time.Second)
		other.Tick()
	}
	others := other.history("")
	if len(others) != len(all) || others[0].ID != all[0].ID || others[0].Balance != all[0].Balance {
		t.Errorf("watched it has %d rows, unwatched %d", len(others), len(all))
	}
}
