package pane

import (
	"slices"

	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// Click chooses a row or a group.
func (t *Transactions) Click(_, y int) (chosen, taken bool) {
	defer t.drop()
	chosen, taken = t.list.Click(y - 2) // after the filter and the headings
	t.moved = t.moved || taken
	return chosen, taken
}

// Click chooses a model.
func (c *Costs) Click(_, y int) (chosen, taken bool) {
	row := y - 2 // after the filter and the headings
	from, to := c.list.Visible()
	if rule := c.own - from; c.rules() > 0 && c.own >= from && c.own < to && row >= rule {
		if row == rule {
			return false, false
		}
		row--
	}
	return c.list.Click(row)
}

// Click chooses a pack.
func (p *Packs) Click(_, y int) (chosen, taken bool) {
	if chosen, taken = p.list.Click(y - len(p.above())); taken {
		p.moved = true
		p.layout()
	}
	return chosen, taken
}

// OpenKey returns the key that chooses a plan.
func (p *Plans) OpenKey() key.Binding { return p.keys.Choose }

// OpenKey returns the key that shows the rows of a part of the picture.
func (u *Usage) OpenKey() key.Binding { return u.keys.UsageRows }

// Click chooses a plan.
func (p *Plans) Click(x, _ int) (chosen, taken bool) {
	m := p.table()
	x -= margin + m.label
	if x < 0 || x/(m.gutter+m.cell) >= len(m.plans) {
		return false, false
	}
	column := m.from + x/(m.gutter+m.cell)
	chosen = column == p.cursor
	p.choose(column)
	return chosen, true
}

// Click chooses a view, a bar, a row of the table, a day of the year, or an hour of the rhythm.
func (u *Usage) Click(x, y int) (chosen, taken bool) {
	switch {
	case !u.ready():
		return false, false
	case y == 0:
		view, ok := u.viewAt(x - margin)
		if ok {
			u.view, u.chosen = view, true
		}
		return false, ok
	case u.view == forecastView:
		return false, false
	case u.view == yearView:
		above := 1 // the title
		if u.roomy() {
			above++
		}
		if u.titled() {
			above += 2
		}
		heat, _ := u.yearMap()
		return u.clickMap(&heat, u.moveDay, x-margin, y-above)
	case u.view == rhythmView:
		above := 1
		if u.titled() {
			above++
		}
		heat := u.rhythmMap()
		return u.clickMap(&heat, u.moveHour, x-margin, y-above)
	}
	first := 2 // after the title and the headline
	if u.roomy() {
		first++
	}
	row := y - first - u.chartHeight - 3 // below the bars their cursor, labels and figures
	if u.roomy() {
		row--
	}
	if u.titled() {
		row -= 2
	}
	switch {
	case y >= first && y < first+u.chartHeight+2:
		return u.clickBar(x - margin)
	case splits[u.split].name == "":
		return false, false
	}
	picked := u.picks
	if chosen, taken = u.table.Click(row); taken {
		u.picks, u.chosen, u.name = true, true, u.rows[u.table.Cursor].Key
	}
	return chosen && picked, taken
}

// clickMap moves the cursor of a heat map to the cell at a position, which counts from the
// labels of its columns.
func (u *Usage) clickMap(heat *widget.Heatmap, move func(columns, rows int), x, y int) (chosen, taken bool) {
	row, column, ok := heat.At(x, y)
	if !ok || heat.Shades[row][column] == widget.ShadeOutside {
		return false, false
	}
	chosen = row == heat.Row && column == heat.Column
	move(column-heat.Column, row-heat.Row)
	return chosen, true
}

func (u *Usage) clickBar(x int) (chosen, taken bool) {
	from, to := u.bars.Visible()
	chart := u.chart(from, to)
	layout, _ := chart.Layout(u.inner())
	bar := layout.At(x)
	if bar < 0 {
		return false, false
	}
	chosen = from+bar == u.bars.Cursor
	u.moveBar(from+bar-u.bars.Cursor, 0)
	return chosen, true
}

// Click chooses a running generation, or one of the latest rows.
func (o *Overview) Click(_, y int) (chosen, taken bool) {
	if !o.state.Account.Loaded {
		return false, false
	}
	above := len(o.upper())
	item, ok := o.itemAt(y-above, o.height-above)
	if !ok {
		return false, false
	}
	chosen = item == o.cursor()
	o.list.Move(item - o.cursor())
	return chosen, true
}

// Click chooses an item of the page.
func (a *Account) Click(x, y int) (chosen, taken bool) {
	p := a.pager()
	if a.reading {
		y -= 2 // after the title
	}
	if y < 0 || y >= p.height {
		return false, false
	}
	at := slices.Index(p.places, p.top+y)
	if x > a.width/2 { // items of the right column come last
		for i, line := range p.places {
			if line == p.top+y {
				at = i
			}
		}
	}
	if at < 0 {
		return false, false
	}
	chosen = p.selected == at
	p.selected = at
	return chosen, true
}
