package documented

import (
	"net/http"
	"net/url"
	"strings"
)

// Tool is an entry of the catalogue.
type Tool struct {
	Slug, Name, Description string
	Type, OutputType        string
	Models                  []Model
}

// Model is what a tool can run.
type Model struct {
	Slug, Name string
	Cost       float64 // credits per Unit
	Unit       string  // empty: per generation; the member is left out then
	// Field is the member of a payload that says how many units there are, empty for
	// a unit that no payload counts. The reference names none: readers have to guess.
	Field string
	Per   float64 // units in one of Field; 0 means 1
}

// Prices as the reference describes them: credits per generation, and per units of
// several kinds, one of which nobody has heard of.
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
			{Slug: "recraft-v3-svg", Name: "Recraft V3 SVG", Cost: 12.3},
		}},
		{"animate-image", "Animate image", "A video from an image.", "video", "video", []Model{
			seconds("kling-1.6-pro", "Kling 1.6 Pro", 8), seconds("wan-2.1", "Wan 2.1", 5),
			{Slug: "minimax-image-to-video", Name: "Minimax", Cost: 45},
		}},
		{"create-video", "Create video", "A video from a description.", "video", "video", []Model{seconds("veo-3.1", "Veo 3.1", 30)}},
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

// SetPrice changes what a model costs from now on, in credits per its unit.
func (s *Server) SetPrice(tool, model string, cost float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.tool(tool); t != nil {
		if i, ok := t.model(model); ok {
			t.Models[i].Cost = cost
		}
	}
}

// RemoveModel takes a model out of the catalogue, and a tool that has none left.
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
	InputSchema schema       `json:"inputSchema"`
	Models      []modelEntry `json:"models"`
}

type modelEntry struct {
	Slug        string  `json:"slug"`
	Name        string  `json:"name"`
	Cost        float64 `json:"cost"`
	CostUnit    string  `json:"costUnit,omitempty"`
	InputSchema schema  `json:"inputSchema"`
}

type schema struct {
	Type       string              `json:"type"`
	Properties map[string]property `json:"properties"`
	Required   []string            `json:"required"`
}

type property struct {
	Type string `json:"type"`
}

// schemaOf is what a model takes.
func schemaOf(models ...Model) schema {
	takes := schema{Type: "object", Required: []string{}, Properties: map[string]property{
		"model": {"string"}, "prompt": {"string"},
	}}
	for _, m := range models {
		if m.Field != "" {
			takes.Properties[m.Field] = property{"number"}
		}
	}
	return takes
}

func (t *Tool) entry() toolEntry {
	return toolEntry{Slug: t.Slug, Name: t.Name, Description: t.Description, Type: t.Type, OutputType: t.OutputType}
}

func (t *Tool) detail() toolDetail {
	full := toolDetail{toolEntry: t.entry(), InputSchema: schemaOf(t.Models...), Models: []modelEntry{}}
	for _, m := range t.Models {
		full.Models = append(full.Models, modelEntry{
			Slug: m.Slug, Name: m.Name, Cost: m.Cost, CostUnit: m.Unit, InputSchema: schemaOf(m),
		})
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
	text := strings.ToLower(strings.TrimSpace(query.Get("q")))
	if text == "" {
		refuseFields(w, defect{"q", "q is required", "required"})
		return
	}
	found := []toolDetail{}
	for _, tool := range s.tools {
		about := tool.Slug + " " + tool.Name + " " + tool.Description
		for _, m := range tool.Models {
			about += " " + m.Slug + " " + m.Name
		}
		if strings.Contains(strings.ToLower(about), text) {
			found = append(found, tool.detail())
		}
	}
	reply(w, http.StatusOK, map[string]any{"data": found})
}
