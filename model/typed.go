package model

import (
	"errors"
	"strings"
)

// ErrComma is the error for an entered number with a comma that does not group thousands.
// Such a number is ambiguous: "4,5" may mean four and a half.
var ErrComma = errors.New("commas only before 3 digits; decimals as in 4.5")

// Ungroup normalizes an entered number such as "−12,000" or "+4.5": it removes the plus and
// the commas and makes a minus a hyphen. It returns [ErrComma] where a comma does not stand
// before a group of three digits of the whole number.
func Ungroup(text string) (string, error) {
	sign, digits := "", text
	for _, known := range [][2]string{{"-", "-"}, {"−", "-"}, {"+", ""}} {
		if rest, ok := strings.CutPrefix(text, known[0]); ok {
			sign, digits = known[1], rest
			break
		}
	}
	if strings.HasPrefix(digits, "-") {
		return text, nil // two signs: no number, whatever the commas
	}
	end := strings.IndexFunc(digits, func(r rune) bool { return r != ',' && (r < '0' || r > '9') })
	if end < 0 {
		end = len(digits)
	}
	groups := strings.Split(digits[:end], ",")
	if strings.Contains(digits[end:], ",") || (len(groups) > 1 && (groups[0] == "" || len(groups[0]) > 3)) {
		return "", ErrComma
	}
	for _, group := range groups[1:] {
		if len(group) != 3 {
			return "", ErrComma
		}
	}
	return sign + strings.Join(groups, "") + digits[end:], nil
}
