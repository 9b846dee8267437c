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
)

// sheet writes CSV.
type sheet struct {
	w       *bufio.Writer
	sandbox bool
	fields  []string
}

// Titles are the columns of a CSV, to which "sandbox" is added for made-up figures.
var Titles = []string{
	"seq", "id", "type", "credits", "balance", "time", "tool", "model", "description", "prompt",
	"refund_of", "generation", "checkout", "paid", "currency", "receipt", "provenance", "basis", "balance_basis", "price_seen",
}

func newSheet(w *bufio.Writer, sandbox bool) (*sheet, error) {
	s := &sheet{w: w, sandbox: sandbox}
	titles := Titles
	if sandbox {
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
	return s.write(s.fields)
}

// seqOf is the sequence number of a row of the server's ledger; others have none.
func seqOf(row model.Transaction) string {
	if row.Estimated() {
		return ""
	}
	return strconv.FormatInt(row.Seq, 10)
}

func (s *sheet) end() error { return nil }

// write writes a line. Where one of its texts has what other readers separate by, all
// of it is quoted, from the first field on: a spreadsheet that expects semicolons would
// otherwise find a cell in the middle of a text, and run what stands there.
func (s *sheet) write(fields []string) error {
	all := slices.ContainsFunc(fields, func(field string) bool { return strings.ContainsAny(field, ";\t|") })
	for i, field := range fields {
		if i > 0 {
			_ = s.w.WriteByte(',') // an error of w stays, and is that of the line's end
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

// quoted reports whether a field has to be quoted: for RFC 4180, or as blanks before it
// would be lost, or as it is what ends the data for some (\.).
func quoted(field string) bool {
	first, _ := utf8.DecodeRuneInString(field)
	return strings.ContainsAny(field, ",\"\r\n") || unicode.IsSpace(first) || field == `\.`
}

// Defused puts an apostrophe before a text that a spreadsheet would run as a
// formula: those that begin with =, +, -, @ or, what comes to the same in some, a
// tab or a line end. Blanks before them do not help.
func Defused(text string) string {
	rest := strings.TrimLeft(text, " \u00a0\u3000")
	switch first, _ := utf8.DecodeRuneInString(rest); first {
	case '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠':
		return "'" + text
	}
	return text
}
