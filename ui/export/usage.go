package export

import (
	"strconv"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
)

// UsageFields are the fields of a part of the usage: key, used, share, debits,
// refunded, generations, failed, unknown, average, unusual.
func UsageFields(part insight.Part, total model.Credits) []string {
	average := ""
	if credits, ok := insight.Average(part.Use); ok {
		average = credits.Plain()
	}
	number := func(n int32) string { return strconv.Itoa(int(n)) }
	return []string{
		part.Key, part.Used().Plain(), Share(part.Used(), total), part.Debits.Plain(), part.Refunded.Plain(),
		number(part.Generations), number(part.Failed), number(part.Unknown), average, strconv.FormatBool(part.Unusual),
	}
}

// Share is a fraction as a decimal of four places, without trailing zeros; empty for a
// total of zero.
func Share(part, total model.Credits) string {
	share, ok := insight.Share(part, total)
	if !ok {
		return ""
	}
	return strconv.FormatFloat(float64(share)/10_000, 'f', -1, 64)
}

// UsageFigures is the table of usage figures, a line for each part.
func UsageFigures(u insight.Usage) Figures {
	lines := make([][]string, len(u.Parts))
	for i, part := range u.Parts {
		lines[i] = UsageFields(part, u.Total.Used())
		lines[i][0] = Defused(lines[i][0])
	}
	titles := []string{string(u.By), "used", "share", "debits", "refunded", "generations", "failed", "unknown", "average", "unusual"}
	return Figures{titles, lines}
}
