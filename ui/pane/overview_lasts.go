package pane

import (
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/widget"
	"github.com/studio-tui/studio-tui/ui/words"
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
		m.text = words.Lasts(f, s.Location)
	}
}

// lines are the text in a width; where there is little room the first sentence.
func (m *outlookMemo) lines(width int, roomy bool) []string {
	switch first, _, more := strings.Cut(m.text, ". "); {
	case m.text == "":
		return nil
	case roomy:
		return widget.Wrap(m.text, width)
	case more:
		return []string{widget.Truncate(first+".", width)}
	}
	return []string{widget.Truncate(m.text, width)}
}
