package pane

import (
	"fmt"
	"slices"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// planTable lays out plans as columns beside a column of labels. Where not all of them fit, it
// shows the plans around the cursor and says which.
type planTable struct {
	theme        *theme.Theme
	all, plans   []model.Plan // all of them, and those that are shown
	from, cursor int          // index of the first shown plan; of the chosen one
	label, cell  int          // widths
	gutter       int          // cells before each plan, for the cursor's mark
	mark         func(model.Plan) string
	rates        model.Rates
	toggle       string // the key that shows the other interval
}

// Least widths at which the table can be read.
const (
	leastLabel = 20
	leastCell  = 13
	mostLabel  = 42
	mostCell   = 26
)

func newPlanTable(t *theme.Theme, plans []model.Plan, rates model.Rates, cursor, width int, mark func(model.Plan) string) planTable {
	m := planTable{theme: t, all: plans, rates: rates, cursor: cursor, gutter: 1, mark: mark}
	m.label = max(min(leastLabel+(width-76)/3, mostLabel), leastLabel)
	if width >= 90 {
		m.gutter = 2
	}
	columns := max(min((width-m.label)/(leastCell+m.gutter), len(plans)), 1)
	m.cell = max(min((width-m.label)/columns-m.gutter, mostCell), 1)
	m.from = max(min(cursor-columns/2, len(plans)-columns), 0)
	m.plans = plans[m.from:min(m.from+columns, len(plans))]
	return m
}

// heading is the names of the plans, and whether each is the account's own.
func (m planTable) heading() []string {
	hint := ""
	if len(m.plans) < len(m.all) {
		hint = fmt.Sprintf("‹ %d–%d of %d plans ›", m.from+1, m.from+len(m.plans), len(m.all))
	}
	lines := m.set(hint, planName, true, func(column int, _ string) theme.Style {
		if m.from+column == m.cursor {
			return m.theme.ActiveTab
		}
		return m.theme.Strong
	})
	if slices.ContainsFunc(m.plans, func(plan model.Plan) bool { return m.mark(plan) != "" }) {
		lines = append(lines, m.set("", m.mark, false, func(int, string) theme.Style { return m.theme.Accent })...)
	}
	return lines
}

func planName(plan model.Plan) string {
	if plan.Name != "" {
		return plan.Name
	}
	return model.PlanName(plan.Slug)
}

// row is a label and a text for each plan, over as many lines as the longest text takes.
// Missing features are drawn faint, the chosen column strong.
func (m planTable) row(label string, text func(model.Plan) string) []string {
	return m.set(label, text, false, func(column int, text string) theme.Style {
		switch {
		case text == emptyCell:
			return m.theme.Faint
		case m.from+column == m.cursor:
			return m.theme.Strong
		}
		return m.theme.Text
	})
}

// set is a row whose cells each have a style, with the cursor's mark before the chosen one
// where the row is marked.
func (m planTable) set(label string, text func(model.Plan) string, marked bool, style func(column int, text string) theme.Style) []string {
	labels := m.theme.Wrap(label, m.label-1)
	height := len(labels)
	cells := make([][]string, len(m.plans))
	for i, plan := range m.plans {
		cells[i] = m.theme.Wrap(text(plan), m.cell)
		height = max(height, len(cells[i]))
	}
	lines := make([]string, height)
	for i := range lines {
		var b strings.Builder
		b.WriteString(m.theme.Muted.Render(widget.PadRight(ordinal(labels, i), m.label)))
		for column, texts := range cells {
			text, mark := ordinal(texts, i), ""
			if marked && i == 0 && m.from+column == m.cursor {
				mark = m.theme.Accent.Render("▸")
			}
			b.WriteString(widget.PadRight(mark, m.gutter) + widget.PadRight(style(column, text).Render(text), m.cell))
		}
		lines[i] = b.String()
	}
	return lines
}

func ordinal(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// emptyCell stands for a feature that a plan lacks, or a figure that is unknown.
const emptyCell = "–"

// prices are the rows of money and credits.
func (m planTable) prices(interval, other model.Interval) []string {
	label := "Price " + format.Per(interval)
	if other != "" {
		label += " (" + m.toggle + ")"
	}
	lines := m.row(label, func(plan model.Plan) string {
		if price, sold := plan.Price(interval); sold {
			return price.Short()
		}
		if plan.ByContact() {
			return "contact sales"
		}
		return emptyCell
	})
	if m.anySaving() {
		label = "Paid yearly"
		if interval == model.Yearly {
			label = "Against 12 months"
		}
		lines = append(lines, m.row(label, func(plan model.Plan) string {
			saving, ok := plan.YearlySaving()
			price, sold := plan.Price(model.Yearly)
			switch {
			case !ok:
				return emptyCell
			case sold && interval != model.Yearly:
				yearly, less := price.Short()+" a year", "(save "+saving.Short()+")"
				if widget.Width(m.theme.Spell(yearly+" "+less)) > m.cell {
					return yearly + "\n" + less
				}
				return yearly + " " + less
			}
			return "save " + saving.Short()
		})...)
	}
	lines = append(lines, m.row("Credits a month", func(plan model.Plan) string {
		switch {
		case plan.CreditsPerMonth != nil:
			return format.Amount(*plan.CreditsPerMonth)
		case plan.ByContact():
			return "by agreement"
		}
		return emptyCell
	})...)
	return append(lines, m.value(interval)...)
}

func (m planTable) anySaving() bool {
	return slices.ContainsFunc(m.all, func(plan model.Plan) bool {
		_, ok := plan.YearlySaving()
		return ok
	})
}

// value is the row of credits per amount of money.
func (m planTable) value(interval model.Interval) []string {
	return m.row("Credits "+message.RateUnit(m.rates), func(plan model.Plan) string {
		value, ok := plan.Value(interval)
		if rate := message.Rate(m.rates, value); ok && rate != "" {
			return rate
		}
		return emptyCell
	})
}

// features are the features: rows for those that differ between plans, and a list of those that
// every plan has. A feature that a plan does not mention is one that it lacks.
func (m planTable) features(roomy bool) []string {
	var differ, every []string
	for _, feature := range m.union() {
		if label, shared := m.shared(feature); shared {
			every = append(every, "✓ "+label)
		} else {
			differ = append(differ, m.feature(feature)...)
		}
	}
	var lines []string
	for _, group := range []struct {
		title string
		rows  []string
	}{{"differences", differ}, {"in every plan", m.flow(every)}} {
		if len(group.rows) == 0 {
			continue
		}
		if roomy && len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(append(lines, m.rule(group.title)), group.rows...)
	}
	return lines
}

// flow puts words side by side, as many on a line as fit.
func (m planTable) flow(words []string) []string {
	var lines []string
	for _, word := range words {
		if last := len(lines) - 1; last >= 0 && widget.Width(lines[last]+"   "+word) <= m.width() {
			lines[last] += "   " + word
		} else {
			lines = append(lines, m.theme.Wrap(word, m.width())...)
		}
	}
	return lines
}

// shared is the label of a feature that every plan has alike; ok is false for another one.
func (m planTable) shared(feature model.Feature) (label string, ok bool) {
	for _, plan := range m.all {
		if own, has := featureOf(plan, feature.Key); !has || !own.Included || own.Note != feature.Note {
			return "", false
		}
	}
	return featureLabel(feature, feature.Note != ""), true
}

// featureLabel is the name of a feature, with its note where that is wanted.
func featureLabel(feature model.Feature, withNote bool) string {
	label := feature.Label
	if label == "" {
		label = feature.Key
	}
	if withNote {
		label += " — " + string(feature.Note)
	}
	return label
}

// union is the features of all plans in order of first appearance.
func (m planTable) union() []model.Feature {
	var union []model.Feature
	for _, plan := range m.all {
		for _, feature := range plan.Features {
			if !slices.ContainsFunc(union, func(f model.Feature) bool { return f.Key == feature.Key }) {
				union = append(union, feature)
			}
		}
	}
	return union
}

// feature is the row of a feature. A note that all plans share is part of the label, one that
// differs is in its cell.
func (m planTable) feature(feature model.Feature) []string {
	notes := map[model.OptionalString]bool{}
	for _, plan := range m.all {
		if own, has := featureOf(plan, feature.Key); has && own.Included {
			notes[own.Note] = true
		}
	}
	label := featureLabel(feature, len(notes) == 1 && feature.Note != "" && notes[feature.Note])
	return m.row(label, func(plan model.Plan) string {
		own, has := featureOf(plan, feature.Key)
		switch {
		case !has || !own.Included:
			return emptyCell
		case len(notes) > 1 && own.Note != "":
			return "✓ " + string(own.Note)
		}
		return "✓"
	})
}

func featureOf(plan model.Plan, key string) (model.Feature, bool) {
	at := slices.IndexFunc(plan.Features, func(f model.Feature) bool { return f.Key == key })
	if at < 0 {
		return model.Feature{}, false
	}
	return plan.Features[at], true
}

// width is the width of the table.
func (m planTable) width() int { return m.label + len(m.plans)*(m.gutter+m.cell) }

func (m planTable) rule(title string) string {
	return m.theme.Faint.Render("── ") + m.theme.Title.Render(title) +
		m.theme.Faint.Render(" "+widget.Rule(m.width()-widget.Width(title)-4))
}
