package insight

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Verdict is the answer whether another way to pay would have been cheaper.
type Verdict string

// The verdicts. The empty one means none.
const (
	Keep             Verdict = "keep"
	Change           Verdict = "change"
	TooLittleHistory Verdict = "too-little-history"
)

// MarshalJSON writes null for no verdict.
func (v Verdict) MarshalJSON() ([]byte, error) { return model.OptionalString(v).MarshalJSON() }

// leastHistory is how many days of history advice is given on.
const leastHistory = 14

// Way is a way to pay: a plan with an interval, or packs alone if the plan is empty.
type Way struct {
	Plan     model.OptionalString `json:"plan"`
	Interval model.Interval       `json:"interval"` // empty also where it is not known
}

// Window is the range of local days that advice is based on.
type Window struct {
	From   model.Day
	To     model.Day
	Days   int
	Months int // counted from its first day; the last may be incomplete
}

// PackCount is a number of packs of one kind.
type PackCount struct {
	Slug  string `json:"slug"`
	Count int    `json:"count"`
}

// Option is the cost of one way to pay over the window.
type Option struct {
	Plan            model.OptionalString `json:"plan"` // empty: packs alone
	Interval        model.Interval       `json:"interval"`
	Packs           []PackCount          `json:"packs"` // the cheapest sufficient set
	Subscription    model.Money          `json:"subscription"`
	PacksCost       model.Money          `json:"packsCost"`
	Cost            model.Money          `json:"cost"`
	PerMonth        model.Money          `json:"perMonth"`
	CreditsLeft     model.Credits        `json:"creditsLeft"`     // at the end
	MonthsWithPacks int                  `json:"monthsWithPacks"` // in which a pack is needed, bought as late as possible
	Current         bool                 `json:"current"`
	Best            bool                 `json:"best"`

	rank int
}

// BreakEven is the steady monthly use from which the dearer of two plans never costs more
// than the cheaper one, each with the packs it needs.
type BreakEven struct {
	From            string         `json:"from"` // slug of the cheaper one
	To              string         `json:"to"`
	Interval        model.Interval `json:"interval"`
	CreditsPerMonth *int64         `json:"creditsPerMonth"` // whole credits; nil for any use, or not known
}

// Advice is the cost of each way to pay over the window, and the recommendation.
type Advice struct {
	Window    Window               `json:"window"`
	Currency  model.OptionalString `json:"currency"`
	Used      model.Credits        `json:"used"` // [model.UnknownCredits] without a history
	PerMonth  model.Credits        `json:"perMonth"`
	Current   Way                  `json:"current"`
	Options   []Option             `json:"options"` // the best first
	Verdict   Verdict              `json:"verdict"`
	Saving    *model.Money         `json:"saving"` // over the window; nil if today's way is not an option
	BreakEven []BreakEven          `json:"breakEven"`
	Reason    model.OptionalString `json:"reason"` // what could not be computed, and why
}

// MarshalJSON writes days as YYYY-MM-DD.
func (w Window) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"from":%q,"to":%q,"days":%d,"months":%d}`,
		w.From.Format(time.DateOnly), w.To.Format(time.DateOnly), w.Days, w.Months), nil
}

// Question is the input of [Advise].
type Question struct {
	Table    *history.Table // nil if no history is known
	Location *time.Location
	Today    model.Day
	Days     int            // maximum length of the window
	Use      *model.Credits // instead of the history: credits in each month
	Plans    []model.Plan   // with prices, if the server has them
	Packs    []model.Pack
	Current  Way
	Charge   *model.Charge // the next one, if known
}

// CurrentWay is how an account pays today: by its subscription if the server has one, else
// by the plan that the account names.
func CurrentWay(account model.Account, sub model.Subscription, provenance model.Provenance) Way {
	if provenance != model.Billed {
		if account.Plan == model.FreePlan {
			return Way{}
		}
		return Way{Plan: model.OptionalString(account.Plan)}
	}
	if !sub.Subscribed() {
		return Way{}
	}
	return Way{sub.Plan, sub.Interval}
}

// Advise replays the use of a window against every plan and set of packs. The error is that
// of ctx, or that of an overflow.
func Advise(ctx context.Context, q Question) (Advice, error) {
	a := Advice{Current: q.Current, Options: []Option{}, BreakEven: []BreakEven{}}
	months, err := a.window(ctx, q)
	if err != nil {
		return a, err
	}
	reasons := a.doubts(q)
	a.Currency = q.currency()
	ways, packs, apart := q.ways(a.Currency)
	if len(apart) > 0 {
		reasons = append(reasons, fmt.Sprintf("Prices in %s are left out: yours are in %s.", strings.Join(apart, " and "), a.Currency))
	}
	if a.Currency == "" {
		a.Reason = model.OptionalString(strings.Join(append(reasons, "The server has no prices."), " "))
		return a, nil
	}
	a.Current = settled(q.Current, ways)
	sets := newPackSets(packs)
	if q.Use != nil || q.Table != nil {
		if err := a.replay(ways, months, sets); err != nil {
			return a, err
		}
		reasons = append(reasons, a.judge(q)...)
	}
	a.BreakEven, err = breakEvens(ctx, ways, sets)
	a.Reason = model.OptionalString(strings.Join(reasons, " "))
	return a, err
}

// doubts says what of the use is not known, and of which plans not what they bring.
func (a *Advice) doubts(q Question) (reasons []string) {
	unknown := 0
	switch {
	case q.Use != nil:
	case q.Table == nil:
		reasons = append(reasons, "No history is known.")
	case q.Table.Sums().Unknown > 0:
		for _, doubts := range history.UsageDoubts(q.Table, q.Today, a.Window.Days, q.Location) {
			unknown += doubts.Unknown
		}
	}
	if unknown > 0 {
		reasons = append(reasons, fmt.Sprintf("Generations without a known price are not in the use: %s.", model.FormatCount(unknown)))
	}
	for _, plan := range q.Plans {
		if len(plan.Prices) > 0 && plan.CreditsPerMonth == nil {
			reasons = append(reasons, fmt.Sprintf("%s is left out: how many credits it brings is not known.", plan.Name))
		}
	}
	return reasons
}

// window fills in the window and its use, and gives its months.
func (a *Advice) window(ctx context.Context, q Question) (months []month, err error) {
	from := q.Today.Add(1 - q.Days)
	if q.Use == nil {
		first := q.Today
		if q.Table != nil && q.Table.Len() > 0 {
			first = model.DayOf(q.Table.Row(0).CreatedAt.Time, q.Location)
		}
		if from.Before(first) {
			from = first
		}
		if q.Today.Before(from) { // this machine's clock is behind
			from = q.Today
		}
	}
	months = monthsOf(from, q.Today)
	a.Window = Window{From: from, To: q.Today, Days: q.Today.Sub(from) + 1, Months: len(months)}
	switch {
	case q.Use != nil:
		for i, m := range months {
			use, err := divide(int64(*q.Use), m.days, m.length)
			if err != nil {
				return nil, err
			}
			months[i].use = model.Credits(use)
		}
	case q.Table != nil:
		used, err := history.Usage(ctx, q.Table, q.Today, a.Window.Days, q.Location)
		if err != nil {
			return nil, err
		}
		for i := range months {
			for _, day := range used[:months[i].days] {
				months[i].use += max(day, 0)
			}
			used = used[months[i].days:]
		}
	default:
		a.Used, a.PerMonth = model.UnknownCredits, model.UnknownCredits
		return months, nil
	}
	for _, m := range months {
		used, err := a.Used.Add(m.use)
		if err != nil {
			return nil, errTooLarge
		}
		a.Used = used
	}
	a.PerMonth, err = MonthlyUse(a.Used, Span{a.Window.From, a.Window.To})
	return months, err
}

// MonthlyUse is the use of a span as that of a month.
func MonthlyUse(used model.Credits, span Span) (model.Credits, error) {
	months := monthsOf(span.From, span.To)
	last := months[len(months)-1]
	perMonth, err := divide(int64(used), last.length, (len(months)-1)*last.length+last.days)
	return model.Credits(perMonth), err
}

// currency is the one that prices are compared in: that of the next charge, else of the
// newest payment, else of the first price; "" without any.
func (q Question) currency() model.OptionalString {
	if q.Charge != nil && q.Charge.Currency != "" {
		return model.OptionalString(q.Charge.Currency)
	}
	if q.Table != nil {
		if paid, ok := q.Table.NewestPayment(); ok {
			return model.OptionalString(paid.Currency)
		}
	}
	for _, plan := range q.Plans {
		if len(plan.Prices) > 0 {
			return model.OptionalString(plan.Prices[0].Currency)
		}
	}
	if len(q.Packs) > 0 {
		return model.OptionalString(q.Packs[0].Price.Currency)
	}
	return ""
}

// ways are those that can be compared, no plan first, then by rank, and the packs. Prices
// in other currencies are left out, and apart names those.
func (q Question) ways(currency model.OptionalString) (ways []way, packs []model.Pack, apart []string) {
	fits := func(price model.Money) bool {
		if price.Same(model.Money{Currency: string(currency)}) {
			return price.Amount >= 0
		}
		if code := strings.ToUpper(price.Currency); !slices.Contains(apart, code) {
			apart = append(apart, code)
		}
		return false
	}
	ways = []way{{}}
	for _, plan := range slices.SortedStableFunc(slices.Values(q.Plans), func(a, b model.Plan) int { return cmp.Compare(a.Rank, b.Rank) }) {
		for _, interval := range []model.Interval{model.Monthly, model.Yearly} {
			price, priced := plan.Price(interval)
			if priced && fits(price) && plan.CreditsPerMonth != nil && *plan.CreditsPerMonth >= 0 {
				ways = append(ways, way{model.OptionalString(plan.Slug), interval, price.Amount, *plan.CreditsPerMonth, plan.Rank})
			}
		}
	}
	for _, pack := range q.Packs {
		if fits(pack.Price) {
			packs = append(packs, pack)
		}
	}
	return ways, packs, apart
}

// settled is the current way with its interval, where its plan has only one.
func settled(current Way, ways []way) Way {
	if current.Plan == "" || current.Interval != "" {
		return current
	}
	var found []way
	for _, w := range ways {
		if w.plan == current.Plan {
			found = append(found, w)
		}
	}
	if len(found) == 1 {
		current.Interval = found[0].interval
	}
	return current
}

// replay fills in the options, the best first.
func (a *Advice) replay(ways []way, months []month, sets *packSets) error {
	for _, w := range ways {
		option, ok, err := w.replay(months, sets)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		option.Current = (Way{w.plan, w.interval}) == a.Current
		for _, money := range []*model.Money{&option.Subscription, &option.PacksCost, &option.Cost, &option.PerMonth} {
			money.Currency = string(a.Currency)
		}
		a.Options = append(a.Options, option)
	}
	slices.SortStableFunc(a.Options, Option.compare)
	if len(a.Options) > 0 {
		a.Options[0].Best = true
	}
	return nil
}

// compare says which of two options is better: the cheaper one, at equal cost the current
// one, then no plan, then the lower rank, then the month before the year.
func (o Option) compare(other Option) int {
	first := func(mine, others bool) int {
		switch {
		case mine == others:
			return 0
		case mine:
			return -1
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(o.Cost.Amount, other.Cost.Amount), first(o.Current, other.Current), first(o.Plan == "", other.Plan == ""),
		cmp.Compare(o.rank, other.rank), first(o.Interval == model.Monthly, other.Interval == model.Monthly),
	)
}

// judge fills in the verdict and what a change saves, or why they cannot be worked out.
func (a *Advice) judge(q Question) (reasons []string) {
	if len(a.Options) == 0 {
		return []string{"No plan that has a price brings enough credits, and there are no packs."}
	}
	best := a.Options[0]
	at := slices.IndexFunc(a.Options, func(o Option) bool { return o.Current })
	if at >= 0 {
		a.Saving = &model.Money{Amount: a.Options[at].Cost.Amount - best.Cost.Amount, Currency: string(a.Currency)}
	}
	switch {
	case q.Use == nil && a.Window.Days < leastHistory:
		a.Verdict = TooLittleHistory
	case best.Current:
		a.Verdict = Keep
	case a.Current.Plan != "" && a.Current.Interval == "":
		reasons = append(reasons, "It is not known whether your plan is paid by the month or by the year.")
	default:
		a.Verdict = Change
	}
	return reasons
}
