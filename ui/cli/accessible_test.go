package cli_test

import (
	"io"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// TestAccessible runs the main actions from start to end through a pipe: prompts and
// results are lines that label each figure, without cursor movements, and a confirmed
// pack is paid and arrives.
func TestAccessible(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.browse = s.pay
	in, person := io.Pipe()
	go func() {
		for _, line := range []string{"1", "2", "3", "4", "nine", "", "5", "2", "yes", "6"} {
			_, _ = io.WriteString(person, line+"\n")
		}
		_ = person.Close()
	}()
	got := s.answer(in, "--accessible")
	got.with(0, "✓ Pack M: 2,000 credits arrived.", "What do you want to do?", "1. Balance", "6. Quit", "That is not one of the numbers.",
		"2. Pack M, 2,000 credits for $19.00", "\nItem: Pack M, 2,000 credits\n", "Buy it? [y/N]")
	for _, want := range []string{"credits: 1", ", plan: Creator", "used: ", "plan: Starter, ", "would have been the cheapest"} {
		if !strings.Contains(got.out, want) {
			t.Errorf("it does not print %q:\n%s", want, got.out)
		}
	}
	if strings.Contains(got.out, ": –") {
		t.Errorf("a cell without a value is printed:\n%s", got.out)
	}
	if strings.ContainsAny(got.out+got.errout, "\x1b\r\b") {
		t.Errorf("something is drawn again:\n%q", got.out+got.errout)
	}
	s.counts(1, 1)
}

// TestAccessibleAlerts says at the start and with the balance what needs attention, as the dashboard does, and
// offers in read-only mode nothing that buys or changes.
func TestAccessibleAlerts(t *testing.T) {
	t.Parallel()
	for state, want := range map[string][2]string{
		sandbox.StateOut:              {"You are out of credits.", "Buy a pack or upgrade your plan."},
		sandbox.StateLow:              {"Your balance is low: 31.5 credits left.", "Buy a pack or upgrade your plan."},
		sandbox.StateEmpty:            {"You are out of credits.", "Buy a pack or choose a plan."},
		sandbox.StatePastDue:          {"The last payment for Creator failed.", "Update your card in the billing portal. To open it: studio-tui portal"},
		sandbox.StateUnpaid:           {"Your subscription of Creator is unpaid: it brings no credits until it is paid.", "Pay it in the billing portal. To open it: studio-tui portal"},
		sandbox.StateIncomplete:       {"Your subscription of Creator is incomplete: its first payment was not made.", "Finish or cancel it in the billing portal. To open it: studio-tui portal"},
		sandbox.StatePaused:           {"Your subscription of Creator is paused: ", "Resume it in the billing portal. To open it: studio-tui portal"},
		sandbox.StateCancelled:        {"Creator is cancelled. You keep it until ", "Resume it in the billing portal. To open it: studio-tui portal"},
		sandbox.StatePendingDowngrade: {"Starter takes the place of Creator on ", "Change it in the billing portal. To open it: studio-tui portal"},
	} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			s := newTill(t, state)
			s.answer(strings.NewReader(""), "--accessible").with(0, "", want[0], want[1])
			s.answer(strings.NewReader("1\n"), "--accessible").with(0, want[0]).with(0, want[1])
			got := s.answer(strings.NewReader("1\n"), "--accessible", "--read-only").with(0, want[0])
			for _, offer := range []string{"ortal", "uy a pack", " plan."} {
				if strings.Contains(got.out+got.errout, offer) {
					t.Errorf("%q is offered in read-only mode:\n%s\n%s", offer, got.out, got.errout)
				}
			}
		})
	}
}

// TestAccessibleEnds buys nothing where the input ends in the middle, or the answer is no.
func TestAccessibleEnds(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", "5\n", "5\n1\n", "5\n1\nno\n6\n", "5\n5\n6\n"} {
		s := newTill(t, "")
		got := s.answer(strings.NewReader(typed), "--accessible")
		got.with(0, "", "Quit")
		if chosen := strings.Count(typed, "\n") > 1; chosen != strings.Contains(got.errout, "Nothing was bought.") {
			t.Errorf("%q: that nothing was bought is told: %t", typed, !chosen)
		}
		s.counts(0, 0)
	}
}
