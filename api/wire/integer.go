package wire

import (
	"errors"
	"strconv"
	"strings"
)

var (
	errNotWhole = errors.New("is not a whole number")
	errRange    = errors.New("is out of range")
)

// mostExponent is more than a whole number of 64 bits can need, whatever zeros it is
// written with.
const mostExponent = 1 << 20

// parseInteger reads a JSON number that is whole and fits, in whatever spelling:
// "1900", "1900.0", "1.9e3", "190000E-2".
func parseInteger(text []byte) (int64, error) {
	number := string(text)
	if n, err := strconv.ParseInt(number, 10, 64); err == nil {
		return n, nil
	}
	mantissa, power, _ := strings.Cut(strings.ToLower(number), "e")
	sign := ""
	if strings.HasPrefix(mantissa, "-") {
		sign, mantissa = "-", mantissa[1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if strings.Trim(digits, "0123456789") != "" || whole == "" {
		return 0, errNotWhole // not a number
	}
	if digits == "" {
		return 0, nil
	}
	exponent := 0
	if power != "" {
		var err error
		if exponent, err = strconv.Atoi(power); err != nil || exponent > mostExponent || exponent < -mostExponent {
			return 0, errRange
		}
	}
	shift := exponent - len(fraction)
	if shift < 0 {
		cut := len(digits) + shift
		if cut <= 0 || strings.Trim(digits[cut:], "0") != "" {
			return 0, errNotWhole
		}
		digits, shift = digits[:cut], 0
	}
	const most = 19 // digits of the largest
	if len(digits)+shift > most {
		return 0, errRange
	}
	n, err := strconv.ParseInt(sign+digits+strings.Repeat("0", shift), 10, 64)
	if err != nil {
		return 0, errRange
	}
	return n, nil
}
