package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/ui/data"
)

func TestFieldsStayFields(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.String(), 3, 3), 1, 5).Draw(t, "rows")
		var out bytes.Buffer
		if err := writeTSV(&out, rows); err != nil {
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
	columns := []column{{"CREDITS", figure}, {"PRICE", figure}, {"BALANCE", figure}}
	rows := [][]string{{"−1,250", "contact sales", "12,376"}, {"−0.5", "$9", "12,376.25"}, {"?", "$9.50", ""}}
	if err := writeTable(Streams{Out: &out}, columns, rows); err != nil {
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
	columns := []column{{"WHAT", prose}, {"CREDITS", figure}}
	rows := [][]string{{"灯台 at dawn", "−4"}, {"🐋 whale", "+12,376"}, {"plain", "0"}}
	if err := writeTable(Streams{Out: &out}, columns, rows); err != nil {
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
	columns := []column{{"DATE", exact}, {"WHAT", prose}, {"CREDITS", figure}}
	rows := [][]string{{"2026-11-22 13:58", strings.Repeat("a lighthouse ", 12), "−100"}}
	if err := writeTable(Streams{Out: &out, Width: 60}, columns, rows); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || !strings.HasSuffix(lines[1], "−100") || ansi.StringWidth(lines[1]) > 60 {
		t.Errorf("the row is not one line of 60 cells that ends in its amount:\n%s", out.String())
	}
}

func TestTableNeverCutsAFigure(t *testing.T) {
	columns := []column{
		{"DATE", exact}, {"TYPE", exact}, {"WHAT", prose}, {"PAID", figure}, {"CREDITS", figure}, {"BALANCE", figure},
	}
	rows := [][]string{
		{"2026-11-22 13:58", "generation", "create-image · nano-banana", "", "−4", "12,502.2"},
		{"2026-11-21 09:00", "purchase refund", "Pack M", "−$19.00", "−2,000", "12,506.2"},
	}
	for width := 30; width < 100; width++ {
		var out bytes.Buffer
		if err := writeTable(Streams{Out: &out, Width: width}, columns, rows); err != nil {
			t.Fatal(err)
		}
		for _, whole := range []string{"DATE", "TYPE", "WHAT", "PAID", "CREDITS", "BALANCE", rows[0][0], "purchase refund", "−$19.00", "−2,000", "12,502.2"} {
			if !strings.Contains(out.String(), whole) {
				t.Errorf("%d cells: no %s in\n%s", width, whole, out.String())
			}
		}
		if ansi.StringWidth(strings.SplitN(out.String(), "\n", 2)[0]) > max(width, 73) {
			t.Errorf("%d cells: too wide:\n%s", width, out.String())
		}
	}
}

func TestTableLeavesOutWhatHasNoValue(t *testing.T) {
	var out bytes.Buffer
	columns := []column{{"PACK", prose}, {"PAID", figure}, {"", exact}}
	if err := writeTable(Streams{Out: &out, Width: 80}, columns, [][]string{{"Pack M", "", ""}}); err != nil || out.String() != "PACK\nPack M\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
	out.Reset()
	if err := writeTable(Streams{Out: &out, Width: 80}, columns, nil); err != nil || out.Len() > 0 {
		t.Errorf("a table without rows: %q, %v", out.String(), err)
	}
}

// TestProblemsStandBelow keeps a sentence out of a row, and says it once.
func TestProblemsStandBelow(t *testing.T) {
	var out bytes.Buffer
	r := report{columns: []column{{"PROFILE", prose}}, people: [][]string{{"default"}, {"work"}, {"other"}}, notes: []string{"A note."}}
	r.trouble("default", "There is no keyring here.")
	r.trouble("other", "")
	r.trouble("work", "There is no keyring here.")
	if err := r.write(Streams{Out: &out, OutTTY: true, Width: 80}, false, data.Identity{}); err != nil {
		t.Fatal(err)
	}
	if want := "PROFILE\ndefault\nwork\nother\n\ndefault, work: There is no keyring here.\nA note.\n"; out.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
	}
}
