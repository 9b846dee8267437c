package derive

import (
	"math/big"
	"strings"
)

// measure is a field of a payload that holds a number of units.
type measure struct {
	field string
	per   int64 // how many of the field's make one unit
}

// measures are the fields that hold the number of units of a generation, by unit, the most
// reliable first.
var measures = map[string][]measure{
	"second": {{"duration", 1}, {"seconds", 1}, {"durationSeconds", 1}, {"duration_seconds", 1}},
	"minute": {
		{"minutes", 1},
		{"durationMinutes", 1},
		{"duration_minutes", 1},
		{"duration", 60},
		{"seconds", 60},
		{"durationSeconds", 60},
		{"duration_seconds", 60},
	},
	"image": {{"numImages", 1}, {"num_images", 1}, {"images", 1}, {"quantity", 1}, {"count", 1}, {"n", 1}},
	"video": {{"numVideos", 1}, {"num_videos", 1}, {"videos", 1}, {"quantity", 1}, {"count", 1}, {"n", 1}},
	"page":  {{"pages", 1}, {"numPages", 1}, {"num_pages", 1}, {"pageCount", 1}},
}

// measuresOf are the fields that count a unit. one says that the price is for the
// generation.
func measuresOf(unit string) (known []measure, one bool) {
	unit = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(unit)), "per ")
	switch unit {
	case "", "generation", "run", "request":
		return nil, true
	}
	known, ok := measures[unit]
	if !ok {
		known = measures[strings.TrimSuffix(unit, "s")]
	}
	return known, false
}

// countOf reads a number of units: a decimal that is not negative, with an "s" for
// seconds behind it or not. It takes none that is absurdly long.
func countOf(text string) (*big.Rat, bool) {
	text = strings.TrimSuffix(strings.TrimSpace(text), "s")
	if text == "" || len(text) > 20 || strings.Trim(text, "0123456789.") != "" {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}
