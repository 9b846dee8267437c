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

// Line is a row as JSON has it. An amount or a balance that is not known is null, and
// so is the sequence number of a row that is not the server's own.
type Line struct {
	model.Transaction
	Seq        *int64                 `json:"seq"`
	Amount     *model.Credits         `json:"amount"`
	Balance    *model.Credits         `json:"balance"`
	Provenance model.Provenance       `json:"provenance"`
	Basis      model.Basis            `json:"basis,omitempty"`  // what an estimated row rests on
	Status     model.GenerationStatus `json:"status,omitempty"` // of an estimated row's generation
	Inputs     string                 `json:"inputs,omitempty"` // of an estimated row's generation, on which its price may depend
	SeenAt     *model.Time            `json:"seenAt,omitempty"` // when a price was seen that the row rests on
	// CatalogueAtLeast is the least by the catalogue where a price was seen, signed as the amount.
	CatalogueAtLeast *model.Credits `json:"catalogueAtLeast,omitempty"`
	// Generations are those of an estimated or unknown price that lie in an observed change.
	Generations int `json:"generations,omitempty"`
	// BalanceBasis is "estimated" where the balance rests on estimates that do not lead to
	// the next one that was seen.
	BalanceBasis string `json:"balanceBasis,omitempty"`
	Prompt       string `json:"prompt,omitempty"`
	Sandbox      bool   `json:"sandbox,omitempty"`
}

// NewLine is a row with the prompt of its generation.
func NewLine(row model.Transaction, prompt string) Line {
	line := Line{Transaction: row, Provenance: row.Provenance(), Basis: row.Basis, Status: row.Status, Prompt: prompt}
	if !row.Estimated() {
		line.Seq = &row.Seq
	}
	if row.Amount.Known() {
		line.Amount = &row.Amount
	}
	if row.Balance.Known() {
		line.Balance = &row.Balance
	}
	line.Inputs, line.Generations, line.BalanceBasis = row.Estimate.Inputs, row.Estimate.Generations, balanceBasis(row)
	if !row.Estimate.SeenAt.IsZero() {
		line.SeenAt = &row.Estimate.SeenAt
	}
	if row.Estimate.Least != 0 {
		line.CatalogueAtLeast = &row.Estimate.Least
	}
	return line
}

// balanceBasis is what a balance rests on, empty where that is what the row rests on.
func balanceBasis(row model.Transaction) string {
	if row.Estimate.BalanceAbout {
		return string(model.Estimated)
	}
	return ""
}

// LineOf is the i-th row of a table.
func LineOf(table *history.Table, i int) Line { return NewLine(table.Row(i), table.Prompt(i)) }

// Row is the transaction that the line was made of. The sequence number of an
// estimated one is lost.
func (l Line) Row() model.Transaction {
	row := l.Transaction
	row.Basis, row.Status = l.Basis, l.Status
	row.Seq, row.Amount, row.Balance = 0, model.UnknownCredits, model.UnknownCredits
	if l.Seq != nil {
		row.Seq = *l.Seq
	}
	if l.Amount != nil {
		row.Amount = *l.Amount
	}
	if l.Balance != nil {
		row.Balance = *l.Balance
	}
	row.Estimate = model.Estimate{Inputs: l.Inputs, Generations: l.Generations, BalanceAbout: l.BalanceBasis != ""}
	if l.SeenAt != nil {
		row.Estimate.SeenAt = *l.SeenAt
	}
	if l.CatalogueAtLeast != nil {
		row.Estimate.Least = *l.CatalogueAtLeast
	}
	return row
}

func (l *lines) row(table *history.Table, i int) error {
	line := LineOf(table, i)
	line.Sandbox = l.sandbox
	return l.encoder.Encode(line)
}

func (l *lines) end() error { return nil }
