package derive_test

import (
	"math"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// Balances that are further apart than an amount can be are a change that is not known,
// and no wrapped one; the balances stand.
func TestBalancesThatAreTooFarApart(t *testing.T) {
	at := func(minutes int) model.Time {
		return model.At(time.Date(2026, 11, 22, 12, minutes, 0, 0, time.UTC))
	}
	const most = model.Credits(math.MaxInt64)
	seen := derive.Seen{Now: at(60).Time, Read: at(60).Time, Balances: []derive.BalanceObservation{
		{From: at(0), To: at(0), Balance: -most}, {From: at(30), To: at(30), Balance: most}, {From: at(50), To: at(50), Balance: most - 1},
	}}
	debit := model.Transaction{
		ID: "a", Type: model.TypeGeneration, Amount: -model.Credit, CreatedAt: at(10), Seq: 1, Basis: model.BasisPriceAbout, Status: model.GenerationSuccess,
	}
	rows, prices := derive.Complete([]model.Transaction{debit}, seen)
	if len(rows) != 3 || len(prices) != 0 {
		t.Fatalf("%d rows, %d prices: %+v", len(rows), len(prices), rows)
	}
	if rows[0].Balance.Known() || rows[1].Amount.Known() || rows[1].Basis != model.BasisObservedTooMuch || rows[1].Balance != most {
		t.Errorf("%+v, then %+v", rows[0], rows[1])
	}
	if rows[2].Amount != -1 || rows[2].Balance != most-1 {
		t.Errorf("at last %+v", rows[2])
	}
}
