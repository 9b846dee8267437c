package model_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// TestDevicePace holds the questions of a sign-in to the server's pace: never sooner
// than the interval unless the code has ended, never past its end, slower for good by
// five seconds with each "slow_down", and back at the interval after failures.
func TestDevicePace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(1_800_000_000, 0)
		interval := time.Duration(rapid.IntRange(1, 900).Draw(t, "interval")) * time.Second
		code := model.DeviceCode{Interval: interval, Expires: now.Add(model.DevicePatience)}
		want := interval
		for !code.Over(now) {
			until := time.Time{}
			switch rapid.SampledFrom([]string{"pending", "slow", "failed", "limited"}).Draw(t, "answer") {
			case "pending":
				code = code.On(model.DevicePending)
				if got := code.Next(now, until); got != min(want, code.Expires.Sub(now)) {
					t.Fatalf("waits %v after an answer, want %v", got, want)
				}
			case "slow":
				code, want = code.On(model.DeviceSlowDown), want+5*time.Second
			case "failed":
				code = code.Failed()
			case "limited":
				code, until = code.Failed(), now.Add(2*time.Minute)
			}
			wait := code.Next(now, until)
			end := now.Add(wait)
			switch {
			case code.Interval != want:
				t.Fatalf("the interval is %v, want %v", code.Interval, want)
			case end.After(code.Expires):
				t.Fatal("it waits past the end of the code")
			case wait < want && !end.Equal(code.Expires):
				t.Fatalf("it waits %v, less than the interval %v", wait, want)
			case end.Before(until) && !end.Equal(code.Expires):
				t.Fatal("it asks before the server wants to be asked")
			case wait > max(want, 30*time.Second, until.Sub(now)):
				t.Fatalf("it waits %v at an interval of %v", wait, want)
			}
			now = end
		}
	})
}
