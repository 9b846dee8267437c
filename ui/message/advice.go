package message

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
)

// Way is the display name of a way to pay: a plan, or packs alone.
func Way(slug model.OptionalString, plans []model.Plan) string {
	if slug == "" {
		return "No plan"
	}
	if plan, ok := model.FindPlan(plans, string(slug)); ok && plan.Name != "" {
		return plan.Name
	}
	return model.PlanName(string(slug))
}

// Verdict states the cheapest way to pay, or the one that would be for an expected use, whose mark
// says that it is not exact; "" where that is unknown.
func Verdict(a insight.Advice, plans []model.Plan, expected bool, mark string) string {
	switch a.Verdict {
	case insight.Keep:
		return "Keep what you have: nothing is cheaper for this use."
	case insight.TooLittleHistory:
		return "This is too little history for advice: under 14 days."
	case insight.Change:
		best := a.Options[0]
		text := Way(best.Plan, plans)
		if best.Plan != "" {
			text += ", paid by the " + string(best.Interval) + ","
		}
		if expected {
			text += " would be the cheapest"
		} else {
			text += " would have been the cheapest"
		}
		if a.Saving != nil {
			by, over := ", by ", " in all"
			if mark != "" {
				by += "about "
			}
			switch {
			case expected && a.Window.Days == 365:
				over = " in a year"
			case expected:
				over = " in " + format.Plural(a.Window.Days, "day")
			}
			text += by + a.Saving.String() + over
		}
		return text + "."
	}
	return ""
}

// LeftOver is the credits that a way to pay would leave at the end, to a tenth. mark is that of the
// use.
func LeftOver(o insight.Option, mark string) string {
	const tenth = model.Credit / 10
	left := o.CreditsLeft / tenth * tenth
	if left == 0 {
		return format.Amount(left)
	}
	return Remainder(mark) + format.Amount(left)
}

// PackSet is a list of packs with their counts: "2 × Pack L + Pack S"; "" for none.
func PackSet(set []insight.PackCount, packs []model.Pack) string {
	var parts []string
	for _, count := range set {
		name := count.Slug
		for _, pack := range packs {
			if pack.Slug == count.Slug && pack.Name != "" {
				name = pack.Name
			}
		}
		if count.Count > 1 {
			name = format.Count(count.Count) + " × " + name
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, " + ")
}

// PackSetShort is a list of packs without the first word that the names of all packs share:
// "2 × L + S".
func PackSetShort(set []insight.PackCount, packs []model.Pack) string {
	short := slices.Clone(packs)
	for i, pack := range packs {
		first, rest, several := strings.Cut(pack.Name, " ")
		if !several || !strings.HasPrefix(packs[0].Name, first+" ") {
			return PackSet(set, packs)
		}
		short[i].Name = rest
	}
	return PackSet(set, short)
}

// UntilRenewal states the credits needed until the next renewal, and the packs that are
// enough; "" where there is not enough history.
func UntilRenewal(t insight.Today, credits model.Credits, packs []model.Pack, now time.Time, zone *time.Location) string {
	if !t.Known() {
		return ""
	}
	until := fmt.Sprintf("in the next %s", format.Plural(t.Until.Sub(model.DayOf(now, zone)), "day"))
	before := until
	if t.Renewal {
		day := format.Date(t.Until.Start(zone), now, zone)
		until, before = "until the renewal on "+day, "before the renewal on "+day
	}
	if !t.Needed() {
		return fmt.Sprintf("Nothing is needed %s: %s credits or more are left then, 9 times out of 10.", before, format.Amount(roughDown(credits-t.Used.High)))
	}
	text := format.Sentence(fmt.Sprintf("%s you will need about %s credits, 9 times out of 10 at most %s.", until, format.Amount(Rough(t.Used.Mid)), format.Amount(Rough(t.Used.High))))
	if len(t.Packs) > 0 {
		text += " Enough is " + choice(t.PackChoice, packs) + "."
	}
	return text
}

// choice is a set of packs with what it brings and costs: "Pack L + Pack M: 8,000 credits for $68.00
// in 2 purchases".
func choice(c insight.PackChoice, packs []model.Pack) string {
	text := fmt.Sprintf("%s: %s for %s", PackSet(c.Packs, packs), format.Credits(c.Brings), c.Cost)
	if count := c.PackCount(); count > 1 {
		text += " in " + format.Plural(count, "purchase")
	}
	return text
}

// roughDown is an amount rounded down to its significant digits.
func roughDown(c model.Credits) model.Credits {
	step := model.Credit
	for c/step >= 1000 {
		step *= 10
	}
	return c / step * step
}

// WithoutPlan states how long the credits last without another renewal; "" where that
// is unknown.
func WithoutPlan(t insight.Today, f forecast.Forecast) string {
	if !t.Known() || f.RunOut.State == forecast.Gone {
		return ""
	}
	switch run := t.WithoutPlan; {
	case run.State == forecast.Never:
		return "What you have now lasts a year without any plan, 9 times out of 10."
	case run.Likely == forecast.Beyond:
		return "What you have now lasts a year without any plan; 1 time in 10 it runs out " + by(f, run.Earliest) + "."
	case run.LikelyIn > 0:
		likely, odds := soon(run)
		text := "Without a plan, what you have now lasts " + likely
		if odds != "" {
			text += "; " + odds
		}
		return text + "."
	case run.Likely == 0:
		return "Without a plan, what you have now does not last until tomorrow."
	case run.Earliest == 0:
		return fmt.Sprintf("Without a plan, what you have now lasts until %s; 1 time in 10 it runs out today.", around(f, run.Likely))
	default:
		return fmt.Sprintf("Without a plan nothing is needed until %s, 9 times out of 10: what you have now lasts until %s.", dayAhead(f, run.Earliest), around(f, run.Likely))
	}
}
