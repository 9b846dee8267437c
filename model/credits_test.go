package model_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

func TestParseCredits(t *testing.T) {
	for text, want := range map[string]model.Credits{
		"0": 0, "-0": 0, "0.0": 0, "-0.0e5": 0, "0e999999999999999999999": 0, "12376": 12376 * model.Credit,
		"12.299999999999999": 12_300_000, "12.3000000000000007": 12_300_000, "-0.1": -100_000, "0.30000000000000004": 300_000,
		"1e3": 1000 * model.Credit, "1E+3": 1000 * model.Credit, "25e-1": 2_500_000, "1e-6": 1, "1e-7": 0, "-1e-7": 0,
		"0.0000005": 0, "0.0000015": 2, "0.0000025": 2, "0.0000035": 4, "-0.0000005": 0, "-0.0000015": -2, "-0.0000025": -2,
		"0.00000050000000000000000000000001": 1, "0.0000004999999999999999999999999": 0,
		"1e-99999999999999999999": 0, "1e-2200": 0, "0.000001e0": 1,
		"9223372036854.775807": math.MaxInt64, "-9223372036854.775807": math.MinInt64 + 1,
		"9223372036854.7758074999": math.MaxInt64, "0." + strings.Repeat("0", 1000) + "1e1001": 1 * model.Credit,
		"1" + strings.Repeat("0", 1000) + "e-1000": 1 * model.Credit,
	} {
		got, err := model.ParseCredits(text)
		if err != nil || got != want {
			t.Errorf("%.40s: %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{
		"-9223372036854.775808", // the amount that nobody knows
		"", " ", " 1", "1 ", "+1", "-", "--1", "01", "-01", "00", ".5", "1.", "-.5", "1.e3", "1e", "1e+", "1e+-3", "e5", "1e5.0", "1..2",
		"NaN", "nan", "Infinity", "-Infinity", "inf", "null", "true", `"5"`, "1,000", "1_000", "0x10", "1/2", "٣", "１", "1\n", "1\x00",
		"9223372036854.775808", "-9223372036854.775809", "9223372036854.7758075", "1e13", "1e400", "-1e400", "1e99999999999999999999",
		strings.Repeat("9", 1101),
	} {
		if got, err := model.ParseCredits(text); !errors.Is(err, model.ErrCredits) || got != 0 {
			t.Errorf("%.40q: %d, %v", text, got, err)
		}
	}
}

// reference rounds with integers of its own making: all digits, then one
// division.
func reference(negative bool, whole, fraction string, exponent int) (*big.Int, bool) {
	digits, ok := new(big.Int).SetString(whole+fraction, 10)
	if !ok {
		return nil, false
	}
	shift := exponent + 6 - len(fraction)
	ten := big.NewInt(10)
	if shift >= 0 {
		digits.Mul(digits, new(big.Int).Exp(ten, big.NewInt(int64(shift)), nil))
	} else {
		divisor := new(big.Int).Exp(ten, big.NewInt(int64(-shift)), nil)
		rest := new(big.Int)
		digits.QuoRem(digits, divisor, rest)
		switch rest.Lsh(rest, 1).Cmp(divisor) {
		case 1:
			digits.Add(digits, big.NewInt(1))
		case 0:
			digits.Add(digits, new(big.Int).And(digits, big.NewInt(1)))
		}
	}
	if negative {
		digits.Neg(digits)
	}
	return digits, true
}

func TestParseCreditsAgainstReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		negative := rapid.Bool().Draw(t, "negative")
		whole := rapid.StringMatching(`0|[1-9][0-9]{0,14}`).Draw(t, "whole")
		fraction := rapid.StringMatching(`|[0-9]{1,12}|[0-9]{0,6}50{0,8}|[0-9]{0,6}49{1,8}`).Draw(t, "fraction")
		exponent := rapid.IntRange(-25, 15).Draw(t, "exponent")
		text := whole
		if negative {
			text = "-" + text
		}
		if fraction != "" {
			text += "." + fraction
		}
		if exponent != 0 || rapid.Bool().Draw(t, "write e0") {
			text += rapid.SampledFrom([]string{"e%d", "E%d", "e%+d", "e%+03d"}).Draw(t, "form")
			text = fmt.Sprintf(text, exponent)
		}
		want, ok := reference(negative, whole, fraction, exponent)
		if !ok {
			t.Fatal("the reference did not read it")
		}
		got, err := model.ParseCredits(text)
		if !want.IsInt64() {
			if !errors.Is(err, model.ErrCredits) {
				t.Fatalf("%s: %d, %v; want overflow", text, got, err)
			}
			return
		}
		if err != nil || int64(got) != want.Int64() {
			t.Fatalf("%s: %d, %v; want %s", text, got, err, want)
		}
	})
}

var anyCredits = rapid.Custom(func(t *rapid.T) model.Credits {
	return model.Credits(rapid.OneOf(
		rapid.Int64Min(math.MinInt64+1), rapid.Int64Range(-5_000_000, 5_000_000),
		rapid.SampledFrom([]int64{0, 1, -1, 999_999, 1_000_000, 999_999_999, 1_000_000_000, math.MaxInt64, math.MinInt64 + 1}),
		rapid.Map(rapid.Int64Range(-100_000, 100_000), func(n int64) int64 { return n * int64(model.Credit) }),
	).Draw(t, "credits"))
})

func TestCreditsPrintWhatTheyAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCredits.Draw(t, "c")
		plain := c.Plain()
		if back, err := model.ParseCredits(plain); err != nil || back != c {
			t.Fatalf("%d prints as %s, which is %d, %v", c, plain, back, err)
		}
		if strings.ReplaceAll(c.String(), ",", "") != plain {
			t.Fatalf("%s and %s differ in more than separators", c, plain)
		}
		if strings.Contains(plain, ".") && strings.HasSuffix(plain, "0") {
			t.Fatalf("%s has a decimal that it does not have", plain)
		}
		whole, _, _ := strings.Cut(strings.TrimPrefix(c.String(), "-"), ".")
		for i, group := range strings.Split(whole, ",") {
			if len(group) > 3 || group == "" || (i > 0 && len(group) != 3) {
				t.Fatalf("%s is grouped wrongly", c)
			}
		}
		signed := c.Signed()
		if (c > 0) != strings.HasPrefix(signed, "+") || (c < 0) != strings.HasPrefix(signed, "−") {
			t.Fatalf("%d is signed %s", c, signed)
		}
		text, err := json.Marshal(c)
		var back model.Credits
		if err != nil || json.Unmarshal(text, &back) != nil || back != c {
			t.Fatalf("%d travels as %s and arrives as %d", c, text, back)
		}
	})
}

func TestCreditsAdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyCredits.Draw(t, "a"), anyCredits.Draw(t, "b")
		exact := new(big.Int).Add(big.NewInt(int64(a)), big.NewInt(int64(b)))
		got, err := a.Add(b)
		if exact.IsInt64() != (err == nil) || (err == nil && int64(got) != exact.Int64()) {
			t.Fatalf("%d + %d is %d, %v", a, b, got, err)
		}
		if err != nil && !errors.Is(err, model.ErrCredits) {
			t.Fatal(err)
		}
	})
}

func TestNullIsNotABalanceOfZero(t *testing.T) {
	for _, text := range []string{`{"credits": null}`, `{"credits": "5"}`, `{"credits": {}}`, `{"credits": true}`} {
		var account model.Account
		if err := json.Unmarshal([]byte(text), &account); !errors.Is(err, model.ErrCredits) {
			t.Errorf("%s: %v, %v", text, account.Credits, err)
		}
	}
}

func FuzzParseCredits(f *testing.F) {
	for _, text := range []string{"12.299999999999999", "-1e-7", "1e400", "0e0", "9223372036854.775807", "01", "NaN", "null"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := model.ParseCredits(text)
		if err != nil {
			if !errors.Is(err, model.ErrCredits) || len(err.Error()) > 300 || strings.Trim(strings.ReplaceAll(err.Error(), `\u2026`, ""), printable) != "" {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		// What is read is a JSON number in the eyes of another reader too.
		var number json.Number
		if json.Unmarshal([]byte(text), &number) != nil || number.String() != text {
			t.Errorf("%q was read as %d and is no JSON number", text, c)
		}
	})
}
