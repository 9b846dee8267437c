package pane

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Overview is the pane with the account at a glance: balance, plan, usage, running generations,
// latest transactions, and alerts.
type Overview struct {
	base
	list  widget.ListView // over the news line, if any, the running generations, then the latest rows
	news  bool            // the first item is the news line
	chart chartMemo
}

// chartMemo caches the drawn chart for a size. It is cleared when the state or the theme
// changes.
type chartMemo struct {
	width, height int
	lines         []string
}

func newOverview(b base) Pane { return &Overview{base: b} }

// chartDays is the number of days that the chart shows.
const chartDays = 30

// latestRows is the largest number of latest rows that the pane shows.
const latestRows = 50

// SetState sets the state, and keeps the cursor within the list.
func (o *Overview) SetState(s *data.State) {
	o.base.SetState(s)
	o.chart = chartMemo{}
	o.countItems()
}

// SetTheme sets the theme.
func (o *Overview) SetTheme(t *theme.Theme) {
	o.base.SetTheme(t)
	o.chart = chartMemo{}
}

// SetSize sets the size of the body in cells.
func (o *Overview) SetSize(width, height int) {
	o.base.SetSize(width, height)
	o.list.SetSize(max(height/2, 2))
}

// Key moves over the running generations and the latest rows, and opens one.
func (o *Overview) Key(msg tea.KeyPressMsg) (data.Intent, bool) {
	running := o.state.Running()
	switch {
	case o.move(&o.list, msg):
		return nil, true
	case key.Matches(msg, o.keys.Open):
		if at := o.cursor(); at < 0 {
			return o.newsRows(), true
		} else if at < len(running) {
			return data.ShowGeneration{ID: running[at].ID}, true
		} else if rows := o.latest(); at-len(running) < len(rows) {
			return data.ShowRow{Row: rows[at-len(running)]}, true
		}
	case key.Matches(msg, o.keys.Portal):
		return data.ManageBilling{}, true
	case key.Matches(msg, o.keys.Audit):
		return data.AuditHistory{}, true
	case key.Matches(msg, o.keys.Budget):
		return data.EditBudget{}, true
	case key.Matches(msg, o.keys.OpenInBrowser):
		return data.OpenURL{Address: model.AccountPage, What: "your account's usage page"}, true
	case key.Matches(msg, o.keys.Copy):
		return data.Copy{Text: o.state.Account.Value.Credits.Plain(), What: "the balance"}, true
	}
	return nil, false
}

// Help returns the key bindings for the footer.
func (o *Overview) Help() []key.Binding {
	var help []key.Binding
	if o.list.Count > 0 {
		help = append(help, keymap.Pair("move", o.keys.Up, o.keys.Down), o.keys.Open)
	}
	help = append(help, o.keys.Buy, o.keys.Budget)
	if o.state.Subscription.Value.Subscribed() {
		help = append(help, portalKey(o.state, o.keys.Portal))
	}
	return help
}

func (o *Overview) latest() []model.Transaction {
	rows := o.state.Rows()
	return rows[:min(len(rows), latestRows)]
}

// OnScreen returns the ids of generations in the latest rows around the cursor.
func (o *Overview) OnScreen() []model.ID {
	rows, running := o.latest(), len(o.state.Running())
	from := max(min(o.cursor()-running-o.height, len(rows)), 0)
	var ids []model.ID
	for _, row := range rows[from:min(from+2*o.height, len(rows))] {
		ids = append(ids, row.GenerationID)
	}
	return ids
}

// View draws the pane.
func (o *Overview) View() (string, *tea.Cursor) {
	if !o.state.Account.Loaded {
		return o.absent(), nil
	}
	lines := o.upper()
	return o.block(append(lines, o.activity(o.height-len(lines), o.roomy())...)), nil
}

// upper are the lines above the running generations and the latest rows.
func (o *Overview) upper() []string {
	roomy, budget, news := o.roomy(), o.budgetLine(), o.newsLine()
	lines := o.top()
	chart := len(lines)
	if urgent := o.attentionLines(); !roomy && len(urgent) > 0 {
		chart = 0
		lines = append([]string{o.figure()}, urgent...) // alerts come before the chart
	}
	if roomy {
		lines = append(lines, "")
	}
	if o.width < wideOverview {
		lines = append(lines, o.plan(o.inner())...)
		lines = append(lines, o.used(o.inner())...)
		if roomy {
			lines = append(lines, "")
		}
	}
	if budget != "" {
		if lines = append(lines, budget); roomy {
			lines = append(lines, "")
		}
	}
	if roomy {
		if urgent := o.attentionLines(); len(urgent) > 0 {
			lines = append(append(lines, urgent...), "")
		}
	}
	quiet := o.quietLines()
	if news != "" {
		quiet = append([]string{news}, quiet...)
	}
	if lines = append(lines, quiet...); roomy && len(quiet) > 0 {
		lines = append(lines, "")
	}
	if !roomy && chart > 0 && o.height-len(lines) < leastActivity {
		lines = append([]string{o.figure()}, lines[chart:]...)
	}
	return lines
}

// leastActivity is the number of lines kept for the running generations and the latest rows
// before the chart is drawn.
const leastActivity = 3

// absent is the body while no balance is known.
func (o *Overview) absent() string {
	if err := o.state.Account.Err; err != nil {
		return o.note("Your account could not be read.", message.PlainError(err), "", "{refresh} tries again.")
	}
	return o.note("Reading your account …", "The balance comes first, then the history.")
}

// wideOverview is the width from which the facts stand beside the chart.
const wideOverview = 118

// factsWidth is the width of the facts there.
const factsWidth = 40

// top is the balance beside the chart of the last days and, on wide terminals, the facts beside
// both.
func (o *Overview) top() []string {
	balance := o.balance()
	left := 0
	for _, line := range balance {
		left = max(left, widget.Width(line))
	}
	left = max(left+4, 24)
	if o.width < wideOverview {
		right := o.inner() - left
		return widget.JoinHorizontal(balance, o.chartLines(right, 3), left, 0)
	}
	left = max(left, o.inner()/4)
	facts := append(o.plan(factsWidth), append([]string{""}, o.usedColumn()...)...)
	chart := o.inner() - left - factsWidth - gap
	return widget.JoinHorizontal(balance, widget.JoinHorizontal(o.chartLines(chart, 4), facts, chart, gap), left, 0)
}

// figure is the balance on one line.
func (o *Overview) figure() string {
	return o.theme.Title.Render("BALANCE  ") + o.theme.Strong.Render(format.Credits(o.state.Account.Value.Credits))
}

func (o *Overview) balance() []string {
	figure := o.state.Account.Value.Credits
	lines := []string{o.theme.Title.Render("BALANCE")}
	big := widget.BigText(figure.String(), max(o.inner()-chartDays-2, 0))
	if big == nil || o.theme.ASCII || o.state.Private {
		return append(lines, o.theme.Strong.Render(format.Amount(figure)), "credits")
	}
	style := o.theme.Accent
	if figure <= 0 {
		style = o.theme.Bad
	}
	for _, line := range big {
		lines = append(lines, style.Render(line))
	}
	return append(lines, "credits")
}

// plan says which plan the account has, what its renewal brings, and the next charge.
func (o *Overview) plan(width int) []string {
	s := o.state
	lines := []string{o.theme.Strong.Render(planTitle(s))}
	facts := nextWords(s)
	for _, line := range widget.Wrap(strings.TrimSpace(strings.Join(facts, " ")), width) {
		if line != "" {
			lines = append(lines, o.theme.Muted.Render(line))
		}
	}
	return append(lines, o.lasts(width)...)
}

// roomy reports whether the height allows more than the essential lines.
func (o *Overview) roomy() bool { return o.height >= 17 }

func (o *Overview) attentionLines() []string {
	var lines []string
	for _, notice := range alerts(o.state) {
		style, first := o.theme.Warn, "! "
		switch {
		case notice.severe:
			style = o.theme.Bad
		case notice.calm:
			style, first = o.theme.Accent, "… "
		}
		for i, line := range widget.Wrap(o.keys.Say(notice.text), o.inner()-2) {
			mark := "  "
			if i == 0 {
				mark = first
			}
			lines = append(lines, style.Render(mark+line))
		}
	}
	return lines
}

// quietLines are the hints that lead to the audit and to unusual spending.
func (o *Overview) quietLines() []string {
	var lines []string
	if quiet := auditLine(o.state); quiet != "" {
		lines = append(lines, o.theme.Muted.Render(widget.Truncate("· "+o.keys.Say(quiet), o.inner())))
	}
	if e, told := o.state.Unusual(); told {
		usage := o.keys.PaneKey(UsageNumber)
		day := message.Days(insight.Span{From: e.Peak, To: e.Peak}, o.state.Today())
		told := widget.Truncate("· "+message.UnusualDay(e, day), o.inner()-widget.Width("  "+usage+" shows it"))
		lines = append(lines, o.theme.Muted.Render(told+"  ")+o.theme.Accent.Render(usage)+o.theme.Muted.Render(" shows it"))
	}
	return lines
}

// latestLines are the latest rows under their heading, or why there are none.
func (o *Overview) latestLines(room, running int) []string {
	s := o.state
	title := o.theme.Title.Render("LATEST")
	var about []string
	if s.Estimated() {
		about = append(about, estimatedWords(true))
	}
	if left := message.Details(s.History.Value.Details, o.inner() >= 76); left != "" {
		about = append(about, left)
	}
	if len(about) > 0 {
		title += o.theme.Muted.Render("  " + strings.Join(about, ", "))
	}
	switch {
	case room < 2:
		return nil
	case s.History.Pending() || (!s.History.Loaded && s.History.Err == nil):
		return []string{title, o.theme.Muted.Render("Reading your transactions …")}
	case !s.History.Loaded:
		return append([]string{title}, widget.Wrap(s.History.Err.Error(), o.inner())...)
	case !s.History.Available():
		return append([]string{title}, paintAll(o.theme.Muted, widget.Wrap(historyNotServed, o.inner()))...)
	case len(s.Rows()) == 0:
		return append([]string{title}, paintAll(o.theme.Muted, widget.Wrap(historyEmpty, o.inner()))...)
	}
	from, to := o.latestVisible(room, running)
	return append([]string{title}, o.latestRows(from, to, running)...)
}

// latestVisible is the range of the latest rows that are visible, below the given number of
// running generations.
func (o *Overview) latestVisible(room, running int) (from, to int) {
	rows, visible := len(o.latest()), room-1
	from = max(min(o.cursor()-running-visible+1, rows-visible), 0)
	return from, min(from+visible, rows)
}

// latestRows draws a range of the latest rows, below the given number of running generations.
func (o *Overview) latestRows(from, to, running int) []string {
	s, rows := o.state, o.latest()
	var wide figures
	for _, row := range rows[from:to] {
		wide.grow(s, row)
	}
	stamp, stampWidth := dateLayout(s, wide.year, 0)
	c := fitColumns(o.inner(), stampWidth, wide, 0)
	var lines []string
	above := model.Transaction{}
	for i, row := range rows[from:to] {
		lines = append(lines, c.row(s, o.theme, s.History.Value.Pairs, row, stamp, sameDay(s, above, row), o.cursor() == running+from+i))
		above = row
	}
	return lines
}

// Texts shown when there is no history.
const (
	historyNotServed = "This server does not offer the transaction history yet. Your account's usage page on the website has it."
	historyEmpty     = "No transactions yet. Every generation, purchase and refund will stand here with its amount and date."
)

func paintAll(style theme.Style, lines []string) []string {
	painted := make([]string, len(lines))
	for i, line := range lines {
		painted[i] = style.Render(line)
	}
	return painted
}
