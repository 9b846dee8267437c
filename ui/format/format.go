// Package format formats amounts, counts, times and the service's terms for people. It
// draws nothing.
package format

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/studio-tui/studio-tui/model"
)

// Minus is the sign of a debit.
const Minus = "−"

// Program is the program's name on the command line.
const Program = "studio-tui"

// Sentence is a message as a sentence: it begins with a capital letter, unless with the
// program's name, and ends with a full stop. For an empty one it returns a generic
// message.
func Sentence(text string) string {
	runes := []rune(text)
	if len(runes) == 0 {
		runes = []rune("It did not work")
	}
	if !strings.HasPrefix(text, Program+" ") {
		runes[0] = unicode.ToUpper(runes[0])
	}
	if !strings.ContainsRune(".?!", runes[len(runes)-1]) {
		runes = append(runes, '.')
	}
	return string(runes)
}

// Credits is an amount with its unit: "12,376 credits", "1 credit", "−50 credits".
func Credits(c model.Credits) string {
	unit := " credits"
	if c == model.Credit || c == -model.Credit {
		unit = " credit"
	}
	return Amount(c) + unit
}

// Amount is an amount without its unit, with a true minus sign.
func Amount(c model.Credits) string { return strings.Replace(c.String(), "-", Minus, 1) }

// TooMuch stands for a sum that overflows an amount.
const TooMuch = "more than can be added up"

// Total is a sum of credits, "12,376 credits", or [TooMuch] for one that overflowed: a
// sum is unknown for no other reason.
func Total(sum model.Credits) string {
	if !sum.Known() {
		return TooMuch
	}
	return Credits(sum)
}

// Net is the sum of changes, signed: "+2,000", or [TooMuch].
func Net(sum model.Credits) string {
	if !sum.Known() {
		return TooMuch
	}
	return sum.Signed()
}

// ShortTime is the shortest form of a time: the clock on the same day, the date in the
// same year, else the date with its year.
func ShortTime(t, now time.Time, loc *time.Location) string {
	if model.DayOf(t, loc) == model.DayOf(now, loc) {
		return Clock(t, loc)
	}
	return Date(t, now, loc)
}

// Until is a future time: the clock on the same day, with the date on another one:
// "14:34", "14:34 on Nov 23".
func Until(t, now time.Time, loc *time.Location) string {
	if t.IsZero() || model.DayOf(t, loc) == model.DayOf(now, loc) {
		return Clock(t, loc)
	}
	return Clock(t, loc) + " on " + Date(t, now, loc)
}

// Date is the day of t: "Dec 1", and "Dec 1, 2025" in another year than now's.
func Date(t, now time.Time, loc *time.Location) string {
	if t.IsZero() {
		return "an unknown day"
	}
	day := model.DayOf(t, loc)
	if day.Year == now.In(loc).Year() {
		return day.Format("Jan 2")
	}
	return day.Format("Jan 2, 2006")
}

// Clock is the time of the day: "14:03".
func Clock(t time.Time, loc *time.Location) string { return t.In(loc).Format("15:04") }

// Stamp is the date and the time of a row: "2026-11-22 14:03".
func Stamp(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return "unknown"
	}
	return t.In(loc).Format("2006-01-02 15:04")
}

// ShortStamp is the date and the time of a row of this year: "Nov 22 14:03".
func ShortStamp(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return "unknown"
	}
	return t.In(loc).Format("Jan _2 15:04")
}

// ExactTime is an instant with seconds and its zone: "Nov 22, 2026 14:03:09 CET".
func ExactTime(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return "unknown"
	}
	return t.In(loc).Format("Jan 2, 2006 15:04:05 MST")
}

// Age is how long ago t was, in the largest unit that fits: "3 days".
func Age(t, now time.Time) string {
	age := now.Sub(t)
	switch {
	case age < time.Minute:
		return "less than a minute"
	case age < time.Hour:
		return Plural(int(age/time.Minute), "minute")
	case age < 24*time.Hour:
		return Plural(int(age/time.Hour), "hour")
	}
	return Plural(int(age/(24*time.Hour)), "day")
}

// Span is a rounded duration: "40 s", "12 min", "3 h".
func Span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return strconv.Itoa(max(int(d/time.Second), 1)) + " s"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + " min"
	}
	return strconv.Itoa(int(d/time.Hour)) + " h"
}

// Plural is a count with its unit: "1 day", "3 days".
func Plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return Count(n) + " " + unit + "s"
}

// Count is a number with thousands separators.
func Count(n int) string { return model.FormatCount(n) }

// Percent is a number of percent: "72 %", "1,250 %".
func Percent(n int) string { return Count(n) + " %" }

// Bytes is a size: "512 B", "8.3 MiB".
func Bytes(n int64) string {
	size, unit := float64(max(n, 0)), "B"
	for _, larger := range []string{"KiB", "MiB", "GiB", "TiB"} {
		if size < 1024 {
			break
		}
		size, unit = size/1024, larger
	}
	if unit == "B" || size >= 10 {
		return fmt.Sprintf("%.0f %s", size, unit)
	}
	return fmt.Sprintf("%.1f %s", size, unit)
}

// Type is the display name of a transaction type. An unknown one is unchanged.
func Type(t model.TransactionType) string {
	switch t {
	case "":
		return "unknown"
	case model.TypeObserved:
		return "observed"
	}
	return strings.ReplaceAll(string(t), "_", " ")
}

// BillingInterval is an interval as an adverb: "monthly", "yearly", or unchanged if
// unknown.
func BillingInterval(i model.Interval) string {
	switch i {
	case model.Monthly:
		return "monthly"
	case model.Yearly:
		return "yearly"
	}
	return string(i)
}

// Per is an interval after a price: "a month", "a year".
func Per(i model.Interval) string {
	if i == "" {
		return ""
	}
	return "a " + string(i)
}
