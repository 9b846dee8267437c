package pane

import (
	"fmt"
	"slices"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

// adviceRanges are the numbers of days of use that plans are compared for, in the order in
// which the keys step through them.
var adviceRanges = []int{30, 90, 365}

// AdviceDays returns the number of days of use that plans are compared for.
func (p *Plans) AdviceDays() int { return adviceRanges[*p.adviceRange()] }

// adviceRange is the index of the range in use: an entered use has its own, a year at first as
// What if shows it.
func (p *Plans) adviceRange() *int {
	if p.use.Known() {
		return &p.useDays
	}
	return &p.days
}

// AdviceUse returns the monthly use that the user entered in What if; unknown for that of the
// history.
func (p *Plans) AdviceUse() model.Credits { return p.use }

// Receive takes a monthly use from What if.
func (p *Plans) Receive(intent data.Intent) (data.Intent, bool) {
	kept, is := intent.(data.KeepUse)
	if is {
		p.use, p.useMark = kept.Credits, kept.Mark
		p.useDays = len(adviceRanges) - 1
	}
	return nil, is
}

// mark is the mark of what plans cost: that of the use that was entered.
func (p *Plans) mark() string {
	if p.state.Advice.Value.Of.Use.Known() {
		return p.useMark
	}
	return ""
}

// ofUse names the use that plans are compared for.
func (p *Plans) ofUse(a insight.Advice) string {
	if p.state.Advice.Value.Of.Use.Known() {
		return fmt.Sprintf("%s a month, in %s (%s your own use)", p.mark()+format.Credits(a.PerMonth), format.Plural(a.Window.Days, "day"), p.keys.Back.Help().Key)
	}
	if p.inner() < 70 {
		return fmt.Sprintf("your %s: %s a month", lastDays(a.Window.Days), format.Amount(roundCredits(a.PerMonth)))
	}
	return fmt.Sprintf("your %s: %s credits, %s a month (%s)", lastDays(a.Window.Days), format.Amount(a.Used), format.Amount(roundCredits(a.PerMonth)), p.keys.UseRange.Help().Key)
}

// advised returns the costs of the plans; ok is false where they are unknown.
func (p *Plans) advised() (a insight.Advice, ok bool) {
	a = p.state.Advice.Value.Advice
	return a, p.state.Advice.Loaded && len(a.Options) > 0
}

// option returns the cost of a plan by the shown interval.
func (p *Plans) option(a insight.Advice, slug string) (o insight.Option, ok bool) {
	at := slices.IndexFunc(a.Options, func(o insight.Option) bool { return string(o.Plan) == slug && (slug == "" || o.Interval == p.shown()) })
	if at < 0 {
		return o, false
	}
	return a.Options[at], true
}

// fits is the mark of the plan that would have been the cheapest; "" for all others.
func (p *Plans) fits(plan model.Plan) string {
	a, ok := p.advised()
	if !ok || a.Verdict == insight.TooLittleHistory || a.Options[0].Plan == "" || string(a.Options[0].Plan) != plan.Slug {
		return ""
	}
	if by := a.Options[0].Interval; by != p.shown() {
		return "★ fits " + format.BillingInterval(by)
	}
	return "★ fits"
}

// adviceRows are the rows with each plan's cost for the account's own use.
func (p *Plans) adviceRows(m planTable) []string {
	a, ok := p.advised()
	if !ok {
		return nil
	}
	row := func(label string, text func(insight.Option) string) []string {
		return m.row(label, func(plan model.Plan) string {
			if o, ok := p.option(a, plan.Slug); ok {
				return text(o)
			}
			return emptyCell
		})
	}
	packs := func(o insight.Option) string {
		if set := message.PackSet(o.Packs, p.packs()); set != "" {
			return wholeNames(set)
		}
		return emptyCell
	}
	mark := p.mark()
	lines := []string{m.rule(p.ofUse(a))}
	lines = append(lines, row("Cost a month", func(o insight.Option) string { return mark + o.PerMonth.String() })...)
	lines = append(lines, row("Packs needed", packs)...)
	lines = append(lines, row("Months with a pack", func(o insight.Option) string { return fmt.Sprintf("%d of %d", o.MonthsWithPacks, a.Window.Months) })...)
	lines = append(lines, row("Credits left over", func(o insight.Option) string { return message.LeftOver(o, mark) })...)
	lines = append(lines, m.row("Pays from, a month", func(plan model.Plan) string {
		for _, even := range a.BreakEven {
			if even.To == plan.Slug && even.Interval == p.shown() && even.CreditsPerMonth != nil {
				return format.Count(int(*even.CreditsPerMonth))
			}
		}
		return emptyCell
	})...)
	for _, text := range p.adviceRemarks(a) {
		lines = append(lines, paintAll(p.theme.Muted, p.theme.Wrap(text, p.inner()))...)
	}
	return lines
}

// wholeNames is a set of packs that is broken into lines after its plus signs alone.
func wholeNames(set string) string {
	const noBreak = "\u00a0"
	return strings.ReplaceAll(strings.ReplaceAll(set, " ", noBreak), noBreak+"+"+noBreak, noBreak+"+ ")
}

// adviceRemarks are the lines below those rows.
func (p *Plans) adviceRemarks(a insight.Advice) (remarks []string) {
	if alone, ok := p.option(a, ""); ok {
		text := "Packs alone: " + p.mark() + alone.PerMonth.String() + " a month"
		if set := message.PackSet(alone.Packs, p.packs()); set != "" {
			text += " (" + set + " in all)"
		}
		remarks = append(remarks, text+".")
	}
	if today := message.WithoutPlan(p.state.Advice.Value.Today, p.state.Outlook.Value.Forecast); today != "" {
		remarks = append(remarks, today)
	}
	if a.Reason != "" {
		remarks = append(remarks, string(a.Reason))
	}
	return remarks
}

// verdict is the line on top that says which plan fits; "" where that is unknown.
func (p *Plans) verdict() string {
	a, ok := p.advised()
	if !ok {
		return ""
	}
	text := message.Verdict(a, p.plans(), p.state.Advice.Value.Of.Use.Known(), p.mark())
	if a.Verdict == insight.Keep {
		text = strings.Replace(text, "what you have", message.Way(a.Current.Plan, p.plans()), 1)
		if a.Current.Plan == "" {
			text = "Keep paying by packs: nothing is cheaper for this use."
		}
	}
	if p.state.Advice.Value.Of.Use.Known() {
		return text
	}
	return strings.Replace(text, "this use", "your "+lastDays(a.Window.Days), 1)
}

func (p *Plans) packs() []model.Pack {
	packs, _ := p.state.PackOffers()
	return packs
}

func lastDays(days int) string { return fmt.Sprintf("last %s", format.Plural(days, "day")) }

func roundCredits(c model.Credits) model.Credits {
	return (c + model.Credit/2) / model.Credit * model.Credit
}
