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

type line struct {
	model.Transaction
	Prompt  string `json:"prompt,omitempty"`
	Sandbox bool   `json:"sandbox,omitempty"`
}

func (l *lines) row(table *history.Table, i int) error {
	return l.encoder.Encode(line{table.Row(i), table.Prompt(i), l.sandbox})
}

func (l *lines) end() error { return nil }
