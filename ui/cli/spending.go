package cli

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/export"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

type spendingOptions struct {
	target account.Target
	json   bool
	csv    bool
}

func (c *commands) spending() *cobra.Command {
	options := spendingOptions{}
	cmd := &cobra.Command{
		Use:   "spending",
		Short: "Print the money spent by month and year",
		Long: `Print the money that was paid for packs and plans by month and year, less what was paid back, each in the month of this machine's calendar in which it was booked, and in all; and what 1,000 credits used cost, where the history is whole, billed and in one currency. Currencies are not added up.

Piped, a line for each month and currency, and one of "all" for each currency: month, paid, paid back, net, currency, payments, refunds, the price of 1,000 credits used (of all alone). With --csv a line for each payment, for bookkeeping: date, time (UTC), type, description, credits, amount (below zero where it was paid back), currency, receipt, transaction, refund of. JSON has all of it.`,
		Example: `studio-tui spending
studio-tui spending --json | jq '.all, .perThousand'
studio-tui spending --csv > payments.csv
studio-tui spending | grep -v ^all`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			if options.json && options.csv {
				return usagef("--json and --csv do not go together")
			}
			return runSpending(cmd.Context(), c.deps, options)
		}),
	}
	c.flags.account(cmd.Flags(), c.deps)
	cmd.Flags().BoolVar(&options.json, "json", false, "Print JSON")
	cmd.Flags().BoolVar(&options.csv, "csv", false, "Print CSV, a line for each payment")
	return cmd
}

// spendingJSON is what `spending --json` prints; money in minor units.
type spendingJSON struct {
	Zone        string           `json:"zone"`
	Data        []moneySpanJSON  `json:"data"` // by month
	Years       []moneySpanJSON  `json:"years"`
	All         []moneySpanJSON  `json:"all"`         // of all time, one for each currency
	PerThousand *usedPriceJSON   `json:"perThousand"` // credits used; null where that is not known
	Payments    []paymentJSON    `json:"payments"`
	Untold      int              `json:"untold"` // purchases and refunds without an amount of money
	Provenance  model.Provenance `json:"provenance"`
	AsOf        model.Time       `json:"asOf"`
	Sandbox     bool             `json:"sandbox"`
	LeftOut     *model.LeftOut   `json:"leftOut,omitempty"`
}

// usedPriceJSON is what a number of credits used cost.
type usedPriceJSON struct {
	model.Money
	AtLeast bool `json:"atLeast"` // some purchases have no amount of money
}

type moneySpanJSON struct {
	Span     string      `json:"span"` // 2026-11, 2026 or all
	Paid     model.Money `json:"paid"`
	PaidBack model.Money `json:"paidBack"`
	Net      model.Money `json:"net"`
	Payments int         `json:"payments"`
	Refunds  int         `json:"refunds"`
	Receipts []model.URL `json:"receipts"`
}

type paymentJSON struct {
	ID          model.ID              `json:"id"`
	At          model.Time            `json:"at"`
	Type        model.TransactionType `json:"type"`
	Description string                `json:"description"`
	Credits     model.Credits         `json:"credits"`
	Money       model.Money           `json:"money"`
	ReceiptURL  model.OptionalString  `json:"receiptUrl"`
	RefundOf    model.ID              `json:"refundOf"`
}

func moneySpans(sums []insight.Sum) []moneySpanJSON {
	spans := make([]moneySpanJSON, len(sums))
	for i, sum := range sums {
		spans[i] = moneySpanJSON{sum.Span, sum.Paid(), sum.PaidBack(), sum.Net(), sum.Payments, sum.Refunds, append([]model.URL{}, sum.Receipts...)}
	}
	return spans
}

// errNoLedger says that the server has no record of payments.
var errNoLedger = errors.New("this server has no history of payments. The website has it: " + string(model.AccountPage))

func runSpending(ctx context.Context, deps Deps, options spendingOptions) error {
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		_, provenance, err := session.Source.Search(ctx, model.TypePurchase, deps.Now(), 1)
		if err == nil && provenance == model.Unsupported {
			return errNoLedger
		}
		h, err := readHistory(ctx, deps, session, "")
		if err != nil {
			return err
		}
		spending, err := insight.SpendingOf(ctx, h.Progress, deps.Location)
		switch {
		case err != nil:
			return err
		case h.Provenance == model.Estimated && len(spending.Payments) == 0: // nor did the user enter any
			return errNoLedger
		}
		if err := writeSpending(deps, session, options, h, spending); err != nil {
			return err
		}
		return h.stale
	})
}

func writeSpending(deps Deps, session account.Session, options spendingOptions, h accountHistory, s insight.Spending) error {
	if options.csv {
		warn(deps.Streams, h.notes)
		past := deps.Streams.pastMask()
		return export.Lines(past.Out, []string{
			"date", "time", "type", "description", "credits", "amount", "currency", "receipt", "transaction", "refund_of",
		}, paymentLines(deps, s), session.Identity.Sandbox, past.mask)
	}
	answer := spendingJSON{
		Zone: deps.Location.String(), Data: moneySpans(s.Months), Years: moneySpans(s.Years), All: moneySpans(s.All), Payments: []paymentJSON{}, Untold: s.Untold,
		Provenance: h.Provenance, AsOf: h.asOf(deps), Sandbox: session.Identity.Sandbox, LeftOut: h.leftOut(),
	}
	perThousand := ""
	if price, ok := s.PerThousand(); ok {
		answer.PerThousand, perThousand = &usedPriceJSON{price, s.Untold > 0}, price.Decimal()
	}
	for _, p := range s.Payments {
		answer.Payments = append(answer.Payments, paymentJSON{
			p.Row.ID, p.Row.CreatedAt, p.Row.Type, p.Row.Description, p.Row.Amount, p.Money, model.OptionalString(p.Row.Payment.ReceiptURL), p.Row.RefundOf,
		})
	}
	r := report{json: answer, notes: h.notes, columns: []column{
		{"MONTH", fixed}, {"PAID", number}, {"PAID BACK", number}, {"NET", number}, {"PAYMENTS", number}, {"RECEIPTS", text},
	}}
	for _, sum := range slices.Concat(s.Months, s.Years, s.All) {
		back, receipts := "", ""
		if sum.Back > 0 {
			back = sum.PaidBack().String()
		}
		if len(sum.Span) > len("2006") { // a year has too many
			for i, receipt := range sum.Receipts {
				if i > 0 {
					receipts += " "
				}
				receipts += string(receipt)
			}
		}
		r.tableRows = append(r.tableRows, []string{sum.Span, sum.Paid().String(), back, sum.Net().String(), format.Count(sum.Payments), receipts})
	}
	for _, sum := range slices.Concat(s.Months, s.All) {
		row := []string{
			sum.Span, sum.Paid().Decimal(), sum.PaidBack().Decimal(), sum.Net().Decimal(), sum.Currency, strconv.Itoa(sum.Payments), strconv.Itoa(sum.Refunds), "",
		}
		if sum.Span == insight.AllTime {
			row[len(row)-1] = perThousand
		}
		r.tsvRows = append(r.tsvRows, row)
	}
	switch {
	case len(s.Payments) == 0:
		r.notes = append(r.notes, "No payments.")
	case deps.Streams.OutTTY:
		r.notes = append([]string{"The address of every receipt: " + deps.command("spending --csv")}, r.notes...)
	}
	if per := message.PerThousand(s); per != "" {
		r.notes = append(r.notes, "A thousand credits used cost "+per+".")
	}
	if s.Untold > 0 {
		r.notes = append(r.notes, format.Count(s.Untold)+" purchases and refunds say nothing of money, and are in no sum.")
	}
	return r.write(deps.Streams, options.json, session.Identity)
}

// paymentLines are the payments as rows for bookkeeping.
func paymentLines(deps Deps, s insight.Spending) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, p := range s.Payments {
			row := p.Row
			line := []string{
				row.CreatedAt.In(deps.Location).Format("2006-01-02"), row.CreatedAt.ISO(), export.Defused(string(row.Type)), export.Defused(row.Description),
				row.Amount.Plain(), p.Money.Decimal(), export.Defused(p.Money.Currency), export.Defused(string(row.Payment.ReceiptURL)),
				export.Defused(string(row.ID)), export.Defused(string(row.RefundOf)),
			}
			if !yield(line) {
				return
			}
		}
	}
}
