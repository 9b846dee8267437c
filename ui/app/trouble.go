package app

import (
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// connectionMessage is the line that states a connection problem, what still works, and
// the time of the next attempt; empty while all is well. It fills the room that there
// is.
func (r *refresher) connectionMessage() string {
	state, asOf, err := r.state.Connection()
	what, brief := problemWords(state, err)
	if what == "" {
		return ""
	}
	figures, figuresBrief := "No figures yet.", "No figures yet."
	if r.state.Account.Loaded {
		at := format.ShortTime(asOf, r.options.Now(), r.state.Location)
		figures, figuresBrief = "Figures from "+at+".", "As of "+at+"."
	}
	again, againBrief := r.nextTry(state)
	room := r.width - 2
	for _, line := range []string{
		what + " " + figures + again, what + " " + figuresBrief + again, what + " " + figuresBrief + againBrief,
	} {
		if widget.Width(line) <= room {
			return line
		}
	}
	return brief + " " + figuresBrief + againBrief
}

// nextTry states the time of the next attempt, with a blank before it.
func (r *refresher) nextTry(state data.Connection) (again, brief string) {
	switch at := model.Instant(r.schedule.At, r.options.Now(), r.state.Location); {
	case state == data.SignedOut:
		return "", ""
	case r.schedule.Open:
		return " Trying again now.", " Trying again now."
	case r.away():
		return " Next try when you are back (r now).", " Next when you are back."
	case r.schedule.At.IsZero():
		return "", ""
	default:
		return " Next try " + at + " (r now).", " Next " + at + ", r now."
	}
}

// problemWords states a problem, in a long and a brief form.
func problemWords(state data.Connection, err error) (what, brief string) {
	switch state {
	case data.LimitedRate:
		return "Too many requests.", "Too many requests."
	case data.SignedOut:
		return "The API key is not accepted.", "Key not accepted."
	case data.Offline, data.Stale:
		switch model.KindOf(err) {
		case model.TimedOut:
			return "The server does not answer.", "No answer."
		case model.CaptivePortal:
			return "A web page came instead of an answer.", "A web page came."
		case model.BadResponse:
			return "The answer was not understood.", "Not understood."
		case model.Untrusted:
			return "The server's identity could not be checked.", "Server not trusted."
		case model.NoProxy:
			return "The proxy does not answer, or lets nothing through.", "No way through the proxy."
		case model.BadProxy:
			return "The proxy setting in HTTPS_PROXY cannot be read.", "HTTPS_PROXY cannot be read."
		case model.ConnectionReset:
			return "The connection broke off.", "Connection broke off."
		case model.NoNetwork:
			return "No connection.", "No connection."
		}
		first, _, _ := strings.Cut(message.PlainError(err), ". ")
		first = format.Sentence(first)
		return first, first
	}
	return "", ""
}
