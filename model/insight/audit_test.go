package insight

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// books is a ledger to put faults into, with the generations behind it.
type books struct {
	rows    []model.Transaction
	ends    map[model.ID]model.GenerationStatus
	unread  []model.Unreadable
	cut     bool // not whole
	partial bool // not all generations were read
	account model.Credits
	now     time.Time
}

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func rowID(n int) model.ID { return model.ID(fmt.Sprintf("%024x", 0xa0000+n)) }
func runID(n int) model.ID { return model.ID(fmt.Sprintf("%024x", 0xb0000+n)) }

func (b *books) add(kind model.TransactionType, amount int64, change func(row *model.Transaction)) *model.Transaction {
	n := len(b.rows)
	row := model.Transaction{
		ID: rowID(n + 1), Seq: int64(n + 1), Type: kind, Amount: model.Credits(amount) * model.Credit,
		CreatedAt: model.At(noon.Add(-240*time.Hour + time.Duration(n)*time.Hour)),
	}
	if n > 0 {
		row.Seq, row.Balance = b.rows[n-1].Seq+1, b.rows[n-1].Balance
	}
	if change != nil {
		change(&row)
	}
	row.Balance += row.Amount
	b.rows = append(b.rows, row)
	b.account = row.Balance
	return &b.rows[n]
}

// run adds a debit of a generation that ended so; refund adds what gives it back.
func (b *books) run(amount int64, status model.GenerationStatus) model.Transaction {
	id := runID(len(b.rows) + 1)
	b.ends[id] = status
	return *b.add(model.TypeGeneration, -amount, func(row *model.Transaction) { row.GenerationID = id })
}

func (b *books) refund(of model.Transaction, amount int64) model.Transaction {
	return *b.add(model.TypeRefund, amount, func(row *model.Transaction) { row.RefundOf, row.GenerationID = of.ID, of.GenerationID })
}

// sound is a history with all that is no fault.
func sound() *books {
	b := &books{ends: map[model.ID]model.GenerationStatus{}, now: noon}
	b.add(model.TypeBonus, 100, nil)
	purchase := *b.add(model.TypePurchase, 2000, nil)
	early := b.run(60, model.GenerationError)
	b.refund(early, 60)
	b.run(4, model.GenerationSuccess)
	late := b.run(50, model.GenerationError)
	b.run(1, model.GenerationSuccess)
	b.add(model.TypeAdjustment, -3, func(row *model.Transaction) { row.CreatedAt = b.rows[0].CreatedAt }) // a clock that was wrong
	b.add(model.TypePurchaseRefund, -100, func(row *model.Transaction) { row.RefundOf = purchase.ID })
	b.add(model.TypePurchaseRefund, -50, func(row *model.Transaction) { row.RefundOf = purchase.ID })
	b.refund(late, 50)
	b.run(0, model.GenerationError)
	b.add(model.TypeSubscription, 4000, nil)
	b.run(30, model.GenerationProcessing)
	return b
}

// fail adds a failed generation whose refund is not due yet: the account may still get it.
func (b *books) failNow() {
	id := runID(0xfff)
	b.ends[id] = model.GenerationError
	b.add(model.TypeGeneration, -8, func(row *model.Transaction) { row.GenerationID, row.CreatedAt = id, model.At(noon.Add(-23*time.Hour)) })
}

func (b *books) examine(t interface{ Fatal(...any) }) Audit {
	builder := &history.Builder{Twins: true}
	builder.Put(b.rows...)
	runs := &history.GenerationStates{Whole: !b.partial}
	for id, status := range b.ends {
		runs.Put(id, status)
	}
	a, err := Examine(context.Background(), AuditInput{
		Table: builder.Table(), Whole: !b.cut, Unreadable: b.unread, Generations: runs, Account: &b.account, Now: b.now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (a Audit) kinds() string {
	var all []string
	for _, f := range a.Findings {
		var rows []string
		for _, row := range f.Rows {
			rows = append(rows, fmt.Sprint(row.Seq))
		}
		all = append(all, fmt.Sprintf("%s %s %s", f.Kind, f.Credits, strings.Join(rows, ",")))
	}
	return strings.Join(all, "; ")
}

// Each fault is found once, with its size and its rows.
func TestAuditFindsEachFault(t *testing.T) {
	for _, test := range []struct {
		name, want string
		fault      func(b *books)
	}{
		{"none", "", func(*books) {}},
		{"a refund that is not due yet", "", func(b *books) { b.failNow() }},
		{"a missing row", "sequence 4 4,6", func(b *books) { b.rows = slices.Delete(b.rows, 4, 5) }},
		{"a missing refund's row", "sequence 60 3,5", func(b *books) { b.rows = slices.Delete(b.rows, 3, 4) }},
		{"a missing debit's row", "sequence 60 2,4", func(b *books) { b.rows = slices.Delete(b.rows, 2, 3) }},
		{"a number twice", "sequence 0 7,7", func(b *books) { b.rows[7].Seq = 7; shift(b.rows[8:], -1) }},
		{"a number twice, in the other order", "sequence 0 7,7", func(b *books) {
			b.rows[7].Seq = 7
			b.rows[6].ID, b.rows[7].ID = b.rows[7].ID, b.rows[6].ID
			shift(b.rows[8:], -1)
		}},
		{"one wrong balance", "sum 5 6,7", func(b *books) { b.rows[6].Balance += 5 * model.Credit }},
		{"balances wrong from a row on", "sum 5 6,7", func(b *books) {
			for i := 6; i < len(b.rows); i++ {
				b.rows[i].Balance -= 5 * model.Credit
			}
			b.account -= 5 * model.Credit
		}},
		{"two wrong balances side by side", "sum 5 6,7; sum 2 7,8; sum 7 8,9", func(b *books) {
			b.rows[6].Balance += 5 * model.Credit
			b.rows[7].Balance += 7 * model.Credit
		}},
		{"a wrong newest balance", "sum 5 13,14", func(b *books) { b.rows[13].Balance += 5 * model.Credit }},
		{"the account has something else", "account 7 14", func(b *books) { b.account += 7 * model.Credit }},
		{"no refund", "missing-refund 40 15", func(b *books) { b.run(40, model.GenerationError) }},
		{"a refund of a wrong amount", "refund-amount 5 15,16", func(b *books) { b.refund(b.run(40, model.GenerationError), 35) }},
		{"a refund given twice", "double-refund 40 15,16,17", func(b *books) {
			debit := b.run(40, model.GenerationError)
			b.refund(debit, 40)
			b.refund(debit, 40)
		}},
		{"a refund of a success", "refund-of-success 40 15,16", func(b *books) { b.refund(b.run(40, model.GenerationSuccess), 40) }},
		{"two debits", "double-debit 40 15,16", func(b *books) {
			debit := b.run(40, model.GenerationSuccess)
			b.add(model.TypeGeneration, -40, func(row *model.Transaction) { row.GenerationID = debit.GenerationID })
		}},
		{"two debits, one given back", "double-debit 40 15,16", func(b *books) {
			debit := b.run(40, model.GenerationSuccess)
			b.refund(*b.add(model.TypeGeneration, -40, func(row *model.Transaction) { row.GenerationID = debit.GenerationID }), 40)
		}},
		{"two debits of a failure, one given back", "double-debit 40 15,16", func(b *books) {
			debit := b.run(40, model.GenerationError)
			b.add(model.TypeGeneration, -40, func(row *model.Transaction) { row.GenerationID = debit.GenerationID })
			b.refund(debit, 40)
		}},
		{"a refund of nothing", "refund-without-debit 9 15", func(b *books) { b.refund(model.Transaction{ID: rowID(999)}, 9) }},
		{"an unknown generation", "no-generation 40 15", func(b *books) { delete(b.ends, b.run(40, "").GenerationID) }},
		{"an unknown generation, and not all were read", "", func(b *books) { delete(b.ends, b.run(40, "").GenerationID); b.partial = true }},
		{"several", "refund-of-success 40 15,16; missing-refund 8 17; account 1 17", func(b *books) {
			b.refund(b.run(40, model.GenerationSuccess), 40)
			b.run(8, model.GenerationError)
			b.account += model.Credit
		}},
		{"a refund that names its generation alone", "", func(b *books) {
			debit := b.run(40, model.GenerationError)
			b.refund(model.Transaction{GenerationID: debit.GenerationID}, 40)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := sound()
			test.fault(b)
			b.now = b.now.Add(96 * time.Hour) // longer than the grace after what is added
			if test.name == "a refund that is not due yet" {
				b.now = noon
			}
			a := b.examine(t)
			if got := a.kinds(); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
			if want := map[bool]AuditVerdict{true: AddsUp, false: Findings}[test.want == ""]; a.Verdict != want {
				t.Errorf("verdict %s, want %s", a.Verdict, want)
			}
		})
	}
}

func shift(rows []model.Transaction, by int64) {
	for i := range rows {
		rows[i].Seq += by
	}
}

// An incomplete history is no finding: the audit cannot tell.
func TestAuditCannotTell(t *testing.T) {
	b := sound()
	b.rows = slices.Delete(b.rows, 3, 4)
	b.cut = true
	if a := b.examine(t); a.Verdict != CannotTell || len(a.Findings) > 0 {
		t.Errorf("not whole: %s %s", a.Verdict, a.kinds())
	}
	b.cut, b.unread = false, []model.Unreadable{{Seq: 4}}
	if a := b.examine(t); a.Verdict != CannotTell || len(a.Findings) > 0 {
		t.Errorf("a row that could not be read: %s %s", a.Verdict, a.kinds())
	}
	b = sound()
	b.unread = []model.Unreadable{{Seq: 4, Part: "payment"}}
	if a := b.examine(t); a.Verdict != AddsUp {
		t.Errorf("a part of a row: %s", a.Verdict)
	}
	for i := range b.rows {
		b.rows[i].Basis = model.BasisPrice
	}
	if a := b.examine(t); a.Verdict != CannotTell || !a.Estimated {
		t.Errorf("estimated: %s", a.Verdict)
	}
	if a, _ := Examine(context.Background(), AuditInput{}); a.Verdict != CannotTell {
		t.Errorf("nothing known: %s", a.Verdict)
	}
	if a := (&books{}).examine(t); a.Verdict != AddsUp || a.Opening.Known() {
		t.Errorf("no rows: %s", a.Verdict)
	}
}

// A history that begins in the middle has an opening, and what its first refunds give
// back lies before it.
func TestAuditOfTheMiddle(t *testing.T) {
	for cut := 1; cut < len(sound().rows); cut++ {
		b := sound()
		opening := b.rows[cut-1].Balance
		b.rows = b.rows[cut:]
		if a := b.examine(t); a.Verdict != AddsUp || a.Opening != opening {
			t.Errorf("from row %d: %s %s, opening %s", cut, a.Verdict, a.kinds(), a.Opening)
		}
	}
}

// drawn is a long sound history: late refunds, equal times, wrong clocks, running
// generations, purchase refunds, adjustments.
func drawn(t *rapid.T) *books {
	b := &books{ends: map[model.ID]model.GenerationStatus{}, now: noon}
	b.add(model.TypeBonus, 1000, nil)
	var due []model.Transaction
	clock := func() {
		last := &b.rows[len(b.rows)-1]
		last.CreatedAt = model.At(last.CreatedAt.Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, "clock")) * time.Hour))
	}
	for range rapid.IntRange(0, 60).Draw(t, "rows") {
		switch rapid.IntRange(0, 6).Draw(t, "row") {
		case 0:
			due = append(due, b.run(rapid.Int64Range(1, 60).Draw(t, "failed"), model.GenerationError))
		case 1:
			b.run(rapid.Int64Range(0, 60).Draw(t, "done"), model.GenerationSuccess)
		case 2:
			b.run(5, model.GenerationProcessing)
		case 3:
			b.add(model.TypeAdjustment, rapid.Int64Range(-20, 20).Draw(t, "adjusted"), nil)
		case 4:
			b.add(model.TypePurchaseRefund, -5, func(row *model.Transaction) { row.RefundOf = b.rows[0].ID })
		default:
			if len(due) > 0 {
				b.refund(due[0], int64(-due[0].Amount/model.Credit))
				due = due[1:]
			}
		}
		clock()
	}
	for _, debit := range due {
		b.refund(debit, int64(-debit.Amount/model.Credit))
	}
	return b
}

func TestAuditRaisesNoFalseAlarm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawn(t)
		if a := b.examine(t); a.Verdict != AddsUp {
			t.Fatalf("%s %s", a.Verdict, a.kinds())
		}
		// Nor while rows arrive: the generations are read after the table.
		b.rows = b.rows[:len(b.rows)-rapid.IntRange(0, len(b.rows)-1).Draw(t, "not there yet")]
		b.now = b.rows[0].CreatedAt.Time
		b.account = b.rows[len(b.rows)-1].Balance
		if a := b.examine(t); a.Verdict != AddsUp {
			t.Fatalf("earlier: %s %s", a.Verdict, a.kinds())
		}
	})
}

// A million rows and as many generations, a twentieth of which failed: to stay within 250 ms.
func BenchmarkAudit(b *testing.B) {
	builder := &history.Builder{Twins: true}
	runs, failed := &history.GenerationStates{Whole: true}, &history.GenerationStates{}
	var rows []model.Transaction
	balance := model.Credits(0)
	for i := range 1_000_000 {
		row := model.Transaction{
			ID: rowID(2 * i), Seq: int64(i + 1), Type: model.TypeGeneration, Amount: -model.Credit * model.Credits(i%40), GenerationID: runID(2 * i),
			CreatedAt: model.At(noon.Add(time.Duration(i-2_000_000) * time.Minute)),
		}
		status := model.GenerationSuccess
		if i%20 == 18 {
			status = model.GenerationError
			failed.Put(row.GenerationID, status)
		}
		if i%20 == 19 {
			row.Type, row.RefundOf, row.Amount, row.GenerationID = model.TypeRefund, rowID(2*i-2), -rows[len(rows)-1].Amount, runID(2*i-2)
		} else {
			runs.Put(row.GenerationID, status)
		}
		balance += row.Amount
		row.Balance = balance
		rows = append(rows, row)
	}
	for len(rows) > 0 {
		n := min(len(rows), history.BlockRows)
		block, err := history.Seal(rows[:n], nil)
		if err != nil {
			b.Fatal(err)
		}
		builder.Add(block)
		rows = rows[n:]
	}
	table := builder.Table()
	for name, runs := range map[string]*history.GenerationStates{"all generations": runs, "those that failed": failed} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			books := AuditInput{Table: table, Whole: true, Generations: runs, Account: &balance, Now: noon}
			for b.Loop() {
				a, err := Examine(context.Background(), books)
				if err != nil || a.Verdict != AddsUp {
					b.Fatal(a.kinds(), err)
				}
			}
		})
	}
}
