package pane

import (
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// place is a line of a page with an action.
type place struct {
	line   int
	action action
}

// action is what the keys do at a place.
type action struct {
	open data.Intent // by enter and o; nil where there is nothing to open
	copy data.Copy   // by y
	help string      // what enter does, for the footer
}

// opening is the action of a link: open it, or copy its address.
func opening(address model.URL, what string) action {
	return action{data.OpenURL{Address: address, What: what}, data.Copy{Text: string(address), What: "the address of " + what, Whole: true}, "open in browser"}
}

// copying is the action of a text that can only be copied.
func copying(text, what string) action {
	cp := data.Copy{Text: text, What: what}
	return action{cp, cp, "copy"}
}

// copyingSecret is copying for an e-mail address or an id.
func copyingSecret(text, what string) action {
	cp := data.Copy{Text: text, What: what, Secret: true}
	return action{cp, cp, "copy"}
}

// guideWidth is the largest width of the guide's text.
const guideWidth = 76

// twoColumns is the width from which pages have two columns.
const twoColumns = 118

// columnGap is the space between two columns.
const columnGap = 4

// guide lays out the product page "Credits and pricing" as lines: its sections word for word,
// its tables, and its links as places. It has two columns of about equal height where the width
// allows.
func guide(t *theme.Theme, width, selected int) ([]string, []place) {
	sections := model.Guide()
	if width < twoColumns {
		w := &guideWriter{theme: t, width: min(width, guideWidth), selected: selected}
		w.sections(sections)
		return w.lines, w.places
	}
	column := min((width-columnGap)/2, guideWidth)
	split := splitGuide(t, sections, column)
	left := &guideWriter{theme: t, width: column, selected: selected}
	left.sections(sections[:split])
	right := &guideWriter{theme: t, width: column, selected: selected - len(left.places)}
	right.sections(sections[split:])
	return widget.JoinHorizontal(left.lines, right.lines, column, columnGap), append(left.places, right.places...)
}

// splitGuide returns the index of the section that starts the right column, chosen so that the
// taller column is as short as possible.
func splitGuide(t *theme.Theme, sections []model.Section, width int) int {
	heights, whole := make([]int, len(sections)), 0
	for i := range sections {
		w := &guideWriter{theme: t, width: width}
		w.sections(sections[i : i+1])
		heights[i] = len(w.lines) + 1
		whole += heights[i]
	}
	split, left := 0, 0
	for split < len(sections) && max(left+heights[split], whole-left-heights[split]) <= max(left, whole-left) {
		left += heights[split]
		split++
	}
	return split
}

// guideWriter writes sections as lines.
type guideWriter struct {
	theme    *theme.Theme
	width    int
	selected int // index of the place under the cursor, if it is in this column
	lines    []string
	places   []place
}

func (w *guideWriter) sections(sections []model.Section) {
	for _, section := range sections {
		if len(w.lines) > 0 {
			w.lines = append(w.lines, "")
		}
		w.lines = append(w.lines, w.theme.Strong.Render(section.Title))
		for _, paragraph := range section.Paragraphs {
			w.paragraph(paragraph)
		}
		switch section.Title {
		case "Plans":
			w.bestFor()
		case "What all plans include":
			w.additional()
		}
	}
}

func (w *guideWriter) paragraph(p model.Paragraph) {
	first, rest := "", ""
	if p.Item {
		first, rest = "• ", "  "
	}
	for i, line := range widget.Wrap(p.Text, w.width-widget.Width(rest)) {
		if i == 0 {
			w.lines = append(w.lines, w.theme.Accent.Render(strings.TrimRight(first, " "))+strings.Repeat(" ", widget.Width(rest)-widget.Width(strings.TrimRight(first, " ")))+line)
			continue
		}
		w.lines = append(w.lines, rest+line)
	}
	if p.Link != "" {
		w.link(p.Link)
	}
}

// link writes an address on a line of its own, under the paragraph that refers to it.
func (w *guideWriter) link(address model.URL) {
	text := "→ " + shortAddress(address)
	if len(w.places) == w.selected {
		text = w.theme.Selected.Render("▸ " + text + " ")
	} else {
		text = "  " + w.theme.Accent.Render(text)
	}
	w.places = append(w.places, place{len(w.lines), opening(address, linkName(address))})
	w.lines = append(w.lines, text)
}

// bestFor is the page's table of plans.
func (w *guideWriter) bestFor() {
	w.lines = append(w.lines, "", w.theme.Title.Render(widget.PadRight("Plan", len("Enterprise  "))+"Best for"))
	for _, plan := range model.DocumentedPlans() {
		w.lines = append(w.lines, widget.PadRight(plan.Name, len("Enterprise  "))+widget.Truncate(plan.BestFor, w.width-len("Enterprise  ")))
	}
}

// additional is the page's table of features that only some plans have.
func (w *guideWriter) additional() {
	plans := model.DocumentedPlans()
	w.lines = append(w.lines, "", w.theme.Strong.Render("Additional plan features"))
	for _, feature := range plans[0].Features {
		var with []string
		for _, plan := range plans {
			if plan.HasFeature(feature.Key) {
				with = append(with, plan.Name)
			}
		}
		if len(with) < len(plans) {
			w.paragraph(model.Paragraph{Text: feature.Label + ": " + strings.Join(with, ", "), Item: true})
		}
	}
}

// shortAddress is one of the service's own addresses without scheme, for display.
func shortAddress(address model.URL) string {
	return strings.TrimPrefix(string(address), "https://")
}

// linkName describes one of the service's own addresses, for a notice.
func linkName(address model.URL) string {
	switch address {
	case model.PricingPage:
		return "the pricing page"
	case model.KeysPage:
		return "your API keys page"
	case model.RefundPolicy:
		return "the refund policy"
	case model.AccountPage:
		return "your account page"
	case model.SettingsGuide:
		return "the guide to account settings"
	case model.FirstCreation:
		return "the guide to a first creation"
	}
	return "the guides"
}
