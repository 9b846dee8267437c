package model

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// errNoMoney says that a text is no amount of money.
var errNoMoney = errors.New("money is an amount with its currency, like 19.00 USD or €19")

// ParseMoney reads an amount of money of zero or more in a currency that is known: "19.00
// USD", "€19". Without one it is US dollars.
func ParseMoney(text string) (Money, error) {
	m := Money{Currency: "USD"}
	rest := strings.ToUpper(text)
	for code, symbol := range symbols {
		if strings.Contains(rest, symbol) {
			m.Currency, rest = code, strings.Replace(rest, symbol, "", 1)
			break
		}
	}
	fields := strings.Fields(rest)
	if len(fields) == 2 {
		if fields[0][0] > '9' {
			fields[0], fields[1] = fields[1], fields[0]
		}
		m.Currency = fields[1]
	}
	if len(fields) == 0 || len(fields) > 2 {
		return Money{}, errNoMoney
	}
	plain, err := Ungroup(fields[0])
	if err != nil {
		return Money{}, err
	}
	if m, err = parseAmount(plain, m.Currency); err != nil {
		return Money{}, errNoMoney
	}
	return m, nil
}

// largestPrice bounds a price in minor units, so that sums of prices fit.
const largestPrice = 1e14

// ParsePrice reads a price of more than zero in a currency, "29" or "1,290.50", with as many
// decimals as the currency has at the most.
func ParsePrice(text, currency string) (Money, error) {
	m := Money{Currency: strings.ToUpper(strings.TrimSpace(currency))}
	digits, known := m.MinorDigits()
	if !known {
		return Money{}, fmt.Errorf("%s is no currency that is known here: it takes a code like USD or EUR", quoteShort(currency))
	}
	plain, err := Ungroup(strings.TrimPrefix(strings.TrimSpace(text), symbols[m.Currency]))
	if err != nil {
		return Money{}, err
	}
	if _, fraction, _ := strings.Cut(plain, "."); len(strings.TrimRight(fraction, "0")) > digits {
		return Money{}, fmt.Errorf("%s has %d decimals, not those of %s", m.Currency, digits, quoteShort(text))
	} else if len(fraction) > digits {
		plain = strings.TrimSuffix(plain[:len(plain)-len(fraction)+digits], ".")
	}
	m, err = parseAmount(plain, m.Currency)
	if err != nil || m.Amount <= 0 || m.Amount > largestPrice {
		return Money{}, fmt.Errorf("a price is a number above 0, not %s", quoteShort(text))
	}
	return m, nil
}

// parseAmount reads an amount of zero or more, without separators, in a currency.
func parseAmount(text, currency string) (Money, error) {
	m := Money{Currency: currency}
	digits, known := m.MinorDigits()
	whole, fraction, _ := strings.Cut(text, ".")
	if !known || len(fraction) > digits || strings.ContainsAny(whole+fraction, "+-_") {
		return Money{}, errNoMoney
	}
	amount, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", digits-len(fraction)), 10, 64)
	if err != nil || amount < 0 || amount == math.MaxInt64 {
		return Money{}, errNoMoney
	}
	m.Amount = amount
	return m, nil
}
