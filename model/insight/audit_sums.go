package insight

import (
	"github.com/studio-tui/studio-tui/model"
)

// addUp looks at numbers and balances, row by row.
func (e *examination) addUp() {
	t := e.Table
	odd := t.OddRows(nil)
	unexplained := map[int]bool{}
	for _, i := range t.OddRows(e.Unreadable) {
		unexplained[i] = true
	}
	passed := 0 // the rows below say nothing of those from here on
	for _, i := range odd {
		before, row := t.Row(i-1), t.Row(i)
		want := plus(before.Balance, row.Amount)
		f := Finding{At: row.CreatedAt, Rows: []model.Transaction{before, row}, Want: want, Credits: row.Balance - want}
		switch {
		case row.Seq == before.Seq:
			f.Kind, f.Credits = FindSequence, 0
			e.find(i, f)
		case row.Seq != before.Seq+1:
			e.gaps = append(e.gaps, gap{i, row.Seq - before.Seq - 1, row.Balance - want})
			if f.Kind = FindSequence; e.Whole && unexplained[i] {
				e.find(i, f)
			}
		case i < passed: // the row before was wrong by itself
		case i+1 < t.Len() && t.Row(i+1).Seq == row.Seq: // of two with one number either may be the first
		default:
			f.Kind = FindSum
			e.find(i, f)
			if i+1 < t.Len() {
				if next := t.Row(i + 1); next.Seq == row.Seq+1 && plus(want, next.Amount) == next.Balance {
					passed = i + 2
				}
			} else if e.Account != nil && *e.Account == want {
				return
			}
		}
	}
	if n := t.Len(); n > 0 && e.Account != nil {
		newest := t.Row(n - 1)
		twin := n > 1 && t.Row(n-2).Seq == newest.Seq && t.Row(n-2).Balance == *e.Account // either may be the last
		if newest.Balance != *e.Account && !twin {
			e.find(n, Finding{
				Kind: FindAccount, Credits: newest.Balance - *e.Account, At: newest.CreatedAt, Rows: []model.Transaction{newest}, Want: *e.Account,
			})
		}
	}
}

// plus adds amounts of a server's; a sum that does not fit is one that no balance has.
func plus(a, b model.Credits) model.Credits {
	sum, err := a.Add(b)
	if err != nil {
		return model.UnknownCredits
	}
	return sum
}
