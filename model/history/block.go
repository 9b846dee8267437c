package history

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// BlockRows is the maximum number of rows in a block.
const BlockRows = 4096

// Block is a run of rows in order of their sequence numbers, oldest first, in
// columns. It is immutable and safe for any number of readers. Make one with
// [Seal] or [Decode].
type Block struct {
	n                          int
	seq, time, amount, balance column
	ids                        []byte   // 12 bytes a row
	generations                []byte   // 12 bytes a row, or none where no row has one
	kinds                      []uint16 // which kind, of those in dict, a row is
	dict                       texts    // type, tool and model of each kind
	descriptions               texts
	prompts                    texts // none where no row has one
	extras                     sparse

	// What follows from the columns.
	refund           []bool // by kind
	unpriced         []bool // by kind; nil where there is none
	atLeast          []bool // likewise
	minTime, maxTime int64  // milliseconds
	minAmt, maxAmt   int64
	sortedByTime     bool // no row is older than the one before it
	sums             Sums
	oddities         Oddities
	claims           []claim
}

// Len is the number of rows.
func (b *Block) Len() int { return b.n }

// FirstSeq is the sequence number of the oldest row. A block has at least one.
func (b *Block) FirstSeq() int64 { return b.seq.at(0) }

// LastSeq is the sequence number of the newest row.
func (b *Block) LastSeq() int64 { return b.seq.at(b.n - 1) }

// Bytes is the approximate memory size of the block.
func (b *Block) Bytes() int {
	const headers = 640
	return headers + b.seq.bytes() + b.time.bytes() + b.amount.bytes() + b.balance.bytes() +
		len(b.ids) + len(b.generations) + 2*len(b.kinds) +
		b.dict.bytes() + b.descriptions.bytes() + b.prompts.bytes() + b.extras.bytes() + 8*len(b.claims)
}

// Row is the i-th row, oldest first, as it was sealed; its time is in UTC.
func (b *Block) Row(i int) model.Transaction {
	kind := kindAt(&b.dict, int(b.kinds[i]))
	return b.row(i, kind)
}

// row is the i-th row, of a kind whose texts are at hand.
func (b *Block) row(i int, kind kind) model.Transaction {
	row := model.Transaction{
		ID:          idAt(b.ids, i).id(),
		Seq:         b.seq.at(i),
		Type:        kind.kind,
		Amount:      model.Credits(b.amount.at(i)),
		Balance:     model.Credits(b.balance.at(i)),
		Description: string(b.descriptions.at(i)),
		Tool:        kind.tool,
		Model:       kind.model,
		Basis:       kind.basis,
		Status:      kind.status,
		CreatedAt:   model.Time{Time: time.UnixMilli(b.time.at(i)).UTC()},
	}
	if kind.unpriced() {
		row.Amount = model.UnknownCredits
	}
	if b.generations != nil {
		row.GenerationID = idAt(b.generations, i).id()
	}
	if run := b.extras.of(i); run != nil {
		readExtras(run, &row)
	}
	return row
}

// Times returns the times of the oldest and the newest row.
func (b *Block) Times() (first, last time.Time) {
	return time.UnixMilli(b.minTime), time.UnixMilli(b.maxTime)
}

// HasStatus reports whether any row has a status.
func (b *Block) HasStatus(status model.GenerationStatus) bool {
	for k := range b.dict.count() / kindTexts {
		if kindAt(&b.dict, k).status == status {
			return true
		}
	}
	return false
}

// Has reports whether wanted holds for the basis of any row.
func (b *Block) Has(wanted func(model.EstimateBasis) bool) bool {
	for k := range b.dict.count() / kindTexts {
		if wanted(kindAt(&b.dict, k).basis) {
			return true
		}
	}
	return false
}

// Prompt is the prompt of the i-th row's generation, "" if none is known or it adds nothing
// to the description.
func (b *Block) Prompt(i int) string {
	if b.prompts.count() == 0 {
		return ""
	}
	return string(b.prompts.at(i))
}

// id is the id of the i-th row without the row.
func (b *Block) id(i int) model.ID {
	if packed := idAt(b.ids, i); packed != (packedID{}) {
		return packed.id()
	}
	content, _ := field(b.extras.of(i), extraID)
	return model.ID(content)
}

// generationID is the id of the i-th row's generation without the row.
func (b *Block) generationID(i int) model.ID {
	if b.generations != nil {
		if packed := idAt(b.generations, i); packed != (packedID{}) {
			return packed.id()
		}
	}
	content, _ := field(b.extras.of(i), extraGenerationID)
	return model.ID(content)
}

// derive works out what follows from the columns.
func (b *Block) derive() {
	b.refund = make([]bool, b.dict.count()/kindTexts)
	mark := func(list *[]bool, k int, is bool) {
		if is && *list == nil {
			*list = make([]bool, len(b.refund))
		}
		if is {
			(*list)[k] = true
		}
	}
	for k := range b.refund {
		kind := kindAt(&b.dict, k)
		b.refund[k] = kind.kind == model.TypeRefund
		mark(&b.unpriced, k, kind.unpriced())
		mark(&b.atLeast, k, kind.atLeast())
	}
	var scratch [BlockRows]int64
	values := scratch[:b.n]
	b.time.all(values)
	b.minTime, b.maxTime = bounds(values)
	b.sortedByTime = true
	for i := 1; i < len(values); i++ {
		if values[i] < values[i-1] {
			b.sortedByTime = false
			break
		}
	}
	b.amount.all(values)
	b.minAmt, b.maxAmt = bounds(values)
	b.claims = b.findClaims()
	b.oddities = b.findOddities()
	b.sums = Sums{}
	for i, amount := range values {
		b.sums.add(amount, b.refund[b.kinds[i]])
	}
	for _, k := range b.kinds {
		b.addDoubts(&b.sums, k)
	}
}

// addDoubts counts a row of a kind whose amount is not known, or the least.
func (b *Block) addDoubts(sums *Sums, k uint16) {
	if len(b.unpriced) > 0 && b.unpriced[k] {
		sums.Unknown++
	}
	if len(b.atLeast) > 0 && b.atLeast[k] {
		sums.AtLeast++
	}
}
