package app

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
)

// outlookEvery is how often the outlook is computed again for other rows while details of
// generations are still being read, each of which may change a price.
const outlookEvery = time.Minute

// outlookRunner computes how long the credits last.
type outlookRunner struct {
	*core
	query query[data.Outlook]
	of    data.OutlookBasis // the input of the last computation, or of the running one
}

func newOutlookRunner(c *core) *outlookRunner {
	into := func(s *data.State) *data.Resource[data.Outlook] { return &s.Outlook }
	return &outlookRunner{core: c, query: query[data.Outlook]{core: c, into: into}}
}

// Update computes the outlook again when its input has changed.
func (o *outlookRunner) Update(msg tea.Msg) (tea.Cmd, bool) {
	if _, is := msg.(updated); is {
		return o.run(), false
	}
	return nil, false
}

// Do handles no intent.
func (o *outlookRunner) Do(data.Intent) (tea.Cmd, bool) { return nil, false }

func (o *outlookRunner) run() tea.Cmd {
	s := &o.state
	of, known := s.OutlookBasis()
	if !o.open || !known || (s.Outlook.Loaded || s.Outlook.InFlight || s.Outlook.Err != nil) && of == o.of {
		return nil
	}
	if age := s.Now.Sub(s.Outlook.At); s.Outlook.Loaded && of.SameButRows(o.of) && s.History.Value.Details > 0 && age >= 0 && age < outlookEvery {
		return nil
	}
	o.of = of
	plans, before, now, zone := s.Plans.Value, s.Outlook.Value, s.Now, s.Location
	return o.query.run(s.History.Provenance, func(ctx context.Context) (data.Outlook, error) {
		return of.Outlook(ctx, plans, before, now, zone)
	})
}
