package model

import (
	"errors"
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
	rest := strings.ReplaceAll(strings.ToUpper(text), ",", "")
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
	digits, known := m.MinorDigits()
	if !known || len(fields) == 0 || len(fields) > 2 {
		return Money{}, errNoMoney
	}
	whole, fraction, _ := strings.Cut(fields[0], ".")
	if len(fraction) > digits || strings.ContainsAny(whole+fraction, "+-_") {
		return Money{}, errNoMoney
	}
	amount, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", digits-len(fraction)), 10, 64)
	if err != nil || amount < 0 || amount == math.MaxInt64 {
		return Money{}, errNoMoney
	}
	m.Amount = amount
	return m, nil
}
