package website

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

var (
	noon   = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	pace   = model.PollPolicy{Initial: time.Second, Max: 10 * time.Second, Timeout: 30 * time.Minute}
	screen = Terms{Policy: pace, Afterwards: 2 * time.Minute}
	script = Terms{Policy: pace, LookFirst: true, Stops: true}

	errGone   = &model.Error{Kind: model.ServerFailed}
	errLocked = &model.Error{Kind: model.NotSignedIn}
	errNotYou = &model.Error{Kind: model.Forbidden}

	plan  = model.BalanceChange{Plan: "pro"}
	guess = model.BalanceChange{Cause: model.UnexplainedMaybe, By: model.Credit}
)

func after(v Watch, events ...Event) (Watch, []Effect) {
	var effects []Effect
	for _, event := range events {
		v, effects = v.Next(noon, event)
	}
	return v, effects
}

// TestEveryEventAtEveryStage holds the whole table, for the dashboard and for a command.
// Events that change nothing and ask for nothing are left out.
func TestEveryEventAtEveryStage(t *testing.T) {
	events := []Event{
		Begin{},
		Begin{NeedsConsent: true},
		Consent{},
		PageOpened{},
		PageOpened{errors.New("no display")},
		Due{},
		AccountPolled{},
		AccountPolled{Change: plan},
		AccountPolled{Change: guess},
		AccountPolled{Err: errGone},
		AccountPolled{Err: errLocked},
		AccountPolled{Err: errNotYou},
		Returned{},
	}
	var b strings.Builder
	for _, driver := range []struct {
		name  string
		terms Terms
	}{{"dashboard", screen}, {"command", script}, {"command that does not wait", Terms{Policy: pace, LookFirst: true, NoWait: true, Stops: true}}} {
		idle := Watch{Terms: driver.terms}
		reached := []Watch{idle}
		for _, path := range [][]Event{
			{Begin{NeedsConsent: true}}, {Begin{}}, {Begin{}, AccountPolled{}}, {Begin{}, AccountPolled{}, Due{}, AccountPolled{}}, {Begin{}, AccountPolled{}, Due{}}, {Begin{}, AccountPolled{Err: errLocked}},
		} {
			v, _ := after(idle, path...)
			reached = append(reached, v)
		}
		seen := map[Stage]bool{}
		for _, v := range reached {
			if seen[v.Stage] {
				continue
			}
			seen[v.Stage] = true
			fmt.Fprintf(&b, "%s, %s\n", driver.name, text(v.Stage))
			for _, event := range events {
				next, effects := v.Next(noon, event)
				if reflect.DeepEqual(next, v) && effects == nil {
					continue
				}
				fmt.Fprintf(&b, "  %-32s %s: %s\n", describe(event), text(next.Stage), names(effects))
			}
		}
	}
	golden.RequireEqual(t, b.String())
}

// describe is an event in short.
func describe(event Event) string {
	name := strings.TrimPrefix(fmt.Sprintf("%T", event), "website.")
	switch e := event.(type) {
	case Begin:
		if e.NeedsConsent {
			return name + " needs consent"
		}
	case PageOpened:
		if e.Err != nil {
			return name + " no browser"
		}
	case AccountPolled:
		switch {
		case e.Err != nil:
			return fmt.Sprintf("%s error %d", name, model.KindOf(e.Err))
		case e.Change.Certain():
			return name + " certain"
		case !e.Change.Empty():
			return name + " a guess"
		}
	}
	return name
}

func text(stage Stage) string {
	if stage == Idle {
		return "idle"
	}
	return string(stage)
}

func names(effects []Effect) string {
	list := []string{}
	for _, effect := range effects {
		name := strings.TrimPrefix(fmt.Sprintf("%T", effect), "website.")
		switch e := effect.(type) {
		case Wait:
			name += "(" + e.For.String() + ")"
		case Tell:
			name += map[bool]string{true: "(last)", false: ""}[e.Last]
		}
		list = append(list, name)
	}
	if len(list) == 0 {
		return "nothing"
	}
	return strings.Join(list, ", ")
}

// Whatever looks show, and however long they fail: no page is opened without the consent
// that is needed, nothing is looked at twice at once, and watching ends, after a look.
func TestWhateverHappens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := Watch{Terms: rapid.SampledFrom([]Terms{screen, script}).Draw(t, "terms")}
		now, looking, consented, told := noon, false, false, 0
		for range rapid.IntRange(1, 80).Draw(t, "steps") {
			now = now.Add(rapid.SampledFrom([]time.Duration{0, time.Second, time.Minute, time.Hour}).Draw(t, "passes"))
			event := rapid.SampledFrom([]Event{
				Begin{NeedsConsent: true}, Consent{}, PageOpened{}, Due{}, Due{}, AccountPolled{}, AccountPolled{Change: plan}, AccountPolled{Err: errGone}, Returned{},
			}).Draw(t, "event")
			switch event.(type) {
			case AccountPolled:
				if !looking {
					continue
				}
				looking = false
			case Consent:
				consented = consented || v.Stage == Held
			}
			var effects []Effect
			v, effects = v.Next(now, event)
			for _, effect := range effects {
				switch effect.(type) {
				case PollAccount:
					if looking {
						t.Fatal("two looks at once")
					}
					looking = true
				case OpenPage:
					if !consented {
						t.Fatal("a page is opened without consent")
					}
				case Tell:
					told++
				case Finish:
					if _, looked := event.(AccountPolled); !looked {
						t.Fatal("it ended without a look")
					}
				}
			}
			if v.Changes != told || v.Over != (v.Stage == Ended) {
				t.Fatalf("%+v, told %d times", v, told)
			}
		}
	})
}
