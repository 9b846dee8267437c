package insight

import (
	"cmp"
	"context"
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
