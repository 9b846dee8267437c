package derive

import (
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// SeenPrices are observed costs of generations that were the only one between two balances.
// They are in order of time.
type SeenPrices []seenPrice

// seenPrice is what a generation with some inputs cost at a time, and what the catalogue's
// price came to for them: where that changes, it says nothing any more.
type seenPrice struct {
	of     terms
	amount model.Credits // zero or less
	at     model.Time
	id     model.ID // of the generation
}

// terms are what generations have to have in common to cost the same.
type terms struct {
	tool, model model.OptionalString
	inputs      string
	estimate    model.Credits
}

func termsOf(debit model.Transaction) terms {
	return terms{debit.Tool, debit.Model, debit.Estimate.Inputs, debit.Amount}
}

// mostDearer is how many times the catalogue's price a generation is believed to cost: a
// larger change of the balance has something else in it.
const mostDearer = 25

// seenPrices finds the generations of inexact price that were the only one between two
// balances, and what they cost by those.
func (a *reconciliation) seenPrices() (seen SeenPrices) {
	for m := 1; m < len(a.moments); m++ {
		at := a.included[m-1]
		if a.included[m]-at != 1 || !a.debits[at].Basis.Inexact() || a.debits[at].Status == model.GenerationError {
			continue
		}
		debit := a.debits[at]
		amount, err := debit.Amount.Add(a.unexplained[m])
		believed := err == nil && a.unexplained[m].Known() && amount < 0 && amount >= debit.Amount*mostDearer && (amount <= debit.Amount || !debit.Basis.AtLeast())
		if believed && !slices.Contains(a.refunded, m) && a.certain(m) {
			seen = append(seen, seenPrice{of: termsOf(debit), amount: amount, at: a.moments[m].at, id: debit.ID})
		}
	}
	return seen
}

// certain reports whether no other generation may belong to the stretch before a moment:
// where clocks leave a choice, the balances around have to be explained as it is made.
func (a *reconciliation) certain(m int) bool {
	first, last := a.included[m-1], a.included[m]
	before := first > 0 && a.debits[first-1].CreatedAt.After(a.moments[m-1].at.Add(-Skew))
	after := last < len(a.debits) && !a.debits[last].CreatedAt.After(a.moments[m].at.Add(Skew))
	return (!before || a.unexplained[m-1] == 0) && (!after || (m+1 < len(a.moments) && a.unexplained[m+1] == 0))
}

// Priced sets the costs of debits from observed costs with the same inputs: a generation's
// own if observed, else the last one before it, or the first after it. The debits are
// changed in place.
func (s SeenPrices) Priced(debits []model.Transaction) {
	if len(s) == 0 {
		return
	}
	by := map[terms][]seenPrice{}
	for _, price := range s {
		by[price.of] = append(by[price.of], price)
	}
	for i := range debits {
		debit := &debits[i]
		if !debit.Basis.Inexact() {
			continue
		}
		seen := by[termsOf(*debit)]
		if len(seen) == 0 {
			continue
		}
		price := seen[0]
		for _, other := range seen {
			if !other.at.After(debit.CreatedAt.Time) {
				price = other
			}
		}
		if own := slices.IndexFunc(seen, func(other seenPrice) bool { return other.id == debit.ID }); own >= 0 {
			price = seen[own]
		}
		debit.Estimate.Least, debit.Estimate.SeenAt = 0, price.at
		if debit.Basis.AtLeast() {
			debit.Estimate.Least = debit.Amount
		}
		debit.Amount, debit.Basis = price.amount, model.BasisSeenPrice
	}
}
