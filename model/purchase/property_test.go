package purchase

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// sim is a server, a store of orders and a person, all of them as bad as they can be,
// around one purchase.
type sim struct {
	t       *rapid.T
	r       *run
	want    []Effect // that are not answered yet
	written map[string]bool
	keys    map[string]bool // that sessions were asked for with
	checked time.Time       // when the last check with the open sessions came
	status  model.CheckoutStatus
	open    bool // the last look says that the session is open
	row     bool // the ledger has its row, and it was read
}

var failures = []error{errGone, errTaken, errInUse, errOther, errMoved, errUnknown, errLocked}

func (s *sim) err() error {
	if rapid.IntRange(0, 3).Draw(s.t, "fails") > 0 {
		return nil
	}
	return rapid.SampledFrom(failures).Draw(s.t, "failure")
}

func (s *sim) session() model.Checkout {
	of := packM
	if rapid.IntRange(0, 9).Draw(s.t, "other item") == 0 {
		of = packS
	}
	got := session(of, s.status)
	if s.status == model.CheckoutComplete {
		got.PaymentStatus = rapid.SampledFrom([]model.PaymentStatus{model.PaymentPaid, model.PaymentUnpaid, ""}).Draw(s.t, "payment")
	}
	return got
}

// answer is what comes of an effect, nil for nothing.
func (s *sim) answer(effect Effect) Event {
	switch e := effect.(type) {
	case Check:
		checked := Checked{OpenErr: s.err()}
		if checked.OpenErr == nil && rapid.IntRange(0, 5).Draw(s.t, "open") == 0 {
			checked.Open = []model.Checkout{session(packM, model.CheckoutOpen)}
		}
		if rapid.IntRange(0, 9).Draw(s.t, "lost") == 0 {
			checked.Lost = errGone
		}
		return checked
	case FetchQuote:
		quote := offer(packM, dollars19)
		if rapid.IntRange(0, 9).Draw(s.t, "dear") == 0 {
			quote = offer(packM, dollars79)
		}
		quote.Err = s.err()
		return quote
	case Ask:
		return Answer{Choice: rapid.SampledFrom([]Choice{GoOn, New, CancelIt, Nothing}).Draw(s.t, "choice"), Key: "key-a"}
	case Confirm:
		return Confirmed{Key: "key-1"}
	case Write:
		err := s.err()
		if err == nil {
			s.written[e.Order.Key] = true
		}
		return Written{Order: e.Order, Err: err}
	case CreateSession:
		return SessionCreated{Session: s.session(), Err: s.err()}
	case OpenPage:
		return PageOpened{Err: s.err(), Visits: e.Visits}
	case Wait:
		s.r.after(e.For)
		return Due{}
	case PollSession, CancelSession:
		return SessionPolled{Session: s.session(), Err: s.err()}
	case ReadLedger:
		read := LedgerRead{Err: s.err()}
		if read.Err == nil && s.status == model.CheckoutComplete && rapid.Bool().Draw(s.t, "row") {
			read.Rows = []model.Transaction{row(packM)}
		}
		return read
	}
	return nil
}

// take hands an event over and checks what follows.
func (s *sim) take(event Event) {
	t, before := s.t, s.r.p
	if checked, is := event.(Checked); is && before.Stage == Checking && (checked.OpenErr == nil || unlisted(checked.OpenErr)) {
		s.checked = s.r.now
	}
	if looked, is := event.(SessionPolled); is {
		s.open = looked.Err == nil && looked.Session.Status == model.CheckoutOpen && looked.Session.Item.Same(packM)
	}
	if read, is := event.(LedgerRead); is {
		s.row = s.row || len(read.Rows) > 0
	}
	s.r.on(event)
	for _, effect := range s.r.effects {
		switch e := effect.(type) {
		case Ask:
			if s.r.p.Terms.Unattended {
				t.Fatal("a script is asked")
			}
		case Write:
			if s.r.now.Sub(s.checked) > model.QuoteKeeps && !s.written[e.Order.Key] && e.Order.SessionID == "" {
				t.Fatalf("a new key is used %s after the last look for open sessions", s.r.now.Sub(s.checked))
			}
		case CreateSession:
			s.keys[e.Key] = true
			if !s.written[e.Key] || len(s.keys) > 1 || e.Key != s.r.p.Key {
				t.Fatalf("a session is asked for with %q, of %v; written are %v", e.Key, s.keys, s.written)
			}
		case OpenPage:
			if !s.r.p.Consented() || s.r.p.SessionID == "" || s.r.p.Done() {
				t.Fatalf("a page is opened of %+v", s.r.p.Order)
			}
		case Finish:
			s.finished(e, event)
		}
	}
	s.want = append(s.want, s.r.effects...)
}

func (s *sim) finished(e Finish, event Event) {
	_, looked := event.(SessionPolled)
	switch {
	case !e.Order.Done():
		s.t.Fatalf("it finishes as %s", e.Order.State)
	case e.Order.State == model.OrderUnconfirmed && looked && s.open:
		s.t.Fatal("it was given up while the server calls its session open")
	case e.Order.State == model.OrderFulfilled && !s.row:
		s.t.Fatal("it arrived without a row")
	case e.Order.State != model.OrderFulfilled && e.Order.Paid && e.Order.State != model.OrderUnconfirmed:
		s.t.Fatalf("%s, and paid", e.Order.State)
	}
}

// Whatever server, store and person do, in whatever order answers come: nothing is made
// without being written down and looked for before, nothing with a second key, and
// nothing open is ended.
func TestWhateverHappens(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		terms := rapid.SampledFrom([]Terms{person, script}).Draw(rt, "terms")
		s := &sim{t: rt, r: begin(t, terms), written: map[string]bool{}, keys: map[string]bool{}, status: model.CheckoutOpen}
		s.r.ahead = rapid.SampledFrom([]time.Duration{0, -40 * time.Minute, 9 * time.Hour}).Draw(rt, "server ahead")
		s.take(Choose{Account: account, Item: packM, Price: dollars19})
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			if rapid.IntRange(0, 9).Draw(rt, "fate") == 0 {
				s.status = rapid.SampledFrom([]model.CheckoutStatus{
					model.CheckoutOpen, model.CheckoutComplete, model.CheckoutExpired, model.CheckoutCanceled, model.CheckoutFailed, "of tomorrow",
				}).Draw(rt, "status")
			}
			if len(s.want) == 0 || rapid.IntRange(0, 4).Draw(rt, "person") == 0 {
				s.r.after(rapid.SampledFrom([]time.Duration{0, time.Second, 2 * time.Minute, time.Hour}).Draw(rt, "passes"))
				s.take(rapid.SampledFrom([]Event{
					Repeat{}, Cancel{}, Returned{}, Reopen{}, Due{}, Confirmed{Key: "key-2"}, Answer{Choice: GoOn, Key: "key-b"}, LedgerRead{},
				}).Draw(rt, "does"))
				continue
			}
			i := rapid.IntRange(0, len(s.want)-1).Draw(rt, "answers")
			effect := s.want[i]
			s.want = append(s.want[:i:i], s.want[i+1:]...)
			if event := s.answer(effect); event != nil {
				s.take(event)
			}
		}
	})
}
