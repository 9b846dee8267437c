package overlay

import (
	"fmt"
	"unicode/utf8"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// generation is the latest known state of the generation, read alone or in the list of the
// newest.
func (d *Detail) generation() (model.Generation, bool) {
	if d.id == "" {
		return model.Generation{}, false
	}
	opened := d.state.Opened
	known := opened.Loaded && opened.Value.ID == d.id
	if known && !d.state.Generations.At.After(opened.At) {
		return opened.Value, true
	}
	for _, generation := range d.state.Generations.Value {
		if generation.ID == d.id {
			return generation, true
		}
	}
	return opened.Value, known
}

func (d *Detail) writeGeneration(s *sheet) {
	if d.id == "" {
		return
	}
	generation, ok := d.generation()
	if !ok {
		if err := d.state.Opened.Err; err != nil {
			s.field("Generation", message.PlainError(err))
		} else {
			s.field("Generation", "reading …")
		}
		return
	}
	s.field("Status", d.statusWords(generation))
	s.field("Kind", generation.Type)
	if d.row.ID == "" {
		s.field("Started", format.ExactTime(generation.CreatedAt.Time, d.state.Location))
		s.field("Tool", generation.Tool)
	}
	if d.row.Model == "" {
		s.field("Model", generation.Model())
	}
	s.field("Prompt", clip(generation.Prompt()))
	s.field("Error", clip(generation.Error.Text()))
	d.writeOutput(s, generation)
}

// statusWords are the status of the generation, and its effect on the credits.
func (d *Detail) statusWords(generation model.Generation) string {
	status := string(generation.Status)
	_, paired := d.pair()
	switch {
	case generation.Running():
		since := format.ShortTime(generation.CreatedAt.Time, d.state.Now, d.state.Location)
		return status + " since " + since + " (charged already, refunded if it fails)"
	case generation.Status == model.GenerationError && !paired && d.state.History.Provenance != model.Billed:
		return status + " (the service refunds failed generations automatically)"
	}
	return status
}

// writeOutput writes the addresses found in the output, of any form, and its text where it is
// more than an address.
func (d *Detail) writeOutput(s *sheet, generation model.Generation) {
	links := generation.Output.Addresses()
	for i, address := range links {
		what := "the output"
		if len(links) > 1 {
			what = fmt.Sprintf("output %d", i+1)
		}
		s.link("Output", what, address)
	}
	if text := generation.Output.Text(); len(links) != 1 || text != model.Clean(string(links[0])) {
		s.field("Output text", clip(text))
	}
	s.link("Thumbnail", "the thumbnail", generation.Thumbnail)
}

// writePayload writes every field of the request but those already written above.
func (d *Detail) writePayload(s *sheet) {
	generation, ok := d.generation()
	if !ok || generation.Payload.Absent() {
		return
	}
	members := generation.Payload.Members()
	if members == nil {
		s.field("Payload", clip(generation.Payload.Text()))
		return
	}
	shown, width := members[:0:0], fieldName
	for _, member := range members {
		if member.Name == "prompt" || (member.Name == "model" && member.Value.Text() != "") {
			continue
		}
		shown = append(shown, member)
		width = max(width, min(widget.Width(member.Name)+2, s.inner()/3))
	}
	if len(shown) == 0 {
		return
	}
	s.add(s.theme.Title.Render("PAYLOAD"))
	for _, member := range shown {
		value := clip(member.Value.Text())
		if value == "" {
			value = "–"
		}
		s.add(s.fieldWide(width, widget.Truncate(member.Name, width-2), value)...)
	}
}

// longest is the number of characters of a text that are shown. A payload may hold a whole
// image.
const longest = 2000

// clip cuts a text to longest characters, and says how long it is.
func clip(text string) string {
	count := utf8.RuneCountInString(text)
	if count <= longest {
		return text
	}
	return string([]rune(text)[:longest]) + " … (" + format.Count(count) + " characters)"
}
