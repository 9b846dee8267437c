package main

import (
	"context"
	"image"
	"regexp"
	"time"

	"github.com/studio-tui/studio-tui/screenshots/terminal"
)

// shot is one picture: a terminal, the program's arguments, and the keys that lead to
// the screen to draw.
type shot struct {
	name       string
	cols, rows int
	light      bool // a terminal with a light background
	args       []string
	steps      []step
}

// step presses keys (none in the first step) and waits for the screen to match.
type step struct {
	keys  string
	until string // a regular expression over the text of the screen
}

// patience is the timeout of a step.
const patience = 15 * time.Second

// quiet is how long the program must have written nothing for its frame to count as
// complete: several frames of the slowest renderer.
const quiet = 150 * time.Millisecond

// enter is the byte that the Enter key sends.
const enter = "\r"

var opened = step{until: `(?s)live.*LAST 30 DAYS +[\d,.]+ credits used.*LATEST\n +\S`}

// shots are all pictures of the README and this folder.
var shots = []shot{
	demo("overview", false, opened),
	demo("transactions", false, opened, step{"2", `(?s)DATE +TYPE.*\n .*generation`}, step{"/tool:video" + enter, `(?s)tool:video.*in all.*▸`}, step{"vv", `▾ week`}),
	demo("usage", false, opened, step{"3", `used.*before`}, step{"jj\x1b[D\x1b[D", `▸ █ `}),
	demo("usage-year", false, opened, step{"3", `used.*before`}, step{">", `credits in a year`}, step{"N", `! \d+ times`}),
	demo("forecast", false, opened, step{"3", `used.*before`}, step{"<", `1 in 10|It lasts|does not run out`}),
	demo("costs", false, opened, step{"6", `BALANCE BUYS`}),
	demo("plans", false, opened, step{"4", `Best for`}),
	demo("packs", false, opened, step{"5", `BALANCE AFTER`}),
	demo("account", false, opened, step{"7", `SUBSCRIPTION`}),
	demo("confirm", false, opened, step{"5", `BALANCE AFTER`}, step{"j", `▸ Pack M`}, step{enter, `Due now`}),
	demo("payment", false, opened, step{"5", `BALANCE AFTER`}, step{"j", `▸ Pack M`}, step{enter, `Due now`}, step{enter, `(?s)Buying Pack M.*checkout/.*open in your browser`}),
	documented("website", step{"b", `(?s)On the website.*pricing.*watched until`}),
	documented("generation", step{"j" + enter, `(?s)Status +(pending|processing|uploading).*PAYLOAD|(?s)Status.*Generation +▸`}),
	demo("help", false, opened, step{"?", `everywhere`}),
	demo("overview-light", true, opened),
}

// demo is a shot of the sandbox account in a window of the default size.
func demo(name string, light bool, steps ...step) shot {
	return shot{name: name, cols: 112, rows: 34, light: light, args: []string{"--demo"}, steps: steps}
}

// documented is a shot of the sandbox without its billing endpoints.
func documented(name string, steps ...step) shot {
	first := step{until: `(?s)live.*RUNNING.*LATEST.*≈`}
	return shot{name: name, cols: 112, rows: 34, args: []string{"--demo", "--demo-state", "documented"}, steps: append([]step{first}, steps...)}
}

// take runs the program through the steps of the shot and draws the last screen.
func (s shot) take(ctx context.Context, paint *painter, program, home string) (image.Image, error) {
	colours := dark
	if s.light {
		colours = light
	}
	term, err := terminal.Start(ctx, terminal.Options{
		Argv: append([]string{program}, s.args...),
		Env:  []string{"COLORTERM=truecolor", "BROWSER=true"},
		Home: home,
		Cols: s.cols, Rows: s.rows,
		Teach: colours.teach,
	})
	if err != nil {
		return nil, err
	}
	defer term.Close()
	for _, step := range s.steps {
		if err := step.take(ctx, term); err != nil {
			return nil, err
		}
	}
	screen := term.Screen()
	return paint.window(paint.screen(screen, colours), screen.Title, colours), nil
}

// take presses the keys of a step and waits for its screen.
func (s step) take(ctx context.Context, term *terminal.Session) error {
	if err := term.Press(s.keys); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return term.Settled(ctx, regexp.MustCompile(s.until), quiet)
}
