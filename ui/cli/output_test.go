package cli

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model/account"
)

func TestFieldsStayFields(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.String(), 3, 3), 1, 5).Draw(t, "rows")
		var out bytes.Buffer
		if err := writeTSV(&out, slices.Values(rows)); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		if len(lines) != len(rows) {
			t.Fatalf("%d rows became %d lines", len(rows), len(lines))
		}
		for _, line := range lines {
			if strings.Count(line, "\t") != 2 || strings.ContainsAny(line, "\x1b\r\u202e") {
				t.Fatalf("not three clean fields: %q", line)
			}
		}
	})
}

func TestTableSetsDecimalsInLine(t *testing.T) {
	var out bytes.Buffer
	columns := []column{{"CREDITS", number}, {"PRICE", number}, {"BALANCE", number}}
	rows := [][]string{{"−1,250", "contact sales", "12,376"}, {"−0.5", "$9", "12,376.25"}, {"?", "$9.50", ""}}
	if err := writeTable(Streams{Out: &out}, columns, slices.Values(rows)); err != nil {
		t.Fatal(err)
	}
	const want = "" +
		" CREDITS          PRICE    BALANCE\n" +
		"−1,250    contact sales  12,376\n" +
		"    −0.5          $9     12,376.25\n" +
		"     ?            $9.50\n"
	if got := ansi.Strip(out.String()); got != want {
		t.Errorf("%s", got)
	}
}

func TestTableAlignsWideText(t *testing.T) {
	var out bytes.Buffer
	columns := []column{{"WHAT", text}, {"CREDITS", number}}
	rows := [][]string{{"灯台 at dawn", "−4"}, {"🐋 whale", "+12,376"}, {"plain", "0"}}
	if err := writeTable(Streams{Out: &out}, columns, slices.Values(rows)); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if width := ansi.StringWidth(strings.TrimSuffix(line, "\n")); width != ansi.StringWidth("灯台 at dawn")+2+len("+12,376") {
			t.Errorf("the amount does not end where the others do: %q", line)
		}
	}
}

func TestTableFitsItsTerminal(t *testing.T) {
	var out bytes.Buffer
	columns := []column{{"DATE", fixed}, {"WHAT", text}, {"CREDITS", number}}
	rows := [][]string{{"2026-11-22 13:58", strings.Repeat("a lighthouse ", 12), "−100"}}
	if err := writeTable(Streams{Out: &out, Width: 60}, columns, slices.Values(rows)); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || !strings.HasSuffix(lines[1], "−100") || ansi.StringWidth(lines[1]) > 60 {
		t.Errorf("the row is not one line of 60 cells that ends in its amount:\n%s", out.String())
	}
}

// TestTableNeverCutsAFigure has every figure whole and within the terminal: below some width the
// spare column is left out, and below another each row is a sentence.
func TestTableNeverCutsAFigure(t *testing.T) {
	columns := []column{
		{"DATE", fixed}, {"TYPE", spare}, {"WHAT", text}, {"PAID", number}, {"CREDITS", number}, {"BALANCE", number},
	}
	rows := [][]string{
		{"2026-11-22 13:58", "generation", "create-image · nano-banana", "", "−4", "12,502.2"},
		{"2026-11-21 09:00", "purchase refund", "Pack M", "−$1,019.00", "−2,000,000", "12,502,506.2"},
	}
	for width := 30; width < 100; width++ {
		var out bytes.Buffer
		if err := writeTable(Streams{Out: &out, Width: width}, columns, slices.Values(rows)); err != nil {
			t.Fatal(err)
		}
		for _, whole := range []string{"date", "paid", "credits", "balance", rows[0][0], "−$1,019.00", "−2,000,000", "12,502,506.2"} {
			if !strings.Contains(strings.ToLower(out.String()), whole) {
				t.Errorf("%d cells: no %s in\n%s", width, whole, out.String())
			}
		}
		if typed, tabled := strings.Contains(out.String(), "TYPE"), strings.Contains(out.String(), "DATE"); width == 70 && (typed || !tabled) || width == 99 && !typed {
			t.Errorf("%d cells:\n%s", width, out.String())
		}
		for line := range strings.Lines(out.String()) {
			if ansi.StringWidth(strings.TrimSuffix(line, "\n")) > width {
				t.Errorf("%d cells: too wide:\n%s", width, out.String())
			}
		}
	}
}

// TestTableBesideAnyText prints every figure in its column beside any text, in
// terminals of every width: in one that draws grapheme clusters, and without a
// terminal.
func TestTableBesideAnyText(t *testing.T) {
	columns := []column{{"DATE", fixed}, {"WHAT", text}, {"CREDITS", number}, {"PLAN", text}, {"BALANCE", number}}
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
				"भारी बारिश", "স্তম্ভ", "மழையில்", "กำลัง", "شارع", "שלום", "霧の中", "👩‍👧", "🇩🇪", "❤️", "1️⃣", "e\u0301", "\u200d", "a girl", " ", "1,250 mm",
			}), 0, 12).Draw(t, name), "")
		}
		var rows [][]string
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			rows = append(rows, []string{"2026-11-22 13:58", text("what"), "−1,250", text("plan"), "1,229,567"})
		}
		width := rapid.IntRange(60, 220).Draw(t, "width")
		screen := vt.NewEmulator(width, len(rows)+2)
		var out, plain bytes.Buffer
		tty := Streams{Out: &out, Width: width, Environ: []string{"TERM=xterm-256color", "TTY_FORCE=1"}}
		if err := writeTable(tty, columns, slices.Values(rows)); err != nil {
			t.Fatal(err)
		}
		if err := writeTable(Streams{Out: &plain, Width: width}, columns, slices.Values(rows)); err != nil {
			t.Fatal(err)
		}
		_, _ = screen.Write(bytes.ReplaceAll(out.Bytes(), []byte("\n"), []byte("\r\n")))
		for i, line := range strings.Split(strings.TrimSuffix(plain.String(), "\n"), "\n") {
			cells := make([]string, width)
			for x := range cells {
				cells[x] = screen.CellAt(x, i).Content
			}
			drawn := strings.TrimRight(strings.Join(cells, ""), " ")
			if i > 0 && (!strings.Contains(drawn, "−1,250") || !strings.HasSuffix(drawn, "1,229,567") || !strings.HasSuffix(line, "1,229,567")) {
				t.Fatalf("a figure is not whole in\n%s\n%s", drawn, line)
			}
			if is, want := end(cells), ansi.StringWidthWc(strings.SplitN(plain.String(), "\n", 2)[0]); is != want || is > width {
				t.Fatalf("line %d ends in column %d, not %d:\n%s\n%q", i, is, want, drawn, out.String())
			}
		}
	})
}

// end is the column after the last character of a line.
func end(cells []string) int {
	for x := len(cells); x > 0; x-- {
		if cells[x-1] != " " && cells[x-1] != "" {
			return x
		}
	}
	return 0
}

func TestTableLeavesOutWhatHasNoValue(t *testing.T) {
	var out bytes.Buffer
	columns := []column{{"PACK", text}, {"PAID", number}, {"", fixed}}
	if err := writeTable(Streams{Out: &out, Width: 80}, columns, slices.Values([][]string{{"Pack M", "", ""}})); err != nil || out.String() != "PACK\nPack M\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
	out.Reset()
	if err := writeTable(Streams{Out: &out, Width: 80}, columns, slices.Values([][]string(nil))); err != nil || out.Len() > 0 {
		t.Errorf("a table without rows: %q, %v", out.String(), err)
	}
}

// TestProblemsStandBelow prints a warning below the table, and only once.
func TestProblemsStandBelow(t *testing.T) {
	var out bytes.Buffer
	r := report{columns: []column{{"PROFILE", text}}, tableRows: [][]string{{"default"}, {"work"}, {"other"}}, notes: []string{"A note."}}
	r.addWarning("default", "There is no keyring here.")
	r.addWarning("other", "")
	r.addWarning("work", "There is no keyring here.")
	if err := r.write(Streams{Out: &out, OutTTY: true, Width: 80}, false, account.Identity{}); err != nil {
		t.Fatal(err)
	}
	if want := "PROFILE\ndefault\nwork\nother\n\ndefault, work: There is no keyring here.\nA note.\n"; out.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
	}
}
