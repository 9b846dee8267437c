package derive

import (
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// BalanceObservation is a balance that the dashboard read: first at From, and unchanged in
// all readings until To.
type BalanceObservation struct {
	From    model.Time    `json:"from"`
	To      model.Time    `json:"to"`
	Balance model.Credits `json:"balance"`
}

// Until limits an observation to times up to the present, as a clock that was ahead may
// have recorded or extended it. ok is false if nothing remains.
func (s BalanceObservation) Until(present time.Time) (left BalanceObservation, ok bool) {
	latest := present.Add(Skew)
	if s.From.After(latest) {
		return BalanceObservation{}, false
	}
	if s.To.After(latest) {
		s.To = s.From
	}
	return s, true
}

// Seen is the observations of an account, and the time range in which they can be compared
// with its generations.
type Seen struct {
	Balances []BalanceObservation
	// Now is the present. Observations after it, from a clock that was ahead, are ignored.
	Now time.Time
	// From is the time from which all generations are known: earlier balances are ignored.
	From time.Time
	// Read is when the newest generations were requested. A later balance may include a
	// generation that is not known yet: if it is unexplained, it is deferred.
	Read time.Time
}

// moment is a balance at an instant.
type moment struct {
	at      model.Time
	balance model.Credits
}

// moments are the moments of the observations that count, in order of time.
func (s Seen) moments() []moment {
	var moments []moment
	for _, observation := range s.Balances {
		for _, at := range []model.Time{observation.From, observation.To} {
			if !at.Before(s.From) && !at.After(s.Now.Add(Skew)) {
				moments = append(moments, moment{at, observation.Balance})
			}
		}
	}
	slices.SortStableFunc(moments, func(a, b moment) int { return a.at.Compare(b.at.Time) })
	return slices.CompactFunc(moments, func(a, b moment) bool { return a.at.Equal(b.at.Time) })
}

// observed is the row of a moment's change that nothing explains: it happened after
// the moment before.
func (a *reconciliation) observed(m int) model.Transaction {
	from, to := a.moments[m-1].at, a.moments[m].at
	row := model.Transaction{
		ID: model.ID("seen-" + to.UTC().Format("20060102T150405.000Z")), Type: model.TypeObserved, Amount: a.unexplained[m],
		Description: window(from, to), CreatedAt: to, Basis: model.BasisObserved,
	}
	switch {
	case !row.Amount.Known():
		row.Basis = model.BasisObservedTooMuch
	case a.unpriced[m]:
		row.Basis = model.BasisObservedWithUnknown
	case a.unclear[m] > 0:
		row.Basis = model.BasisObservedWithEstimates
	}
	row.Estimate.Generations = a.unclear[m]
	return row
}

// window is a stretch of time as ISO 8601 has it.
func window(from, to model.Time) string {
	return from.ISO() + "/" + to.ISO()
}

// Window is the time range in which an observed change happened, UTC. ok is false for any
// other row.
func Window(row model.Transaction) (from, to time.Time, ok bool) {
	if !row.Basis.Observed() {
		return from, to, false
	}
	begin, end, _ := strings.Cut(row.Description, "/")
	from, err := time.Parse(time.RFC3339Nano, begin)
	if err != nil {
		return from, to, false
	}
	to, err = time.Parse(time.RFC3339Nano, end)
	return from, to, err == nil
}
