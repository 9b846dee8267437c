package model

import (
	"math/big"
	"strings"
)

// Value is a price with the credits that it buys: a pack's once, a plan's over the months
// that its price pays for.
type Value struct {
	Price   Money
	Credits Credits // each time
	Times   int64   // that they come for the price
}

// Value is the price of the plan's interval with the credits it buys; ok is false if the
// price, the credits or the length of the interval is not known.
func (p Plan) Value(interval Interval) (v Value, ok bool) {
	price, sold := p.Price(interval)
	months := map[Interval]int64{Monthly: 1, Yearly: 12}[interval]
	if !sold || p.CreditsPerMonth == nil || months == 0 {
		return Value{}, false
	}
	return Value{Price: price, Credits: *p.CreditsPerMonth, Times: months}, true
}

// Value is the pack's price with its credits.
func (p Pack) Value() Value { return Value{Price: p.Price, Credits: p.Credits, Times: 1} }

// Rates compares offers: how many credits an amount of money buys. The amount, a
// power of ten of the major unit, is the same for all offers in a currency: the
// smallest for which the dearest offer brings ten credits, and never less than one
// major unit, or than the user has set. So a rate has two digits or more: 138 per $1,
// 48 per ¥100.
type Rates struct {
	least int            // the smallest number of zeros of an amount
	zeros map[string]int // of the amount in major units, by currency
}

// leastRate is the smallest number of credits that a rate should show.
const leastRate = 10

// mostZeros bounds the amount, in minor units, by which offers are compared.
const mostZeros = 18

// NewRates determines the amounts of money for all offers that are shown side by side. They
// are compared by least major units at the least, a power of ten; 0 is one.
func NewRates(plans []Plan, packs []Pack, least int64) Rates {
	r := Rates{zeros: map[string]int{}}
	for ; least >= 10; least /= 10 {
		r.least++
	}
	for _, plan := range plans {
		for _, price := range plan.Prices {
			if v, ok := plan.Value(price.Interval); ok {
				r.widen(v)
			}
		}
	}
	for _, pack := range packs {
		r.widen(pack.Value())
	}
	return r
}

// widen lets the amount grow until the offer brings [leastRate] credits for it.
func (r Rates) widen(v Value) {
	digits, ok := v.comparable()
	if !ok {
		return
	}
	code := strings.ToUpper(v.Price.Currency)
	zeros := max(r.zeros[code], r.least)
	for digits+zeros < mostZeros && v.per(pow10(digits+zeros)).Cmp(big.NewRat(leastRate, 1)) < 0 {
		zeros++
	}
	r.zeros[code] = zeros
}

// comparable reports whether the offer has a rate, and how many decimals its
// currency has.
func (v Value) comparable() (digits int, ok bool) {
	digits, known := v.Price.MinorDigits()
	return digits, known && v.Price.Amount > 0 && v.Credits > 0
}

// per is how many credits an amount in minor units buys.
func (v Value) per(amount int64) *big.Rat {
	credits := new(big.Int).Mul(big.NewInt(int64(v.Credits)), big.NewInt(v.Times))
	price := new(big.Int).Mul(big.NewInt(int64(Credit)), big.NewInt(v.Price.Amount))
	return new(big.Rat).SetFrac(credits.Mul(credits, big.NewInt(amount)), price)
}

// Rate is the number of whole credits, rounded half to even, that the offer brings for the
// currency's amount of money, and that amount. ok is false where it has no rate, and where
// it brings less than half a credit for any amount.
func (r Rates) Rate(v Value) (credits int64, per Money, ok bool) {
	digits, ok := v.comparable()
	if !ok {
		return 0, Money{}, false
	}
	per = Money{Amount: pow10(digits + r.zeros[strings.ToUpper(v.Price.Currency)]), Currency: v.Price.Currency}
	rounded := roundHalfEven(v.per(per.Amount))
	return rounded.Int64(), per, rounded.IsInt64() && rounded.Sign() > 0
}

// Shared is the amount of money that all offers are compared by; ok is false where
// there are several currencies, or nothing to compare.
func (r Rates) Shared() (per Money, ok bool) {
	for code, zeros := range r.zeros {
		per = Money{Currency: code}
		digits, _ := per.MinorDigits()
		per.Amount = pow10(digits + zeros)
	}
	return per, len(r.zeros) == 1
}
