package history

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// The fields that few rows have, or have in a form that no column takes.
const (
	extraID           uint8 = iota + 1 // an id that is not packed
	extraGenerationID                  // likewise
	extraRefundOf                      // 12 bytes
	extraRefundOfText                  // not packed
	extraCheckoutID
	extraPayment  // amount, length of the currency, currency, receipt
	extraTime     // seconds and nanoseconds, where milliseconds do not do
	extraEstimate // what else is known of an estimated row
)

// sparse holds the extra fields of the rows that have any: for each such row, in
// order, a run of (tag, length, content).
type sparse struct {
	rows    []uint16
	offsets []uint32 // one more than rows
	data    []byte
}

// of is the run of row i, nil for none.
func (s *sparse) of(i int) []byte {
	at, found := slices.BinarySearch(s.rows, uint16(i))
	if !found {
		return nil
	}
	return s.run(at)
}

// run is the at-th run.
func (s *sparse) run(at int) []byte { return s.data[s.offsets[at]:s.offsets[at+1]] }

// add puts the run of a row at the end; rows come in order.
func (s *sparse) add(i int, run []byte) {
	if len(run) == 0 {
		return
	}
	if len(s.offsets) == 0 {
		s.offsets = append(s.offsets, 0)
	}
	s.rows = append(s.rows, uint16(i))
	s.data = append(s.data, run...)
	s.offsets = append(s.offsets, uint32(len(s.data)))
}

func (s *sparse) bytes() int { return 2*len(s.rows) + 4*len(s.offsets) + len(s.data) }

// nextField cuts the first field off a run. ok is false at its end, and where it
// is malformed.
func nextField(run []byte) (tag uint8, content, rest []byte, ok bool) {
	if len(run) == 0 {
		return 0, nil, nil, false
	}
	length, width := binary.Uvarint(run[1:])
	if width <= 0 || length > uint64(len(run)-1-width) {
		return 0, nil, nil, false
	}
	rest = run[1+width:]
	return run[0], rest[:length], rest[length:], true
}

// field is the content of the first field with a tag.
func field(run []byte, tag uint8) ([]byte, bool) {
	for {
		t, content, rest, ok := nextField(run)
		if !ok {
			return nil, false
		}
		if t == tag {
			return content, true
		}
		run = rest
	}
}

func appendField[T ~string | ~[]byte](run []byte, tag uint8, content T) []byte {
	run = append(run, tag)
	run = binary.AppendUvarint(run, uint64(len(content)))
	return append(run, content...)
}

// appendExtras adds what of a row does not go into columns.
func appendExtras(run []byte, row *model.Transaction) []byte {
	if _, ok := packID(row.ID); !ok {
		run = appendField(run, extraID, row.ID)
	}
	if _, ok := packID(row.GenerationID); !ok {
		run = appendField(run, extraGenerationID, row.GenerationID)
	}
	switch packed, ok := packID(row.RefundOf); {
	case !ok:
		run = appendField(run, extraRefundOfText, row.RefundOf)
	case row.RefundOf != "":
		run = appendField(run, extraRefundOf, packed[:])
	}
	if row.CheckoutID != "" {
		run = appendField(run, extraCheckoutID, row.CheckoutID)
	}
	if p := row.Payment; p != nil {
		content := binary.AppendVarint(nil, p.Amount)
		content = binary.AppendUvarint(content, uint64(len(p.Currency)))
		content = append(append(content, p.Currency...), p.ReceiptURL...)
		run = appendField(run, extraPayment, content)
	}
	if at := row.CreatedAt.Time; !time.UnixMilli(at.UnixMilli()).Equal(at) {
		content := binary.AppendVarint(nil, at.Unix())
		run = appendField(run, extraTime, binary.AppendUvarint(content, uint64(at.Nanosecond())))
	}
	if row.Estimate != (model.Estimate{}) {
		run = appendField(run, extraEstimate, appendEstimate(nil, row.Estimate))
	}
	return run
}

// readExtras completes a row from its run. What is malformed is passed over.
func readExtras(run []byte, row *model.Transaction) {
	for {
		tag, content, rest, ok := nextField(run)
		if !ok {
			return
		}
		switch tag {
		case extraID:
			row.ID = model.ID(content)
		case extraGenerationID:
			row.GenerationID = model.ID(content)
		case extraRefundOf:
			if len(content) == idBytes {
				row.RefundOf = packedID(content).id()
			}
		case extraRefundOfText:
			row.RefundOf = model.ID(content)
		case extraCheckoutID:
			row.CheckoutID = model.OptionalString(content)
		case extraPayment:
			row.Payment = readPayment(content)
		case extraTime:
			seconds, width := binary.Varint(content)
			if nanos, w := binary.Uvarint(content[max(0, width):]); width > 0 && w > 0 && nanos < 1e9 {
				row.CreatedAt = model.Time{Time: time.Unix(seconds, int64(nanos)).UTC()}
			}
		case extraEstimate:
			row.Estimate = readEstimate(content)
		}
		run = rest
	}
}

// appendEstimate writes an estimate: numbers, then the inputs.
func appendEstimate(content []byte, e model.Estimate) []byte {
	about, seen := int64(0), int64(0)
	if e.BalanceAbout {
		about = 1
	}
	if !e.SeenAt.IsZero() {
		seen = e.SeenAt.UnixMilli()
	}
	for _, number := range []int64{about, int64(e.Generations), seen, int64(e.Least)} {
		content = binary.AppendVarint(content, number)
	}
	return append(content, e.Inputs...)
}

// readEstimate reads it; what is malformed is none.
func readEstimate(content []byte) (e model.Estimate) {
	var numbers [4]int64
	for i := range numbers {
		number, width := binary.Varint(content)
		if width <= 0 {
			return model.Estimate{}
		}
		numbers[i], content = number, content[width:]
	}
	e = model.Estimate{
		BalanceAbout: numbers[0] != 0, Generations: int(numbers[1]), Least: model.Credits(numbers[3]), Inputs: string(content),
	}
	if numbers[2] != 0 {
		e.SeenAt = model.Time{Time: time.UnixMilli(numbers[2]).UTC()}
	}
	return e
}

func readPayment(content []byte) *model.Payment {
	amount, width := binary.Varint(content)
	if width <= 0 {
		return nil
	}
	content = content[width:]
	length, width := binary.Uvarint(content)
	if width <= 0 || length > uint64(len(content)-width) {
		return nil
	}
	content = content[width:]
	return &model.Payment{
		Money:      model.Money{Amount: amount, Currency: string(content[:length])},
		ReceiptURL: model.URL(content[length:]),
	}
}
