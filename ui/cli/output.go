package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/studio-tui/studio-tui/model"
)

// sandboxNotice stands under everything that the sandbox answered.
const sandboxNotice = "sandbox — invented figures, no real account"

// writeTSV writes rows with a tab between fields and no titles, for scripts. A
// field never has a tab or a line end of its own.
func writeTSV(w io.Writer, rows [][]string) error {
	for _, row := range rows {
		clean := make([]string, len(row))
		for i, field := range row {
			clean[i] = model.Clean(field)
		}
		if _, err := fmt.Fprintln(w, strings.Join(clean, "\t")); err != nil {
			return err
		}
	}
	return nil
}

// writeJSON writes a value for programs.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// listing is the JSON of everything that is a list.
type listing[T any] struct {
	Data    []T    `json:"data"`
	Total   *int64 `json:"total,omitempty"` // rows that there are
	HasMore *bool  `json:"hasMore,omitempty"`
	// NotLookedUp are generations of which it is not known yet what was asked for.
	NotLookedUp int              `json:"notLookedUp,omitempty"`
	Provenance  model.Provenance `json:"provenance"`
	AsOf        model.Time       `json:"asOf"`
	Sandbox     bool             `json:"sandbox"`
	LeftOut     *model.LeftOut   `json:"leftOut,omitempty"` // entries that could not be read, if any
}
