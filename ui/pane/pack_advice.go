package pane

import (
	"slices"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/message"
)

// AdviceDays returns the number of days of use that plans would be compared for, the default of
// Plans.
func (p *Packs) AdviceDays() int { return adviceRanges[1] }

// AdviceUse returns unknown, for the use of the history.
func (p *Packs) AdviceUse() model.Credits { return model.UnknownCredits }

// need says how many credits are needed until the next renewal; "" where that is unknown.
func (p *Packs) need() string {
	s := p.state
	if !s.Advice.Loaded {
		return ""
	}
	return message.UntilRenewal(s.Advice.Value.Today, s.Advice.Value.Of.Outlook.Credits, p.packs(), s.Now, s.Location)
}

// chooseEnough puts the cursor on the largest pack of the set that is enough, until the user
// moves it.
func (p *Packs) chooseEnough() {
	if p.moved || !p.state.Advice.Loaded {
		return
	}
	chosen, most := -1, model.Credits(0)
	for i, pack := range p.packs() {
		if p.inSet(pack) && pack.Credits > most {
			chosen, most = i, pack.Credits
		}
	}
	if chosen >= 0 {
		p.list.Cursor = chosen
	}
}

func (p *Packs) inSet(pack model.Pack) bool {
	return slices.ContainsFunc(p.state.Advice.Value.Today.Packs, func(c insight.PackCount) bool { return c.Slug == pack.Slug })
}

// mark is the label of a pack that is enough by itself until the next renewal, or the label of
// its offer.
func (p *Packs) mark(pack model.Pack, best bool) string {
	today, mark := p.state.Advice.Value.Today, message.PackMark(pack, best)
	if today.PackCount() != 1 || today.Packs[0].Slug != pack.Slug {
		return mark
	}
	return strings.TrimSuffix("enough, "+mark, ", ")
}

// lastsWith says how long the credits last after buying a pack; "" where that is unknown.
func (p *Packs) lastsWith(pack model.Pack) string {
	run, known := p.state.Advice.Value.Today.Lasts[pack.Slug]
	if !known {
		return ""
	}
	f := p.state.Outlook.Value.Forecast
	f.RunOut = run
	f.Credits = p.state.Advice.Value.Of.Outlook.Credits + pack.Credits
	if run.State == forecast.Gone || run.State == forecast.Unknown {
		return ""
	}
	return " Then " + strings.Replace(message.Lasts(f, p.state.Location), "It ", "it ", 1)
}

// offered is a row of the list: a pack, or the set of packs that is enough.
type offered struct {
	model.Pack
	lasts, likely string // the days until which the credits last with it, 9 times out of 10 and 1 of 2; "" where unknown
	mark          string
}

// offers are the rows of the packs, in the same order.
func (p *Packs) offers() []offered {
	packs := p.packs()
	best, rows := model.BestValue(packs), make([]offered, len(packs))
	for i, pack := range packs {
		rows[i] = p.offer(pack, p.state.Advice.Value.Today.Lasts[pack.Slug], p.mark(pack, i == best))
	}
	return rows
}

func (p *Packs) offer(pack model.Pack, run forecast.RunOut, mark string) offered {
	row := offered{Pack: pack, mark: mark}
	if run.State != "" && run.State != forecast.Gone && run.State != forecast.Unknown {
		outlook := p.state.Outlook.Value.Forecast
		row.lasts, row.likely = message.LastsUntil(outlook, run), message.LikelyUntil(outlook, run)
	}
	return row
}

// together is the set of packs that is enough, where it takes more than one of them and there
// is room for its row.
func (p *Packs) together() (set offered, several bool) {
	today := p.state.Advice.Value.Today
	if today.PackCount() < 2 || p.height < 17 {
		return offered{}, false
	}
	pack := model.Pack{Name: message.PackSetShort(today.Packs, p.packs()), Credits: today.Brings, Price: today.Cost}
	return p.offer(pack, today.SetLasts, "enough"), true
}

// plansBeside says how many credits for money the plans bring; "" without any.
func (p *Packs) plansBeside() string {
	s, rates := p.state, ratesOf(p.state)
	var parts []string
	plans, _ := s.PlanOffers()
	for _, plan := range plans {
		value, ok := plan.Value(model.Monthly)
		if rate := message.Rate(rates, value); ok && rate != "" {
			parts = append(parts, planName(plan)+" "+rate)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "Plans beside them, in credits " + message.RateUnit(rates) + ": " + strings.Join(parts, ", ") + "."
}
