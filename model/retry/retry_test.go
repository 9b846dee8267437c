package retry

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

var (
	noon      = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	errFailed = &model.Error{Kind: model.ServerFailed}
)

func limited(until time.Time) error { return &model.Error{Kind: model.RateLimited, Until: until} }

func names(effects []Effect) string {
	if len(effects) == 0 {
		return "nothing"
	}
	list := []string{}
	for _, effect := range effects {
		name := strings.TrimPrefix(fmt.Sprintf("%T", effect), "retry.")
		switch e := effect.(type) {
		case Request:
			if !e.Deadline.IsZero() {
				name += " until " + e.Deadline.Format("15:04:05")
			}
		case Wait:
			name += "(" + e.For.String() + ")"
		}
		list = append(list, name)
	}
	return strings.Join(list, ", ")
}

var events = []struct {
	name  string
	event Event
}{
	{"begin", Begin{}},
	{"done", Done{}},
	{"done, new rows", Done{Rows: 9}},
	{"failed", Done{Err: errFailed}},
	{"limited", Done{Err: &model.Error{Kind: model.RateLimited}}},
	{"limited for a moment", Done{Err: limited(noon)}},
	{"limited for 2m", Done{Err: limited(noon.Add(2 * time.Minute))}},
	{"limited for 2m, new rows", Done{Rows: 9, Err: limited(noon.Add(2 * time.Minute))}},
	{"limited for 2h", Done{Err: limited(noon.Add(2 * time.Hour))}},
	{"due", Due{}},
	{"due, away", Due{Away: true}},
	{"returned", Returned{}},
}

// TestEveryEventAtEveryStage holds both tables, with the time at which each event comes
// after those that led to the stage. Events that ask for nothing and change nothing are
// left out.
func TestEveryEventAtEveryStage(t *testing.T) {
	var b strings.Builder
	b.WriteString("CALL\n")
	calls := map[string]Call{"idle": {}}
	calls["requesting"], _ = Call{}.Next(noon, Begin{})
	calls["waiting"], _ = calls["requesting"].Next(noon, Done{Err: limited(noon.Add(time.Minute))})
	calls["requesting again"], _ = calls["waiting"].Next(noon.Add(time.Minute), Due{})
	calls["finished"], _ = calls["requesting"].Next(noon, Done{})
	for _, stage := range []string{"idle", "requesting", "waiting", "requesting again", "finished"} {
		fmt.Fprintln(&b, stage)
		for _, e := range events {
			next, effects := calls[stage].Next(noon, e.event)
			if next != calls[stage] || effects != nil {
				fmt.Fprintf(&b, "  %-26s %s: %s\n", e.name, next.stage, names(effects))
			}
		}
	}
	b.WriteString("\nSCHEDULE\n")
	idle := Schedule{Every: time.Minute}
	schedules := map[string]Schedule{"idle": idle}
	schedules["refreshing"], _ = idle.Next(noon, Begin{})
	schedules["waiting"], _ = schedules["refreshing"].Next(noon, Done{})
	schedules["failing"], _ = schedules["refreshing"].Next(noon, Done{Err: errFailed})
	schedules["refreshing while failing"], _ = schedules["failing"].Next(noon, Begin{})
	for _, at := range []struct {
		stage string
		after time.Duration
	}{
		{"idle", 0}, {"refreshing", 0}, {"waiting", 0}, {"waiting", time.Minute}, {"waiting", -time.Hour},
		{"failing", 0}, {"failing", 30 * time.Second}, {"refreshing while failing", 0},
	} {
		fmt.Fprintln(&b, at.stage, at.after)
		before := schedules[at.stage]
		for _, e := range events {
			next, effects := before.Next(noon.Add(at.after), e.event)
			if next == before && effects == nil {
				continue
			}
			fmt.Fprintf(&b, "  %-26s %d failures, open %v, next %s: %s\n", e.name, next.failures, next.Open, next.At.Format("15:04:05"), names(effects))
		}
	}
	golden.RequireEqual(t, b.String())
}

// TestCallEnds repeats a call for five minutes with nothing new at the most, never before
// the server wants to be asked, and finishes once.
func TestCallEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		call, effects := Call{}.Next(noon, Begin{})
		now, news, rows := noon, noon, 0
		for range 400 {
			switch e := effects[0].(type) {
			case Request:
				if !e.Deadline.IsZero() && e.Deadline != news.Add(MaxWait) {
					t.Fatalf("a request until %v, want %v", e.Deadline, news.Add(MaxWait))
				}
				if grown := rapid.IntRange(0, 9).Draw(t, "grown") == 0; grown {
					if rows++; !e.Deadline.IsZero() {
						news = now
					}
				}
				until := now.Add(time.Duration(rapid.IntRange(-10, 400).Draw(t, "seconds")) * time.Second)
				call, effects = call.Next(now, Done{Rows: rows, Err: limited(until)})
			case Wait:
				now = now.Add(e.For)
				if now.Before(call.Until) || now.After(news.Add(MaxWait)) {
					t.Fatalf("asks at %v, the server wants %v, news were at %v", now, call.Until, news)
				}
				call, effects = call.Next(now, Due{})
			case Finish:
				for _, e := range events {
					if _, more := call.Next(now, e.event); more != nil {
						t.Fatalf("%s after the end: %s", e.name, names(more))
					}
				}
				return
			}
		}
	})
}

// TestScheduleGoesOn sends events in any order: as long as somebody is there, one wait is
// on its way, of a minute at the most; the next refresh is not before the server wants it,
// and not later than an hour.
func TestScheduleGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Schedule{Every: rapid.SampledFrom([]time.Duration{time.Second, 10 * time.Second, time.Minute, time.Hour}).Draw(t, "every")}
		now := noon
		s, _ = s.Next(now, Begin{})
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "seconds")) * time.Second)
			asks := time.Duration(rapid.IntRange(0, 5000).Draw(t, "asks")) * time.Second
			event := rapid.SampledFrom([]Event{
				Begin{}, Done{}, Done{Err: errFailed}, Done{Err: limited(now.Add(asks))}, Due{}, Returned{},
			}).Draw(t, "event")
			open := s.Open
			var effects []Effect
			s, effects = s.Next(now, event)
			done, isDone := event.(Done)
			if isDone && !open {
				if effects != nil {
					t.Fatalf("an answer that nobody waits for: %s", names(effects))
				}
				continue
			}
			wait, is := effects[len(effects)-1].(Wait)
			if !is || wait.For < 0 || wait.For > time.Minute {
				t.Fatalf("after %T: %s", event, names(effects))
			}
			switch left := s.At.Sub(now); {
			case left > max(time.Hour, s.Every):
				t.Fatalf("the next refresh is in %v", left)
			case isDone && model.KindOf(done.Err) == model.RateLimited && left < max(time.Minute, min(asks, time.Hour)):
				t.Fatalf("the next refresh is in %v, the server wants %v", left, asks)
			}
		}
	})
}
