package pane

import (
	"slices"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// outlookMemo is how long the credits last in words, as long as nothing changes that it
// rests on.
type outlookMemo struct {
	futures *forecast.Futures
	credits model.Credits
	sub     model.Subscription
	plans   int
	text    string // empty where nothing is known, or nothing is left
}

func (m *outlookMemo) update(s *data.State) {
	is := outlookMemo{futures: s.History.Value.Futures, credits: s.Account.Value.Credits, sub: s.Subscription.Value, plans: len(s.Plans.Value), text: m.text}
	if is == *m {
		return
	}
	*m, m.text = is, ""
	if is.futures == nil || !s.Account.Loaded || is.credits <= 0 {
		return
	}
	f := is.futures.Brief(forecast.Account{Credits: is.credits, Subscription: is.sub, Plans: s.Plans.Value})
	if f.RunOut.State != forecast.Unknown {
		m.text = message.Lasts(f, s.Location)
	}
}

// lines are the text in a width; where there is little room its first statement.
func (m *outlookMemo) lines(width int, roomy bool) []string {
	if m.text == "" || roomy {
		return slices.DeleteFunc(widget.Wrap(m.text, width), func(line string) bool { return line == "" })
	}
	first, _, _ := strings.Cut(strings.TrimSuffix(m.text, "."), ". ")
	first, _, _ = strings.Cut(first, ": ")
	return []string{widget.Truncate(first+".", width)}
}
