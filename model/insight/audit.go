package insight

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// AuditVerdict says whether a history adds up.
type AuditVerdict string

// The verdicts.
const (
	AddsUp     AuditVerdict = "adds-up"
	Findings   AuditVerdict = "findings"
	CannotTell AuditVerdict = "cannot-tell" // rows are derived, or the history is not all there
)

// FindingKind is what an audit has found.
type FindingKind string

// The kinds of findings.
const (
	FindSequence           FindingKind = "sequence"             // a number is missing between two rows, or stands twice
	FindSum                FindingKind = "sum"                  // a balance is not the one before it plus the amount
	FindAccount            FindingKind = "account"              // the newest balance is not the account's
	FindMissingRefund      FindingKind = "missing-refund"       // a generation failed and was not given back
	FindRefundAmount       FindingKind = "refund-amount"        // a refund is not its debit
	FindDoubleRefund       FindingKind = "double-refund"        // a debit was given back more than once
	FindDoubleDebit        FindingKind = "double-debit"         // a generation has more than one debit
	FindRefundOfSuccess    FindingKind = "refund-of-success"    // given back, and the generation succeeded
	FindRefundWithoutDebit FindingKind = "refund-without-debit" // a refund of what is not in the history
	FindUnknownGeneration  FindingKind = "no-generation"        // a debit of a generation that the server does not know
)

// RefundGrace is how old the debit of a failed generation is before its refund counts as
// missing.
const RefundGrace = 24 * time.Hour

// Finding is one fault of a ledger: what it shows, and no more.
type Finding struct {
	Kind         FindingKind
	Credits      model.Credits       // its size, never negative
	At           model.Time          // of the row that is looked at
	Rows         []model.Transaction // oldest first
	GenerationID model.ID
	Want         model.Credits // the balance that the sums give, or that the account has
}

// AuditInput is what an audit looks into.
type AuditInput struct {
	Table       *history.Table            // nil where no history is known
	Whole       bool                      // nothing of it is missing
	Unreadable  []model.Unreadable        // rows that could not be read, and are not in the table
	Generations *history.GenerationStates // generations, read after the table; nil where they were not looked up
	// Account is the account's balance, where it was read with the newest row, and again if
	// they differ; nil for not known.
	Account *model.Credits
	Now     time.Time // by the server's clock
}

// all reports whether every row is there.
func (b AuditInput) all() bool {
	return b.Whole && !slices.ContainsFunc(b.Unreadable, func(entry model.Unreadable) bool { return entry.Part == "" })
}

// Audit is what adding up a history has found.
type Audit struct {
	Verdict  AuditVerdict
	Rows     int           // that were added up
	Opening  model.Credits // the balance before the oldest of them; [model.UnknownCredits] without any, or for more than can be told
	Sum      model.Credits // of their amounts, likewise
	Closing  model.Credits // the balance after the newest
	Account  model.Credits // the account's; [model.UnknownCredits] where it is not known
	Findings []Finding     // by their rows, oldest first

	// Of an estimated history only the newest rows are added up whose balances are known
	// without a gap, from Since on; none where that is zero.
	Estimated bool
	Since     time.Time
	Unknown   int  // rows among them whose price is not known
	About     bool // Closing rests on estimates, as no balance was seen since
}

// Examine audits a history. Its error is that of ctx.
func Examine(ctx context.Context, b AuditInput) (Audit, error) {
	a := Audit{Verdict: CannotTell, Opening: model.UnknownCredits, Closing: model.UnknownCredits, Account: model.UnknownCredits}
	if b.Account != nil {
		a.Account = *b.Account
	}
	if b.Table == nil {
		return a, nil
	}
	n := b.Table.Len()
	if n > 0 && b.Table.Row(n-1).Estimated() {
		return a, a.estimated(ctx, b.Table)
	}
	a.Rows = n
	if n > 0 {
		first := b.Table.Row(0)
		a.Opening, a.Sum, a.Closing = model.Difference(first.Amount, first.Balance), b.Table.Sums().Net().Credits(), b.Table.Row(n-1).Balance
	}
	e := examination{AuditInput: b}
	e.addUp()
	if err := ctx.Err(); err != nil {
		return a, err
	}
	if err := e.checkGenerations(ctx); err != nil {
		return a, err
	}
	slices.SortStableFunc(e.found, func(x, y placed) int { return cmp.Or(cmp.Compare(x.row, y.row), cmp.Compare(x.Kind, y.Kind)) })
	for _, f := range e.found {
		a.Findings = append(a.Findings, f.Finding)
	}
	switch {
	case len(a.Findings) > 0:
		a.Verdict = Findings
	case b.all():
		a.Verdict = AddsUp
	}
	return a, nil
}

// examination is an audit under way.
type examination struct {
	AuditInput
	found []placed
	gaps  []gap
}

// placed is a finding with the number of the row that it is looked at.
type placed struct {
	Finding
	row int
}

// gap is a place where numbers are missing.
type gap struct {
	above   int           // the row after it
	missing int64         // numbers
	jump    model.Credits // by how much the balance changes there
}

func (e *examination) find(row int, f Finding) {
	f.Credits = max(f.Credits, -f.Credits)
	e.found = append(e.found, placed{f, row})
}

// addUp looks at numbers and balances, row by row.
func (e *examination) addUp() {
	t := e.Table
	odd := t.OddRows(nil)
	unexplained := map[int]bool{}
	for _, i := range t.OddRows(e.Unreadable) {
		unexplained[i] = true
	}
	passed := 0 // the rows below do not tell of those from here on
	for _, i := range odd {
		before, row := t.Row(i-1), t.Row(i)
		want := plus(before.Balance, row.Amount)
		f := Finding{At: row.CreatedAt, Rows: []model.Transaction{before, row}, Want: want, Credits: row.Balance - want}
		switch {
		case row.Seq == before.Seq:
			f.Kind, f.Credits = FindSequence, 0
			e.find(i, f)
		case row.Seq != before.Seq+1:
			e.gaps = append(e.gaps, gap{i, row.Seq - before.Seq - 1, row.Balance - want})
			if f.Kind = FindSequence; e.Whole && unexplained[i] {
				e.find(i, f)
			}
		case i < passed: // the row before was wrong by itself
		case i+1 < t.Len() && t.Row(i+1).Seq == row.Seq: // of two with one number either may be the first
		default:
			f.Kind = FindSum
			e.find(i, f)
			if i+1 < t.Len() {
				if next := t.Row(i + 1); next.Seq == row.Seq+1 && plus(want, next.Amount) == next.Balance {
					passed = i + 2
				}
			} else if e.Account != nil && *e.Account == want {
				return
			}
		}
	}
	if n := t.Len(); n > 0 && e.Account != nil {
		newest := t.Row(n - 1)
		twin := n > 1 && t.Row(n-2).Seq == newest.Seq && t.Row(n-2).Balance == *e.Account // either may be the last
		if newest.Balance != *e.Account && !twin {
			e.find(n, Finding{
				Kind: FindAccount, Credits: newest.Balance - *e.Account, At: newest.CreatedAt, Rows: []model.Transaction{newest}, Want: *e.Account,
			})
		}
	}
}

// plus adds amounts of a server's; a sum that does not fit is one that no balance has.
func plus(a, b model.Credits) model.Credits {
	sum, err := a.Add(b)
	if err != nil {
		return model.UnknownCredits
	}
	return sum
}

// debit is a debit with what was given back of it.
type debit struct {
	row     int
	debit   model.Transaction
	refunds []model.Transaction
	last    int // the row of the last refund
}

// checkGenerations looks at what generations were charged and given back.
func (e *examination) checkGenerations(ctx context.Context) error {
	t := e.Table
	debits, orphans := e.pair()
	repeated := map[model.ID][]int{}
	for _, i := range t.RepeatedDebits() {
		debits.at(i)
		id := t.Row(i).GenerationID
		repeated[id] = append(repeated[id], i)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, i := range orphans {
		row := t.Row(i)
		if e.fromTheStart() && !e.missed(i, -row.Amount, false) {
			e.find(i, Finding{Kind: FindRefundWithoutDebit, Credits: row.Amount, At: row.CreatedAt, Rows: []model.Transaction{row}, GenerationID: row.GenerationID})
		}
	}
	if e.Generations != nil {
		for _, i := range t.Failed(e.Generations) {
			debits.at(i)
		}
	}
	if e.Generations != nil && e.Generations.Whole {
		for _, i := range t.UnlistedDebits(e.Generations) {
			row := t.Row(i)
			e.find(i, Finding{Kind: FindUnknownGeneration, Credits: row.Amount, At: row.CreatedAt, Rows: []model.Transaction{row}, GenerationID: row.GenerationID})
		}
	}
	for _, rows := range repeated {
		e.doubled(debits, rows)
	}
	for _, row := range slices.Sorted(maps.Keys(debits.list)) { // in the order in which runs are found fast
		d := debits.list[row]
		e.judge(d, repeated[d.debit.GenerationID], debits)
	}
	return ctx.Err()
}

// debits are debits by their rows.
type debits struct {
	table *history.Table
	list  map[int]*debit
}

func (d *debits) at(i int) *debit {
	known := d.list[i]
	if known == nil {
		known = &debit{row: i, debit: d.table.Row(i)}
		d.list[i] = known
	}
	return known
}

// pair finds the debits that refunds give back, and the refunds of which there is none. A
// refund that names no row gives back what its generation was charged.
func (e *examination) pair() (found *debits, orphans []int) {
	t := e.Table
	found = &debits{t, map[int]*debit{}}
	refunds := t.WithTypes(model.TypeRefund)
	rows := make([]model.Transaction, len(refunds))
	var ids, generations []model.ID
	for k, i := range refunds {
		rows[k] = t.Row(i)
		if ids = append(ids, rows[k].RefundOf); rows[k].RefundOf == "" {
			generations = append(generations, rows[k].GenerationID)
		}
	}
	byID, byGeneration := map[model.ID]int{}, map[model.ID]int{}
	for _, i := range t.WithIDs(ids) {
		if d := t.Row(i); d.Type == model.TypeGeneration {
			byID[d.ID] = i
		}
	}
	for _, i := range t.WithGenerations(generations) {
		if d := t.Row(i); d.Type == model.TypeGeneration {
			byGeneration[d.GenerationID] = i
		}
	}
	for k, i := range refunds {
		at, ok := byID[rows[k].RefundOf]
		if rows[k].RefundOf == "" {
			at, ok = byGeneration[rows[k].GenerationID]
		}
		if !ok {
			orphans = append(orphans, i)
			continue
		}
		d := found.at(at)
		d.refunds, d.last = append(d.refunds, rows[k]), i
	}
	return found, orphans
}

// fromTheStart reports whether the history has the account's first row, and all after it.
func (e *examination) fromTheStart() bool {
	first := e.Table.Row(0)
	begins := first.Type != model.TypeGeneration && first.Type != model.TypeRefund && first.Balance == first.Amount
	return e.all() && (first.Seq <= 1 || begins)
}

// missed reports whether a row with an amount may be one that is missing before or after
// a row: that is a finding already.
func (e *examination) missed(row int, amount model.Credits, after bool) bool {
	return slices.ContainsFunc(e.gaps, func(g gap) bool {
		return (g.above > row) == after && (g.missing > 1 || g.jump == amount)
	})
}

// doubled finds that a generation has several debits.
func (e *examination) doubled(debits *debits, rows []int) {
	f := Finding{Kind: FindDoubleDebit}
	for k, i := range rows {
		d := debits.at(i).debit
		f.Rows, f.GenerationID, f.At = append(f.Rows, d), d.GenerationID, d.CreatedAt
		if k > 0 {
			f.Credits = plus(f.Credits, d.Amount)
		}
	}
	e.find(rows[len(rows)-1], f)
}

// judge compares a debit with its refunds and with how its generation ended. twins are all
// debits of the generation, where there are several: what was given back of one of them
// may be the extra one.
func (e *examination) judge(d *debit, twins []int, debits *debits) {
	status := model.GenerationStatus("")
	if e.Generations != nil {
		status, _ = e.Generations.Status(d.debit.GenerationID)
	}
	f := Finding{At: d.debit.CreatedAt, Rows: append([]model.Transaction{d.debit}, d.refunds...), GenerationID: d.debit.GenerationID}
	var back model.Credits
	for _, refund := range d.refunds {
		back, f.At = plus(back, refund.Amount), refund.CreatedAt
	}
	kept := slices.ContainsFunc(twins, func(i int) bool { return len(debits.at(i).refunds) == 0 })
	switch {
	case len(d.refunds) == 0:
		old := e.Now.Sub(d.debit.CreatedAt.Time) > RefundGrace
		other := len(twins) > 0 && (twins[0] != d.row || slices.ContainsFunc(twins, func(i int) bool { return len(debits.at(i).refunds) > 0 }))
		if status == model.GenerationError && old && d.debit.Amount < 0 && !other && !e.missed(d.row, -d.debit.Amount, true) {
			f.Kind, f.Credits = FindMissingRefund, d.debit.Amount
			e.find(d.row, f)
		}
	case status == model.GenerationSuccess && !kept:
		f.Kind, f.Credits = FindRefundOfSuccess, back
		e.find(d.last, f)
	case len(d.refunds) > 1:
		f.Kind, f.Credits = FindDoubleRefund, plus(back, d.debit.Amount)
		e.find(d.last, f)
	case back != -d.debit.Amount:
		f.Kind, f.Credits = FindRefundAmount, plus(back, d.debit.Amount)
		e.find(d.last, f)
	}
}

// estimated adds up the newest rows of an estimated history, as far back as their balances
// are known and follow from each other.
func (a *Audit) estimated(ctx context.Context, table *history.Table) error {
	a.Estimated = true
	var after model.Transaction
	var sum model.Total
	defer func() { a.Sum = sum.Credits() }()
	for i := table.Len() - 1; i >= 0; i-- {
		row := table.Row(i)
		change := after.Amount
		if !change.Known() {
			change = 0
		}
		if !row.Balance.Known() || a.Rows > 0 && model.Difference(row.Balance, after.Balance) != change {
			break
		}
		amount := row.Amount
		if !amount.Known() {
			amount = 0
		}
		if a.Rows == 0 {
			a.Closing, a.About = row.Balance, row.Estimate.BalanceAbout
		}
		a.Since = row.CreatedAt.Time
		if row.Basis == model.BasisObservedWithUnknown && i > 0 && !table.Row(i-1).Balance.Known() {
			a.Opening = row.Balance // what rows before it cost is in its amount
			break
		}
		if !row.Amount.Known() {
			a.Unknown++
		}
		a.Rows++
		sum.Add(int64(amount))
		a.Opening = model.Difference(amount, row.Balance)
		after = row
		if i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}
