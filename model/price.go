package model

import (
	"math/big"
	"strings"
)

// unitFields are the members of a payload that say how many units of a price were
// asked for. A unit that is not among them has a price that cannot be worked out.
var unitFields = map[string][]string{
	"second": {"duration", "seconds"},
	"minute": {"minutes"},
	"page":   {"pages"},
	"image":  {"numImages", "num_images"},
}

// Price is what a generation of the tool costs at the catalogue's prices, which are
// today's. ok is false where that cannot be worked out: the model is not among the
// tool's, or the payload does not say how many units it took and the model has no
// usual number.
func (t Tool) Price(g Generation) (price Credits, ok bool) {
	model, ok := t.model(g.Model())
	if !ok {
		return 0, false
	}
	unit := strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(model.CostUnit), "per "), "s")
	if unit == "" || unit == "generation" {
		return model.Cost, true
	}
	for _, say := range []func(field string) string{g.Payload.Field, model.usual} {
		for _, field := range unitFields[unit] {
			if units, err := ParseCredits(strings.TrimSuffix(say(field), "s")); err == nil && units > 0 {
				return model.Cost.times(units)
			}
		}
	}
	return 0, false
}

// model finds a model; the only one, where a generation names none.
func (t Tool) model(slug string) (ToolModel, bool) {
	for _, model := range t.Models {
		if model.Slug == slug || (slug == "" && len(t.Models) == 1) {
			return model, true
		}
	}
	return ToolModel{}, false
}

// usual is the number that a field of the input has where it is left out.
func (m ToolModel) usual(field string) string {
	schema := m.InputSchema
	for _, name := range []string{"properties", field, "default"} {
		var next Raw
		for _, member := range schema.Members() {
			if member.Name == name {
				next = member.Value
			}
		}
		schema = next
	}
	return schema.Text()
}

// times is the amount for so many units, which count in millionths like credits.
func (c Credits) times(units Credits) (Credits, bool) {
	product := new(big.Int).Mul(big.NewInt(int64(c)), big.NewInt(int64(units)))
	product.Quo(product, big.NewInt(int64(Credit)))
	return Credits(product.Int64()), product.IsInt64()
}
