package overlay

import (
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// sheet is the text of a card while it is written: blocks with an empty line between them, and
// the links and ids in it, one of which is selected.
type sheet struct {
	*base
	want   string // the text of the selected item; empty: the first
	lines  []string
	block  bool // the next line starts a block
	items  []item
	places []int // the line of each item
	at     int   // index of the selected item
}

// item is a link or an id that can be copied and, for an address that the policy allows,
// opened.
type item struct {
	text    string
	what    string    // its description: "the output"
	address model.URL // empty for an id
}

// copyWords are the help of the key that copies the item.
func (i item) copyWords() string {
	if i.address != "" {
		return "copy link"
	}
	return "copy id"
}

// copiedWords are the notice of a copied item.
func (i item) copiedWords() string {
	if i.address != "" {
		return "the address of " + i.what
	}
	return i.what
}

// chosen is the selected item.
func (s *sheet) chosen() (item, bool) {
	if len(s.items) == 0 {
		return item{}, false
	}
	return s.items[s.at], true
}

// begin starts a new block.
func (s *sheet) begin() { s.block = len(s.lines) > 0 }

// add writes lines.
func (s *sheet) add(lines ...string) {
	if s.block && len(lines) > 0 {
		s.lines = append(s.lines, "")
		s.block = false
	}
	s.lines = append(s.lines, lines...)
}

// field writes a name and a value; an empty value writes nothing.
func (s *sheet) field(name, value string) { s.add(s.base.field(name, value)...) }

// link writes an address as an item where it may be opened; else it is quoted, with the reason.
func (s *sheet) link(name, what string, address model.URL) {
	switch err := s.state.Opener.CheckURL(address); {
	case address == "":
	case err != nil:
		s.field(name, "not an address that may be opened: "+s.state.Secret(address.Quoted()))
	default:
		s.write(name, item{text: string(address), what: what, address: address})
	}
}

// id writes an id as an item.
func (s *sheet) id(name, what, id string) {
	if id = model.Clean(id); id != "" {
		s.write(name, item{text: id, what: what})
	}
}

// write writes an item, wrapped, every character kept.
func (s *sheet) write(name string, it item) {
	s.add()
	chosen := it.text == s.want || (s.want == "" && len(s.items) == 0)
	mark, style := "  ", s.theme.Text
	if chosen {
		s.at = len(s.items)
		mark, style = "▸ ", s.theme.Accent
	}
	lines := widget.WrapHard(s.state.Secret(it.text), s.inner()-fieldName-2)
	for i, line := range lines {
		label := ""
		if i == 0 {
			label = widget.PadRight(name, fieldName-2) + mark
		}
		lines[i] = s.theme.Muted.Render(widget.PadRight(label, fieldName)) + style.Render(line)
	}
	s.add(lines...)
	s.items = append(s.items, it)
	s.places = append(s.places, len(s.lines)-1)
}
