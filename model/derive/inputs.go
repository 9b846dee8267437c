package derive

import (
	"cmp"
	"encoding/json"
	"hash/fnv"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/studio-tui/studio-tui/model"
)

// Input is an input of a model that affects its price: one that counts units, such as a
// duration, or one of a few values, such as a resolution.
type Input struct {
	Name    string `json:"name"`
	Default string `json:"default,omitempty"` // the default value; empty for none
	Counts  bool   `json:"counts,omitempty"`  // it is the number of units
}

// counting are the names of inputs that count units, in lower case and without separators.
var counting = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{"numoutputs": true, "numsamples": true, "batchsize": true}
	for _, fields := range measures {
		for _, m := range fields {
			names[plainName(m.field)] = true
		}
	}
	return names
})

// idle are the names of inputs on which no price depends: the model has prices of its
// own, and a seed is a number by chance.
var idle = map[string]bool{"model": true, "seed": true, "webhook": true}

var betweenWords = strings.NewReplacer("_", "", "-", "", " ", "")

func plainName(name string) string { return betweenWords.Replace(strings.ToLower(name)) }

// property is what a schema says of an input, in the words of JSON Schema and in those
// that the service has beside them.
type property struct {
	Type      model.Raw `json:"type"` // a text or a list of them
	Enum      model.Raw `json:"enum"`
	Options   model.Raw `json:"options"`
	AnyOf     model.Raw `json:"anyOf"`
	OneOf     model.Raw `json:"oneOf"`
	Default   model.Raw `json:"default"`
	FileType  model.Raw `json:"fileType"`
	InputType model.Raw `json:"inputType"`
	Items     *property `json:"items"`
}

// InputsOf returns the inputs of a model that affect its price, from its own schema or, if
// that has none, from its tool's. It is nil if neither has any. A schema is an object with
// properties, or the properties alone.
func InputsOf(tool, own model.Raw) []Input {
	for _, schema := range []model.Raw{own, tool} {
		properties := propertiesOf(schema)
		if len(properties) == 0 {
			continue
		}
		inputs := []Input{}
		for name, text := range properties {
			var p property
			if json.Unmarshal(text, &p) == nil {
				if input, bears := p.input(name); bears {
					inputs = append(inputs, input)
				}
			}
		}
		slices.SortFunc(inputs, func(a, b Input) int { return cmp.Compare(a.Name, b.Name) })
		return inputs
	}
	return nil
}

// propertiesOf are the properties of a schema in either form.
func propertiesOf(schema model.Raw) map[string]model.Raw {
	var members map[string]model.Raw
	if json.Unmarshal(schema, &members) != nil {
		return nil
	}
	var properties map[string]model.Raw
	if text, has := members["properties"]; has && json.Unmarshal(text, &properties) == nil {
		return properties
	}
	for name, text := range members {
		if text = model.Raw(strings.TrimSpace(string(text))); len(text) == 0 || text[0] != '{' {
			delete(members, name) // no property: "type": "object", "required": […]
		}
	}
	return members
}

// input is what a property means for the price; bears is false for texts and files.
func (p property) input(name string) (input Input, bears bool) {
	plain := plainName(name)
	input = Input{Name: name, Default: value(p.Default), Counts: counting()[plain]}
	media := !p.FileType.Absent() || p.InputType.Text() == "gallery" || strings.HasSuffix(plain, "url") || strings.HasSuffix(plain, "urls")
	switch {
	case idle[plain] || media:
		return input, false
	case input.Counts || p.limited():
		return input, true
	}
	types := p.Type.Text()
	if types == "" {
		types = p.AnyOf.Text() + p.OneOf.Text()
	}
	for _, kind := range []string{"bool", "int", "number", "enum", "object"} {
		if strings.Contains(types, kind) {
			return input, true
		}
	}
	if strings.Contains(types, "array") {
		return input, p.Items != nil && (p.Items.limited() || !strings.Contains(p.Items.Type.Text(), "string"))
	}
	return input, false
}

// limited reports whether a property has one of a few values.
func (p property) limited() bool {
	return !p.Enum.Absent() || !p.Options.Absent() ||
		strings.Contains(p.AnyOf.Text()+p.OneOf.Text(), `"enum"`)
}

// priceTiers are the names of texts that make a generation dearer, for models of which no
// schema is known.
var priceTiers = map[string]bool{
	"resolution": true, "targetresolution": true, "outputresolution": true, "quality": true, "size": true, "imagesize": true,
	"videosize": true, "outputsize": true, "mode": true, "tier": true, "aspectratio": true,
}

// requestInputs is what a request says of the inputs that bear on a price.
type requestInputs struct {
	inputs  string // see [model.Estimate]
	texts   bool   // one of the others than counts is named, as a text
	numbers bool   // the same, as a number, a yes or a no
	open    bool   // one is left to the service
}

// requestInputsOf is what a payload says, with what stands in for what it leaves out. Inputs
// that nothing stands in for are left out.
func requestInputsOf(payload model.Raw, inputs []Input) requestInputs {
	var members map[string]model.Raw
	if json.Unmarshal(payload, &members) != nil {
		members = nil
	}
	if inputs == nil {
		inputs = guessed(members)
	}
	var a requestInputs
	var parts []string
	for _, input := range inputs {
		raw, text := members[input.Name], input.Default
		if named := !raw.Absent(); named {
			text = value(raw)
			isText := strings.HasPrefix(strings.TrimSpace(string(raw)), `"`)
			a.texts = a.texts || (!input.Counts && isText)
			a.numbers = a.numbers || (!input.Counts && !isText)
		} else {
			a.open = a.open || !input.Counts
		}
		if text != "" {
			parts = append(parts, input.Name+"="+text)
		}
	}
	a.inputs = strings.Join(parts, " ")
	return a
}

// guessed are the inputs of a payload of which no schema is known.
func guessed(members map[string]model.Raw) (inputs []Input) {
	for name, raw := range members {
		plain := plainName(name)
		text := strings.TrimSpace(string(raw))
		if raw.Absent() || idle[plain] || text == "" {
			continue
		}
		plainValue := text[0] != '"' && text[0] != '[' && text[0] != '{'
		if counting()[plain] || priceTiers[plain] || plainValue {
			inputs = append(inputs, Input{Name: name, Counts: counting()[plain]})
		}
	}
	slices.SortFunc(inputs, func(a, b Input) int { return cmp.Compare(a.Name, b.Name) })
	return inputs
}

// longestValue is how long a value may be to stand in a row as it is.
const longestValue = 40

// value is a value of an input in one word: numbers in one form, however they are
// written, and a long one as a fingerprint.
func value(raw model.Raw) string {
	text := strings.Join(strings.Fields(raw.Text()), "_")
	if number, ok := countOf(text); ok {
		return strings.TrimSuffix(strings.TrimRight(number.FloatString(6), "0"), ".")
	}
	if len(text) > longestValue {
		hash := fnv.New64a()
		_, _ = hash.Write([]byte(text))
		return "#" + strconv.FormatUint(hash.Sum64(), 16)
	}
	return text
}

// DependsOn returns the inputs, other than counts, on which the price of an estimated
// generation may depend, sorted by name.
func DependsOn(row model.Transaction) (names []string) {
	for _, part := range strings.Fields(row.Estimate.Inputs) {
		if name, _, _ := strings.Cut(part, "="); !counting()[plainName(name)] {
			names = append(names, name)
		}
	}
	return names
}

// unitsAsked is the number of units in a payload. assumed says that a default is used; ok
// is false if it cannot be determined.
func unitsAsked(unit string, payload model.Raw, inputs []Input) (units *big.Rat, assumed, ok bool) {
	known, one := measuresOf(unit)
	if one {
		return big.NewRat(1, 1), false, true
	}
	for _, m := range known {
		text := payload.Field(m.field)
		if text == "" {
			continue
		}
		count, isCount := countOf(text)
		if !isCount {
			return nil, false, false // "auto", or what is no number
		}
		if count.Sign() > 0 { // an empty list is no count
			return count.Quo(count, big.NewRat(m.per, 1)), false, true
		}
	}
	for _, m := range known {
		for _, input := range inputs {
			if input.Name != m.field || payload.Field(m.field) != "" {
				continue
			}
			if count, isCount := countOf(input.Default); isCount && count.Sign() > 0 {
				return count.Quo(count, big.NewRat(m.per, 1)), true, true
			}
		}
	}
	return nil, false, false
}
