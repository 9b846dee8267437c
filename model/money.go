package model

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// Money is an amount in the minor units of an ISO 4217 currency: 1900 USD is
// $19.00, 1900 JPY is ¥1,900, 1900 KWD is KWD 1.900.
type Money struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
}

// minorDigits are the ISO 4217 exponents that are not two, and the currencies of
// two decimals that are known; any other code is printed in minor units, as
// nobody here can say where its point goes.
var minorDigits = sync.OnceValue(func() map[string]int {
	digits := map[string]int{}
	for count, codes := range map[int]string{
		0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
		2: "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF " +
			"CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS " +
			"INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN " +
			"NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN " +
			"SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW",
		3: "BHD IQD JOD KWD LYD OMR TND",
		4: "CLF UYW",
	} {
		for _, code := range strings.Fields(codes) {
			digits[code] = count
		}
	}
	return digits
})

// symbols are the currencies that people know by one; the others go by code.
var symbols = map[string]string{"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}

// MinorDigits returns the number of decimals of the currency, and whether it is known. Case
// does not matter.
func (m Money) MinorDigits() (digits int, known bool) {
	digits, known = minorDigits()[strings.ToUpper(m.Currency)]
	return digits, known
}

// Decimal is the amount in major units as an exact decimal without separators,
// "19.00". Of an unknown currency it is the amount as it came.
func (m Money) Decimal() string {
	digits, _ := m.MinorDigits()
	sign, magnitude := "", uint64(m.Amount)
	if m.Amount < 0 {
		sign, magnitude = "-", -uint64(m.Amount)
	}
	text := strconv.FormatUint(magnitude, 10)
	if digits == 0 {
		return sign + text
	}
	if short := digits + 1 - len(text); short > 0 {
		text = strings.Repeat("0", short) + text
	}
	return sign + text[:len(text)-digits] + "." + text[len(text)-digits:]
}

// String prints the amount for people: "$19.00", "¥1,900", "CHF 19.00", and
// "1900 minor units of XTS" for a currency that is not known.
func (m Money) String() string {
	if _, known := m.MinorDigits(); !known {
		return fmt.Sprintf("%d minor units of %s", m.Amount, orUnknown(m.Currency))
	}
	whole, fraction, hasFraction := strings.Cut(m.Decimal(), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "−", whole[1:]
	}
	text := groupThousands(whole)
	if hasFraction {
		text += "." + fraction
	}
	code := strings.ToUpper(m.Currency)
	if symbol, ok := symbols[code]; ok {
		return sign + symbol + text
	}
	return sign + code + " " + text
}

// Short is String without decimals that are all zero, as price lists have it:
// "$29", "$9.50".
func (m Money) Short() string {
	if digits, known := m.MinorDigits(); known && digits > 0 {
		return strings.TrimSuffix(m.String(), "."+strings.Repeat("0", digits))
	}
	return m.String()
}

// Same reports whether two amounts are of the same currency, so that they may be
// compared or added.
func (m Money) Same(other Money) bool { return strings.EqualFold(m.Currency, other.Currency) }

func orUnknown(s string) string {
	if s == "" {
		return "an unnamed currency"
	}
	return s
}
