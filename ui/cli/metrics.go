package cli

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/insight"
)

func (c *commands) metrics() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "metrics",
		Short: "Print the account as metrics, in OpenMetrics text",
		Long:  `Print the balance, the use of 30 days by tool and by model, when credits run out and the budget as gauges in OpenMetrics text, as the textfile collector of Prometheus' node_exporter reads it. What is not known is left out. Write it to a file of another name and move it, so that nothing reads half of it.`,
		Example: `studio-tui metrics
studio-tui metrics > studio.tmp && mv studio.tmp studio.prom`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) error {
			target, err := c.flags.target(cmd, c.deps)
			if err != nil {
				return err
			}
			return runMetrics(cmd.Context(), c.deps, target)
		}),
	}
	c.flags.account(cmd.Flags(), c.deps)
	return cmd
}

// metricsText is metrics in the text format of Prometheus.
type metricsText struct{ bytes.Buffer }

// family writes the header of a metric.
func (m *metricsText) family(name, help string) {
	fmt.Fprintf(m, "# TYPE %s gauge\n# HELP %s %s\n", name, name, help)
}

// sample writes a value with its labels, given as alternating names and values.
func (m *metricsText) sample(name, value string, labels ...string) {
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
	m.WriteString(name)
	for i := 0; i+1 < len(labels); i += 2 {
		between := ","
		if i == 0 {
			between = "{"
		}
		m.WriteString(between + labels[i] + `="` + escape.Replace(labels[i+1]) + `"`)
	}
	if len(labels) > 0 {
		m.WriteByte('}')
	}
	m.WriteString(" " + value + "\n")
}

func runMetrics(ctx context.Context, deps Deps, target account.Target) error {
	return withSession(ctx, deps, target, func(ctx context.Context, session account.Session) error {
		f, err := forecastNow(ctx, deps, session)
		if err != nil {
			return err
		}
		var m metricsText
		m.family("studio_tui_balance_credits", "The balance in credits.")
		m.sample("studio_tui_balance_credits", f.Credits.Plain())
		m.family("studio_tui_read_timestamp_seconds", "When the history was read.")
		m.sample("studio_tui_read_timestamp_seconds", strconv.FormatInt(f.history.asOf(deps).Unix(), 10))
		m.runOut(deps, f)
		activity, err := insight.NewActivity(ctx, f.history.Table.All(), nil, deps.Location)
		if err != nil {
			return err
		}
		span, err := insight.ParseRange("30d", model.DayOf(deps.Now(), deps.Location), insight.FirstDay(f.history.Table, deps.Location), model.Subscription{}, deps.Location)
		if err != nil {
			return err
		}
		for _, by := range []insight.By{insight.ByTool, insight.ByModel} {
			name := "studio_tui_" + string(by) + "_use_30d_credits"
			m.family(name, "Credits used in 30 days by "+string(by)+".")
			for _, part := range activity.Usage(by, span, deps.Now()).Parts {
				m.sample(name, part.Used().Plain(), string(by), part.Key)
			}
		}
		budget, err := session.Budgets.Budget(f.accountID)
		if err != nil {
			return err
		}
		if budget != nil {
			check := budget.Check(activity, deps.Now())
			m.family("studio_tui_budget_credits", "The budget.")
			m.sample("studio_tui_budget_credits", check.Credits.Plain(), "per", string(check.Per))
			m.family("studio_tui_budget_used_credits", "What was used of the budget.")
			m.sample("studio_tui_budget_used_credits", check.Used.Plain(), "per", string(check.Per))
		}
		m.WriteString("# EOF\n")
		if _, err := deps.Streams.Out.Write(m.Bytes()); err != nil {
			return err
		}
		return f.history.stale
	})
}

// runOut writes when credits run out, where that is known.
func (m *metricsText) runOut(deps Deps, f accountForecast) {
	const name = "studio_tui_run_out_timestamp_seconds"
	if f.Use == nil {
		return
	}
	m.family(name, "When credits run out: the time within two days, else the start of the day; none where they last.")
	earliest, likely := f.times(f.RunOut)
	for _, estimate := range []struct {
		name string
		days int
		at   model.Time // zero where only the day is known
	}{{"earliest", f.RunOut.Earliest, earliest}, {"likely", f.RunOut.Likely, likely}, {"latest", f.RunOut.Latest, model.Time{}}} {
		if estimate.days < 0 {
			continue
		}
		if estimate.at.IsZero() {
			estimate.at = model.At(f.Today.Add(estimate.days).Start(deps.Location))
		}
		m.sample(name, strconv.FormatInt(estimate.at.Unix(), 10), "estimate", estimate.name)
	}
}
