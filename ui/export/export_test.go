package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/export"
)

func transactions() *rapid.Generator[model.Transaction] {
	text := rapid.Map(rapid.StringN(0, 30, 60), model.Clean)
	return rapid.Custom(func(t *rapid.T) model.Transaction {
		row := model.Transaction{
			ID: model.ID(rapid.StringMatching(`[0-9a-f]{24}|x-[a-z]{1,9}`).Draw(t, "id")), Seq: rapid.Int64Range(1, 1<<40).Draw(t, "seq"),
			Type:   rapid.SampledFrom(append(model.TransactionTypes, "=new")).Draw(t, "type"),
			Amount: model.Credits(rapid.Int64Range(-1e12, 1e12).Draw(t, "amount")), Balance: model.Credits(rapid.Int64Range(-1e12, 1e12).Draw(t, "balance")),
			Description: text.Draw(t, "description"), Tool: model.OptionalString(text.Draw(t, "tool")), Model: model.OptionalString(text.Draw(t, "model")),
			CreatedAt: model.At(time.UnixMilli(rapid.Int64Range(0, 4e12).Draw(t, "time"))),
		}
		if rapid.IntRange(0, 2).Draw(t, "estimated") == 0 {
			row.Basis = rapid.SampledFrom([]model.EstimateBasis{model.BasisPrice, model.BasisUnknownPrice, model.BasisObserved}).Draw(t, "basis")
			row.Status, row.Balance = "success", model.UnknownCredits
			if rapid.Bool().Draw(t, "seen") {
				row.Estimate = model.Estimate{
					Inputs: "duration=6 resolution=720p", SeenAt: model.At(time.UnixMilli(rapid.Int64Range(1, 4e12).Draw(t, "seen at"))),
					Least: -model.Credits(rapid.Int64Range(1, 1e12).Draw(t, "least")), Generations: rapid.IntRange(0, 9).Draw(t, "generations"),
					BalanceAbout: rapid.Bool().Draw(t, "about"),
				}
			}
			if row.Basis.Unpriced() {
				row.Amount = model.UnknownCredits
			}
		}
		if rapid.Bool().Draw(t, "paid") {
			row.Payment = &model.Payment{Money: model.Money{Amount: rapid.Int64Range(0, 1e9).Draw(t, "paid"), Currency: "USD"}}
		}
		return row
	})
}

func tableOf(rows []model.Transaction) *history.Table {
	var b history.Builder
	b.Put(rows...)
	return b.Table()
}

func newestFirst(table *history.Table) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := table.Len() - 1; i >= 0 && yield(i); i-- {
			continue
		}
	}
}

func TestLinesReadBackEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := tableOf(rapid.SliceOfN(transactions(), 0, 30).Draw(t, "rows"))
		var out bytes.Buffer
		n, err := export.Write(context.Background(), &out, table, newestFirst(table), export.Options{Format: export.JSONL, Sandbox: true})
		if err != nil || n != table.Len() {
			t.Fatal(n, err)
		}
		decoder := json.NewDecoder(&out)
		for i := range newestFirst(table) {
			var got export.Line
			if err := decoder.Decode(&got); err != nil {
				t.Fatal(err)
			}
			want := table.Row(i)
			if want.Estimated() {
				want.Seq = 0
			}
			if row := got.Row(); !reflect.DeepEqual(row, want) || got.Provenance != want.Provenance() {
				t.Fatalf("%+v, want %+v", row, want)
			}
		}
		if decoder.More() {
			t.Fatal("more lines than rows")
		}
	})
}

// TestSheetHasNoFormulas checks that no cell is a formula, numbers are numbers, and no
// text is lost.
func TestSheetHasNoFormulas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfNDistinct(transactions(), 1, 20, func(row model.Transaction) int64 { return row.Seq }).Draw(t, "rows")
		rows[0].Description = rapid.SampledFrom([]string{"=1+1", "+1", "-1", "@sum", "  =1", "＝1", `=cmd|' /C calc'!A0`, "a;=1+1", `a";=1+1;"`, "a|=1+1"}).Draw(t, "formula")
		table := tableOf(rows)
		var out bytes.Buffer
		if _, err := export.Write(context.Background(), &out, table, newestFirst(table), export.Options{Format: export.CSV}); err != nil {
			t.Fatal(err)
		}
		cells, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(cells) != table.Len()+1 || !reflect.DeepEqual(cells[0], export.Titles) {
			t.Fatalf("%d lines, %v", len(cells), err)
		}
		for k, line := range cells[1:] {
			row := table.Row(table.Len() - 1 - k)
			if line[3] != row.Amount.Plain() || line[4] != row.Balance.Plain() {
				t.Fatalf("amounts %q and %q of %+v", line[3], line[4], row)
			}
			at, _ := json.Marshal(row.CreatedAt)
			if string(at) != `"`+line[5]+`"` || !strings.HasSuffix(line[5], "Z") || len(line[5]) != len("2006-01-02T15:04:05.000Z") {
				t.Fatalf("time %q, %s in JSON", line[5], at)
			}
			if strings.TrimPrefix(line[8], "'") != strings.TrimPrefix(row.Description, "'") {
				t.Fatalf("description %q of %q", line[8], row.Description)
			}
			for c, cell := range line {
				number := c == 0 || c == 3 || c == 4 || c == 13
				if !number && strings.ContainsAny(strings.TrimLeft(cell, " ")[:min(1, len(strings.TrimLeft(cell, " ")))], "=+-@") {
					t.Fatalf("column %s may run: %q", export.Titles[c], cell)
				}
			}
		}
	})
}

// TestSheetIsQuotedForOtherSeparators quotes the whole line of a text with another
// reader's separator, so that no cell begins within the text. Other lines are quoted
// only where necessary.
func TestSheetIsQuotedForOtherSeparators(t *testing.T) {
	for text, want := range map[string]string{
		"normal;=1+1":   `"1","x","","0","0","1970-01-01T00:00:00.000Z","","","normal;=1+1","","","","","","","","billed","","",""`,
		`a";=1+1`:       `"1","x","","0","0","1970-01-01T00:00:00.000Z","","","a"";=1+1","","","","","","","","billed","","",""`,
		"a|b":           `"1","x","","0","0","1970-01-01T00:00:00.000Z","","","a|b","","","","","","","","billed","","",""`,
		`plain`:         `1,x,,0,0,1970-01-01T00:00:00.000Z,,,plain,,,,,,,,billed,,,`,
		`a, "b"`:        `1,x,,0,0,1970-01-01T00:00:00.000Z,,,"a, ""b""",,,,,,,,billed,,,`,
		" blank before": `1,x,,0,0,1970-01-01T00:00:00.000Z,,," blank before",,,,,,,,billed,,,`,
	} {
		table := tableOf([]model.Transaction{{ID: "x", Seq: 1, Description: text, CreatedAt: model.At(time.Unix(0, 0))}})
		var out bytes.Buffer
		if _, err := export.Write(t.Context(), &out, table, newestFirst(table), export.Options{}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Split(out.String(), "\n")[1]; got != want {
			t.Errorf("%q is written as\n%s, want\n%s", text, got, want)
		}
	}
}

func rowsNumbered(n int) []model.Transaction {
	random := rand.New(rand.NewPCG(1, 1))
	rows := make([]model.Transaction, n)
	for i := range rows {
		rows[i] = model.Transaction{ID: "x", Seq: int64(i + 1), Amount: model.Credits(random.Int64N(1e9)), Description: "a row"}
	}
	return rows
}

func TestFileIsWholeOrNotThere(t *testing.T) {
	table := tableOf(rowsNumbered(5000))
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	heard := 0
	write := func(ctx context.Context, overwrite bool) error {
		_, err := export.ToFile(ctx, path, overwrite, table, newestFirst(table), export.Options{Progress: func(n int) { heard = n }})
		return err
	}
	if err := write(t.Context(), false); err != nil || heard != 5000 {
		t.Fatalf("%v, heard of %d rows", err, heard)
	}
	before, err := os.ReadFile(path)
	if err != nil || bytes.Count(before, []byte("\n")) != 5001 {
		t.Fatal(len(before), err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("others can read it: %v", info.Mode())
	}
	var exists *export.Exists
	if err := write(t.Context(), false); !errors.As(err, &exists) {
		t.Errorf("an existing file: %v", err)
	}
	table = tableOf(rowsNumbered(3000))
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := write(canceled, true); !errors.Is(err, context.Canceled) {
		t.Errorf("a canceled export: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("a canceled export changed the file: %v", err)
	}
	if err := write(t.Context(), true); err != nil {
		t.Error(err)
	}
	if after, _ := os.ReadFile(path); bytes.Count(after, []byte("\n")) != 3001 {
		t.Error("it was not overwritten")
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("files are left behind: %v", left)
	}
}
