package cli

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/export"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

type usageOptions struct {
	target account.Target
	by     string
	within string // the range
	ranged bool   // it was given
	filter string
	json   bool
	csv    bool
}

// bys are the values of --by.
var bys = func() (all []string) {
	for _, by := range insight.Bys {
		all = append(all, string(by))
	}
	return all
}()

func (c *commands) usage() *cobra.Command {
	options := usageOptions{}
	cmd := &cobra.Command{
		Use:   "usage",
		Short: "Print where the credits went",
		Long: `Print the credits that generations used, less what was given back of them, by day or by what they were spent on.

What was given back counts on the day of its debit. Days are those of this machine's time zone, days without use are printed too. Purchases, renewals and bonuses are not use. A generation of unknown price is counted, and in no sum.

` + insight.UnusualRule + ` The line says so of its days, or of its tool, model or type on any day of the range.

Piped, and with --csv, a line each: key, used, share, debits, refunded, generations, failed, unknown, average, unusual. The key is the day, the Monday of the week, the month, the hour (00 to 23), the weekday (1 is Monday) or the name; empty where that is not known.

Days in the filter (date:2026-10) are the range. --range takes ` + insight.RangeHelp() + `. A period is the billing period.`,
		Example: `studio-tui usage
studio-tui usage --by tool --range period
studio-tui usage --by hour --range 90d --filter 'model:veo'
studio-tui usage --by month --range all --csv > months.csv`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			options.ranged = cmd.Flags().Changed("range")
			return runUsage(cmd.Context(), c.deps, options)
		}),
	}
	flags := cmd.Flags()
	c.flags.account(flags, c.deps)
	flags.StringVar(&options.by, "by", string(insight.ByDay), "Divide by "+strings.Join(bys, ", "))
	flags.StringVar(&options.within, "range", "30d", "The days: "+insight.RangeHelp())
	flags.StringVar(&options.filter, "filter", "", "Only generations that this finds, as / does in the dashboard")
	flags.BoolVar(&options.json, "json", false, "Print JSON")
	flags.BoolVar(&options.csv, "csv", false, "Print CSV")
	if err := cmd.RegisterFlagCompletionFunc("range", fixedCompletions(model.DayRangeWords()...)); err != nil {
		panic(err) // the flag does not exist: a bug in this package
	}
	return cmd
}

// usageJSON is what `usage --json` prints; amounts in credits.
type usageJSON struct {
	By          insight.By       `json:"by"`
	Range       rangeJSON        `json:"range"`
	Total       useJSON          `json:"total"`
	Previous    *previousJSON    `json:"previous"`
	Data        []partJSON       `json:"data"`
	NotLookedUp int              `json:"notLookedUp,omitempty"`
	Provenance  model.Provenance `json:"provenance"`
	AsOf        model.Time       `json:"asOf"`
	Sandbox     bool             `json:"sandbox"`
	LeftOut     *model.LeftOut   `json:"leftOut,omitempty"`
}

type rangeJSON struct {
	From string `json:"from"`
	To   string `json:"to"`
	Zone string `json:"zone"`
}

type useJSON struct {
	Used        model.Credits `json:"used"`
	Debits      model.Credits `json:"debits"`
	Refunded    model.Credits `json:"refunded"`
	Generations int32         `json:"generations"`
	Failed      int32         `json:"failed"`
	Unknown     int32         `json:"unknown"`
	AtLeast     int32         `json:"atLeast"`
}

type previousJSON struct {
	From string        `json:"from"`
	To   string        `json:"to"`
	Used model.Credits `json:"used"`
	// SoFar is Used until the present hour of its last day, where the range ends today.
	SoFar model.Credits `json:"soFar"`
}

type partJSON struct {
	Key   model.OptionalString `json:"key"`
	Share *jsonDecimal         `json:"share"`
	useJSON
	Average *model.Credits `json:"average"`
	Unusual bool           `json:"unusual"`
}

// jsonDecimal is a number that is encoded unchanged.
type jsonDecimal string

// MarshalJSON writes the digits.
func (d jsonDecimal) MarshalJSON() ([]byte, error) { return []byte(d), nil }

func newUseJSON(u history.Use) useJSON {
	return useJSON{
		Used: u.Used(), Debits: u.Debits, Refunded: u.Refunded, Generations: u.Generations, Failed: u.Failed, Unknown: u.Unknown, AtLeast: u.AtLeast,
	}
}

func newPartJSON(part insight.Part, total model.Credits) partJSON {
	p := partJSON{Key: model.OptionalString(part.Key), useJSON: newUseJSON(part.Use), Unusual: part.Unusual}
	if share := export.Share(part.Used(), total); share != "" {
		decimal := jsonDecimal(share)
		p.Share = &decimal
	}
	if average, ok := insight.Average(part.Use); ok {
		p.Average = &average
	}
	return p
}

func runUsage(ctx context.Context, deps Deps, options usageOptions) error {
	by := insight.By(options.by)
	if !slices.Contains(insight.Bys, by) {
		return oneOf("--by", options.by, bys)
	}
	if options.json && options.csv {
		return usagef("--json and --csv do not go together")
	}
	query, err := parseFilter(options.filter, deps)
	if err != nil {
		return err
	}
	if _, _, dated := query.Span(); dated && options.ranged {
		return usagef("--range and the days of --filter do not go together")
	}
	today := model.DayOf(deps.Now(), deps.Location)
	if _, err := insight.ParseRange(options.within, today, today, model.Subscription{}, deps.Location); err != nil && !errors.As(err, &insight.ErrNoPeriod{}) {
		return &usageError{Err: withNearest(fmt.Errorf("--range was not understood: %w", err), options.within, model.DayRangeWords())}
	}
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		return printUsage(ctx, deps, session, options, query)
	})
}

func printUsage(ctx context.Context, deps Deps, session account.Session, options usageOptions, query history.Query) error {
	now, by := deps.Now(), insight.By(options.by)
	today := model.DayOf(now, deps.Location)
	var sub model.Subscription
	if _, err := insight.ParseRange(options.within, today, today, sub, deps.Location); err != nil { // a billing period
		if sub, _, err = session.Source.Subscription(ctx); err != nil {
			return err
		}
		if _, err := insight.ParseRange(options.within, today, today, sub, deps.Location); err != nil {
			return err
		}
	}
	h, err := readHistory(ctx, deps, session, options.filter)
	if err != nil {
		return err
	}
	first := insight.FirstDay(h.Table, deps.Location)
	span, err := insight.ParseRange(options.within, today, first, sub, deps.Location)
	if err != nil {
		return err
	}
	if _, _, dated := query.Span(); dated {
		from, to, within := query.SpanWithin(first, today)
		if !within {
			return usagef("--filter has no day from %s to %s", first.Format(time.DateOnly), today.Format(time.DateOnly))
		}
		span, query = insight.Span{From: from, To: to}, query.WithoutDays()
	}
	var types map[model.OptionalString]string
	if by == insight.ByType {
		if types, err = mediaTypes(ctx, session); err != nil {
			return err
		}
	}
	rows, err := history.Filter(ctx, h.Table, query, nil)
	if err != nil {
		return err
	}
	activity, err := insight.NewActivity(ctx, rows, types, deps.Location)
	if err != nil {
		return err
	}
	usage := activity.Usage(by, span, now)
	if none := message.NoUse(query, h.Table); none != "" && usage.Total.Generations == 0 {
		warn(deps.Streams, []string{none})
	}
	if err := writeUsage(deps, session, options, h, usage); err != nil {
		return err
	}
	return h.stale
}

// mediaTypes are the media types of the catalogue's tools.
func mediaTypes(ctx context.Context, session account.Session) (map[model.OptionalString]string, error) {
	tools, err := session.Source.Tools(ctx)
	return data.MediaTypes(tools), err
}

// writeUsage prints usage figures in the chosen format.
func writeUsage(deps Deps, session account.Session, options usageOptions, h accountHistory, u insight.Usage) error {
	if options.csv {
		warn(deps.Streams, h.notes)
		s := deps.Streams.pastMask()
		return export.UsageFigures(u).Write(s.Out, session.Identity.Sandbox, s.mask)
	}
	fields := make([][]string, len(u.Parts))
	for i, part := range u.Parts {
		fields[i] = export.UsageFields(part, u.Total.Used())
	}
	answer := usageJSON{
		By: u.By, Range: rangeJSON{u.Span.From.Format(time.DateOnly), u.Span.To.Format(time.DateOnly), deps.Location.String()},
		Total: newUseJSON(u.Total), Data: []partJSON{}, NotLookedUp: h.Details, Provenance: h.Provenance, AsOf: h.asOf(deps),
		Sandbox: session.Identity.Sandbox, LeftOut: h.leftOut(),
	}
	for _, part := range u.Parts {
		answer.Data = append(answer.Data, newPartJSON(part, u.Total.Used()))
	}
	if before := u.Previous; before != nil {
		answer.Previous = &previousJSON{before.From.Format(time.DateOnly), before.To.Format(time.DateOnly), before.Used, before.SoFar}
	}
	r := report{json: answer, fields: []string{string(u.By)}, tsvRows: fields, notes: h.notes}
	r.columns, r.tableRows = usageTable(deps, u, h.Provenance == model.Estimated)
	if deps.Streams.OutTTY {
		r.notes = append(usageNotes(deps, u, h.Provenance == model.Estimated), r.notes...)
	}
	return r.write(deps.Streams, options.json, session.Identity)
}

// usageTable is a table of usage figures, for people: with bars where the terminal is
// wide enough, and without the less important columns where it is narrow.
func usageTable(deps Deps, u insight.Usage, estimated bool) ([]column, [][]string) {
	columns := []column{
		{strings.ToUpper(string(u.By)), text},
		{"USED", number},
		{"SHARE", number},
		{"GENERATIONS", number},
		{"FAILED", number},
		{"UNKNOWN", number},
		{"GIVEN BACK", number},
		{"AVERAGE", number},
		{"", fixed},
	}
	var people [][]string
	for _, part := range u.Parts {
		people = append(people, usageCells(u, part, estimated))
	}
	columns = narrowed(deps.Streams.Width, columns, people, "GIVEN BACK", "AVERAGE", "FAILED", "SHARE")
	values := make([]model.Credits, len(u.Parts))
	for i, part := range u.Parts {
		values[i] = part.Used()
	}
	return withBars(deps.Streams.Width, columns, people, 1, values)
}

func usageCells(u insight.Usage, part insight.Part, estimated bool) []string {
	count := func(n int32) string {
		if n == 0 {
			return ""
		}
		return format.Count(int(n))
	}
	average, back, mark := "", "", ""
	if credits, ok := insight.Average(part.Use); ok {
		average = message.Average(credits, part.AtLeast, estimated)
	}
	if part.Refunded > 0 {
		back = message.Use(history.Use{Debits: part.Refunded}, estimated)
	}
	if part.Unusual {
		mark = "unusual"
	}
	return []string{
		usageKey(u.By, part), message.Use(part.Use, estimated), message.Percent(part.Used(), u.Total.Used()), count(part.Generations), count(part.Failed), count(part.Unknown), back, average, mark,
	}
}

// usageKey is the display name of a part.
func usageKey(by insight.By, part insight.Part) string {
	switch by {
	case insight.ByDay:
		return part.From.Format("Mon 2006-01-02")
	case insight.ByWeek:
		return "week of " + part.Key
	case insight.ByHour:
		return part.Key + ":00"
	case insight.ByWeekday:
		number, _ := strconv.Atoi(part.Key)
		return time.Weekday(number % 7).String()
	}
	return message.Named(part.Key)
}

// usageNotes state the total of the parts, and the comparison with the period before.
func usageNotes(deps Deps, u insight.Usage, estimated bool) []string {
	text := fmt.Sprintf("%s to %s (%s): %s credits used", u.Span.From.Format("Jan 2, 2006"), u.Span.To.Format("Jan 2, 2006"), deps.Location, message.Use(u.Total, estimated))
	if u.Total.Generations > 0 {
		text += " by " + format.Plural(int(u.Total.Generations), "generation")
	}
	text += "."
	if u.Total.Unknown > 0 {
		text += fmt.Sprintf(" %s more have no known price.", format.Count(int(u.Total.Unknown)))
	}
	if before := u.Previous; before != nil {
		days := message.DaysBefore(u.Span.Days())
		if u.Span.To == model.DayOf(deps.Now(), deps.Location) {
			days += " to this hour"
		}
		text += fmt.Sprintf(" In %s it was %s%s.", days, message.Use(history.Use{Debits: before.SoFar}, estimated), compared(u.Total.Used(), before.SoFar))
	}
	return []string{text}
}

// compared is the change from an earlier use.
func compared(used, before model.Credits) string {
	if before <= 0 || used == before {
		return ""
	}
	percent := (float64(used)/float64(before) - 1) * 100
	if percent < 0 {
		return ": " + format.Percent(int(-percent+0.5)) + " less now"
	}
	return ": " + format.Percent(int(min(percent+0.5, math.MaxInt32))) + " more now"
}
