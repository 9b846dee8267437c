package export

import (
	"bufio"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/privacy"
)

// sheet writes CSV.
type sheet struct {
	w       *bufio.Writer
	titles  []string
	sandbox bool
	mask    *privacy.Masker // nil: nothing is masked
	fields  []string
}

// Titles are the columns of a CSV, to which "sandbox" is added for simulated data.
var Titles = []string{
	"seq", "id", "type", "credits", "balance", "time", "tool", "model", "description", "prompt",
	"refund_of", "generation", "checkout", "paid", "currency", "receipt", "provenance", "basis", "balance_basis", "price_seen",
}

func newSheet(w *bufio.Writer, o Options) (*sheet, error) {
	s := &sheet{w: w, titles: Titles, sandbox: o.Sandbox, mask: o.Mask}
	titles := Titles
	if o.Sandbox {
		titles = append(titles[:len(titles):len(titles)], "sandbox")
	}
	return s, s.write(titles)
}

func (s *sheet) row(table *history.Table, i int) error {
	row := table.Row(i)
	paid, currency, receipt := "", "", ""
	if row.Payment != nil {
		paid, currency, receipt = row.Payment.Decimal(), row.Payment.Currency, string(row.Payment.ReceiptURL)
	}
	s.fields = append(
		s.fields[:0],
		seqOf(row), Defused(string(row.ID)), Defused(string(row.Type)), row.Amount.Plain(), row.Balance.Plain(),
		row.CreatedAt.ISO(), Defused(string(row.Tool)), Defused(string(row.Model)),
		Defused(row.Description), Defused(table.Prompt(i)), Defused(string(row.RefundOf)), Defused(string(row.GenerationID)),
		Defused(string(row.CheckoutID)), paid, Defused(currency), Defused(receipt), string(row.Provenance()), string(row.Basis),
		balanceBasis(row), row.Estimate.SeenAt.ISO(),
	)
	if s.sandbox {
		s.fields = append(s.fields, "sandbox")
	}
	return s.write(s.masked(s.fields))
}

// masked is a line with its fields masked by their titles.
func (s *sheet) masked(fields []string) []string {
	if s.mask == nil {
		return fields
	}
	fields = slices.Clone(fields)
	for i, title := range s.titles {
		fields[i] = s.mask.Field(title, fields[i])
	}
	return fields
}

// seqOf is the sequence number of a row of the server's ledger, empty for other rows.
func seqOf(row model.Transaction) string {
	if row.Estimated() {
		return ""
	}
	return strconv.FormatInt(row.Seq, 10)
}

func (s *sheet) end() error { return nil }

// write writes a line. Where one of its texts contains a separator of some reader, all
// fields are quoted, from the first one on: a spreadsheet that expects semicolons would
// otherwise split the text into cells, and run a formula in it.
func (s *sheet) write(fields []string) error {
	all := slices.ContainsFunc(fields, func(field string) bool { return strings.ContainsAny(field, ";\t|") })
	for i, field := range fields {
		if i > 0 {
			_ = s.w.WriteByte(',') // the writer keeps its error until the line's end
		}
		if !all && !quoted(field) {
			_, _ = s.w.WriteString(field)
			continue
		}
		_ = s.w.WriteByte('"')
		_, _ = s.w.WriteString(strings.ReplaceAll(field, `"`, `""`))
		_ = s.w.WriteByte('"')
	}
	return s.w.WriteByte('\n')
}

// quoted reports whether a field must be quoted: for RFC 4180, because of leading
// blanks that would be lost, or as it is an end-of-data mark of some readers (\.).
func quoted(field string) bool {
	first, _ := utf8.DecodeRuneInString(field)
	return strings.ContainsAny(field, ",\"\r\n") || unicode.IsSpace(first) || field == `\.`
}

// Defused puts an apostrophe before a text that a spreadsheet would run as a formula:
// one that begins with =, +, -, @ or, with the same effect in some, a tab or a line
// end. Blanks before these change nothing.
func Defused(text string) string {
	rest := strings.TrimLeft(text, " \u00a0\u3000")
	switch first, _ := utf8.DecodeRuneInString(rest); first {
	case '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠':
		return "'" + text
	}
	return text
}
