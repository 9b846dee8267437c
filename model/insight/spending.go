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

// Sum is the money of a month, a year or all time in one currency, in minor units.
type Sum struct {
	Span     string // 2026-11, 2026 or [AllTime]
	Currency string
	In       int64 // payments
	Back     int64 // refunds, zero or more
	Payments int
	Refunds  int
	Receipts []model.URL
}

// AllTime is the span of a sum of all payments.
const AllTime = "all"

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
	All      []Sum
	// Untold counts the purchases and refunds without an amount of money, such as gifts.
	Untold int
	// Used is the use of the whole table.
	Used history.Use
	// Opening is the balance before the first row, [model.UnknownCredits] if it does not tell.
	Opening model.Credits

	complete bool // nothing of the ledger is missing
}

// SpendingOf sums up payments for purchases and subscriptions and their refunds, each in
// the local month in which it was booked. The error is that of ctx, or [ErrTooMuch].
func SpendingOf(ctx context.Context, p history.Progress, zone *time.Location) (s Spending, err error) {
	table := p.Table
	s.complete = p.Whole && p.Provenance == model.Billed
	months, years, all := map[string]*Sum{}, map[string]*Sum{}, map[string]*Sum{}
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
		for span, sums := range map[string]map[string]*Sum{at.Format("2006-01"): months, at.Format("2006"): years, AllTime: all} {
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
	s.Months, s.Years, s.All = sorted(months), sorted(years), sorted(all)
	s.Opening = model.UnknownCredits
	if table.Len() > 0 {
		first := table.Row(0)
		s.Opening = model.Difference(first.Amount, first.Balance)
	}
	tally, err := history.TallyOf(ctx, table.All(), zone)
	if err != nil {
		return Spending{}, err
	}
	for _, day := range tally.Days {
		s.Used.Plus(day.Use)
	}
	return s, nil
}

// PerThousand is the money spent for a thousand credits of all that was used; ok is false where
// that cannot be told: an incomplete or estimated history, payments in several currencies or none,
// a history that begins with a balance, generations of unknown price, or fewer than a thousand
// credits used.
func (s Spending) PerThousand() (price model.Money, ok bool) {
	used := s.Used.Used()
	if !s.complete || len(s.All) != 1 || s.Opening != 0 || s.Used.Unknown > 0 || s.Used.AtLeast > 0 || used < 1000*model.Credit {
		return model.Money{}, false
	}
	price = s.All[0].Net()
	price.Amount = int64(math.Round(float64(price.Amount) * 1000 / (float64(used) / float64(model.Credit))))
	return price, true
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
