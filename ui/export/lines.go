package export

import (
	"encoding/json"
	"io"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// lines writes JSON lines: the rows as the server gave them, with the prompts that
// are known.
type lines struct {
	encoder *json.Encoder
	sandbox bool
}

func newLines(w io.Writer, sandbox bool) *lines {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return &lines{encoder, sandbox}
}

// Line is a row as JSON has it. An amount or a balance that is not known is null.
type Line struct {
	model.Transaction
	Provenance model.Provenance `json:"provenance"`
	Prompt     string           `json:"prompt,omitempty"`
	Sandbox    bool             `json:"sandbox,omitempty"`
}

// LineOf is the i-th row of a table.
func LineOf(table *history.Table, i int) Line {
	row := table.Row(i)
	return Line{Transaction: row, Provenance: row.Provenance(), Prompt: table.Prompt(i)}
}

func (l *lines) row(table *history.Table, i int) error {
	line := LineOf(table, i)
	line.Sandbox = l.sandbox
	return l.encoder.Encode(line)
}

func (l *lines) end() error { return nil }
