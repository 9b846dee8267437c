package model

// Pack is a credit pack, bought once (GET /api/packs). Its credits stack on top
// of a plan's and never expire.
type Pack struct {
	Slug     string  `json:"slug"`
	Name     string  `json:"name"`
	Credits  Credits `json:"credits"`
	Price    Money   `json:"price"`
	Featured bool    `json:"featured"`
}

// BestValue is the index of the pack with the most credits for its money, −1
// where there are fewer than two of one currency to compare, or none is best.
func BestValue(packs []Pack) int {
	best, tied, compared := -1, false, 0
	for i, pack := range packs {
		if pack.Price.Amount <= 0 || pack.Credits <= 0 {
			continue
		}
		if best >= 0 && !pack.Price.Same(packs[best].Price) {
			return -1
		}
		compared++
		switch {
		case best < 0:
			best = i
		default:
			switch compareValue(pack, packs[best]) {
			case 1:
				best, tied = i, false
			case 0:
				tied = true
			}
		}
	}
	if tied || compared < 2 {
		return -1
	}
	return best
}

// compareValue compares credits for money exactly: a.Credits/a.Price with b's.
func compareValue(a, b Pack) int {
	return crossCompare(int64(a.Credits), b.Price.Amount, int64(b.Credits), a.Price.Amount)
}
