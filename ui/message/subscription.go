package message

import (
	"strings"

	"github.com/studio-tui/studio-tui/model"
)

// Status is the display name of a subscription's state. An unknown one is unchanged.
func Status(sub model.Subscription) string {
	switch sub.Status {
	case model.StatusNone, "":
		return "none"
	case model.StatusTrialing:
		return "trial"
	case model.StatusPastDue:
		return "past due: the last payment failed"
	case model.StatusCanceled:
		return "cancelled"
	case model.StatusUnpaid:
		return "unpaid: the last payment failed, and is not tried again"
	case model.StatusIncomplete:
		return "incomplete: the first payment was not made"
	case model.StatusIncompleteExpired:
		return "incomplete, and expired: the first payment was not made in time"
	}
	return StatusWord(sub)
}

// StatusWord is the server's own name of a subscription's state.
func StatusWord(sub model.Subscription) string {
	return strings.ReplaceAll(model.Clean(string(sub.Status)), "_", " ")
}

// Plan is the display name of an account's plan, with the state of a subscription that is a
// trial or not paid.
func Plan(account model.Account, sub model.Subscription) string {
	name := sub.Named(model.PlanName(sub.PlanOf(account)))
	if sub.Stalled() {
		name += " (" + StatusWord(sub) + ")"
	}
	return name
}

// Stalled explains the state of a subscription that is neither paid nor a trial, and, in a
// sentence of its own for where that is offered, what to do: nothing is promised for it.
func Stalled(name string, sub model.Subscription) (state, remedy string) {
	name = "Your subscription of " + name
	switch sub.Status {
	case model.StatusUnpaid:
		return name + " is unpaid: it brings no credits until it is paid.", "Pay it in the billing portal."
	case model.StatusIncomplete:
		return name + " is incomplete: its first payment was not made.", "Finish or cancel it in the billing portal."
	case model.StatusPaused:
		return name + " is paused: it brings no credits until it is resumed.", "Resume it in the billing portal."
	}
	return "The server calls y" + name[1:] + " “" + StatusWord(sub) + "”.", "What that means is in the billing portal."
}
