package insight

import "github.com/studio-tui/studio-tui/model"

// PackChoice is a set of packs, with what it costs and brings.
type PackChoice struct {
	Packs  []PackCount   `json:"packs"`
	Cost   model.Money   `json:"cost"`
	Brings model.Credits `json:"credits"`
}

// PackCount is the number of packs in the set: each is a purchase of its own.
func (c PackChoice) PackCount() (n int) {
	for _, pack := range c.Packs {
		n += pack.Count
	}
	return n
}

// CheapestPacks is the cheapest set of packs that brings the wanted credits. Packs in another
// currency than the first one with a price are left out. ok is false where there are none. The
// error is that of too large a number.
func CheapestPacks(packs []model.Pack, wanted model.Credits) (c PackChoice, ok bool, err error) {
	var sold []model.Pack
	for _, pack := range packs {
		if pack.Price.Currency != "" && (len(sold) == 0 || pack.Price.Same(sold[0].Price)) {
			sold = append(sold, pack)
		}
	}
	sets := newPackSets(sold)
	if sets.none() {
		return c, false, nil
	}
	c, err = sets.choose(wanted)
	return c, err == nil, err
}

// choose is the cheapest set that brings the wanted credits.
func (s *packSets) choose(wanted model.Credits) (c PackChoice, err error) {
	counts, cost, brings, err := s.cheapest(wanted)
	if err != nil {
		return c, err
	}
	c.Cost, c.Brings = model.Money{Amount: cost, Currency: s.packs[0].Price.Currency}, brings
	for i, count := range counts {
		if count > 0 {
			c.Packs = append(c.Packs, PackCount{s.packs[i].Slug, count})
		}
	}
	return c, nil
}
