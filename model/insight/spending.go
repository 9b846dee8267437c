package insight

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Paid is one payment for credits or a plan, or one refund of money.
type Paid struct {
	Row   model.Transaction
	Money model.Money // negative if refunded
}

// Sum is the money of a month or a year in one currency, in minor units.
type Sum struct {
	Span     string // 2026-11, or 2026
	Currency string
	In       int64 // payments
	Back     int64 // refunds, zero or more
	Payments int
	Refunds  int
	Receipts []model.URL
}

// Net is the payments less the refunds.
func (s Sum) Net() model.Money { return s.money(s.In - s.Back) }

// Paid is the sum of payments.
func (s Sum) Paid() model.Money { return s.money(s.In) }

// PaidBack is the sum of refunds.
func (s Sum) PaidBack() model.Money { return s.money(s.Back) }

func (s Sum) money(amount int64) model.Money {
	return model.Money{Amount: amount, Currency: s.Currency}
}

// Spending is the payments and refunds of money in a ledger.
type Spending struct {
	Payments []Paid // oldest first
	Months   []Sum  // with payments, in order
	Years    []Sum
	// Untold counts the purchases and refunds without an amount of money, such as gifts.
	Untold int
}

// SpendingOf sums up payments for purchases and subscriptions and their refunds, each in
// the local month in which it was booked. The error is that of ctx, or [ErrTooMuch].
func SpendingOf(ctx context.Context, table *history.Table, zone *time.Location) (s Spending, err error) {
	months, years := map[string]*Sum{}, map[string]*Sum{}
	for n, i := range table.WithTypes(model.TypePurchase, model.TypeSubscription, model.TypePurchaseRefund) {
		if n%1024 == 0 && ctx.Err() != nil {
			return Spending{}, ctx.Err()
		}
		row := table.Row(i)
		if row.Payment == nil {
			if row.Type != model.TypeSubscription { // a month of a plan that is paid by the year has none
				s.Untold++
			}
			continue
		}
		paid := Paid{row, row.Payment.Money}
		paid.Money.Currency = strings.ToUpper(paid.Money.Currency)
		if row.Type == model.TypePurchaseRefund && paid.Money.Amount > 0 { // either sign is a refund
			paid.Money.Amount = -paid.Money.Amount
		}
		s.Payments = append(s.Payments, paid)
		at := row.CreatedAt.In(zone)
		for span, sums := range map[string]map[string]*Sum{at.Format("2006-01"): months, at.Format("2006"): years} {
			key := span + " " + paid.Money.Currency
			if sums[key] == nil {
				sums[key] = &Sum{Span: span, Currency: paid.Money.Currency}
			}
			if err := sums[key].add(paid); err != nil {
				return Spending{}, err
			}
		}
	}
	slices.SortStableFunc(s.Payments, func(a, b Paid) int { return a.Row.CreatedAt.Compare(b.Row.CreatedAt.Time) })
	s.Months, s.Years = sorted(months), sorted(years)
	return s, ctx.Err()
}

func (s *Sum) add(paid Paid) error {
	amount := paid.Money.Amount
	to := &s.In
	if paid.Row.Type == model.TypePurchaseRefund {
		to, amount = &s.Back, -amount
		s.Refunds++
	} else {
		s.Payments++
	}
	if amount < 0 || *to > math.MaxInt64-amount {
		return fmt.Errorf("%w: %s", ErrTooMuch, s.Span)
	}
	*to += amount
	if receipt := paid.Row.Payment.ReceiptURL; receipt != "" {
		s.Receipts = append(s.Receipts, receipt)
	}
	return nil
}

func sorted(sums map[string]*Sum) (list []Sum) {
	for _, sum := range sums {
		list = append(list, *sum)
	}
	slices.SortFunc(list, func(a, b Sum) int {
		return cmp.Or(cmp.Compare(a.Span, b.Span), cmp.Compare(a.Currency, b.Currency))
	})
	return list
}
