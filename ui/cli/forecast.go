package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

type forecastOptions struct {
	target account.Target
	json   bool
}

func (c *commands) forecast() *cobra.Command {
	options := forecastOptions{}
	cmd := &cobra.Command{
		Use:   "forecast",
		Short: "Print how long the credits last",
		Long: `Print how long the credits last at your pace: what was used a day, idle days included, what is going to be used in the next 7, 30 and 90 days, and when credits run out.

` + forecast.Method + ` A low of 0, an earliest day of today and a latest day that is never reached leave one end, which holds in 9 of 10. BENCHMARKS.md has how often that is right.

Renewals of an active plan are counted in, packs never. A plan that is cancelled brings nothing from its end on, one whose payment is past due nothing until it is paid. Days that ended without credits say less about what was wanted, and count for less. It takes ` + fmt.Sprintf("%d days of history and %d days with use", forecast.LeastDays, forecast.LeastActive) + `.

Piped, a line each: "use" with days, low, mid, high and what was used a day over as many past days; "run-out" with its state (range, never, now, unknown), the earliest, likely and latest day and, where credits run out within two days, the earliest and likely time (UTC); "renewal" with time (UTC) and credits; "without" with time, credits and why a renewal is not counted in. JSON has the balance of each of 90 days besides.`,
		Example: `studio-tui forecast
studio-tui forecast | grep ^run-out | cut -f 3
studio-tui forecast --json | jq .runOut`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			return runForecast(cmd.Context(), c.deps, options)
		}),
	}
	c.flags.account(cmd.Flags(), c.deps)
	cmd.Flags().BoolVar(&options.json, "json", false, "Print JSON")
	return cmd
}

// forecastJSON is what `forecast --json` prints; amounts in credits.
type forecastJSON struct {
	Credits     model.Credits    `json:"credits"`
	Zone        string           `json:"zone"`
	Confidence  float64          `json:"confidence"`
	HistoryDays int              `json:"historyDays"` // whole days before today
	Method      string           `json:"method"`
	Sentence    string           `json:"sentence"`
	Pace        []paceJSON       `json:"pace"`
	Use         []useAheadJSON   `json:"use"` // null where there is not enough history
	Renewals    []renewalJSON    `json:"renewals"`
	RunOut      accountRunOut    `json:"runOut"`
	Days        []dayAheadJSON   `json:"days"`
	Record      recordJSON       `json:"record"`
	Provenance  model.Provenance `json:"provenance"`
	AsOf        model.Time       `json:"asOf"`
	Sandbox     bool             `json:"sandbox"`
	LeftOut     *model.LeftOut   `json:"leftOut,omitempty"`
}

type paceJSON struct {
	Days   int           `json:"days"`
	PerDay model.Credits `json:"perDay"`
}

type useAheadJSON struct {
	Days int `json:"days"`
	rangeOfJSON
}

type rangeOfJSON struct {
	Low  model.Credits `json:"low"`
	Mid  model.Credits `json:"mid"`
	High model.Credits `json:"high"`
}

type renewalJSON struct {
	At      model.Time    `json:"at"`
	Credits model.Credits `json:"credits"`
}

type leftOutRenewalJSON struct {
	renewalJSON
	Why forecast.Why `json:"why"`
}

// runOutJSON is when credits run out: the days, and the times where that is within two
// days, else null.
type runOutJSON struct {
	State      forecast.State       `json:"state"`
	Earliest   model.OptionalString `json:"earliest"`
	Likely     model.OptionalString `json:"likely"`
	Latest     model.OptionalString `json:"latest"`
	EarliestAt model.Time           `json:"earliestAt"`
	LikelyAt   model.Time           `json:"likelyAt"`
}

type accountRunOut struct {
	runOutJSON
	HorizonDays int                  `json:"horizonDays"`
	Without     []leftOutRenewalJSON `json:"without"`
	Reason      model.OptionalString `json:"reason"` // what is missing, where the state is unknown
}

type dayAheadJSON struct {
	Date string `json:"date"`
	rangeOfJSON
	Renewal model.Credits `json:"renewal"`
}

// recordJSON is the accuracy of 30-day forecasts on the account's own past.
type recordJSON struct {
	Held int `json:"held"`
	Of   int `json:"of"`
}

// daysAheadJSON is the number of days whose balance is printed.
const daysAheadJSON = 90

func runForecast(ctx context.Context, deps Deps, options forecastOptions) error {
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		f, err := forecastNow(ctx, deps, session)
		if err != nil {
			return err
		}
		record := forecast.NewRecord(f.past, deps.Now(), deps.Location)
		r := report{
			json:    newForecastJSON(deps, session, f, record),
			columns: []column{{"DAYS", number}, {"A DAY BEFORE", number}, {"LIKELY AHEAD", number}, {"8 TIMES IN 10", fixed}},
			fields:  []string{"", "days"}, // of a line of use
			tsvRows: forecastFields(f),
			notes:   append(f.notes, f.history.notes...),
		}
		for i, pace := range f.Pace {
			cells := []string{strconv.Itoa(pace.Days), "", "", ""}
			if pace.PerDay.Known() {
				cells[1] = format.Amount(message.Rough(pace.PerDay))
			}
			if i < len(f.Use) {
				u := f.Use[i]
				cells[2] = format.Amount(message.Rough(u.Mid))
				cells[3] = format.Amount(message.Rough(u.Low)) + " to " + format.Amount(message.Rough(u.High))
			}
			r.tableRows = append(r.tableRows, cells)
		}
		if held := message.Held(record); held != "" {
			r.notes = append(r.notes, held)
		}
		if err := r.write(deps.Streams, options.json, session.Identity); err != nil {
			return err
		}
		return f.history.stale
	})
}

// accountForecast is a forecast with its input.
type accountForecast struct {
	forecast.Forecast
	now       time.Time
	past      forecast.Past
	accountID model.ID
	futures   *forecast.Futures
	holder    forecast.Account // the forecast's input
	history   accountHistory
	notes     []string // how long the credits last, and what is not included
}

// day is the date a number of days after today, empty where the forecast does not reach
// it.
func (f *accountForecast) day(after int) model.OptionalString {
	if after == forecast.Beyond {
		return ""
	}
	return model.OptionalString(f.Today.Add(after).Format(time.DateOnly))
}

// runOut is when credits run out, for JSON.
func (f *accountForecast) runOut(r forecast.RunOut) runOutJSON {
	answer := runOutJSON{State: r.State, Earliest: f.day(r.Earliest), Likely: f.day(r.Likely), Latest: f.day(r.Latest)}
	answer.EarliestAt, answer.LikelyAt = f.times(r)
	return answer
}

// times are the times at which credits run out, rounded to minutes; zero unless they do so
// soon.
func (f *accountForecast) times(r forecast.RunOut) (earliest, likely model.Time) {
	if r.LikelyIn == 0 {
		return earliest, likely
	}
	at := func(in time.Duration) model.Time { return model.At(f.now.Add(in).Round(time.Minute)) }
	return at(r.EarliestIn), at(r.LikelyIn)
}

// forecastNow reads the input of a forecast and computes it.
func forecastNow(ctx context.Context, deps Deps, session account.Session) (accountForecast, error) {
	account, err := session.Source.Account(ctx)
	if err != nil {
		return accountForecast{}, err
	}
	h, err := readHistory(ctx, deps, session, "")
	if err != nil {
		return accountForecast{}, err
	}
	f, err := forecastOf(ctx, deps, session, account, h.Table)
	f.history, f.accountID = h, account.ID
	return f, err
}

// forecastOf computes the forecast of an account with a history.
func forecastOf(ctx context.Context, deps Deps, session account.Session, account model.Account, table *history.Table) (f accountForecast, err error) {
	sub, told, err := session.Source.Subscription(ctx)
	if err != nil {
		return f, err
	}
	plans, _, err := session.Source.Plans(ctx)
	if err != nil {
		return f, err
	}
	running := false
	if account.Credits <= 0 {
		generations, err := session.Source.Generations(ctx)
		if err != nil {
			return f, err
		}
		running = slices.ContainsFunc(generations, model.Generation.Running)
	}
	now := deps.Now()
	f.now = now
	if table != nil {
		tally, err := history.TallyOf(ctx, table.All(), deps.Location)
		if err != nil {
			return f, err
		}
		if f.past, err = forecast.NewPast(ctx, table, tally, now, deps.Location); err != nil {
			return f, err
		}
	}
	f.futures = forecast.Draw(f.past, now, deps.Location)
	f.holder = forecast.Account{Credits: account.Credits, Running: running, Subscription: sub, Plans: plans}
	f.Forecast = f.futures.Forecast(f.holder)
	f.notes = []string{message.Lasts(f.Forecast, deps.Location)}
	switch left := message.NotCounted(f.RunOut.Without, deps.Location, now); {
	case left != "":
		f.notes = append(f.notes, left)
	case told != model.Billed && account.Plan != model.FreePlan:
		f.notes = append(f.notes, "This server does not say when renewals come: none is counted in.")
	}
	return f, nil
}

func newForecastJSON(deps Deps, session account.Session, f accountForecast, record forecast.Record) forecastJSON {
	answer := forecastJSON{
		Credits: f.Credits, Zone: deps.Location.String(), Confidence: forecast.Confidence, HistoryDays: f.HistoryDays,
		Method: forecast.Method, Sentence: message.Lasts(f.Forecast, deps.Location), Renewals: []renewalJSON{}, Days: []dayAheadJSON{},
		RunOut: accountRunOut{runOutJSON: f.runOut(f.RunOut), HorizonDays: forecast.HorizonDays, Without: []leftOutRenewalJSON{}},
		Record: recordJSON(record), Provenance: f.history.Provenance, AsOf: f.history.asOf(deps), Sandbox: session.Identity.Sandbox, LeftOut: f.history.leftOut(),
	}
	for _, pace := range f.Pace {
		answer.Pace = append(answer.Pace, paceJSON(pace))
	}
	for _, use := range f.Use {
		answer.Use = append(answer.Use, useAheadJSON{use.Days, rangeOfJSON(use.Range)})
	}
	for _, renewal := range f.Renewals {
		answer.Renewals = append(answer.Renewals, renewalJSON(renewal))
	}
	for _, left := range f.RunOut.Without {
		answer.RunOut.Without = append(answer.RunOut.Without, leftOutRenewalJSON{renewalJSON{left.At, left.Credits}, left.Why})
	}
	for _, balance := range f.Days[:min(daysAheadJSON, len(f.Days))] {
		answer.Days = append(answer.Days, dayAheadJSON{balance.Day.Format(time.DateOnly), rangeOfJSON(balance.Range), balance.Renewal})
	}
	if f.RunOut.State == forecast.Unknown {
		answer.RunOut.Reason = model.OptionalString(message.NotEnough(f.Forecast))
	}
	return answer
}

// forecastFields are a forecast's rows of fields, for scripts, in the order given by
// the help.
func forecastFields(f accountForecast) (rows [][]string) {
	for i, pace := range f.Pace {
		row := []string{"use", strconv.Itoa(pace.Days), "", "", "", pace.PerDay.Plain()}
		if i < len(f.Use) {
			u := f.Use[i]
			row[2], row[3], row[4] = u.Low.Plain(), u.Mid.Plain(), u.High.Plain()
		}
		rows = append(rows, row)
	}
	row := []string{"run-out", string(f.RunOut.State)}
	for _, after := range []int{f.RunOut.Earliest, f.RunOut.Likely, f.RunOut.Latest} {
		row = append(row, string(f.day(after)))
	}
	earliest, likely := f.times(f.RunOut)
	rows = append(rows, append(row, earliest.ISO(), likely.ISO()))
	for _, renewal := range f.Renewals {
		rows = append(rows, []string{"renewal", renewal.At.ISO(), renewal.Credits.Plain()})
	}
	for _, left := range f.RunOut.Without {
		rows = append(rows, []string{"without", left.At.ISO(), left.Credits.Plain(), string(left.Why)})
	}
	return rows
}
