package message

import (
	"fmt"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
)

// Grace is the age from which a failed generation's debit counts as lacking its refund,
// for people and scripts.
func Grace() string { return fmt.Sprintf("%dh", int(insight.RefundGrace.Hours())) }

// Finding describes an audit finding in a sentence.
func Finding(f insight.Finding) string {
	row := f.Rows[len(f.Rows)-1]
	size := amountOf(f.Credits)
	switch f.Kind {
	case insight.FindSequence:
		if before := f.Rows[0]; before.Seq == row.Seq {
			return fmt.Sprintf("Two rows have the number %d.", row.Seq)
		}
		text := fmt.Sprintf("Row %d follows row %d", row.Seq, f.Rows[0].Seq)
		if f.Credits == 0 {
			return text + ", and the balance goes on as if nothing were between them."
		}
		return text + ": rows that moved " + size + " in all would lie between them."
	case insight.FindSum:
		return fmt.Sprintf("The balance after row %d is %s, where the one before it and its amount give %s.", row.Seq, row.Balance, f.Want)
	case insight.FindAccount:
		return fmt.Sprintf("The account has %s, and its newest row says %s. Both were read again.", amountOf(f.Want), row.Balance)
	case insight.FindMissingRefund:
		return fmt.Sprintf("A generation failed, and no row gives its debit of %s back after more than %s.", size, format.Plural(int(insight.RefundGrace.Hours()), "hour"))
	case insight.FindRefundAmount:
		return fmt.Sprintf("A debit of %s was given back with %s.", amountOf(-f.Rows[0].Amount), amountOf(row.Amount))
	case insight.FindDoubleRefund:
		return fmt.Sprintf("A debit of %s was given back %s.", amountOf(-f.Rows[0].Amount), format.Plural(len(f.Rows)-1, "time"))
	case insight.FindDoubleDebit:
		return "One generation has " + format.Plural(len(f.Rows), "debit") + "."
	case insight.FindRefundOfSuccess:
		return fmt.Sprintf("A debit of %s was given back, and its generation succeeded.", amountOf(-f.Rows[0].Amount))
	case insight.FindRefundWithoutDebit:
		return fmt.Sprintf("A refund of %s gives back a row that is not in the history.", size)
	case insight.FindUnknownGeneration:
		return fmt.Sprintf("A debit of %s is for a generation that is not in the server's list.", size)
	}
	return string(f.Kind)
}

func amountOf(c model.Credits) string {
	if c == model.Credit {
		return "1 credit"
	}
	return c.String() + " credits"
}

// SupportText is a report of findings for support, "" without any: ids, times and
// amounts, and no private data besides. The ids are written as secret makes them.
func SupportText(findings []insight.Finding, account model.ID, rows int, read time.Time, secret func(id string) string) string {
	if len(findings) == 0 {
		return ""
	}
	subject := "Subject: " + strings.TrimSuffix(Finding(findings[0]), ".")
	if n := len(findings); n > 1 {
		subject = "Subject: " + format.Plural(n, "question") + " about my transactions"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nAccount %s\nThe transactions of my account, %s rows read %s, show the following.\n", subject, secret(string(account)), format.Count(rows), utc(read))
	for _, f := range findings {
		fmt.Fprintf(&b, "\n%s\n", Finding(f))
		for _, row := range f.Rows {
			kind := string(row.Type)
			if row.Type == model.TypeGeneration {
				kind = "debit"
			}
			fmt.Fprintf(&b, "  %-10s  %s  number %d  %s  %s credits  balance after %s\n", kind, secret(string(row.ID)), row.Seq, utc(row.CreatedAt.Time), row.Amount.Plain(), row.Balance.Plain())
		}
		if f.GenerationID != "" {
			fmt.Fprintf(&b, "  of the generation %s\n", secret(string(f.GenerationID)))
		}
	}
	b.WriteString("\nCould you look at it?\n")
	return b.String()
}

func utc(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
