package pane

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// Chosen returns the sorting, the grouping and the range of days, without the filter.
func (t *Transactions) Chosen() account.PaneChoice {
	s := t.search
	if t.leadsBack != 0 { // rows shown for another pane are not this pane's choice
		s = t.before.search
	}
	at := slices.IndexFunc(sortings, func(o sorting) bool { return o.key == s.sort })
	return account.PaneChoice{Sort: sortings[at].name, Reversed: s.reversed, Range: s.days.String(), Group: groupings[s.group].name}
}

// Choose restores the sorting, the grouping and the range of days.
func (t *Transactions) Choose(c account.PaneChoice) {
	if at := slices.IndexFunc(sortings, func(o sorting) bool { return o.name == c.Sort }); at >= 0 {
		t.search.sort, t.search.reversed = sortings[at].key, c.Reversed
	}
	if days, ok := model.ParseDayRange(c.Range); ok {
		t.search.days = days
	}
	if at := slices.IndexFunc(groupings, func(g grouping) bool { return g.name == c.Group }); at >= 0 {
		t.search.group = at
	}
}

// noTable is the stored name of the split without a table.
const noTable = "none"

// Chosen returns the view, the sorting and split of the table and the range of days, without
// the filter.
func (u *Usage) Chosen() account.PaneChoice {
	return account.PaneChoice{
		Sort: usageColumns[u.sort].title, Reversed: u.reversed, Range: u.search.days.String(),
		View: usageViews()[u.view].name, Group: cmp.Or(splits[u.split].name, noTable),
	}
}

// Choose restores the view, the sorting and split of the table and the range of days.
func (u *Usage) Choose(c account.PaneChoice) {
	if at := slices.IndexFunc(usageColumns, func(o usageColumn) bool { return o.title == c.Sort && o.compare != nil }); at >= 0 {
		u.sort, u.reversed = at, c.Reversed
	}
	if days, ok := model.ParseDayRange(c.Range); ok {
		u.search.days = days
	}
	if at := slices.IndexFunc(usageViews(), func(v usageView) bool { return v.name == c.View }); at >= 0 {
		u.view = at
	}
	for i, split := range splits {
		if cmp.Or(split.name, noTable) == c.Group {
			u.split = i
		}
	}
	if u.ready() {
		u.arrange()
	}
}

// Chosen returns the sorting.
func (c *Costs) Chosen() account.PaneChoice {
	at := slices.IndexFunc(costOrders, func(o costOrder) bool { return o.order == c.order })
	return account.PaneChoice{Sort: costOrders[at].name, Reversed: c.reversed}
}

// Choose restores the sorting.
func (c *Costs) Choose(choice account.PaneChoice) {
	if at := slices.IndexFunc(costOrders, func(o costOrder) bool { return o.name == choice.Sort }); at >= 0 {
		c.order, c.reversed = costOrders[at].order, choice.Reversed
	}
}

// Chosen returns the number of days of use that plans are compared for.
func (p *Plans) Chosen() account.PaneChoice {
	return account.PaneChoice{Range: strconv.Itoa(adviceRanges[p.days])}
}

// Choose restores that number of days.
func (p *Plans) Choose(c account.PaneChoice) {
	days, _ := strconv.Atoi(c.Range)
	if at := slices.Index(adviceRanges, days); at >= 0 {
		p.days = at
	}
}
