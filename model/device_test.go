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
		code := model.DeviceCode{Interval: interval, Expires: now.Add(model.DeviceTimeout)}
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

// TestDeviceKeepPace checks a given key at first after five seconds, then ever less
// often, never before the server wants to be asked, and for a quarter of an hour.
func TestDeviceKeepPace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Unix(1_800_000_000, 0)
		now, last := start, time.Duration(0)
		var keep model.KeyCheck
		for tries := 1; ; tries++ {
			until := time.Time{}
			if rapid.Bool().Draw(t, "limited") {
				until = now.Add(time.Duration(rapid.IntRange(-60, 1200).Draw(t, "seconds")) * time.Second)
			}
			next, wait, over := keep.Failed(now, until)
			pace := min(max(2*last, 5*time.Second), time.Minute)
			if want := max(pace, until.Sub(now)); wait != want {
				t.Fatalf("it waits %v after try %d, want %v", wait, tries, want)
			}
			if ends := now.Add(wait).Sub(start) > 15*time.Minute; ends != over {
				t.Fatalf("over is %v for a try %v after the first", over, now.Add(wait).Sub(start))
			}
			if over {
				return
			}
			keep, last, now = next, pace, now.Add(wait)
		}
	})
}
