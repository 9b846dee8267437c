package insight

import (
	"fmt"
	"strings"

	"github.com/studio-tui/studio-tui/model"
)

var (
	// number is a number at the start of a word, with whatever may be meant for its separators
	// and its exponent.
	number      = pattern(`(?i)(^|[\s\x{a0}\x{202f},;+&])(\d+(?:[.,'’:/h]\d+|[ \x{a0}\x{202f}]\d{3}\b)*(?:e[+-]?\d+\b)?)`)
	plainNumber = pattern(`^\d+(\.\d+)?$`)
	ambiguous   = pattern(`^([1-9]\d{0,2}\.\d{3}|0.*,.*)$`) // 1.000 is 1 to some, and a thousand to others
	onlyAmount  = pattern(`(?i)^0*(\d+(?:\.\d+)?)\s*([km])?$`)
)

// ParseAmount reads a number as people write it: "40", "1.5", "1,000" or "5k".
func ParseAmount(text string) (model.Credits, error) {
	plain, err := plainNumbers(strings.TrimSpace(text))
	if err != nil {
		return 0, err
	}
	found := onlyAmount().FindStringSubmatch(plain)
	if found == nil {
		return 0, fmt.Errorf("%q is no number", text)
	}
	return readAmount(found[1], found[2])
}

// plainNumbers is a text with its numbers without separators. The error is for a number that
// people read in several ways.
func plainNumbers(text string) (string, error) {
	var err error
	text = number().ReplaceAllStringFunc(text, func(found string) string {
		parts := number().FindStringSubmatch(found)
		before, digits := parts[1], parts[2]
		plain, wrong := model.Ungroup(digits)
		if err == nil && (wrong != nil || !plainNumber().MatchString(plain) || ambiguous().MatchString(digits)) {
			err = fmt.Errorf(`%q is not clear; write 1.5 with a point, 1,000 for a thousand, and a space after a comma between amounts`, digits)
		}
		return before + plain
	})
	return text, err
}

// readAmount reads a number in thousands, if a k follows it.
func readAmount(digits, suffix string) (model.Credits, error) {
	switch strings.ToLower(suffix) {
	case "k":
		digits += "e3"
	case "m":
		return 0, fmt.Errorf(`%q may be minutes or millions; write "2 min", or "2,000,000"`, digits+suffix)
	}
	amount, err := model.ParseCredits(digits)
	if err != nil { // the digits are a number
		return 0, fmt.Errorf("%w: %s", ErrTooMuch, digits)
	}
	return amount, nil
}
