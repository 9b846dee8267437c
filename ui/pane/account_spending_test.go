package pane_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
)

// paidFor is the demo's account with payments over fifteen months: two currencies, one payment
// refunded, one without a receipt, and a free pack.
func paidFor(t *testing.T) *data.State {
	t.Helper()
	s := accountOf(t, sandbox.StateDemo)
	var b history.Builder
	for i := range 18 {
		row := model.Transaction{
			ID: model.ID(fmt.Sprintf("%024x", i+1)), Seq: int64(i + 1), CreatedAt: model.At(now.AddDate(0, i-17, 0)), Type: model.TypePurchase,
			Description: "Pack M", Amount: 2000 * model.Credit,
			Payment: &model.Payment{Money: model.Money{Amount: 1900, Currency: "USD"}, ReceiptURL: model.URL(fmt.Sprintf("https://pay.stripe.com/receipts/%d", i))},
		}
		switch i {
		case 14:
			row.Type, row.Amount, row.RefundOf = model.TypePurchaseRefund, -2000*model.Credit, model.ID(fmt.Sprintf("%024x", i))
		case 15:
			row.Payment.Currency = "EUR"
		case 16:
			row.Payment = nil
		case 17:
			row.Payment.ReceiptURL = ""
		}
		b.Put(row)
	}
	table := b.Table()
	s.History.Value.Table, s.History.Value.Whole = table, true
	spent, err := insight.SpendingOf(t.Context(), s.History.Value.Progress, cet)
	if err != nil {
		t.Fatal(err)
	}
	s.Spending.Value = spent
	return s
}

// TestAccountSpending checks the money spent in the Account pane.
func TestAccountSpending(t *testing.T) {
	for _, size := range []struct{ width, height int }{{60, 120}, {80, 110}, {140, 70}} {
		t.Run(fmt.Sprint(size.width), func(t *testing.T) {
			body, _ := drawn(newAccount, paidFor(t), true, size.width, size.height).View()
			checkBlock(t, body, size.width, size.height)
			golden.RequireEqual(t, plain(body))
		})
	}
}

// TestAccountReceipts opens the receipt under the cursor or, where there is none, the
// transaction.
func TestAccountReceipts(t *testing.T) {
	p := drawn(newAccount, paidFor(t), true, 140, 70)
	var opened []string
	for range 40 {
		press(t, p, "esc") // out of the guide
		switch intent := press(t, p, "down", "enter").(type) {
		case data.ShowRow:
			opened = append(opened, "row "+string(intent.Row.ID))
		case data.OpenURL:
			if strings.Contains(string(intent.Address), "/receipts/") {
				opened = append(opened, string(intent.Address))
			}
		}
	}
	if len(opened) < 12 || opened[0] != fmt.Sprintf("row %024x", 18) || opened[1] != "https://pay.stripe.com/receipts/15" {
		t.Errorf("the receipts open %q", opened)
	}
}
