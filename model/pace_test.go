package model

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestPaceAfter waits as long as a server asks, an hour at the most, and looks more
// rarely the longer looks fail.
func TestPaceAfter(t *testing.T) {
	pace := PollPolicy{Initial: time.Second, Max: 10 * time.Second}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	asked := func(d time.Duration) error { return &Error{Kind: RateLimited, Until: now.Add(d)} }
	for name, test := range map[string]struct {
		last       time.Duration
		failed     error
		next, wait time.Duration
	}{
		"first":           {0, nil, 1500 * time.Millisecond, 1500 * time.Millisecond},
		"slowest":         {10 * time.Second, nil, 10 * time.Second, 10 * time.Second},
		"failed":          {10 * time.Second, errors.New("down"), 20 * time.Second, 20 * time.Second},
		"failed for long": {time.Minute, errors.New("down"), MaxFailingWait, MaxFailingWait},
		"asked":           {0, asked(10 * time.Minute), 2 * time.Second, 10 * time.Minute},
		"asked for ever":  {0, asked(48 * time.Hour), 2 * time.Second, MaxAskWait},
		"asked before":    {0, asked(-time.Hour), 2 * time.Second, 2 * time.Second},
	} {
		if next, wait := pace.After(test.last, test.failed, now); next != test.next || wait != test.wait {
			t.Errorf("%s: %v, %v, want %v, %v", name, next, wait, test.next, test.wait)
		}
	}
}

// TestEnding ends no watch by a look that failed, however late, unless looks have
// failed since for long; and every watch at its first late look that worked.
func TestEnding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ending Deadline
		now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		until, failing := now.Add(30*time.Minute), time.Time{}
		for range 50 {
			now = now.Add(rapid.SampledFrom([]time.Duration{time.Second, time.Minute, 24 * time.Hour}).Draw(t, "passes"))
			var failed error
			if rapid.Bool().Draw(t, "fails") {
				failed = errors.New("down")
			}
			switch late := now.After(until); {
			case !late || failed == nil:
				failing = time.Time{}
			case failing.IsZero():
				failing = now
			}
			want := now.After(until) && (failed == nil || now.Sub(failing) >= GiveUpAfter)
			if got := ending.Passed(until, now, failed); got != want {
				t.Fatalf("over: %v, want %v", got, want)
			}
			if want {
				return
			}
		}
	})
}
