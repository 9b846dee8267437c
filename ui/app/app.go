// Package app is the root program: it owns the state of the account on screen,
// routes messages, starts what is fetched and opened, lays the screen out, and
// draws header and footer. What an account looks like is the panes' business.
package app

import (
	"context"
	"io"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// Options are what the program is built from.
type Options struct {
	Accounts data.Accounts
	// Early opens the session that needs no waiting, before the first frame: one
	// whose key is at hand. ok is false where there is none; then Door is asked.
	Early func(ctx context.Context) (session data.Session, ok bool)
	// LastSnapshot is what this machine has of the account that was signed in last: it
	// is shown while its key is looked for.
	LastSnapshot func() (history.Snapshot, data.Identity, bool)
	Browser      data.Browser // before there is a session
	Now          func() time.Time
	Location     *time.Location
	NewKey       func() string // makes idempotency keys
	// Command is a command line to run next ("login") as it is typed for the same account;
	// nil: as it stands.
	Command       func(line string) string
	Every         time.Duration // between refreshes while nothing happens; 0: a minute, less on the sandbox
	After         After         // how time is waited for; nil: the clock
	In            io.Reader     // nil: the terminal
	Out           io.Writer     // nil: the terminal
	Env           []string      // of the terminal; nil: the process's
	OnFirstFrame  func()        // called when the first frame is on the terminal; may be nil
	OnHistorySize func(int)     // called with the bytes that the history takes in memory, when it is another one; may be nil
	FPS           int           // frames a second at the most; 0: the framework's default
}

// After sends a message after a while.
type After func(d time.Duration, msg tea.Msg) tea.Cmd

func tick(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// afterIn is After within a context: what is given up leaves no timer behind.
func (a *App) afterIn(ctx context.Context, d time.Duration, msg tea.Msg) tea.Cmd {
	if a.options.After != nil {
		return a.options.After(d, msg)
	}
	return func() tea.Msg {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			return msg
		case <-ctx.Done():
			return nil
		}
	}
}

// after is After, or the clock.
func (a *App) after(d time.Duration, msg tea.Msg) tea.Cmd {
	if a.options.After != nil {
		return a.options.After(d, msg)
	}
	return tick(d, msg)
}

// App is the root program.
type App struct {
	options Options
	ctx     context.Context
	stop    context.CancelFunc // ends what the present session has under way
	within  context.Context    // of the present session

	accounts   data.Accounts // where the next session comes from
	opening    int           // of the newest opening of a session; results of an older one are dropped
	session    data.Session
	open       bool // there is a session
	archive    data.Archive
	orderStore data.Orders
	epoch      int // of the session; results of an older one are dropped

	state    data.State
	keys     keymap.Map
	theme    *theme.Theme
	panes    []pane.Pane
	active   int
	overlays []overlay.Overlay
	welcome  *overlay.Welcome // on top of everything while nobody is signed in
	device   *deviceSignIn    // on top of that, while somebody signs in from the browser

	width, height      int
	measure            ansi.Method // of the terminal, as the renderer takes it
	unfocused          bool
	reconciled         int64 // the newest row when the figures were last asked for again
	refreshID          int64 // of requests that are asked for together
	monitor            generationMonitor
	notice             notice // in the footer: of what the person did, and of orders
	news               notice // above the footer: of what happened by itself
	timers             timers
	retry              retryState
	purchases          int         // number of the newest purchase; events of an earlier one are dropped
	search             data.Search // what the Transactions pane has asked for
	searchedOn         model.Day   // the local day on which it was worked out last
	exporting          exporting
	visibleGenerations []model.ID         // generations on screen, as the archive was told last
	stopSearch         context.CancelFunc // gives up the search under way
	usage              usageRun
	portal             portalWatch
	websiteWatch       websiteWatch
	unconfirmedDelay   time.Duration // before the next look at orders that were not seen
	quitting           bool

	early      tea.Cmd // what follows from a session begun before the program
	drawn      frame
	firstFrame *firstFrameWriter // tells of the first frame; nil where nobody waits for it
}

// Run shows the dashboard until the person leaves it or the context ends.
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
		options = append(options, tea.WithOutput(placed{o.Out}))
	} else {
		options = append(options, tea.WithOutput(out))
	}
	if o.Env != nil {
		options = append(options, tea.WithEnvironment(o.Env))
	}
	if o.FPS > 0 {
		options = append(options, tea.WithFPS(o.FPS))
	}
	program := &guarded{Model: first}
	if out != nil {
		program.listen = func(send func(tea.Msg)) (release func()) {
			first.job, release = newJob(send)
			return release
		}
	}
	program.end = func() { first.made().leave() }
	return program.run(ctx, options)
}

// New makes the program without running it.
func New(ctx context.Context, o Options) *App {
	keys, inks := pane.Keys(), theme.New(true)
	keys.Suspend.SetEnabled(canSuspend)
	a := &App{
		options: o, accounts: o.Accounts, ctx: ctx, keys: keys, theme: inks, search: data.NewestFirst(),
		panes: pane.All(keys, inks),
	}
	a.resetSession(data.Identity{})
	a.within, a.stop = context.WithCancel(ctx)
	return a
}

// Init looks for a key, and asks the terminal for its background. The answer of
// the latter may never come; until it does the background counts as dark.
func (a *App) Init() tea.Cmd {
	begin := a.early
	if begin == nil {
		begin = a.enter()
	}
	return tea.Batch(a.afterFirstFrame(begin), tea.RequestBackgroundColor)
}

// enterEarly begins the session that needs no waiting, with what this machine has
// of its account, so that the first frame shows it.
func (a *App) enterEarly() {
	if a.options.Early != nil {
		if session, ok := a.options.Early(a.ctx); ok {
			a.early = a.sessionOpened(enter(session, nil))
			return
		}
	}
	if a.options.LastSnapshot == nil {
		return
	}
	if snapshot, identity, ok := a.options.LastSnapshot(); ok {
		a.resetSession(identity)
		a.state.Restore(a.ctx, snapshot)
		a.publishState()
	}
}

// resetSession forgets the account on screen.
func (a *App) resetSession(identity data.Identity) {
	a.state = data.State{
		Identity: identity, Location: a.options.Location, Now: a.options.Now(),
		Opener: model.URLPolicy{Base: identity.BaseURL},
	}
	a.unconfirmedDelay = 0
	a.exporting = exporting{}
	a.retry = retryState{}
	a.publishState()
}

// publishState hands the state to panes and overlays, and marks the frame stale.
func (a *App) publishState() {
	for _, pane := range a.panes {
		pane.SetState(&a.state)
	}
	for _, over := range a.overlays {
		over.SetState(&a.state)
	}
	a.drawn.stale = true
}

// applyTheme hands the theme to panes and overlays.
func (a *App) applyTheme() {
	for _, pane := range a.panes {
		pane.SetTheme(a.theme)
	}
	for _, over := range a.overlays {
		over.SetTheme(a.theme)
	}
	if a.welcome != nil {
		a.welcome.SetTheme(a.theme)
	}
	if a.device != nil {
		a.device.over.SetTheme(a.theme)
	}
	a.drawn.stale = true
}

// Update takes a message. Every branch leaves the state whole; the frame is drawn
// anew only where something changed.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		if msg.Width != a.width || msg.Height != a.height {
			a.resize(msg.Width, msg.Height)
		}
	case tea.BackgroundColorMsg:
		if dark := msg.IsDark(); dark != a.theme.Dark {
			a.theme = theme.New(dark)
			a.applyTheme()
		}
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeUnicodeCore && !msg.Value.IsNotRecognized() && !msg.Value.IsPermanentlyReset() {
			a.measure, a.drawn.stale = ansi.GraphemeWidth, true // the renderer does likewise
		}
	case tea.FocusMsg:
		cmd = a.focus()
	case tea.BlurMsg:
		a.blur()
	case tea.KeyPressMsg:
		cmd = a.key(msg)
	case tea.PasteMsg:
		cmd = a.paste(msg.Content)
	case sessionMsg:
		if msg.epoch() == a.epoch {
			cmd = a.handleSessionMsg(msg)
		}
	case sessionOpened:
		cmd = a.sessionOpened(msg)
	case noticeOver:
		a.clearNotice(msg)
	case ofDevice:
		cmd = a.deviceStep(msg)
	case websiteOpened:
		cmd = a.websiteOpened(msg)
	}
	if a.quitting {
		return a, tea.Quit
	}
	for _, more := range []tea.Cmd{a.preferVisible(), a.runUsage(), a.loadCosts()} {
		if more != nil {
			cmd = tea.Batch(cmd, more)
		}
	}
	return a, cmd
}

func (a *App) activePane() pane.Pane { return a.panes[a.active] }

// top is the overlay that takes the keys, nil for none.
func (a *App) top() overlay.Overlay {
	switch {
	case a.device != nil:
		return a.device.over
	case a.welcome != nil && !a.overWelcome():
		return a.welcome
	case len(a.overlays) > 0:
		return a.overlays[len(a.overlays)-1]
	}
	return nil
}

// push lays an overlay on top.
func (a *App) push(over overlay.Overlay) {
	over.SetTheme(a.theme)
	over.SetState(&a.state)
	over.SetSize(a.width, a.bodyHeight())
	a.overlays = append(a.overlays, over)
	a.drawn.stale = true
}

// pop takes the overlay on top away.
func (a *App) pop() {
	if len(a.overlays) > 0 {
		a.overlays = a.overlays[:len(a.overlays)-1]
	}
	a.drawn.stale = true
}

// resize hands the new size to panes and overlays.
func (a *App) resize(width, height int) {
	a.width, a.height = width, height
	for _, pane := range a.panes {
		pane.SetSize(width, a.bodyHeight())
	}
	for _, over := range a.overlays {
		over.SetSize(width, a.bodyHeight())
	}
	if a.welcome != nil {
		a.welcome.SetSize(width, a.bodyHeight())
	}
	if a.device != nil {
		a.device.over.SetSize(width, a.bodyHeight())
	}
	a.drawn.stale = true
}

// leave ends what the session started.
func (a *App) leave() {
	a.endDevice()
	a.stop()
	if a.open && a.session.Close != nil {
		a.session.Close()
	}
	a.open = false
}
