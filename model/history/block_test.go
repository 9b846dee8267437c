package history

import (
	"cmp"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

func bySeq(a, b model.Transaction) int { return cmp.Compare(a.Seq, b.Seq) }

// somePrompts draws prompts for some generations of rows.
func somePrompts(t *rapid.T, rows []model.Transaction) map[model.ID]string {
	prompts := map[model.ID]string{}
	for _, row := range rows {
		if row.GenerationID != "" && rapid.Bool().Draw(t, "has prompt") {
			prompts[row.GenerationID] = word().Draw(t, "prompt")
		}
	}
	return prompts
}

func wantPrompt(row model.Transaction, prompts map[model.ID]string) string {
	if prompt := prompts[row.GenerationID]; prompt != row.Description {
		return prompt
	}
	return ""
}

func TestBlockGivesBackWhatWentIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := someRows(t, 40, false)
		prompts := somePrompts(t, rows)
		sealed, err := Seal(rows, prompts)
		if err != nil {
			t.Fatal(err)
		}
		data := sealed.AppendTo([]byte("before"))
		kept, err := Decode(data[len("before"):])
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(rows, bySeq)
		for _, b := range []*Block{sealed, kept} {
			if b.Len() != len(rows) || b.FirstSeq() != rows[0].Seq || b.LastSeq() != rows[len(rows)-1].Seq {
				t.Fatalf("%d rows from %d to %d", b.Len(), b.FirstSeq(), b.LastSeq())
			}
			for i, want := range rows {
				if got := b.Row(i); !reflect.DeepEqual(got, want) {
					t.Fatalf("row %d:\n got %#v\nwant %#v", i, got, want)
				}
				if got := b.Prompt(i); got != wantPrompt(want, prompts) {
					t.Fatalf("prompt %d: got %q, want %q", i, got, wantPrompt(want, prompts))
				}
			}
			if b.sums != sumsOf(rows) {
				t.Fatalf("sums: got %v, want %v", b.sums, sumsOf(rows))
			}
		}
	})
}

func TestSealRefuses(t *testing.T) {
	row := model.Transaction{Seq: 7}
	for name, rows := range map[string][]model.Transaction{
		"no rows": nil, "too many rows": make([]model.Transaction, BlockRows+1), "one number twice": {row, {Seq: 8}, row},
	} {
		if _, err := Seal(rows, nil); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestColumnsGiveBackTheirValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.OneOf(
			rapid.SliceOfN(rapid.Int64(), 1, 50),
			rapid.SliceOfN(rapid.Int64Range(-1000, 1000), 1, 50),
			rapid.SliceOfN(rapid.Map(rapid.Int64Range(-1e6, 1e6), func(v int64) int64 { return v * 10_000_000 }), 1, 50),
			rapid.Custom(func(t *rapid.T) []int64 {
				values := make([]int64, rapid.IntRange(1, 50).Draw(t, "n"))
				base, step := rapid.Int64().Draw(t, "base"), rapid.Int64().Draw(t, "step")
				for i := range values {
					values[i] = base + int64(i)*step
				}
				return values
			}),
		).Draw(t, "values")
		c := packColumn(values)
		all := make([]int64, len(values))
		c.all(all)
		low, high := c.limits(len(values))
		wantLow, wantHigh := bounds(values)
		if !slices.Equal(all, values) || low != wantLow || high != wantHigh {
			t.Fatalf("form %d: %v becomes %v, limits %d and %d", c.form, values, all, low, high)
		}
		for i, want := range values {
			if c.at(i) != want {
				t.Fatalf("form %d, value %d: got %d, want %d", c.form, i, c.at(i), want)
			}
		}
		read := reader{rest: appendColumn(nil, &c), n: len(values)}
		if got := read.column(); read.bad || len(read.rest) > 0 || !reflect.DeepEqual(got, c) {
			t.Fatalf("%+v is read as %+v", c, got)
		}
	})
}

func TestDecodeRefusesEveryFlippedBit(t *testing.T) {
	block, err := Seal(ledger(20), nil)
	if err != nil {
		t.Fatal(err)
	}
	data := block.AppendTo(nil)
	for i := range data {
		for bit := range 8 {
			data[i] ^= 1 << bit
			if _, err := Decode(data); err == nil {
				t.Fatalf("byte %d, bit %d: no error", i, bit)
			}
			data[i] ^= 1 << bit
		}
	}
	for n := range data {
		if _, err := Decode(data[:n]); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut at %d: %v", n, err)
		}
	}
	data[len(blockMagic)-1]++
	if _, err := Decode(withChecksum(data)); !errors.Is(err, ErrVersion) {
		t.Fatalf("another version: %v", err)
	}
}

func withChecksum(data []byte) []byte {
	body := slices.Clone(data[:len(data)-crc32.Size])
	return binary.LittleEndian.AppendUint32(body, crc32.Checksum(body, castagnoli()))
}

// FuzzDecode also mends the checksum, so that what lies behind it is tried too.
func FuzzDecode(f *testing.F) {
	rows := ledger(30)
	rows[3].ID, rows[4].CreatedAt.Time, rows[5].Description = "odd", rows[4].CreatedAt.Add(77), "日本"
	for n := range 5 {
		block, err := Seal(rows[:1+n*7], map[model.ID]string{rows[2].GenerationID: "a prompt"})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(block.AppendTo(nil))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = Decode(data)
		if len(data) < crc32.Size {
			return
		}
		block, err := Decode(withChecksum(data))
		if err != nil {
			return
		}
		var b Builder
		b.Add(block)
		table := b.Table()
		for i := range table.Len() {
			row := table.Row(i)
			_ = table.Prompt(i)
			_, _ = table.Refund(i)
			_, _ = table.Original(i)
			if at, ok := table.Find(row.Seq); !ok || at != i {
				t.Fatalf("row %d is found at %d", i, at)
			}
		}
		q := Query{conds: []cond{
			{about: aboutWord, text: "e"},
			{about: aboutWord, text: "é"},
			{about: aboutID, text: "6"},
			{about: aboutAmount, lo: -5, hi: 5, not: true},
		}}
		if _, err := Filter(t.Context(), table, q, nil); err != nil {
			t.Fatal(err)
		}
		for by := ByDate; by <= ByTool; by++ {
			if _, err := Sort(t.Context(), table.All(), by, true); err != nil {
				t.Fatal(err)
			}
		}
		again, err := Decode(block.AppendTo(nil))
		if err != nil || again.Len() != block.Len() {
			t.Fatalf("written and read again: %v", err)
		}
	})
}

// What an earlier version kept is read, and is the same.
func TestDecodesTheFirstVersion(t *testing.T) {
	rows := ledger(300)
	is, err := Seal(rows, nil)
	if err != nil {
		t.Fatal(err)
	}
	was := *is
	was.dict = texts{}
	for k := range is.dict.count() / kindTexts {
		for i := range billedTexts {
			was.dict.add(string(is.dict.at(kindTexts*k + i)))
		}
	}
	data := was.AppendTo(nil)
	data[len(blockMagic)-1] = firstVersion
	body := data[:len(data)-4]
	block, err := Decode(binary.LittleEndian.AppendUint32(body, crc32.Checksum(body, castagnoli())))
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if got := block.Row(i); !reflect.DeepEqual(got, rows[i]) {
			t.Fatalf("row %d is %+v, want %+v", i, got, rows[i])
		}
	}
}

// sumsOf is the sums of rows, in any order.
func sumsOf(rows []model.Transaction) Sums {
	var s Sums
	for i := range rows {
		s.addRow(&rows[i])
	}
	return s
}
