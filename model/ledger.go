package model

import (
	"cmp"
	"slices"
)

// RefundPairs maps rows to their refunds, and refunds to the rows they refund.
type RefundPairs struct {
	rows     map[ID]Transaction
	refundOf map[ID]ID
}

// PairRefunds pairs refunds with the rows they refund. If several refund the same row, the
// first by sequence counts.
func PairRefunds(rows []Transaction) RefundPairs {
	p := RefundPairs{rows: make(map[ID]Transaction, len(rows)), refundOf: map[ID]ID{}}
	for _, row := range rows {
		p.rows[row.ID] = row
		if row.RefundOf == "" {
			continue
		}
		if other, claimed := p.refundOf[row.RefundOf]; !claimed || row.Seq < p.rows[other].Seq {
			p.refundOf[row.RefundOf] = row.ID
		}
	}
	return p
}

// Refund returns the refund of a row.
func (p RefundPairs) Refund(of Transaction) (Transaction, bool) {
	id, ok := p.refundOf[of.ID]
	if !ok || of.ID == "" {
		return Transaction{}, false
	}
	row, ok := p.rows[id]
	return row, ok
}

// Original returns the row that a refund refers to.
func (p RefundPairs) Original(of Transaction) (Transaction, bool) {
	row, ok := p.rows[of.RefundOf]
	return row, ok && of.RefundOf != ""
}

// Refunds is the total of the refunds of one purchase, which may be several partial ones.
type Refunds struct {
	Count   int     `json:"count"`
	Credits Credits `json:"credits"` // taken back, as a positive amount; [UnknownCredits] if the sum overflows
	Money   []Money `json:"money"`   // given back, a sum for each currency
	Untold  int     `json:"untold"`  // number of refunds without an amount of money
	// TooMuch lists the currencies whose sum overflows and is not in Money.
	TooMuch []string `json:"tooMuch,omitempty"`
}

// RefundsOf sums up the refunds of a purchase among rows.
func RefundsOf(purchase ID, rows []Transaction) (sum Refunds) {
	var credits Total
	var totals []Total // beside sum.Money
	for _, row := range rows {
		if row.RefundOf != purchase || purchase == "" || row.Type != TypePurchaseRefund {
			continue
		}
		sum.Count++
		credits.Subtract(int64(row.Amount))
		if row.Payment == nil {
			sum.Untold++
			continue
		}
		at := slices.IndexFunc(sum.Money, row.Payment.Money.Same)
		if at < 0 {
			at = len(totals)
			sum.Money, totals = append(sum.Money, row.Payment.Money), append(totals, Total{})
		}
		if row.Payment.Amount < 0 { // either sign is a refund
			totals[at].Subtract(row.Payment.Amount)
		} else {
			totals[at].Add(row.Payment.Amount)
		}
	}
	sum.Credits = credits.Credits()
	money := sum.Money
	sum.Money = nil
	for i, total := range totals {
		amount, fits := total.Int64()
		if !fits {
			sum.TooMuch = append(sum.TooMuch, money[i].Currency)
			continue
		}
		sum.Money = append(sum.Money, Money{Amount: amount, Currency: money[i].Currency})
	}
	return sum
}

// Refunds returns all refunds of a row, by sequence.
func (p RefundPairs) Refunds(of Transaction) (found []Transaction) {
	for _, row := range p.rows {
		if row.RefundOf == of.ID && of.ID != "" {
			found = append(found, row)
		}
	}
	slices.SortFunc(found, func(a, b Transaction) int { return cmp.Compare(a.Seq, b.Seq) })
	return found
}
