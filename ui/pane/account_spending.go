package pane

import (
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

// Limits on how much of the money spent the page shows; the command spending prints all of it.
const (
	monthsShown   = 12
	paymentsShown = 12
)

// spending writes the money spent by year, in all and by month, what a thousand credits used
// cost, and the newest payments with their
// receipts.
func (w *factWriter) spending(s *data.State) {
	w.title("MONEY SPENT")
	spent := s.Spending.Value
	switch {
	case s.Spending.Err != nil:
		w.text("It could not be added up. " + format.Sentence(s.Spending.Err.Error()))
		return
	case !s.Spending.Loaded:
		w.text("Once your history is read.")
		return
	case len(spent.Payments) == 0 && (s.Estimated() || !s.History.Available()):
		w.text("This server has no history of payments. The website has it.")
		return
	case len(spent.Payments) == 0:
		w.text("No payments.")
	case s.Estimated():
		w.text("What you entered alone: this server has no history of payments.")
	case !s.History.Value.Whole:
		w.text("As far as your history is read.")
	}
	for _, year := range slices.Backward(spent.Years) {
		label := year.Span
		if label == s.Today().Format("2006") {
			label += " so far"
		}
		w.fact(label, message.Spent(year))
	}
	for _, all := range spent.All {
		w.fact("all", message.Spent(all))
	}
	w.fact("per 1,000 used", message.PerThousand(spent))
	months := spent.Months[max(len(spent.Months)-monthsShown, 0):]
	for _, month := range slices.Backward(months) {
		if at, err := time.Parse("2006-01", month.Span); err == nil {
			w.fact(at.Format("Jan 2006"), message.Spent(month))
		}
	}
	if spent.Untold > 0 {
		w.fact("", "In no sum, as nothing is said of money: "+format.Plural(spent.Untold, "row")+".")
	}
	w.payments(s, spent.Payments)
}

// payments writes the newest payments; enter opens the receipt, or the transaction where there
// is none.
func (w *factWriter) payments(s *data.State, payments []insight.Paid) {
	if len(payments) == 0 {
		return
	}
	w.title("RECEIPTS")
	for _, paid := range slices.Backward(payments[max(len(payments)-paymentsShown, 0):]) {
		act := action{open: data.ShowRow{Row: paid.Row}, help: "show the row"}
		text := paid.Money.String() + "  " + model.Clean(paid.Row.Description)
		if receipt := paid.Row.Payment.ReceiptURL; receipt != "" {
			act = opening(receipt, "the receipt")
		} else {
			text += ", without a receipt"
		}
		w.item(format.Date(paid.Row.CreatedAt.Time, s.Now, s.Location), text, act)
	}
	if len(payments) > paymentsShown {
		w.fact("", "Older ones: studio-tui spending --csv")
	}
}
