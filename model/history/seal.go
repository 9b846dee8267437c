package history

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// maxText bounds what the texts of a block take together, in bytes.
const maxText = math.MaxUint32

// Seal makes a block of rows in any order, with the known prompts of their generations;
// prompts may be nil. It returns an error for no rows, for more than [BlockRows], for two
// rows with one sequence number and one id, and for texts of 4 GiB.
func Seal(rows []model.Transaction, prompts map[model.ID]string) (*Block, error) {
	if len(rows) == 0 || len(rows) > BlockRows {
		return nil, fmt.Errorf("a block holds 1 to %d rows, not %d", BlockRows, len(rows))
	}
	order := func(a, b model.Transaction) int { return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.ID, b.ID)) }
	if !slices.IsSortedFunc(rows, order) {
		rows = slices.SortedFunc(slices.Values(rows), order)
	}
	size := 0
	for i := range rows {
		if i > 0 && order(rows[i-1], rows[i]) == 0 {
			return nil, fmt.Errorf("two rows have the sequence number %d and one id", rows[i].Seq)
		}
		size += len(rows[i].Description) + len(rows[i].CheckoutID) + len(rows[i].ID) + len(rows[i].GenerationID) + len(rows[i].RefundOf)
	}
	if size > maxText/2 {
		return nil, fmt.Errorf("the texts of a block take %d bytes", size)
	}
	return seal(rows, prompts), nil
}

// seal is Seal for rows that are in order and not too many.
func seal(rows []model.Transaction, prompts map[model.ID]string) *Block {
	b := &Block{
		n:   len(rows),
		ids: make([]byte, 0, idBytes*len(rows)), kinds: make([]uint16, len(rows)),
	}
	b.seq = gather(rows, func(t *model.Transaction) int64 { return t.Seq })
	b.time = gather(rows, func(t *model.Transaction) int64 { return t.CreatedAt.UnixMilli() })
	b.amount = gather(rows, func(t *model.Transaction) int64 {
		if t.Basis.Unpriced() {
			return 0
		}
		return int64(t.Amount)
	})
	b.balance = gather(rows, func(t *model.Transaction) int64 { return int64(t.Balance) })
	codes := make(map[kind]uint16)
	var run []byte
	for i := range rows {
		row := &rows[i]
		id, _ := packID(row.ID)
		b.ids = append(b.ids, id[:]...)
		k := kindOf(row)
		code, known := codes[k]
		if !known {
			code = uint16(len(codes))
			codes[k] = code
			k.addTo(&b.dict)
		}
		b.kinds[i] = code
		b.descriptions.add(row.Description)
		run = appendExtras(run[:0], row)
		b.extras.add(i, run)
	}
	b.generations = packGenerations(rows)
	b.dict.trim()
	b.descriptions.trim()
	b.prompts = packPrompts(b, prompts)
	b.derive()
	return b
}

func gather(rows []model.Transaction, value func(*model.Transaction) int64) column {
	var scratch [BlockRows]int64
	values := scratch[:len(rows)]
	for i := range rows {
		values[i] = value(&rows[i])
	}
	return packColumn(values)
}

func packGenerations(rows []model.Transaction) []byte {
	if !slices.ContainsFunc(rows, func(t model.Transaction) bool { return t.GenerationID != "" }) {
		return nil
	}
	column := make([]byte, 0, idBytes*len(rows))
	for i := range rows {
		id, _ := packID(rows[i].GenerationID)
		column = append(column, id[:]...)
	}
	return column
}

// packPrompts puts the prompts of a block's rows into an arena of their own, none
// where they all say no more than the descriptions.
func packPrompts(b *Block, prompts map[model.ID]string) texts {
	if len(prompts) == 0 {
		return texts{}
	}
	var t texts
	for i := range b.n {
		prompt := prompts[b.generationID(i)]
		if prompt == string(b.descriptions.at(i)) || len(t.data)+len(prompt) > maxText {
			prompt = ""
		}
		t.add(prompt)
	}
	if len(t.data) == 0 {
		return texts{}
	}
	t.trim()
	return t
}
