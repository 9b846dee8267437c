package insight

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// AuditVerdict is the result of an audit: whether a history adds up.
type AuditVerdict string

// The verdicts.
const (
	AddsUp     AuditVerdict = "adds-up"
	Findings   AuditVerdict = "findings"
	CannotTell AuditVerdict = "cannot-tell" // rows are derived, or the history is incomplete
)

// FindingKind is the kind of inconsistency that an audit has found.
type FindingKind string

// The kinds of findings.
const (
	FindSequence           FindingKind = "sequence"             // a number is missing between two rows, or occurs twice
	FindSum                FindingKind = "sum"                  // a balance is not the one before it plus the amount
	FindAccount            FindingKind = "account"              // the newest balance is not the account's
	FindMissingRefund      FindingKind = "missing-refund"       // a generation failed and was not refunded
	FindRefundAmount       FindingKind = "refund-amount"        // a refund differs from its debit
	FindDoubleRefund       FindingKind = "double-refund"        // a debit was refunded more than once
	FindDoubleDebit        FindingKind = "double-debit"         // a generation has more than one debit
	FindRefundOfSuccess    FindingKind = "refund-of-success"    // a generation was refunded although it succeeded
	FindRefundWithoutDebit FindingKind = "refund-without-debit" // a refund whose debit is not in the history
	FindUnknownGeneration  FindingKind = "no-generation"        // a debit of a generation that the server does not know
)

// RefundGrace is the age of a failed generation's debit from which a missing refund is
// reported.
const RefundGrace = 24 * time.Hour

// Finding is one inconsistency of a ledger, without a cause.
type Finding struct {
	Kind         FindingKind
	Credits      model.Credits       // its amount, never negative
	At           model.Time          // of the row in question
	Rows         []model.Transaction // oldest first
	GenerationID model.ID
	Want         model.Credits // the balance expected from the sums, or the account's
}

// Name identifies the finding among those of an account, also in a later audit: its kind and
// the ids of its rows.
func (f Finding) Name() string {
	ids := make([]string, len(f.Rows))
	for i, row := range f.Rows {
		ids[i] = string(row.ID)
	}
	return string(f.Kind) + " " + strings.Join(ids, " ")
}

// AuditInput is the input of [Examine].
type AuditInput struct {
	Table       *history.Table            // nil if no history is known
	Whole       bool                      // the history is complete
	Unreadable  []model.Unreadable        // rows that could not be read and are not in the table
	Generations *history.GenerationStates // generations, read after the table; nil if they were not read
	// Account is the account's balance, read together with the newest row, and again if
	// they differ; nil for not known.
	Account *model.Credits
	Now     time.Time // by the server's clock
}

// all reports whether every row is there.
func (b AuditInput) all() bool {
	return b.Whole && !slices.ContainsFunc(b.Unreadable, func(entry model.Unreadable) bool { return entry.Part == "" })
}

// Audit is the result of an audit.
type Audit struct {
	Verdict  AuditVerdict
	Rows     int           // number of rows summed
	Opening  model.Credits // the balance before the oldest of them; [model.UnknownCredits] if there is none, or on overflow
	Sum      model.Credits // of their amounts, likewise
	Closing  model.Credits // the balance after the newest
	Account  model.Credits // the account's; [model.UnknownCredits] if not known
	Findings []Finding     // in the order of their rows, oldest first

	// Estimated marks an estimated history: only its newest rows without a gap in the known
	// balances are summed, from Since on; none if that is zero.
	Estimated bool
	Since     time.Time
	Unknown   int  // rows of unknown price among them
	About     bool // Closing rests on estimates, as no balance was read since
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
	a.Findings = e.findings()
	switch {
	case len(a.Findings) > 0:
		a.Verdict = Findings
	case b.all():
		a.Verdict = AddsUp
	}
	return a, nil
}

// ExamineSums audits numbers and balances alone, which reads few rows of a history that adds
// up: the findings of [Examine] of the kinds [FindSequence], [FindSum] and [FindAccount].
func ExamineSums(b AuditInput) []Finding {
	if b.Table == nil || b.Table.Len() == 0 || b.Table.Row(b.Table.Len()-1).Estimated() {
		return nil
	}
	e := examination{AuditInput: b}
	e.addUp()
	return e.findings()
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

// findings are the findings in the order of their rows.
func (e *examination) findings() (found []Finding) {
	slices.SortStableFunc(e.found, func(x, y placed) int { return cmp.Or(cmp.Compare(x.row, y.row), cmp.Compare(x.Kind, y.Kind)) })
	for _, f := range e.found {
		found = append(found, f.Finding)
	}
	return found
}
