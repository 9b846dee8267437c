package export

import (
	"encoding/json"
	"io"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// lines writes JSON lines: the rows as the server returned them, with the known
// prompts.
type lines struct {
	encoder *json.Encoder
	sandbox bool
}

func newLines(w io.Writer, sandbox bool) *lines {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return &lines{encoder, sandbox}
}

// Line is the JSON of a row. Every line has the same members: what is unknown, or does
// not apply, is null, also the sequence number of a row that the server's ledger does
// not have.
type Line struct {
	model.Transaction
	Description model.OptionalString `json:"description"`
	Seq         *int64               `json:"seq"`
	Amount      *model.Credits       `json:"amount"`
	Balance     *model.Credits       `json:"balance"`
	Provenance  model.Provenance     `json:"provenance"`
	Basis       model.OptionalString `json:"basis"`  // the basis of an estimated row
	Status      model.OptionalString `json:"status"` // of an estimated row's generation
	Inputs      model.OptionalString `json:"inputs"` // of an estimated row's generation, on which its price may depend
	SeenAt      model.Time           `json:"seenAt"` // when a price was seen that the row is based on
	// CatalogueAtLeast is the catalogue's least price at the time when a price was
	// seen, signed as the amount.
	CatalogueAtLeast *model.Credits `json:"catalogueAtLeast"`
	// Generations is the number of generations of estimated or unknown price within an
	// observed change.
	Generations *int `json:"generations"`
	// BalanceBasis is "estimated" where the balance is computed from estimates that do
	// not lead to the next observed one.
	BalanceBasis model.OptionalString `json:"balanceBasis"`
	Prompt       model.OptionalString `json:"prompt"`
	Sandbox      bool                 `json:"sandbox"`
}

// NewLine is the JSON of a row with the prompt of its generation. sandbox marks
// simulated data.
func NewLine(row model.Transaction, prompt string, sandbox bool) Line {
	line := Line{
		Transaction: row, Description: model.OptionalString(row.Description), Provenance: row.Provenance(), Basis: model.OptionalString(row.Basis), Status: model.OptionalString(row.Status),
		Inputs: model.OptionalString(row.Estimate.Inputs), SeenAt: row.Estimate.SeenAt, BalanceBasis: model.OptionalString(balanceBasis(row)),
		Prompt: model.OptionalString(prompt), Sandbox: sandbox,
	}
	if !row.Estimated() {
		line.Seq = &row.Seq
	}
	if row.Amount.Known() {
		line.Amount = &row.Amount
	}
	if row.Balance.Known() {
		line.Balance = &row.Balance
	}
	if row.Estimate.Generations != 0 {
		line.Generations = &row.Estimate.Generations
	}
	if row.Estimate.Least != 0 {
		line.CatalogueAtLeast = &row.Estimate.Least
	}
	return line
}

// balanceBasis is the basis of a balance, empty where it is the row's own.
func balanceBasis(row model.Transaction) string {
	if row.Estimate.BalanceAbout {
		return string(model.Estimated)
	}
	return ""
}

// Row is the transaction that the line was made from. The sequence number of an
// estimated one is lost.
func (l Line) Row() model.Transaction {
	row := l.Transaction
	row.Description = string(l.Description)
	row.Basis, row.Status = model.EstimateBasis(l.Basis), model.GenerationStatus(l.Status)
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
	row.Estimate = model.Estimate{Inputs: string(l.Inputs), SeenAt: l.SeenAt, BalanceAbout: l.BalanceBasis != ""}
	if l.Generations != nil {
		row.Estimate.Generations = *l.Generations
	}
	if l.CatalogueAtLeast != nil {
		row.Estimate.Least = *l.CatalogueAtLeast
	}
	return row
}

func (l *lines) row(table *history.Table, i int) error {
	return l.encoder.Encode(NewLine(table.Row(i), table.Prompt(i), l.sandbox))
}

func (l *lines) end() error { return nil }
