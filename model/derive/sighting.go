package derive

import (
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Sighting is a balance that the dashboard saw: first at From, and unchanged, as
// often as it looked, until To.
type Sighting struct {
	From    model.Time    `json:"from"`
	To      model.Time    `json:"to"`
	Balance model.Credits `json:"balance"`
}

// moment is a balance at an instant.
type moment struct {
	at      model.Time
	balance model.Credits
}

// momentsOf are the moments of sightings in order of time. What a clock that was
// set back has seen is left out.
func momentsOf(seen []Sighting) []moment {
	var moments []moment
	for _, s := range seen {
		for _, at := range []model.Time{s.From, s.To} {
			if last := len(moments) - 1; last < 0 || at.After(moments[last].at.Time) {
				moments = append(moments, moment{at, s.Balance})
			}
		}
	}
	return moments
}

// observed is the row of a change that nothing explains: it happened after the
// first and not after the second moment.
func observed(change model.Credits, from, to model.Time) model.Transaction {
	return model.Transaction{
		ID: model.ID("seen-" + to.UTC().Format("20060102T150405.000Z")), Type: model.TypeObserved, Amount: change,
		Description: window(from, to), CreatedAt: to, Basis: model.BasisObserved,
	}
}

const windowLayout = "2006-01-02T15:04:05Z"

// window is a stretch of time as ISO 8601 has it.
func window(from, to model.Time) string {
	return from.UTC().Format(windowLayout) + "/" + to.UTC().Format(windowLayout)
}

// Window is the stretch of time in which an observed change happened, UTC. ok is
// false for any other row.
func Window(row model.Transaction) (from, to time.Time, ok bool) {
	if row.Type != model.TypeObserved || row.Basis != model.BasisObserved {
		return from, to, false
	}
	begin, end, _ := strings.Cut(row.Description, "/")
	from, err := time.Parse(windowLayout, begin)
	if err != nil {
		return from, to, false
	}
	to, err = time.Parse(windowLayout, end)
	return from, to, err == nil
}
