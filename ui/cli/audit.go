package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

type auditOptions struct {
	target account.Target
	json   bool
}

func (c *commands) audit() *cobra.Command {
	options := auditOptions{}
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Check whether the history adds up",
		Long: `Check whether the history adds up, row by row, and whether what failed was given back.

Looked for are: a number that is missing between two rows or stands twice, a balance that is not the one before it plus the amount, a newest balance that is not the account's, a failed generation without a refund after ` + message.Grace() + `, refunds of a wrong amount, given twice, of a generation that succeeded or of nothing, several debits of one generation, and debits of a generation that the server does not know. The list of generations is read for it, a request for each hundred.

It exits with 0 where everything adds up, with 10 where there is something to see, and with 11 where it cannot tell: rows are estimated, or the history is not all there.

Piped, a line each: kind, credits, time (UTC), rows (ids with commas), generation, what the ledger shows. JSON has a text for support besides.`,
		Example: `studio-tui audit
studio-tui audit --json | jq -r .text`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			return runAudit(cmd.Context(), c.deps, options)
		}),
	}
	c.flags.account(cmd.Flags(), c.deps)
	cmd.Flags().BoolVar(&options.json, "json", false, "Print JSON")
	return cmd
}

// auditJSON is what `audit --json` prints.
type auditJSON struct {
	Verdict    insight.AuditVerdict `json:"verdict"`
	Rows       int                  `json:"rows"`
	Opening    model.Credits        `json:"opening"`
	Closing    model.Credits        `json:"closing"`
	Account    model.Credits        `json:"account"`
	Grace      string               `json:"grace"`
	Findings   []findingJSON        `json:"findings"`
	Text       model.OptionalString `json:"text"`
	AsOf       model.Time           `json:"asOf"`
	Provenance model.Provenance     `json:"provenance"`
	Sandbox    bool                 `json:"sandbox"`
	LeftOut    *model.LeftOut       `json:"leftOut,omitempty"` // rows that could not be read, if any
}

type findingJSON struct {
	Kind         insight.FindingKind `json:"kind"`
	Credits      model.Credits       `json:"credits"`
	At           model.Time          `json:"at"`
	Rows         []model.ID          `json:"rows"`
	GenerationID model.ID            `json:"generationId"`
	Sentence     string              `json:"sentence"`
}

func runAudit(ctx context.Context, deps Deps, options auditOptions) error {
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		account, progress, failed, err := settledHistory(ctx, deps, session)
		if err != nil {
			return err
		}
		books := insight.AuditInput{Table: progress.Table, Whole: progress.Whole, Unreadable: progress.Unreadable, Account: account.balance}
		var unlisted error
		if progress.Provenance == model.Billed {
			books.Generations, unlisted = session.Source.GenerationStates(ctx, "")
		}
		if unlisted != nil { // the ledger can still be summed up
			if ctx.Err() != nil || model.KindOf(unlisted) == model.NotSignedIn {
				return unlisted
			}
			warn(deps.Streams, []string{"The list of generations could not be read: refunds and debits were not compared with it. " + message.PlainError(unlisted)})
		}
		books.Now = deps.Now().Add(session.Source.ServerAhead())
		found, err := insight.Examine(ctx, books)
		if err != nil {
			return err
		}
		if unlisted != nil && found.Verdict == insight.AddsUp {
			found.Verdict = insight.CannotTell
		}
		answer := auditJSON{
			Verdict: found.Verdict, Rows: found.Rows, Opening: found.Opening, Closing: found.Closing, Account: found.Account,
			Grace: message.Grace(), Findings: []findingJSON{}, AsOf: readAt(deps, progress), Provenance: progress.Provenance, Sandbox: session.Identity.Sandbox,
		}
		answer.Text = model.OptionalString(message.SupportText(found.Findings, account.id, found.Rows, answer.AsOf.Time, deps.Streams.secret))
		if progress.LeftOut.Count > 0 {
			answer.LeftOut = &progress.LeftOut
		}
		r := report{columns: []column{{"DATE", fixed}, {"CREDITS", number}, {"WHAT THE LEDGER SHOWS", text}, {"ROW", fixed}}, fields: []string{"kind", "credits", "time", "rows", "generation"}}
		for _, f := range found.Findings {
			line := findingJSON{Kind: f.Kind, Credits: f.Credits, At: f.At, GenerationID: f.GenerationID, Sentence: message.Finding(f)}
			var ids []string
			for _, row := range f.Rows {
				line.Rows, ids = append(line.Rows, row.ID), append(ids, string(row.ID))
			}
			answer.Findings = append(answer.Findings, line)
			r.tableRows = append(r.tableRows, []string{clock(deps, f.At), f.Credits.String(), line.Sentence, ids[len(ids)-1]})
			r.tsvRows = append(r.tsvRows, []string{string(f.Kind), f.Credits.Plain(), f.At.ISO(), strings.Join(ids, ","), string(f.GenerationID), line.Sentence})
		}
		r.json = answer
		outcome := auditOutcome(found)
		if outcome == nil {
			r.notes = append(r.notes, fmt.Sprintf("%s rows add up to %s, from an opening of %s.", format.Count(found.Rows), sumOf(found.Closing), sumOf(found.Opening)))
		}
		return cmp.Or(r.write(deps.Streams, options.json, session.Identity), failed, outcome)
	})
}

func sumOf(c model.Credits) string {
	if !c.Known() {
		c = 0 // no rows were left out
	}
	return c.String()
}

// auditOutcome is the exit code of an audit, nil where everything is consistent.
func auditOutcome(a insight.Audit) error {
	switch {
	case a.Verdict == insight.AddsUp:
		return nil
	case a.Verdict == insight.CannotTell && a.Estimated:
		return &Outcome{Code: ExitCannotTell, Text: "This history is estimated: the server offers no ledger that could be added up."}
	case a.Verdict == insight.CannotTell:
		return &Outcome{Code: ExitCannotTell, Text: "Nothing was found, but not all of the history could be looked at."}
	case len(a.Findings) == 1:
		return &Outcome{Code: ExitFindings, Text: "There is one thing to see. For a text to send to support: --json."}
	}
	return &Outcome{Code: ExitFindings, Text: fmt.Sprintf("There are %s things to see. For a text to send to support: --json.", format.Count(len(a.Findings)))}
}

// audited is the account that is audited.
type audited struct {
	id      model.ID
	balance *model.Credits // nil where it changed between all readings
}

// mostMoves is how often the account and its newest row are read at most, until they
// agree.
const mostMoves = 4

// settledHistory reads the account and its history until the newest row has the
// account's balance. A difference between two unchanged readings is the server's own,
// and is audited.
func settledHistory(ctx context.Context, deps Deps, session account.Session) (is audited, p history.Progress, failed, err error) {
	var last model.Transaction
	var was model.Credits
	for i := range mostMoves {
		account, err := session.Source.Account(ctx)
		if err != nil {
			return is, p, nil, err
		}
		is.id = account.ID
		if p, failed, err = wholeHistory(ctx, deps, session); err != nil || failed != nil {
			return is, p, failed, err
		}
		if p.Provenance != model.Billed || p.Table.Len() == 0 {
			is.balance = &account.Credits
			return is, p, nil, nil
		}
		newest := p.Table.Row(p.Table.Len() - 1)
		same := i > 0 && newest.Seq == last.Seq && newest.Balance == last.Balance && account.Credits == was
		if newest.Balance == account.Credits || same {
			is.balance = &account.Credits
			return is, p, nil, nil
		}
		last, was = newest, account.Credits
	}
	return is, p, nil, nil
}
