package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/screenshots/terminal"
)

// shot is one picture: a terminal, the program's arguments, and the steps that lead to
// the screen to draw. With steps that are held it is an animation of those.
type shot struct {
	name       string
	cols, rows int
	light      bool // a terminal with a light background
	args       []string
	steps      []step
}

// step presses keys, if any, and waits for the screen to match.
type step struct {
	keys  string
	pay   bool          // pays on the checkout page that the screen names instead
	until string        // a regular expression over the text of the screen
	hold  time.Duration // how long an animation shows its screen
	label string        // of what was done, in an animation
}

// press is a step of keys.
func press(keys, until string) step { return step{keys: keys, until: until} }

// shown is the step as a frame of an animation.
func (s step) shown(label string, hold time.Duration) step {
	s.label, s.hold = label, hold
	return s
}

// How long an animation shows a screen: one to read, one to recognise, a movement.
const (
	long   = 3 * time.Second
	middle = 1800 * time.Millisecond
	short  = 400 * time.Millisecond
)

// patience is the timeout of a step.
const patience = 30 * time.Second

// quiet is how long the program must have written nothing for its frame to count as
// complete: what is worked out in the background, on a busy machine.
const quiet = 800 * time.Millisecond

// enter is the byte that the Enter key sends.
const enter = "\r"

// opened are the steps until the dashboard has said the news of the day, which then no
// picture has.
var opened = []step{
	{until: `(?s)live.*of your budget of 5,000`},
	{until: withoutNews},
}

// withoutNews is the line above the footer with nothing on it.
const withoutNews = `\n─+\n.*\n*\z`

// shots are all pictures of the README and this folder.
var shots = []shot{
	demo("overview", false),
	demo("transactions", false, press("2", `(?s)DATE +WHAT.*create-`), press("/tool:video"+enter, `(?s)tool:video.*in all.*▸`), press("vv", `ROWS +OUT`), press("j"+enter, `(?s)▸ week of.*\n +2026-\d\d-\d\d \d\d:\d\d`)),
	demo("usage", false, press("3", `used.*before`), press("jj\x1b[D\x1b[D", `▸ █ `)),
	demo("usage-year", false, press("3", `used.*before`), press(">", `credits in 53 weeks`), press("N", `! \d+ times`)),
	demo("forecast", false, press("3", `used.*before`), press("<", `1 in 10|It lasts|does not run out`)),
	demo("costs", false, press("6", `BALANCE BUYS`)),
	demo("plans", false, press("4", `Best for`)),
	demo("packs", false, press("5", `BALANCE AFTER`)),
	demo("account", false, press("7", `SUBSCRIPTION`)),
	demo("audit", false, press("a", `(?s)add up.*Looked for`)),
	demo("confirm", false, press("5", `BALANCE AFTER`), press("j", `▸ Pack M`), press(enter, `Due now`)),
	demo("payment", false, press("5", `BALANCE AFTER`), press("j", `▸ Pack M`), press(enter, `Due now`), press(enter, `(?s)Buying Pack M.*checkout/.*open in your browser`)),
	documented("website", press("b", `(?s)On the website.*pricing.*watched until`)),
	documented("generation", press("j"+enter, `(?s)Status +(pending|processing|uploading).*PAYLOAD|(?s)Status.*Generation +▸`)),
	demo("help", false, press("?", `everywhere`)),
	demo("overview-light", true),
	demo("transactions-light", true, press("2", `(?s)DATE +WHAT.*create-`)),
	demo("usage-light", true, press("3", `used.*before`)),
	demo("costs-light", true, press("6", `BALANCE BUYS`)),
	demo("plans-light", true, press("4", `Best for`)),
	demo("packs-light", true, press("5", `BALANCE AFTER`)),
	demo("account-light", true, press("7", `SUBSCRIPTION`)),
	demo("narrow", false).sized(60, 16),
	demo("wide", false).sized(160, 44),
	tour,
}

// tour is the animation at the top of the README: from the balance to credits bought.
var tour = demo("tour", false,
	step{label: "studio-tui --demo", hold: long},
	press("2", `(?s)DATE +WHAT.*create-`).shown("2", middle),
	press("j", ` 2 of 4,`).shown("j", short),
	press("j", ` 3 of 4,`).shown("j", short),
	press(enter, `Status`).shown("enter", long),
	press("\x1b", ` 3 of 4,`).shown("esc", short),
	press("3", `used.*before`).shown("3", long),
	press("j", `▸ █ `).shown("j", middle),
	press("4", `Best for`).shown("4", long),
	press("5", `BALANCE AFTER`).shown("5", middle),
	press("j", `▸ Pack M`).shown("j", short),
	press(enter, `Due now`).shown("enter", middle),
	press(enter, `(?s)Buying Pack M.*checkout/.*open in your browser`).shown("enter", middle),
	step{pay: true, until: `(?s)Pack S .* 14,837.* arrived`, label: "paid in the browser", hold: long},
	press("\x1b", `▸ Pack M .* 16,337`).shown("esc", short),
	press("1", `LATEST\n .*\+ Pack`).shown("1", long),
)

// demo is a shot of the sandbox account in a window of the default size.
func demo(name string, light bool, steps ...step) shot {
	return shot{name: name, cols: 112, rows: 34, light: light, args: []string{"--demo"}, steps: slices.Concat(opened, steps)}
}

// sized is the shot in a window of another size.
func (s shot) sized(cols, rows int) shot {
	s.cols, s.rows = cols, rows
	return s
}

// documented is a shot of the sandbox without its billing endpoints.
func documented(name string, steps ...step) shot {
	first := step{until: `(?s)live.*\+ \?.*It lasts until.*RUNNING.*LATEST.*≈`}
	return shot{name: name, cols: 112, rows: 34, args: []string{"--demo", "--demo-state", "documented"}, steps: slices.Concat([]step{first, {until: withoutNews}}, steps)}
}

// start runs the program in the terminal of the shot.
func (s shot) start(ctx context.Context, program, home string) (*terminal.Session, error) {
	return terminal.Start(ctx, terminal.Options{
		Argv: append([]string{program}, s.args...),
		Env:  []string{"COLORTERM=truecolor", "BROWSER=true", "TZ=UTC"},
		Home: home,
		Cols: s.cols, Rows: s.rows,
		Teach: s.look().teach,
	})
}

func (s shot) look() look {
	if s.light {
		return light
	}
	return dark
}

// frame is a screen to draw.
type frame struct {
	terminal.Screen
	label string
	hold  time.Duration
}

// animated reports whether the shot has more frames than one.
func (s shot) animated() bool {
	return slices.ContainsFunc(s.steps, func(step step) bool { return step.hold > 0 })
}

// record runs the program through the steps of the shot and returns the screens to draw:
// those that are held, or the last.
func (s shot) record(ctx context.Context, program, home string) (frames []frame, err error) {
	term, err := s.start(ctx, program, home)
	if err != nil {
		return nil, err
	}
	defer term.Close()
	for i, step := range s.steps {
		if err := step.take(ctx, term); err != nil {
			return nil, err
		}
		if step.hold > 0 || i == len(s.steps)-1 {
			frames = append(frames, frame{withPort(term.Screen()), step.label, step.hold})
		}
	}
	return frames, nil
}

// take does what the step does and waits for its screen.
func (s step) take(ctx context.Context, term *terminal.Session) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if s.pay {
		if err := pay(ctx, term.Screen().Text()); err != nil {
			return err
		}
	}
	if err := term.Press(s.keys); err != nil {
		return err
	}
	return term.Settled(ctx, regexp.MustCompile(s.until), quiet)
}

var (
	checkoutPage = regexp.MustCompile(`(http://127\.0\.0\.1:\d+)/checkout/\w+`)
	loopbackPort = regexp.MustCompile(`127\.0\.0\.1:(\d{5})`)
)

// pay pays on the checkout page that a screen names, as a browser does.
func pay(ctx context.Context, screen string) error {
	found := checkoutPage.FindStringSubmatch(screen)
	if found == nil {
		return errors.New("no checkout page is on the screen")
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, found[0]+"/pay", http.NoBody)
	if err != nil {
		return err
	}
	request.Header.Set("Origin", found[1])
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	if answer.StatusCode >= http.StatusBadRequest {
		err = fmt.Errorf("pay: %s", answer.Status)
	}
	return errors.Join(err, answer.Body.Close())
}

// withPort is a screen with one port in the place of the free one that the sandbox took.
func withPort(s terminal.Screen) terminal.Screen {
	for _, row := range s.Rows {
		text, at := "", []int{} // the cell of each byte
		for x, cell := range row {
			text += cell.Content
			for range len(cell.Content) {
				at = append(at, x)
			}
		}
		for _, found := range loopbackPort.FindAllStringSubmatchIndex(text, -1) {
			for i, digit := range "43439" {
				row[at[found[2]+i]].Content = string(digit)
			}
		}
	}
	return s
}
