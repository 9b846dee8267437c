package pane

import (
	"slices"
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

	latestOnly bool // the running generations are listed among the latest rows only
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
	if o.state != nil {
		o.countItems()
	}
}

// SetSize sets the size of the body in cells.
func (o *Overview) SetSize(width, height int) {
	o.base.SetSize(width, height)
	o.list.SetSize(max(height/2, 2))
	if o.state != nil {
		o.countItems()
	}
}

// Key moves over the running generations and the latest rows, and opens one.
func (o *Overview) Key(msg tea.KeyPressMsg) (data.Intent, bool) {
	running := o.running()
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

// ChosenRow returns the row under the cursor, that of a running generation included.
func (o *Overview) ChosenRow() (model.Transaction, bool) {
	at, running, rows := o.cursor(), o.running(), o.latest()
	switch {
	case at < 0:
		return model.Transaction{}, false
	case at < len(running):
		i := slices.IndexFunc(rows, func(row model.Transaction) bool { return row.GenerationID == running[at].ID })
		if i < 0 {
			return model.Transaction{}, false
		}
		return rows[i], true
	case at-len(running) < len(rows):
		return rows[at-len(running)], true
	}
	return model.Transaction{}, false
}

// AdviceDays returns the number of days of use for the advice on packs, which a low balance
// needs.
func (o *Overview) AdviceDays() int {
	if low, _ := o.state.Low(); low {
		return adviceRanges[1]
	}
	return 0
}

// AdviceUse returns unknown, for the use of the history.
func (o *Overview) AdviceUse() model.Credits { return model.UnknownCredits }

// OnScreen returns the ids of generations in the latest rows around the cursor.
func (o *Overview) OnScreen() []model.ID {
	rows, running := o.latest(), len(o.running())
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
	return o.block(append(lines, o.activity(o.height-len(lines))...)), nil
}

// upper are the lines above the running generations and the latest rows.
func (o *Overview) upper() []string {
	roomy, budget, urgent := o.roomy(), o.budgetLine(), o.attentionLines()
	lines := o.top()
	chart := len(lines)
	if !roomy && len(urgent) > 0 {
		chart = 0
		lines = append(o.figure(), urgent...) // alerts come before the chart
	}
	if roomy {
		lines = append(lines, "")
	}
	block := func(added ...string) {
		if lines = append(lines, added...); roomy && len(added) > 0 {
			lines = append(lines, "")
		}
	}
	plan := o.plan()
	if !o.lastsAtTop() {
		plan = append(plan, o.theme.Wrap(strings.Join(o.lasts(), " "), o.inner())...)
	}
	if budget != "" && !o.tall() {
		plan = append(plan, budget)
	}
	block(append(plan, o.used(o.inner())...)...)
	if budget != "" && o.tall() {
		block(budget)
	}
	if roomy {
		block(urgent...)
	}
	quiet := o.quietLines()
	if news := o.newsLine(); news != "" {
		quiet = append([]string{news}, quiet...)
	}
	block(quiet...)
	if !roomy && chart > 0 && o.height-len(lines) < leastActivity {
		lines = append(o.figure(), lines[chart:]...)
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

// figure is the balance on one line, with how long it lasts beside it or below.
func (o *Overview) figure() []string {
	line := o.theme.Title.Render("BALANCE  ") + o.theme.Strong.Render(format.Credits(o.state.Account.Value.Credits))
	lasts := o.lasts()
	if len(lasts) == 0 {
		return []string{line}
	}
	first, _, _ := strings.Cut(strings.TrimSuffix(lasts[0], "."), ": ")
	if beside := line + "   " + first + "."; widget.Width(beside) <= o.inner() {
		return []string{beside}
	}
	return []string{line, widget.Truncate(first+".", o.inner())}
}

// balance is the balance under its title, in big figures where the height allows, with its
// fraction beside them.
func (o *Overview) balance() []string {
	figure := o.state.Account.Value.Credits
	lines := []string{o.theme.Title.Render("BALANCE")}
	whole, fraction, broken := strings.Cut(figure.String(), ".")
	big := widget.BigText(whole, max(o.inner()-chartDays-2, 0))
	if big == nil || !o.tall() || o.theme.ASCII || o.state.Mask != nil {
		return append(lines, o.theme.Strong.Render(format.Amount(figure)), "credits")
	}
	style := o.theme.Accent
	if figure <= 0 {
		style = o.theme.Bad
	}
	for _, line := range big {
		lines = append(lines, style.Render(line))
	}
	if broken {
		lines[len(lines)-1] += style.Render(" ." + fraction)
	}
	return append(lines, "credits")
}

// plan says which plan the account has, what its renewal brings, and the next charge; in short
// where there is little room.
func (o *Overview) plan() []string {
	title, rest := planTitle(o.state), strings.TrimSpace(strings.Join(nextWords(o.state), " "))
	if short := renewalInShort(o.state); short != "" && !o.tall() {
		title, rest = strings.TrimSuffix(title, ".")+short, ""
	}
	lines := o.theme.Wrap(strings.TrimSpace(title+" "+rest), o.inner())
	after, whole := strings.CutPrefix(lines[0], title)
	if !whole {
		return append(paintAll(o.theme.Strong, o.theme.Wrap(title, o.inner())), paintAll(o.theme.Muted, o.theme.Wrap(rest, o.inner()))...)
	}
	lines = paintAll(o.theme.Muted, lines)
	lines[0] = o.theme.Strong.Render(title) + o.theme.Muted.Render(after)
	return lines
}

// tall reports whether the height allows big figures.
func (o *Overview) tall() bool { return o.height >= bigHeight }

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
		for i, line := range o.theme.Wrap(o.keys.Say(notice.text), o.inner()-2) {
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
		return append([]string{title}, o.theme.Wrap(s.History.Err.Error(), o.inner())...)
	case !s.History.Available():
		return append([]string{title}, paintAll(o.theme.Muted, o.theme.Wrap(historyNotServed, o.inner()))...)
	case len(s.Rows()) == 0:
		return append([]string{title}, paintAll(o.theme.Muted, o.theme.Wrap(historyEmpty, o.inner()))...)
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
