package apitest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Tool is an entry of the catalogue.
type Tool struct {
	Slug, Name, Description string
	Type, OutputType        string
	Models                  []Model
}

// Model is a model of a tool, with its price.
type Model struct {
	Slug, Name string
	Cost       float64 // credits per Unit; NoCost: the member is left out
	Unit       string  // empty: per generation; the member is left out then
	// Field is the member of a payload that holds the number of units, empty for a unit
	// that no payload counts. The reference names none: clients have to guess.
	Field   string
	Per     float64 // units in one of Field; 0 means 1
	Default any     // the default of Field: a text, a number, "auto", or nothing
	// Choice is a member of the payload on which the price also depends; empty for none.
	// Its first value is the default, at Cost.
	Choice string
	Values []Value
}

// Value is one value of a choice, with the cost of a unit for it.
type Value struct {
	Name string
	Cost float64
}

// NoCost marks a model without a cost in the catalogue.
const NoCost = -1

// catalogue has prices as the reference describes them: credits per generation, and per
// units of several kinds, one of them unknown to clients; some of them depend on an input,
// and some on units that no input counts.
func catalogue() []*Tool {
	seconds := func(slug, name string, cost float64) Model {
		return Model{Slug: slug, Name: name, Cost: cost, Unit: "second", Field: "duration"}
	}
	return []*Tool{
		{"create-image", "Create image", "An image from a description.", "image", "image", []Model{
			{Slug: "nano-banana", Name: "Nano Banana", Cost: 4},
			{Slug: "seedream-4", Name: "Seedream 4", Cost: 5.5, Unit: "image", Field: "quantity"},
			{Slug: "flux-schnell", Name: "Flux Schnell", Cost: 0.8},
		}},
		{"upscale-image", "Upscale image", "A larger image of the same.", "image", "image", []Model{
			{Slug: "bytedance-upscaler", Name: "Bytedance Upscaler", Cost: 1.25, Unit: "megapixel"},
		}},
		{"image-to-svg", "Image to SVG", "An image as vectors.", "image", "image", []Model{
			{Slug: "recraft-v3-svg", Name: "Recraft V3 SVG", Cost: 12.3}, {Slug: "vtracer-2", Name: "VTracer 2", Cost: NoCost},
		}},
		{"animate-image", "Animate image", "A video from an image.", "video", "video", []Model{
			seconds("kling-3-0-standard-image-to-video", "Kling 3.0 Standard", 8), seconds("wan-2-2-image-to-video", "Wan 2.2", 5),
			{Slug: "minimax-image-to-video", Name: "Minimax", Cost: 45},
		}},
		{"create-video", "Create video", "A video from a description.", "video", "video", []Model{
			{
				Slug: "seedance-2-text-to-video", Name: "Seedance 2", Cost: 27, Unit: "second", Field: "duration", Default: "5",
				Choice: "resolution", Values: []Value{{"480p", 27}, {"720p", 61}},
			},
			{
				Slug: "veo3-1-text-to-video", Name: "Veo 3.1", Cost: 80, Unit: "second", Field: "duration", Default: 8,
				Choice: "resolution", Values: []Value{{"720p", 80}, {"1080p", 80}, {"4k", 120}},
			},
			{Slug: "veo3-fast-text-to-video", Name: "Veo 3 Fast", Cost: 30, Unit: "second"},
		}},
		{"sound-effects", "Sound effects", "A sound from a description.", "audio", "audio", []Model{
			{Slug: "elevenlabs-sound-effects", Name: "ElevenLabs Sound Effects", Cost: 1, Unit: "second", Field: "duration", Default: "auto"},
		}},
		{"audio-to-text", "Audio to text", "A recording as text.", "text", "text", []Model{
			{Slug: "scribe-2", Name: "Scribe 2", Cost: 2.5, Unit: "minute", Field: "duration", Per: 1.0 / 60},
		}},
		{"text-to-3d", "Text to 3D", "An object from a description.", "object", "object", []Model{
			{Slug: "trellis-2", Name: "Trellis 2", Cost: 60}, {Slug: "meshy-v6", Name: "Meshy V6", Cost: 80},
		}},
	}
}

// gone is a model that was in the catalogue once: old generations name it.
var gone = Model{Slug: "triposr", Name: "TripoSR", Cost: 20}

// cost is the charge for a generation with a payload. If the service chooses the number of
// units, it is chosen.
func (m Model) cost(payload map[string]any, chosen float64) float64 {
	price := max(m.Cost, 0)
	for _, value := range m.Values {
		if value.Name == payload[m.Choice] {
			price = value.Cost
		}
	}
	if m.Unit == "" {
		return price
	}
	amount, named := payload[m.Field]
	if !named {
		amount = m.Default
	}
	switch amount := amount.(type) {
	case float64:
		return price * amount * m.per()
	case int:
		return price * float64(amount) * m.per()
	case string:
		if number, err := strconv.ParseFloat(amount, 64); err == nil {
			return price * number * m.per()
		}
	}
	return price * chosen
}

func (s *Server) tool(slug string) *Tool {
	for _, tool := range s.tools {
		if tool.Slug == slug {
			return tool
		}
	}
	return nil
}

func (t *Tool) model(slug string) (int, bool) {
	for i, m := range t.Models {
		if m.Slug == slug {
			return i, true
		}
	}
	return 0, false
}

// SetPrice changes the cost of a model from now on, in credits per its unit.
func (s *Server) SetPrice(tool, model string, cost float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.tool(tool); t != nil {
		if i, ok := t.model(model); ok {
			t.Models[i].Cost = cost
		}
	}
}

// RemoveModel removes a model from the catalogue, and its tool if that has no other model.
func (s *Server) RemoveModel(tool, model string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for at, t := range s.tools {
		if i, ok := t.model(model); ok && t.Slug == tool {
			t.Models = append(t.Models[:i:i], t.Models[i+1:]...)
			if len(t.Models) == 0 {
				s.tools = append(s.tools[:at:at], s.tools[at+1:]...)
			}
			return
		}
	}
}

type toolEntry struct {
	Slug        string `json:"slug"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Type        string `json:"type"`
	OutputType  string `json:"outputType"`
}

type toolDetail struct {
	toolEntry
	InputSchema any          `json:"inputSchema"`
	Models      []modelEntry `json:"models"`
}

type modelEntry struct {
	Slug        string   `json:"slug"`
	Name        string   `json:"name"`
	Cost        *float64 `json:"cost,omitempty"`
	CostUnit    string   `json:"costUnit,omitempty"`
	InputSchema any      `json:"inputSchema"`
}

// schema is the form of an input with properties of its own, flat the other one.
type (
	schema struct {
		Type       string              `json:"type"`
		Properties map[string]property `json:"properties"`
		Required   []string            `json:"required"`
	}
	flat map[string]property
)

type property struct {
	Type     string   `json:"type"`
	Label    string   `json:"label,omitempty"`
	Enum     []string `json:"enum,omitempty"`
	Options  []option `json:"options,omitempty"`
	Default  any      `json:"default,omitempty"`
	Optional bool     `json:"optional,omitempty"`
	FileType string   `json:"fileType,omitempty"`
}

type option struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// inputOf is what a model takes.
func inputOf(m Model) flat {
	takes := flat{
		"prompt": {Type: "string", Label: "Prompt", Optional: true}, "seed": {Type: "int", Optional: true},
		"image_urls": {Type: "array", Label: "Images", FileType: "image", Optional: true},
	}
	if m.Field != "" {
		kind := "number"
		if _, text := m.Default.(string); text && m.Default != "auto" {
			kind = "enum"
		}
		takes[m.Field] = property{Type: kind, Default: m.Default, Optional: true}
		if kind == "enum" {
			takes[m.Field] = property{Type: kind, Default: m.Default, Enum: []string{"auto", "4", "5", "6", "8", "10"}}
		}
	}
	if m.Choice != "" {
		p := property{Type: "enum", Label: m.Choice, Default: m.Values[0].Name}
		for _, value := range m.Values {
			p.Options = append(p.Options, option{value.Name, value.Name})
		}
		takes[m.Choice] = p
	}
	return takes
}

func (t *Tool) entry() toolEntry {
	return toolEntry{Slug: t.Slug, Name: t.Name, Description: t.Description, Type: t.Type, OutputType: t.OutputType}
}

// detail is a tool with its models. Their inputs come in the form with properties, but
// for videos in the flat one, and where there is one model alone the tool has the input.
func (t *Tool) detail() toolDetail {
	full := toolDetail{toolEntry: t.entry(), Models: []modelEntry{}}
	for _, m := range t.Models {
		entry := modelEntry{Slug: m.Slug, Name: m.Name, CostUnit: m.Unit}
		if m.Cost != NoCost {
			entry.Cost = &m.Cost
		}
		var input any = schema{Type: "object", Properties: inputOf(m), Required: []string{}}
		if t.OutputType == "video" {
			input = inputOf(m)
		}
		if len(t.Models) == 1 {
			full.InputSchema = input
		} else {
			entry.InputSchema = input
		}
		full.Models = append(full.Models, entry)
	}
	return full
}

func (s *Server) listTools(w http.ResponseWriter) {
	list := []toolEntry{}
	for _, tool := range s.tools {
		list = append(list, tool.entry())
	}
	reply(w, http.StatusOK, map[string]any{"data": list})
}

func (s *Server) showTool(w http.ResponseWriter, slug string) {
	if tool := s.tool(slug); tool != nil {
		reply(w, http.StatusOK, tool.detail())
		return
	}
	refuse(w, http.StatusNotFound, "Tool not found")
}

func (s *Server) search(w http.ResponseWriter, query url.Values) {
	words := strings.Fields(strings.ToLower(query.Get("q")))
	if len(words) == 0 {
		refuseFields(w, defect{"q", "Required", "invalid_type"})
		return
	}
	found := []toolDetail{}
	for _, tool := range s.tools {
		about := tool.Slug + " " + tool.Name + " " + tool.Description
		for _, m := range tool.Models {
			about += " " + m.Slug + " " + m.Name
		}
		if slices.ContainsFunc(words, func(word string) bool { return strings.Contains(strings.ToLower(about), word) }) {
			found = append(found, tool.detail())
		}
	}
	reply(w, http.StatusOK, map[string]any{"data": found})
}
