// Package app is the root program: it owns the state of the account on screen, routes
// messages, starts requests, computes the layout, and draws header and footer. The
// panes draw everything else.
package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/model/retry"
	"github.com/studio-tui/studio-tui/model/website"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/settings"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// Options are what the program is built from.
type Options struct {
	Accounts account.Manager
	// Early opens a session without waiting, before the first frame, where the key is
	// available at once. ok is false where it is not; then Door is used.
	Early func(ctx context.Context) (session account.Session, ok bool)
	// LastSnapshot is the local copy of the account that was signed in last: it is
	// shown while its key is being read.
	LastSnapshot func() (history.Snapshot, account.Identity, bool)
	Chosen       account.Chosen  // for that account; may be nil
	Browser      account.Browser // before there is a session
	Now          func() time.Time
	Location     *time.Location
	NewKey       func() string // makes idempotency keys
	// Command returns the command line to run next ("login") as it is typed for the
	// same account; nil: the line unchanged.
	Command       func(line string) string
	Every         time.Duration      // interval between refreshes while idle; 0: a minute, less on the sandbox
	After         After              // starts timers; nil: the system clock
	In            io.Reader          // nil: the terminal
	Out           io.Writer          // nil: the terminal
	Env           []string           // of the terminal; nil: the process's
	OnFirstFrame  func()             // called when the first frame has been written to the terminal; may be nil
	OnHistorySize func(int)          // called with the size of the history in memory, in bytes, when it has changed; may be nil
	Settings      *settings.Settings // nil: the defaults
	Notice        string             // a problem with the settings; empty: none
}

// After sends a message after a delay.
type After func(d time.Duration, msg tea.Msg) tea.Cmd

func tick(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// App is the root program: a router of components.
type App struct {
	*core
	components []component // each is offered a message in this order
	accounts   *accounts
	refresher  *refresher
	visit      *lastVisit
	exports    *exporter
	kept       *keptChoices
	beside     *beside
	quitting   bool
	early      tea.Cmd           // the first command of a session opened before the program
	firstFrame *firstFrameWriter // reports the first frame; nil where that is not needed
}

// Run shows the dashboard until the user quits it or the context ends.
func Run(ctx context.Context, o Options) error {
	var out *firstFrameWriter
	if o.Out == nil {
		out = newFirstFrameWriter(os.Stdout)
	}
	first := start(ctx, o, out)
	var options []tea.ProgramOption
	if o.In != nil {
		options = append(options, tea.WithInput(o.In))
	}
	if o.Out != nil {
		options = append(options, tea.WithOutput(columnWriter{o.Out}))
	} else {
		options = append(options, tea.WithOutput(out))
	}
	if o.Env != nil {
		options = append(options, tea.WithEnvironment(o.Env))
	}
	if o.Settings != nil {
		options = append(options, tea.WithFPS(o.Settings.FPS))
	}
	program := &guarded{Model: first}
	if out != nil {
		program.listen = func(send func(tea.Msg)) (release func()) {
			first.job, release = newJob(send)
			return release
		}
	}
	program.end = func() {
		if out != nil {
			_, _ = out.WriteString(ansi.ResetModeLightDark)
		}
		first.made().leave()
	}
	return program.run(ctx, options)
}

// New builds the program without running it.
func New(ctx context.Context, o Options) *App {
	if o.Settings == nil {
		o.Settings = settings.Default()
	}
	if !o.Settings.Remember {
		o.Chosen = nil
	}
	keys, inks := o.Settings.Keymap(), o.Settings.Theme.Theme(true)
	keys.Suspend.SetEnabled(canSuspend)
	if o.Settings.Theme.ASCII {
		keys = keys.Spelled()
	}
	if o.Settings.ReadOnly {
		readOnlyKeys(&keys)
	}
	c := &core{options: o, ctx: ctx, screen: screen{keys: keys, choice: o.Settings.Theme, onDark: true, theme: inks}}
	c.panes = newPaneList(pane.All(keys, inks), &c.state)
	c.applySettings()
	c.overlays = overlay.NewStack(keys, inks, &c.state)
	c.within, c.stop = context.WithCancel(ctx)
	a := &App{core: c}
	c.tell, c.do = a.tell, a.do
	a.join()
	c.resetState(account.Identity{})
	return a
}

// join builds the components, in the order in which they receive an event.
func (a *App) join() {
	c := a.core
	reads := &reader{core: c}
	refreshes := &refresher{core: c, reader: reads}
	refreshes.timer = poller{core: c, poll: func() tea.Cmd { return refreshes.step(background, retry.Due{Away: c.away()}) }}
	signIns := &accounts{core: c, door: c.options.Accounts, reader: reads, refresh: refreshes.refresh}
	signIns.device = &deviceSignIns{core: c, accounts: signIns}
	orders := &purchases{core: c, reader: reads}
	orders.watch = poller{core: c, poll: func() tea.Cmd { return orders.step(purchase.Due{}) }}
	orders.unconfirmed = poller{core: c, policy: purchase.SlowPace, poll: orders.pollUnconfirmed}
	running := &monitor{core: c, reader: reads}
	running.pace = poller{core: c, poll: running.poll}
	visits := &websiteVisits{core: c, reader: reads}
	visits.timer = poller{core: c, poll: func() tea.Cmd { return visits.step(website.Due{}) }}
	billing := &portal{core: c, reader: reads}
	billing.poller = poller{core: c, policy: portalPace, poll: billing.poll}
	exports := &exporter{core: c}
	exports.timer = poller{core: c, poll: exports.show}
	a.accounts, a.refresher, a.exports = signIns, refreshes, exports
	a.visit = newLastVisit(c)
	a.kept = &keptChoices{core: c}
	a.beside = &beside{core: c}
	a.beside.timer = poller{core: c, poll: a.beside.rest}
	a.components = []component{
		signIns, signIns.device, reads, newSearcher(c), orders, running, refreshes, visits, billing, exports,
		newUsageRunner(c), newOutlookRunner(c), newAdvisers(c), newBudgets(c), newFindings(c), &typedPrices{core: c}, newSpendingRunner(c), &lowBalance{core: c}, a.visit, a.kept, &costsReader{c}, &details{core: c, reader: reads},
		&changes{core: c, reader: reads}, &opener{core: c}, a.beside,
	}
}

// Init reads the key, and queries the terminal's background colour, as every return of the
// focus does, and every report of a light or dark colour scheme. A terminal may never answer
// that; until it does the background counts as dark.
func (a *App) Init() tea.Cmd {
	begin := a.early
	if begin == nil {
		begin = a.accounts.enterStored()
	}
	cmds := []tea.Cmd{a.afterFirstFrame(begin), tea.RequestBackgroundColor}
	if a.firstFrame != nil {
		cmds = append(cmds, tea.Raw(ansi.SetModeLightDark)) // Run resets it
	}
	if a.options.Notice != "" {
		cmds = append(cmds, a.announce(a.options.Notice, true))
	}
	return tea.Batch(cmds...)
}

// enterEarly begins the session that is available without waiting, with the local copy
// of its account, so that the first frame shows it.
func (a *App) enterEarly() {
	if a.options.Early != nil {
		if session, ok := a.options.Early(a.ctx); ok {
			a.early = a.accounts.sessionOpened(a.enter(session, nil))
			return
		}
	}
	if a.options.LastSnapshot == nil {
		return
	}
	if snapshot, identity, ok := a.options.LastSnapshot(); ok {
		a.resetState(identity)
		a.state.Restore(a.ctx, snapshot)
		if a.options.Chosen != nil {
			choices, _ := a.options.Chosen.Choices(snapshot.Account.Value.ID)
			a.choose(choices)
		}
		a.publishState()
	}
}

// leave ends what the session started, when the program ends.
func (a *App) leave() {
	a.visit.leave()
	a.kept.leave()
	a.accounts.leave()
}

// Update handles a message. Every branch leaves the state consistent; the frame is
// drawn again only where something changed.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd, handled := a.terminal(msg)
	if !handled {
		was := a.drawn.stale
		a.drawn.stale = false
		cmd = a.route(msg)
		a.drawn.late = a.drawn.late || a.drawn.stale
		a.drawn.stale = a.drawn.stale || was
	}
	if a.quitting {
		return a, tea.Quit
	}
	return a, tea.Batch(cmd, a.tell(updated{}))
}

// updated is the event that follows every handled message.
type updated struct{}

// terminal handles the messages that come from the terminal.
func (a *App) terminal(msg tea.Msg) (cmd tea.Cmd, handled bool) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		if msg.Width != a.width || msg.Height != a.height {
			a.resize(msg.Width, msg.Height)
		}
	case tea.BackgroundColorMsg:
		if a.onDark != msg.IsDark() {
			a.onDark = msg.IsDark()
			a.applyTheme(a.choice.Theme(a.onDark))
		}
	case uv.DarkColorSchemeEvent, uv.LightColorSchemeEvent: // the framework has no message of its own for it
		return tea.RequestBackgroundColor, true
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeUnicodeCore && !msg.Value.IsNotRecognized() && !msg.Value.IsPermanentlyReset() {
			a.measure, a.drawn.stale = ansi.GraphemeWidth, true // as the renderer does
		}
	case tea.EnvMsg:
		a.abilities = abilitiesOf(msg.Getenv)
	case tea.FocusMsg:
		return tea.Batch(a.focus(), tea.RequestBackgroundColor), true // which may be another by now
	case tea.BlurMsg: // nothing is refreshed until the focus returns, and the screen says so
		a.unfocused, a.drawn.stale = true, true
	case tea.KeyPressMsg:
		return a.key(msg), true
	case tea.MouseClickMsg:
		return a.click(msg.Mouse()), true
	case tea.MouseWheelMsg:
		return a.wheel(msg.Mouse()), true
	case tea.PasteMsg:
		return a.paste(msg.Content), true
	default:
		return nil, false
	}
	return nil, true
}

// route hands a message to the component that handles it. A message of an earlier
// session is dropped.
func (a *App) route(msg tea.Msg) tea.Cmd {
	if msg, is := msg.(sessionMsg); is {
		if msg.epoch() != a.epoch {
			return nil
		}
		a.state.Now = a.options.Now()
	}
	switch msg := msg.(type) {
	case pollDue:
		return msg.fire()
	case noticeOver:
		return a.clearNotice(msg)
	case computed:
		msg.take()
		return nil
	}
	for _, component := range a.components {
		if cmd, handled := component.Update(msg); handled {
			return cmd
		}
	}
	return nil
}

// tell hands an event to every component.
func (a *App) tell(event tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, component := range a.components {
		if cmd, _ := component.Update(event); cmd != nil {
			cmds = append(cmds, cmd)
		}
	}
	return tea.Batch(cmds...)
}

// do carries out an intent.
func (a *App) do(intent data.Intent) tea.Cmd {
	if intent == nil {
		return nil
	}
	cmd, _ := a.dispatch(intent)
	return cmd
}

// dispatch offers an intent to one component after the other, and to the screen last. A
// component that handles it in part leaves it to the others too.
func (a *App) dispatch(intent data.Intent) (tea.Cmd, bool) {
	if a.forbidden(intent) {
		a.notifyError("This is for reading only (read_only).")
		return a.noticeTimer(), true
	}
	var cmds []tea.Cmd
	for _, component := range a.components {
		cmd, handled := component.Do(intent)
		cmds = append(cmds, cmd)
		if handled {
			return tea.Batch(cmds...), true
		}
	}
	cmd, handled := a.navigate(intent)
	return tea.Batch(append(cmds, cmd)...), handled
}

// useTheme applies a theme, for a preview or until the program ends.
func (a *App) useTheme(intent data.UseTheme) tea.Cmd {
	choice := a.choice
	if intent.Name != "" {
		choice.Name = intent.Name
	}
	a.applyTheme(choice.Theme(a.onDark))
	if intent.Preview {
		return nil
	}
	a.choice = choice
	a.notify(fmt.Sprintf("Theme %s, this run only. Keep it: theme = %q in config.toml", choice.Name, choice.Name))
	return a.noticeTimer()
}

// applyTheme hands a theme to panes and overlays.
func (a *App) applyTheme(t *theme.Theme) {
	a.theme, a.drawn.stale = t, true
	a.panes.setTheme(t)
	a.overlays.SetTheme(t)
}

// resize computes the layout for a new size, and sets the sizes of panes and overlays.
func (a *App) resize(width, height int) {
	a.layout, a.drawn.stale = layOut(width, height), true
	a.panes.setSize(width, a.body.Dy(), a.list())
	a.overlays.SetSize(width, a.body.Dy())
}

// focus handles the window's focus: work that was postponed is done now.
func (a *App) focus() tea.Cmd {
	was := a.unfocused
	a.unfocused, a.drawn.stale = false, true
	if !was || !a.open {
		return nil
	}
	return a.tell(focusGained{})
}
