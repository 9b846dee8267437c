package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

type adviseOptions struct {
	target   account.Target
	days     int
	use      string // in each month, as it was entered
	expected bool   // the advice is for that use, not for the history
	json     bool
}

// adviceRanges are the values of --range.
var adviceRanges = []string{"30d", "90d", "365d"}

func (c *commands) advise() *cobra.Command {
	options := adviseOptions{}
	window := ""
	cmd := &cobra.Command{
		Use:   "advise",
		Short: "Print what each plan would have cost you",
		Long: `Print what each plan, and packs alone, would have cost for your use, the cheapest first.

Your use of the last 90 days, or as many as there are, is played through day by day for each plan, by the month and by the year, on an account that begins with nothing. The plan's credits come at the start of each month, counted from the first day. Where they are not enough, the cheapest set of packs is added. A month that is cut short is paid in proportion. What you have now is not counted in there: it is about the long run. From today, with what you have left, it says besides what you will need until the next renewal, which packs are enough for that 9 times out of 10, and how long it lasts without any plan.

With --use that is credits in each month, or quantities of what you would make, with "10 % more" behind them for what is tried again.

Where the server has no prices, those that you entered hold (studio-tui prices). Without them there is nothing to compare, and the verdict is null.

Piped, a line each: plan, interval, cost, currency, subscription, packs, cost a month, the packs (slug:count), credits left at the end, months that needed a pack, current (yes or nothing), best (yes or nothing). Plan and interval of packs alone are empty.`,
		Example: `studio-tui advise
studio-tui advise --range 365d
studio-tui advise --use 5000 --json
studio-tui advise --use "200 images nano-banana, 3 min veo-3.1"`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			if days, named := model.ParseDayRange(window); named {
				window = days.Word()
			}
			if !slices.Contains(adviceRanges, window) {
				return oneOf("--range", window, adviceRanges)
			}
			options.days, _ = strconv.Atoi(strings.TrimSuffix(window, "d"))
			options.expected = cmd.Flags().Changed("use")
			return runAdvise(cmd.Context(), c.deps, options)
		}),
	}
	flags := cmd.Flags()
	c.flags.account(flags, c.deps)
	flags.StringVar(&window, "range", "90d", "How many of the last days: "+strings.Join(adviceRanges, ", "))
	flags.StringVar(&options.use, "use", "", "Instead of what was used: credits a month, or quantities")
	flags.BoolVar(&options.json, "json", false, "Print JSON")
	return cmd
}

// adviceJSON is what `advise --json` prints.
type adviceJSON struct {
	insight.Advice
	FromToday  *fromTodayJSON   `json:"fromToday"` // null where there is not enough history, or for another use
	Prices     model.Provenance `json:"prices"`    // their origin: billed, entered, or unknown
	AsOf       model.Time       `json:"asOf"`
	Provenance model.Provenance `json:"provenance"`
	Sandbox    bool             `json:"sandbox"`
}

func runAdvise(ctx context.Context, deps Deps, options adviseOptions) error {
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		offers := typedOffers(deps, session)
		question, from, err := offers.question(ctx)
		if err != nil {
			return err
		}
		question.Location, question.Today = deps.Location, model.DayOf(deps.Now(), deps.Location)
		question.Days = options.days
		var items []insight.Item
		if options.expected {
			expected, err := readExpected(ctx, deps, session, options.use)
			if err != nil {
				return err
			}
			question.Use, items = &expected.Total, expected.Items
		}
		progress := history.Progress{Provenance: model.Billed}
		var failed error
		if question.Use == nil || question.Charge == nil { // otherwise nothing depends on it
			if progress, failed, err = wholeHistory(ctx, deps, session); err != nil {
				return err
			}
			if progress.Provenance != model.Unsupported {
				question.Table = progress.Table
			}
		}
		advice, err := insight.Advise(ctx, question)
		if err != nil {
			return err
		}
		today, notes, err := fromToday(ctx, deps, session, question, advice.Currency)
		if err != nil {
			return err
		}
		mark := message.SumMark(items...)
		r := report{
			json: adviceJSON{advice, today, from, readAt(deps, progress), progress.Provenance, session.Identity.Sandbox},
			columns: []column{
				{"PLAN", text}, {"PAID BY", fixed}, {"A MONTH", number}, {"IN ALL", number}, {"OF IT PACKS", number}, {"PACKS", text}, {"LEFT OVER", number},
			},
			notes: append(append(itemNotes(items), adviceNotes(advice, question, mark)...), notes...),
		}
		r.notes = append(r.notes, offers.notes(ctx, question.Plans, question.Packs, from)...)
		for _, option := range advice.Options {
			r.tableRows = append(r.tableRows, optionCells(option, question.Plans, question.Packs, mark))
			r.tsvRows = append(r.tsvRows, optionFields(option))
		}
		if err := r.write(deps.Streams, options.json, session.Identity); err != nil {
			return err
		}
		return failed
	})
}

// readExpected parses a monthly use. Quantities are priced as `costs` does, which needs
// the catalogue and the prices that the account paid.
func readExpected(ctx context.Context, deps Deps, session account.Session, text string) (insight.Expected, error) {
	expected, err := insight.ParseExpected(text, nil)
	if err == nil && len(expected.Items) == 0 {
		return expected, nil
	}
	costs, _, _, err := readCosts(ctx, deps, session)
	if err != nil {
		return expected, err
	}
	if expected, err = insight.ParseExpected(text, costs); err != nil {
		return expected, usagef("--use was not understood: %w", err)
	}
	return expected, nil
}

// itemNotes state how quantities were understood.
func itemNotes(items []insight.Item) (notes []string) {
	for _, item := range items {
		notes = append(notes, message.BasketItem(item)+": "+message.BasketCredits(item)+" a month.")
	}
	return notes
}

// fromTodayJSON is the advice for the present balance; amounts in credits.
type fromTodayJSON struct {
	Credits     model.Credits        `json:"credits"`
	Until       string               `json:"until"`   // the next renewal, or the end of the range
	Renewal     bool                 `json:"renewal"` // there is one
	Use         rangeOfJSON          `json:"use"`     // before that
	Enough      bool                 `json:"enough"`  // with these packs
	Packs       []insight.PackCount  `json:"packs"`
	Cost        *model.Money         `json:"cost"`        // of the packs, null for none
	WithoutPlan runOutJSON           `json:"withoutPlan"` // when they run out without another renewal
	Sentence    model.OptionalString `json:"sentence"`
}

// fromToday is the advice for the present balance, with notes for people; nil where
// there is not enough history, or where it was not requested.
func fromToday(ctx context.Context, deps Deps, session account.Session, q insight.Question, currency model.OptionalString) (*fromTodayJSON, []string, error) {
	if q.Use != nil || q.Table == nil {
		return nil, nil, nil
	}
	account, err := session.Source.Account(ctx)
	if err != nil {
		return nil, nil, err
	}
	f, err := forecastOf(ctx, deps, session, account, q.Table)
	if err != nil {
		return nil, nil, err
	}
	today, err := insight.FromToday(f.futures, f.holder, q.Packs, currency)
	if err != nil || !today.Known() {
		return nil, nil, err
	}
	needs := message.UntilRenewal(today, account.Credits, q.Packs, deps.Now(), deps.Location)
	notes := []string{"From today, with " + format.Credits(account.Credits) + ": " + needs}
	if without := message.WithoutPlan(today, f.Forecast); without != "" {
		notes = append(notes, without)
	}
	answer := &fromTodayJSON{
		Credits: account.Credits, Until: today.Until.Format(time.DateOnly), Renewal: today.Renewal, Use: rangeOfJSON(today.Used), Enough: today.Enough,
		Packs: append([]insight.PackCount{}, today.Packs...), Sentence: model.OptionalString(needs),
		WithoutPlan: f.runOut(today.WithoutPlan),
	}
	if len(today.Packs) > 0 {
		answer.Cost = &today.Cost
	}
	return answer, notes, nil
}

// question is the input of advice: the offers to the account, how it pays at present,
// and the origin of the prices.
func (o offers) question(ctx context.Context) (q insight.Question, from model.Provenance, err error) {
	account, err := o.session.Source.Account(ctx)
	if err != nil {
		return q, from, err
	}
	sub, provenance, err := o.session.Source.Subscription(ctx)
	if err != nil {
		return q, from, err
	}
	q.Current, q.Charge = insight.CurrentWay(account, sub, provenance), sub.NextCharge
	if q.Plans, from, err = o.plans(ctx); err != nil {
		return q, from, err
	}
	packs, packsFrom, err := o.packs(ctx)
	if q.Packs = packs; packsFrom == model.Entered {
		from = packsFrom
	}
	return q, from, err
}

// adviceNotes are the conclusions from the table, for people. mark is that of an expected use.
func adviceNotes(a insight.Advice, q insight.Question, mark string) (notes []string) {
	use := fmt.Sprintf("Your use from %s to %s, %s: %s credits, %s a month.", a.Window.From.Format("Jan 2 2006"), a.Window.To.Format("Jan 2 2006"),
		format.Plural(a.Window.Days, "day"), a.Used, ((a.PerMonth + model.Credit/2) / model.Credit * model.Credit))
	if q.Use != nil {
		use = fmt.Sprintf("For %s credits in each month, over %s.", mark+q.Use.String(), format.Plural(a.Window.Days, "day"))
	}
	if a.Used.Known() {
		notes = append(notes, use)
	}
	if verdict := message.Verdict(a, q.Plans, q.Use != nil, mark); verdict != "" {
		notes = append(notes, verdict)
	}
	for _, even := range a.BreakEven {
		if even.CreditsPerMonth != nil {
			notes = append(notes, fmt.Sprintf("Paid by the %s, %s costs no more than %s from %s credits a month on.", even.Interval,
				message.Way(model.OptionalString(even.To), q.Plans), message.Way(model.OptionalString(even.From), q.Plans), format.Count(int(*even.CreditsPerMonth))))
		}
	}
	if a.Reason != "" {
		notes = append(notes, string(a.Reason))
	}
	return notes
}

// optionCells are an option's table cells, for people. mark is that of the use, and of what
// it costs.
func optionCells(o insight.Option, plans []model.Plan, packs []model.Pack, mark string) []string {
	name := message.Way(o.Plan, plans)
	if o.Current {
		name += " (yours)"
	}
	packsCost := ""
	if len(o.Packs) > 0 {
		packsCost = mark + o.PacksCost.String()
	}
	return []string{
		name, string(o.Interval), mark + o.PerMonth.String(), mark + o.Cost.String(), packsCost, message.PackSet(o.Packs, packs),
		message.LeftOver(o, mark),
	}
}

// optionFields are an option's fields, for scripts, in the order given by the help.
func optionFields(o insight.Option) []string {
	yes := func(is bool) string {
		if is {
			return "yes"
		}
		return ""
	}
	var packs []string
	for _, p := range o.Packs {
		packs = append(packs, fmt.Sprintf("%s:%d", p.Slug, p.Count))
	}
	return []string{
		string(o.Plan), string(o.Interval), o.Cost.Decimal(), o.Cost.Currency, o.Subscription.Decimal(), o.PacksCost.Decimal(), o.PerMonth.Decimal(),
		strings.Join(packs, " "), o.CreditsLeft.Plain(), strconv.Itoa(o.MonthsWithPacks), yes(o.Current), yes(o.Best),
	}
}
