package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
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

func TestTableAlignsWideText(t *testing.T) {
	var out bytes.Buffer
	columns := []column{{"WHAT", false}, {"CREDITS", true}}
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
	columns := []column{{"DATE", false}, {"WHAT", false}, {"CREDITS", true}}
	rows := [][]string{{"2026-11-22 13:58", strings.Repeat("a lighthouse ", 12), "−100"}}
	if err := writeTable(Streams{Out: &out, Width: 60}, columns, rows); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || !strings.HasSuffix(lines[1], "−100") || ansi.StringWidth(lines[1]) > 60 {
		t.Errorf("the row is not one line of 60 cells that ends in its amount:\n%s", out.String())
	}
}
