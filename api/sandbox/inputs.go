package sandbox

import (
	"slices"
	"strconv"
	"strings"

	"github.com/studio-tui/studio-tui/model"
)

// property describes one field of an input, with the words that the service has for it.
type property struct {
	Type        string   `json:"type"` // string, number, int, enum, array or boolean
	Label       string   `json:"label"`
	Description string   `json:"description,omitempty"`
	Enum        []string `json:"enum,omitempty"`
	Options     []choice `json:"options,omitempty"`
	Items       *items   `json:"items,omitempty"`
	FileType    string   `json:"fileType,omitempty"`
	Minimum     int      `json:"minimum,omitempty"`
	Maximum     int      `json:"maximum,omitempty"`
	Default     any      `json:"default,omitempty"`
	Optional    bool     `json:"optional,omitempty"`
	Required    bool     `json:"required,omitempty"` // in the flat form alone
}

type items struct {
	Type string `json:"type"`
}

// choice is a value of a field and what it is called on the website.
type choice struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// schema describes an input in the form that the page of a tool has.
type schema struct {
	Type       string              `json:"type"`
	Properties map[string]property `json:"properties"`
	Required   []string            `json:"required"`
}

// knownFields are the fields of inputs that are not of one model alone.
var knownFields = map[string]property{
	"prompt":       {Type: "string", Description: "What to make, in words."},
	"image_urls":   {Type: "array", Items: &items{"string"}, FileType: "image", Description: "Addresses of images."},
	"video_url":    {Type: "string", FileType: "video", Description: "Address of a video."},
	"audio_url":    {Type: "string", FileType: "audio", Description: "Address of a recording."},
	"image_size":   {Type: "enum", Enum: imageSizes, Default: imageSizes[0], Description: "Shape of the image."},
	"aspect_ratio": {Type: "enum", Enum: aspectRatios, Default: aspectRatios[0], Description: "Width to height."},
	"seed":         {Type: "int", Optional: true, Description: "The same seed gives the same result."},
	"voice":        {Type: "enum", Enum: voices, Default: voices[0], Description: "Name of the voice."},
	"language":     {Type: "string", Optional: true, Description: "Language code, such as de."},
}

var (
	imageSizes   = strings.Fields("landscape_16_9 square_hd square portrait_4_3 portrait_16_9 landscape_4_3")
	aspectRatios = strings.Fields("16:9 9:16 1:1 4:3 3:4")
	voices       = strings.Fields("alloy echo fable onyx nova shimmer")
)

// inputOf describes what a tool takes with one of its offers, and which fields it has
// to have.
func (t *tool) inputOf(o *offer) (properties map[string]property, required []string) {
	properties, required = map[string]property{}, []string{}
	for field := range strings.FieldsSeq(t.fields) {
		name, needed := strings.CutSuffix(field, "!")
		if needed {
			required = append(required, name)
		}
		p := knownFields[name]
		p.Label = title(name)
		p.Optional = p.Optional || !needed
		properties[name] = p
	}
	if name, most := o.unitField(); name != "" {
		properties[name] = o.unitProperty(name, most)
	}
	if o.choice != "" {
		p := property{Type: "enum", Label: title(o.choice), Enum: o.values, Default: o.values[0], Optional: true}
		for _, value := range o.values {
			p.Options = append(p.Options, choice{strings.ToUpper(value), value})
		}
		properties[o.choice] = p
	}
	return properties, required
}

// unitProperty describes the field that says how many units are asked for.
func (o *offer) unitProperty(name string, most int) property {
	p := property{Type: "int", Label: title(name), Description: "How many " + o.unit + "s.", Minimum: 1, Maximum: most, Default: o.units, Optional: true}
	switch {
	case o.auto:
		p.Type, p.Default = "number", "auto"
	case len(o.texts) > 0:
		p = property{Type: "enum", Label: p.Label, Description: p.Description, Enum: o.texts, Default: strconv.Itoa(o.units), Optional: true}
	}
	return p
}

// schemaOf is an input as the page of a tool has it.
func (t *tool) schemaOf(o *offer) schema {
	properties, required := t.inputOf(o)
	return schema{Type: "object", Properties: properties, Required: required}
}

// flatSchemaOf is an input as the search has it: its fields, each of which says whether
// it has to be there.
func (t *tool) flatSchemaOf(o *offer) map[string]property {
	properties, required := t.inputOf(o)
	for name, p := range properties {
		p.Required = slices.Contains(required, name)
		properties[name] = p
	}
	return properties
}

// describe is the tool as its page has it, with its models. Where there is but one, the
// tool has the input and the model none; where there are more, it is the other way round.
func (t *tool) describe() toolAnswer {
	answer := toolAnswer{toolEntry: t.entry()}
	if len(t.offers) == 1 {
		answer.InputSchema = t.schemaOf(t.offers[0])
	}
	for _, o := range t.offers {
		m := o.describe()
		if answer.InputSchema == nil {
			m.InputSchema = t.schemaOf(o)
		}
		answer.Models = append(answer.Models, m)
	}
	return answer
}

// found is the tool as the search has it.
func (t *tool) found() toolAnswer {
	answer := toolAnswer{toolEntry: t.entry()}
	for _, o := range t.offers {
		m := o.describe()
		m.InputSchema = t.flatSchemaOf(o)
		answer.Models = append(answer.Models, m)
	}
	return answer
}

func (o *offer) describe() modelAnswer {
	return modelAnswer{Slug: o.slug, Name: title(o.slug), Cost: o.cost, CostUnit: o.unit}
}

func (t *tool) entry() toolEntry {
	return toolEntry{Slug: t.slug, Name: title(t.slug), Description: t.about, Type: t.kind, OutputType: t.output}
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
		InputSchema any           `json:"inputSchema"` // null where the models have their own
		Models      []modelAnswer `json:"models"`
	}
	modelAnswer struct {
		Slug        string        `json:"slug"`
		Name        string        `json:"name"`
		Cost        model.Credits `json:"cost"`
		CostUnit    string        `json:"costUnit,omitempty"` // absent for a price per generation
		InputSchema any           `json:"inputSchema"`
	}
)
