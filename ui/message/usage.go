package message

import (
	"fmt"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
)

// Use is the credits used by generations, marked where estimated. It excludes those of
// unknown price.
func Use(use history.Use, estimated bool) string {
	if estimated && use.Used() != 0 {
		return Used(use.Used(), use.AtLeast > 0)
	}
	return format.Amount(use.Used())
}

// WholeUse is [Use] with a "?" where generations have an unknown price.
func WholeUse(use history.Use, estimated bool) string {
	switch {
	case use.Unknown > 0 && use.Generations == 0:
		return UnknownMark
	case use.Unknown > 0:
		return Use(use, estimated) + " + " + UnknownMark
	}
	return Use(use, estimated)
}

// Average is an average amount, to a hundredth of a credit.
func Average(average model.Credits, atLeast int32, estimated bool) string {
	const hundredth = model.Credit / 100
	return Use(history.Use{Debits: (average + hundredth/2) / hundredth * hundredth, AtLeast: atLeast}, estimated)
}

// Compared is the change from an earlier use: "▲ 9 %", "▼ 31 %", "=", and "new" where
// there was none. It is empty where there is nothing to compare.
func Compared(used, before model.Credits) string {
	switch {
	case before <= 0 && used <= 0:
		return ""
	case before <= 0:
		return "new"
	}
	ratio := float64(used) / float64(before)
	percent := int(ratio*100+0.5) - 100
	switch {
	case ratio >= 10:
		return fmt.Sprintf("▲ %sx", format.Count(int(ratio)))
	case percent > 0:
		return "▲ " + format.Percent(percent)
	case percent < 0:
		return "▼ " + format.Percent(-percent)
	}
	return "="
}

// Percent is a part of a whole as a percentage: "24 %", and "<1 %" for less; empty for
// zero.
func Percent(part, whole model.Credits) string {
	share, ok := insight.Share(part, whole)
	switch {
	case !ok || part <= 0:
		return ""
	case share < 100:
		return "<1 %"
	}
	return format.Percent(int((share + 50) / 100))
}

// DaysBefore names the preceding period of so many days: "the 30 days before".
func DaysBefore(days int) string {
	if days == 1 {
		return "the day before"
	}
	return "the " + format.Count(days) + " days before"
}

// Day is a date with its weekday: "Tue Nov 10", with its year where that is not
// today's.
func Day(day, today model.Day) string {
	if day.Year != today.Year {
		return day.Format("Mon Jan 2, 2006")
	}
	return day.Format("Mon Jan 2")
}

// Days are a range of dates, both included: "Nov 10", "Nov 9 – 15", "Nov 30 – Dec 6".
func Days(span insight.Span, today model.Day) string {
	from, to := span.From, span.To
	first, last := "Jan 2", "Jan 2"
	if from.Year != to.Year || to.Year != today.Year {
		last = "Jan 2, 2006"
	}
	switch {
	case from == to:
		return from.Format(last)
	case from.Year != to.Year:
		first = last
	case from.Month == to.Month:
		last = last[len("Jan "):]
	}
	return from.Format(first) + " – " + to.Format(last)
}

// Generations is a count of generations.
func Generations(n int32) string { return format.Plural(int(n), "generation") }

// Unusual describes how far a day exceeded the usual use, and the cause: "5 times your
// usual day (93): create-video · veo-3.1", or for a tool alone "create-video used 9
// times its usual day (30), most with veo-3.1".
func Unusual(e insight.Episode) string {
	usual := e.Usual
	if usual > 10*model.Credit {
		usual = (usual + model.Credit/2) / model.Credit * model.Credit
	}
	above := "far above "
	if n := e.Times(); n > 1 {
		above = format.Count(int(n)) + " times "
	}
	if !e.Alone {
		return above + "your usual day (" + Average(usual, 0, false) + "): " + Cause(e)
	}
	text := Named(string(e.Tool)) + " used " + above + "its usual day (" + Average(usual, 0, false) + ")"
	if e.Model != "" {
		text += ", most with " + string(e.Model)
	}
	return text
}

// UnusualDay describes an episode with its day: "Nov 19 was 5 times your usual day …",
// "Nov 19: create-video used 9 times …".
func UnusualDay(e insight.Episode, day string) string {
	if e.Alone {
		return day + ": " + Unusual(e)
	}
	return day + " was " + Unusual(e)
}

// Cause is the cause of an episode: its tool and model, where they are known.
func Cause(e insight.Episode) string {
	return RowTitle(model.Transaction{Tool: e.Tool, Model: e.Model, Description: "what ran is not known"})
}

// Named is the display name of a tool, a model or a media type.
func Named(name string) string {
	if name == "" {
		return "(not known)"
	}
	return name
}
