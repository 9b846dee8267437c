package model

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Credits is an amount of credits in millionths of a credit: fixed point with
// six decimals, from about −9.2 to +9.2 million million credits.
type Credits int64

// Credit is one whole credit.
const Credit Credits = 1_000_000

// UnknownCredits represents an unknown amount: the price of a generation that cannot be
// worked out, the balance before the dashboard first saw one. It is never added to
// anything, and no server can send it.
const UnknownCredits Credits = math.MinInt64

// Known reports whether the amount is known.
func (c Credits) Known() bool { return c != UnknownCredits }

// ErrCredits is the error for a text that is not an amount of credits: not a JSON number,
// not finite, or outside the range of [Credits].
var ErrCredits = errors.New("not an amount of credits")

// maxNumberText bounds the length of a number that is read. The longest float64
// that any encoder prints in full has 1,079 characters.
const maxNumberText = 1100

// ParseCredits reads the text of a JSON number, exactly, and rounds half to even
// at the sixth decimal. It returns [ErrCredits] for anything else: NaN, infinity,
// overflow, a leading plus or zero, an empty text.
func ParseCredits(text string) (Credits, error) {
	if credits, ok := parseShort(text); ok {
		return credits, nil
	}
	mantissa, exponent, err := splitNumber(text)
	if err != nil {
		return 0, err
	}
	micros, ok := new(big.Rat).SetString(mantissa)
	if !ok {
		return 0, fmt.Errorf("%w: %s", ErrCredits, quoteShort(text))
	}
	if micros.Sign() == 0 || exponent < -maxNumberText*2 {
		return 0, nil
	}
	if exponent > maxNumberText*2 {
		return 0, fmt.Errorf("%w: %s is too large", ErrCredits, quoteShort(text))
	}
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(abs64(exponent+6)), nil))
	if exponent+6 < 0 {
		scale.Inv(scale)
	}
	rounded := roundHalfEven(micros.Mul(micros, scale))
	if !rounded.IsInt64() || !Credits(rounded.Int64()).Known() {
		return 0, fmt.Errorf("%w: %s is too large", ErrCredits, quoteShort(text))
	}
	return Credits(rounded.Int64()), nil
}

// parseShort reads what nearly every amount is: at most twelve digits, and six
// after the point, where nothing is rounded. ok is false for anything else, and
// for what is no number.
func parseShort(text string) (c Credits, ok bool) {
	whole, fraction, hasPoint := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if !allDigits(whole) || len(whole) > 12 || (len(whole) > 1 && whole[0] == '0') || len(fraction) > 6 {
		return 0, false
	}
	if hasPoint && !allDigits(fraction) {
		return 0, false
	}
	var micros int64
	for _, digits := range []string{whole, fraction} {
		for i := range len(digits) {
			micros = micros*10 + int64(digits[i]-'0')
		}
	}
	micros *= pow10(6 - len(fraction))
	if text[0] == '-' {
		micros = -micros
	}
	return Credits(micros), true
}

// splitNumber checks that text is a JSON number and splits off its exponent.
func splitNumber(text string) (mantissa string, exponent int64, err error) {
	bad := fmt.Errorf("%w: %s", ErrCredits, quoteShort(text))
	if text == "" || len(text) > maxNumberText {
		return "", 0, bad
	}
	mantissa, power, hasPower := strings.Cut(strings.ToLower(text), "e")
	whole, fraction, hasFraction := strings.Cut(strings.TrimPrefix(mantissa, "-"), ".")
	if !allDigits(whole) || (len(whole) > 1 && whole[0] == '0') || (hasFraction && !allDigits(fraction)) {
		return "", 0, bad
	}
	if !hasPower {
		return mantissa, 0, nil
	}
	if !allDigits(strings.TrimLeft(power, "+-")) || len(strings.TrimLeft(power, "+-")) < len(power)-1 {
		return "", 0, bad
	}
	exponent, err = strconv.ParseInt(power, 10, 64)
	if err != nil { // more digits than fit: as large, or as small, as it gets
		exponent = maxNumberText * 4
		if power[0] == '-' {
			exponent = -exponent
		}
	}
	return mantissa, exponent, nil
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func abs64(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

func roundHalfEven(r *big.Rat) *big.Int {
	quotient, remainder := new(big.Int).QuoRem(r.Num(), r.Denom(), new(big.Int))
	twice := new(big.Int).Lsh(remainder.Abs(remainder), 1)
	if c := twice.Cmp(r.Denom()); c > 0 || (c == 0 && quotient.Bit(0) == 1) {
		quotient.Add(quotient, big.NewInt(int64(r.Sign())))
	}
	return quotient
}

// quoteShort shows a text that was refused, without control characters and not
// more of it than a line has room for.
func quoteShort(s string) string {
	if len(s) > 40 {
		s = s[:40] + "…"
	}
	return strconv.QuoteToASCII(s)
}

// Add returns c + d, or [ErrCredits] where the sum overflows.
func (c Credits) Add(d Credits) (Credits, error) {
	sum := c + d
	if (d > 0 && sum < c) || (d < 0 && sum > c) {
		return 0, fmt.Errorf("%w: a sum overflows", ErrCredits)
	}
	return sum, nil
}

// String prints the amount for people: thousands separators and only the
// decimals it has, with a hyphen-minus in front of a debit ("12,376", "-0.5"), and
// "unknown" for [UnknownCredits].
func (c Credits) String() string {
	if !c.Known() {
		return "unknown"
	}
	whole, fraction, _ := strings.Cut(c.Plain(), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	whole = groupThousands(whole)
	if fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}

// Signed prints the amount as a change: "+2,000", "−50" (with a true minus
// sign), and "0" for none.
func (c Credits) Signed() string {
	switch {
	case !c.Known():
		return c.String()
	case c > 0:
		return "+" + c.String()
	case c < 0:
		return "−" + strings.TrimPrefix(c.String(), "-")
	}
	return "0"
}

// Plain prints the amount as the shortest exact decimal, as JSON and tables for
// machines have it: "12376.5". [UnknownCredits] is the empty text.
func (c Credits) Plain() string {
	if !c.Known() {
		return ""
	}
	sign, magnitude := "", uint64(c)
	if c < 0 {
		sign, magnitude = "-", -uint64(c)
	}
	text := sign + strconv.FormatUint(magnitude/uint64(Credit), 10)
	if fraction := magnitude % uint64(Credit); fraction != 0 {
		text += "." + strings.TrimRight(fmt.Sprintf("%06d", fraction), "0")
	}
	return text
}

// MarshalJSON writes the amount as a JSON number, exactly, or null for
// [UnknownCredits].
func (c Credits) MarshalJSON() ([]byte, error) {
	if !c.Known() {
		return []byte("null"), nil
	}
	return []byte(c.Plain()), nil
}

// UnmarshalJSON reads a JSON number with [ParseCredits]. null is refused, as a
// balance that is not known must never become one of zero.
func (c *Credits) UnmarshalJSON(text []byte) error {
	parsed, err := ParseCredits(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// FormatCount is a number with thousands separators: "12,051".
func FormatCount(n int) string {
	if n < 0 {
		return "-" + groupThousands(strconv.Itoa(n)[1:])
	}
	return groupThousands(strconv.Itoa(n))
}

// groupThousands puts a comma between each three digits of a whole number.
func groupThousands(digits string) string {
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}
