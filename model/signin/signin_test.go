package signin

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

var (
	noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	code = model.DeviceCode{UserCode: "AB-CD", Address: model.AccountPage, Interval: 5 * time.Second, Expires: noon.Add(time.Minute)}

	errFailed  = &model.Error{Kind: model.ServerFailed}
	errLimited = &model.Error{Kind: model.RateLimited, Until: noon.Add(10 * time.Minute)}
	errLater   = &model.Error{Kind: model.RateLimited, Until: noon.Add(time.Hour)}
	errRefused = &model.Error{Kind: model.NotFound}
	errNoRing  = &account.ConsentRequired{Path: "~/keys"}
)

func after(s SignIn, events ...Event) SignIn {
	for _, event := range events {
		s, _ = s.Next(noon, event)
	}
	return s
}

// TestEveryEventAtEveryStage holds the whole table. Events that change nothing and ask for
// nothing are left out.
func TestEveryEventAtEveryStage(t *testing.T) {
	events := []Event{
		Begin{},
		CodeIssued{Code: code},
		CodeIssued{Err: errRefused},
		PageOpened{},
		PageOpened{Problem: "no display"},
		Reopen{},
		Due{},
		Polled{Answer: model.DevicePending},
		Polled{Answer: model.DeviceSlowDown},
		Polled{Answer: model.DeviceApproved},
		Polled{Answer: model.DeviceExpired},
		Polled{Answer: model.DeviceDenied},
		Polled{Err: errFailed},
		Polled{Err: errLimited},
		Polled{Err: errRefused},
		Kept{},
		Kept{Err: errFailed},
		Kept{Err: errLimited},
		Kept{Err: errLater},
		Kept{Err: errRefused},
		Kept{Err: errNoRing},
		Consent{},
	}
	waiting := []Event{Begin{}, CodeIssued{Code: code}}
	approved := append(waiting[:2:2], Due{}, Polled{Answer: model.DeviceApproved})
	var b strings.Builder
	for _, path := range [][]Event{
		{},
		{Begin{}},
		waiting, append(waiting[:2:2], Due{}),
		append(waiting[:2:2], Due{}, Polled{Err: errFailed}, Due{}),
		approved, append(approved[:4:4], Kept{Err: errFailed}), append(approved[:4:4], Kept{Err: errNoRing}),
		append(approved[:4:4], Kept{}),
	} {
		s := after(SignIn{}, path...)
		fmt.Fprintf(&b, "%s\n", describeState(s))
		for _, event := range events {
			next, effects := s.Next(noon, event)
			if !reflect.DeepEqual(next, s) || effects != nil {
				fmt.Fprintf(&b, "  %-28s %s: %s\n", describe(event), describeState(next), names(effects))
			}
		}
	}
	late := after(SignIn{}, waiting...)
	late, effects := late.Next(code.Expires, Due{})
	fmt.Fprintf(&b, "waiting, when the code is over\n  %-28s %s: %s\n", describe(Due{}), describeState(late), names(effects))
	golden.RequireEqual(t, b.String())
}

func describeState(s SignIn) string {
	text := string(s.Stage)
	if s.Stage == Idle {
		text = "idle"
	}
	if s.Trouble != nil {
		text += fmt.Sprintf(" in trouble %d", model.KindOf(s.Trouble))
	}
	if !s.Retry.IsZero() {
		text += " until " + s.Retry.Format("15:04")
	}
	if s.Err != nil {
		text += fmt.Sprintf(" (%.24s …)", s.Err.Error())
	}
	return text
}

// describe is an event in short.
func describe(event Event) string {
	value := strings.TrimPrefix(fmt.Sprintf("%T", event), "signin.")
	failed := func(err error) string {
		if err == nil {
			return value
		}
		return fmt.Sprintf("%s %.20s", value, err)
	}
	switch e := event.(type) {
	case CodeIssued:
		return failed(e.Err)
	case Kept:
		if model.KindOf(e.Err) == model.RateLimited {
			return value + " limited until " + model.AskAgain(e.Err).Format("15:04")
		}
		return failed(e.Err)
	case Polled:
		if e.Err == nil {
			return value + " " + []string{"pending", "slow down", "approved", "expired", "denied"}[e.Answer]
		}
		return failed(e.Err)
	case PageOpened:
		return strings.TrimSpace(value + " " + e.Problem)
	}
	return value
}

func names(effects []Effect) string {
	list := []string{}
	for _, effect := range effects {
		name := strings.TrimPrefix(fmt.Sprintf("%T", effect), "signin.")
		switch e := effect.(type) {
		case Wait:
			name += "(" + e.For.String() + ")"
		case KeepKey:
			name += map[bool]string{true: "(also in a file)", false: ""}[e.AllowFile]
		}
		list = append(list, name)
	}
	if len(list) == 0 {
		return "nothing"
	}
	return strings.Join(list, ", ")
}

// TestOneThingAtATime sends events in any order, at any time: the server has one request at
// a time, the key goes into a file only after the consent, no poll is made after the code
// is over, the end is reported once, and nothing is done after it.
func TestOneThingAtATime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, now, asked, ended, consented := SignIn{}, noon, 0, 0, false
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "seconds")) * time.Second)
			err := rapid.SampledFrom([]error{nil, nil, errFailed, errLimited, errRefused, errNoRing}).Draw(t, "err")
			event := rapid.SampledFrom([]Event{
				Begin{},
				CodeIssued{Code: code, Err: err},
				PageOpened{},
				Reopen{},
				Due{},
				Due{},
				Due{},
				Polled{Answer: model.DeviceAnswer(rapid.IntRange(0, 4).Draw(t, "answer")), Err: err},
				Kept{Err: err},
				Consent{},
			}).Draw(t, "event")
			before := s.Stage
			var effects []Effect
			s, effects = s.Next(now, event)
			if ended > 0 && len(effects) > 0 {
				t.Fatalf("%v after the end", names(effects))
			}
			consented = consented || event == Consent{} && before == Consenting
			asked = 0
			for _, effect := range effects {
				switch e := effect.(type) {
				case RequestCode, Poll, KeepKey:
					asked++
					if keep, is := e.(KeepKey); is && keep.AllowFile != consented {
						t.Fatalf("in a file: %v, consented: %v", keep.AllowFile, consented)
					}
					if _, is := e.(Poll); is && s.Code.Over(now) {
						t.Fatal("it asks about a code that is over")
					}
				case Wait:
					asked++
				case Finish:
					ended++
				}
			}
			if waits := before != s.Stage || asked > 0; asked > 1 || waits && asked+ended == 0 && s.Stage != Consenting {
				t.Fatalf("from %q to %q by %T: %s", before, s.Stage, event, names(effects))
			}
			if (s.Stage == Ended) != (ended == 1) {
				t.Fatalf("%q, and the end was told %d times", s.Stage, ended)
			}
		}
	})
}
