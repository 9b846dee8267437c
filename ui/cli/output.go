package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"iter"

	"github.com/studio-tui/studio-tui/model"
)

// sandboxNotice is printed under all data of the sandbox.
const sandboxNotice = "sandbox — invented figures, no real account"

// writeTSV writes rows of tab-separated fields without titles, for scripts. A field
// never contains a tab or a line end.
func writeTSV(out io.Writer, rows iter.Seq[[]string]) error {
	w := bufio.NewWriter(out)
	for row := range rows {
		for i, field := range row {
			if i > 0 {
				_ = w.WriteByte('\t') // the writer keeps its error until the line's end
			}
			_, _ = w.WriteString(model.Clean(field))
		}
		if err := w.WriteByte('\n'); err != nil {
			return err
		}
	}
	return w.Flush()
}

// writeJSON writes a value as JSON.
func writeJSON(w io.Writer, value any) error {
	text, err := jsonText(value, "")
	if err == nil {
		_, err = w.Write(append(text, '\n'))
	}
	return err
}

// jsonText is a value as JSON, with a prefix before each of its lines but the first.
func jsonText(value any, before string) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent(before, "  ")
	err := encoder.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// listing is the JSON of a list.
type listing[T any] struct {
	Data    []T    `json:"data"`
	Total   *int64 `json:"total,omitempty"` // number of rows, of a list in pages
	HasMore *bool  `json:"hasMore,omitempty"`
	// NotLookedUp is the number of generations whose prompt is not known yet.
	NotLookedUp int              `json:"notLookedUp,omitempty"`
	Provenance  model.Provenance `json:"provenance"`
	AsOf        model.Time       `json:"asOf"`
	Sandbox     bool             `json:"sandbox"`
	LeftOut     *model.LeftOut   `json:"leftOut,omitempty"` // entries that could not be read, if any
}
