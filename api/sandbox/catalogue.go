package sandbox

import (
	"encoding/json"
	"strings"

	"github.com/studio-tui/studio-tui/model"
)

// tool is an entry of the sandbox's catalogue. The names are the service's; the
// prices are the sandbox's own, but for the one that is public (trellis-2).
type tool struct {
	slug, about string
	kind        string   // type: image, video, audio, text or object
	output      string   // outputType
	fields      []string // of the input, beside model; required ones end in "!"
	offers      []*offer
}

// offer is a model that a tool runs, and its price.
type offer struct {
	number uint16 // place in the list of all offers
	tool   *tool
	slug   string
	cost   model.Credits // per unit
	unit   string        // "" for a generation; "second", "minute", "page"
	units  int           // unless the input says otherwise
	weight int           // how often the demo account runs it
}

// price of a generation of so many units, in credits.
func (o *offer) price(units int) model.Credits { return o.cost * model.Credits(units) }

// unitField is the field of the input that says how many units are asked for,
// and the most of them; "" where a generation has one price.
func (o *offer) unitField() (name string, most int) {
	switch o.unit {
	case "second":
		return "duration", 60
	case "minute":
		return "minutes", 120
	case "page":
		return "pages", 50
	}
	return "", 0
}

// per reads a price of the table below, tenths of a credit.
func per(tenths int) model.Credits { return model.Credits(tenths) * model.Credit / 10 }

// one and by make the offers of the table: priced by generation, and by unit.
func one(slug string, tenths, weight int) *offer {
	return &offer{slug: slug, cost: per(tenths), units: 1, weight: weight}
}

func by(unit string, units int, slug string, tenths, weight int) *offer {
	return &offer{slug: slug, cost: per(tenths), unit: unit, units: units, weight: weight}
}

// catalogue is every tool with its models, in the order of the service's list.
var catalogue = []*tool{
	{"create-image", "Make an image from a description.", "image", "image", fields("prompt! aspectRatio seed"), []*offer{
		one("nano-banana", 40, 300), one("seedream-4", 40, 180), one("flux-schnell", 10, 260),
	}},
	{"edit-image", "Change an image by saying what should be different.", "image", "image", fields("prompt! image!"), []*offer{
		one("flux-kontext", 40, 140), one("nano-banana", 40, 80),
	}},
	{"extend-image", "Continue an image beyond its edges.", "image", "image", fields("prompt image! aspectRatio"), []*offer{one("flux-kontext", 50, 20)}},
	{"upscale-image", "Enlarge an image and sharpen its detail.", "image", "image", fields("image! scale"), []*offer{one("bytedance-upscaler", 25, 90)}},
	{"image-background-remover", "Cut the subject out of an image.", "image", "image", fields("image!"), []*offer{one("bytedance-upscaler", 10, 70)}},
	{"image-depth-map-generator", "Estimate the depth of every pixel.", "image", "image", fields("image!"), []*offer{one("flux-kontext", 15, 6)}},
	{"image-to-svg", "Trace an image as vectors.", "image", "image", fields("image!"), []*offer{one("recraft-v3-svg", 60, 12)}},
	{"svg-creator", "Draw a vector graphic from a description.", "image", "image", fields("prompt!"), []*offer{one("recraft-v3-svg", 80, 24)}},
	{"style-transfer", "Redraw an image in another style.", "image", "image", fields("prompt image!"), []*offer{one("flux-kontext", 40, 26)}},
	{"try-clothes", "Show a garment on a person.", "image", "image", fields("image! garment!"), []*offer{one("nano-banana", 60, 8)}},
	{"image-canvas", "Compose several images into one.", "image", "image", fields("prompt! image!"), []*offer{one("nano-banana", 50, 14)}},
	{"create-video", "Make a video from a description.", "video", "video", fields("prompt! aspectRatio"), []*offer{
		by("second", 5, "kling-1.6-pro", 100, 40), by("second", 5, "veo-3.1", 200, 26), one("wan-2.1", 300, 34),
	}},
	{"animate-image", "Bring a still image to life.", "video", "video", fields("prompt image!"), []*offer{
		one("minimax-image-to-video", 350, 44), by("second", 5, "kling-1.6-pro", 100, 12),
	}},
	{"edit-video", "Change a video by saying what should be different.", "video", "video", fields("prompt! video!"), []*offer{one("wan-2.1", 450, 6)}},
	{"extend-video", "Continue a video.", "video", "video", fields("prompt video!"), []*offer{by("second", 5, "veo-3.1", 200, 4)}},
	{"upscale-video", "Enlarge a video and sharpen its detail.", "video", "video", fields("video!"), []*offer{by("second", 10, "bytedance-upscaler", 25, 8)}},
	{"video-background-remover", "Cut the subject out of a video.", "video", "video", fields("video!"), []*offer{by("second", 10, "wan-2.1", 15, 5)}},
	{"translate-video", "Speak a video in another language.", "video", "video", fields("video! language!"), []*offer{by("minute", 2, "wan-2.1", 180, 5)}},
	{"video-sync-audio", "Match lips to a voice.", "video", "video", fields("video! audio!"), []*offer{by("second", 8, "kling-1.6-pro", 30, 4)}},
	{"motion-transfer", "Move a figure as another moves.", "video", "video", fields("image! video!"), []*offer{one("wan-2.1", 400, 4)}},
	{"character-replace", "Put another figure into a video.", "video", "video", fields("image! video!"), []*offer{one("wan-2.1", 500, 3)}},
	{"text-to-speech", "Read a text aloud.", "audio", "audio", fields("text! voice"), []*offer{by("minute", 1, "studio-voice", 12, 110)}},
	{"create-music", "Compose a piece of music.", "audio", "audio", fields("prompt!"), []*offer{one("studio-music", 60, 40)}},
	{"sound-effects", "Make a sound from a description.", "audio", "audio", fields("prompt!"), []*offer{one("studio-sound", 20, 36)}},
	{"drum-generator", "Play a drum pattern.", "audio", "audio", fields("prompt!"), []*offer{one("studio-music", 30, 6)}},
	{"song-splitter", "Separate a song into voice and instruments.", "audio", "audio", fields("audio!"), []*offer{one("studio-stems", 45, 6)}},
	{"translate-audio", "Speak a recording in another language.", "audio", "audio", fields("audio! language!"), []*offer{by("minute", 3, "studio-voice", 24, 8)}},
	{"voice-isolator", "Take the noise away from a voice.", "audio", "audio", fields("audio!"), []*offer{by("minute", 4, "studio-stems", 8, 12)}},
	{"text-to-3d", "Model an object from a description.", "object", "object", fields("prompt!"), []*offer{
		one("meshy-v6", 400, 10), one("trellis-2", 600, 8),
	}},
	{"image-to-3d-object", "Model an object from an image.", "object", "object", fields("image!"), []*offer{
		one("trellis-2", 600, 9), one("hunyuan3d-v3", 300, 12), one("triposr", 50, 20),
	}},
	{"motion-3d", "Move a modelled figure.", "object", "object", fields("object! prompt!"), []*offer{one("meshy-v6", 250, 3)}},
	{"audio-to-text", "Write down what is said.", "audio", "text", fields("audio! language"), []*offer{by("minute", 6, "studio-ears", 4, 60)}},
	{"audio-to-subtitles", "Write subtitles with times.", "audio", "text", fields("audio! language"), []*offer{by("minute", 6, "studio-ears", 5, 22)}},
	{"image-to-text", "Describe an image in words.", "image", "text", fields("image! prompt"), []*offer{one("studio-eyes", 3, 34)}},
	{"text-extractor", "Read the text in a document.", "image", "text", fields("image!"), []*offer{by("page", 4, "studio-eyes", 1, 22)}},
}

func fields(names string) []string { return strings.Fields(names) }

// offers are all offers by number.
var offers = func() []*offer {
	var all []*offer
	for _, t := range catalogue {
		for _, o := range t.offers {
			o.tool, o.number = t, uint16(len(all))
			all = append(all, o)
		}
	}
	return all
}()

// toolNamed finds a tool by its slug.
func toolNamed(slug string) (*tool, bool) {
	for _, t := range catalogue {
		if t.slug == slug {
			return t, true
		}
	}
	return nil, false
}

// toolOffer finds a tool's first offer.
func toolOffer(slug string) (*offer, bool) {
	t, ok := toolNamed(slug)
	if !ok {
		return nil, false
	}
	return t.offers[0], true
}

func (t *tool) offer(slug string) (*offer, bool) {
	for _, o := range t.offers {
		if o.slug == slug {
			return o, true
		}
	}
	return nil, false
}

// title is a slug as a heading: "text-to-3d" is "Text to 3d".
func title(slug string) string { return model.PlanName(slug) }

// fieldAbout says what a field of an input holds.
var fieldAbout = map[string]string{
	"prompt": "What to make, in words.", "aspectRatio": "Width to height.", "seed": "The same seed gives the same result.",
	"image": "Address of an image.", "video": "Address of a video.", "audio": "Address of a recording.",
	"object": "Address of a modelled object.", "garment": "Address of an image of the garment.",
	"text": "The words to speak.", "voice": "Name of the voice.", "language": "Language code, such as de.", "scale": "How many times larger.",
}

// property is the JSON Schema of one field.
type property struct {
	Type        string   `json:"type"`
	Description string   `json:"description,omitempty"`
	Enum        []string `json:"enum,omitempty"`
	Minimum     int      `json:"minimum,omitempty"`
	Maximum     int      `json:"maximum,omitempty"`
	Default     any      `json:"default,omitempty"`
}

// schema is the JSON Schema of an input.
type schema struct {
	Type       string              `json:"type"`
	Properties map[string]property `json:"properties"`
	Required   []string            `json:"required"`
	Additional bool                `json:"additionalProperties"`
}

// inputOf describes what a tool takes, with the units of one of its offers.
func (t *tool) inputOf(list ...*offer) schema {
	s := schema{Type: "object", Properties: map[string]property{}, Required: []string{}}
	slugs := make([]string, 0, len(list))
	for _, o := range list {
		slugs = append(slugs, o.slug)
		if name, most := o.unitField(); name != "" {
			s.Properties[name] = property{Type: "integer", Description: "How many " + o.unit + "s.", Minimum: 1, Maximum: most, Default: o.units}
		}
	}
	s.Properties["model"] = property{Type: "string", Enum: slugs, Default: slugs[0]}
	for _, field := range t.fields {
		name, required := strings.CutSuffix(field, "!")
		if required {
			s.Required = append(s.Required, name)
		}
		p := property{Type: "string", Description: fieldAbout[name]}
		if name == "seed" || name == "scale" {
			p.Type = "integer"
		}
		s.Properties[name] = p
	}
	return s
}

// describe is the tool as the API answers it, with its models.
func (t *tool) describe() toolAnswer {
	answer := toolAnswer{toolEntry: t.entry(), InputSchema: t.inputOf(t.offers...)}
	for _, o := range t.offers {
		answer.Models = append(answer.Models, modelAnswer{
			Slug: o.slug, Name: title(o.slug), Cost: o.cost, CostUnit: o.unit, InputSchema: t.inputOf(o),
		})
	}
	return answer
}

func (t *tool) entry() toolEntry {
	return toolEntry{Slug: t.slug, Name: title(t.slug), Description: t.about, Type: t.kind, OutputType: t.output}
}

// matches reports whether a search finds the tool.
func (t *tool) matches(words string) bool {
	text := t.slug + " " + title(t.slug) + " " + t.about
	for _, o := range t.offers {
		text += " " + o.slug + " " + title(o.slug)
	}
	return strings.Contains(strings.ToLower(text), strings.ToLower(strings.TrimSpace(words)))
}

// The catalogue's answers, as public-api.md has them.
type (
	toolEntry struct {
		Slug        string `json:"slug"`
		Name        string `json:"name"`
		Description string `json:"description"`
		Type        string `json:"type"`
		OutputType  string `json:"outputType"`
	}
	toolAnswer struct {
		toolEntry
		InputSchema schema        `json:"inputSchema"`
		Models      []modelAnswer `json:"models"`
	}
	modelAnswer struct {
		Slug        string        `json:"slug"`
		Name        string        `json:"name"`
		Cost        model.Credits `json:"cost"`
		CostUnit    string        `json:"costUnit,omitempty"` // absent for a price per generation
		InputSchema schema        `json:"inputSchema"`
	}
)

// runInput is what POST /api/run takes beside the tool's name, once checked.
type runInput struct {
	offer   *offer
	units   int
	payload json.RawMessage // the input as it came
	prompt  string
}
