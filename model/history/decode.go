package history

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"math/bits"
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// ErrDamaged is the error for bytes that are not a block as [Block.AppendTo] wrote it.
var ErrDamaged = errors.New("a block of the history is damaged")

// ErrVersion is the error for a block in the format of another version.
var ErrVersion = errors.New("a block of the history has a format of another version")

// Decode reads a block from its bytes, which it does not retain. Its error is [ErrDamaged]
// or [ErrVersion]; a returned block is valid.
func Decode(data []byte) (*Block, error) {
	const tail = crc32.Size
	if len(data) < len(blockMagic)+tail || string(data[:len(blockMagic)-1]) != blockMagic[:len(blockMagic)-1] {
		return nil, fmt.Errorf("%w: it begins wrongly", ErrDamaged)
	}
	body, sum := data[:len(data)-tail], binary.LittleEndian.Uint32(data[len(data)-tail:])
	if crc32.Checksum(body, castagnoli()) != sum {
		return nil, fmt.Errorf("%w: its checksum differs", ErrDamaged)
	}
	version := data[len(blockMagic)-1]
	if version != latestVersion && version != firstVersion {
		return nil, ErrVersion
	}
	r := reader{rest: body[len(blockMagic):], version: version}
	b := r.block()
	if r.bad || len(r.rest) > 0 {
		return nil, fmt.Errorf("%w: its columns do not fit", ErrDamaged)
	}
	b.derive()
	return b, nil
}

// reader takes columns from bytes. Once something does not fit it is bad, and all
// that follows is empty.
type reader struct {
	rest []byte
	n    int
	bad  bool

	version uint8
}

func (r *reader) block() *Block {
	b := &Block{n: int(min(r.uvarint(), BlockRows+1))}
	r.n = b.n
	r.want(b.n >= 1 && b.n <= BlockRows)
	for _, c := range []*column{&b.seq, &b.time, &b.amount, &b.balance} {
		*c = r.column()
	}
	r.want(r.bad || rising(&b.seq, b.n))
	b.ids = r.bytes()
	r.want(len(b.ids) == idBytes*b.n)
	if b.generations = r.bytes(); len(b.generations) > 0 {
		r.want(len(b.generations) == idBytes*b.n)
	}
	b.kinds = r.uint16s()
	r.want(len(b.kinds) == b.n)
	b.dict, b.descriptions, b.prompts = r.dict(), r.texts(), r.texts()
	kinds := b.dict.count() / kindTexts
	r.want(b.dict.count() == kindTexts*kinds && b.descriptions.count() == b.n)
	r.want(b.prompts.count() == 0 || b.prompts.count() == b.n)
	for _, k := range b.kinds {
		r.want(int(k) < kinds)
	}
	b.extras = r.sparse()
	for i := 1; !r.bad && i < b.n; i++ { // rows with equal numbers are ordered by id
		r.want(b.seq.at(i-1) < b.seq.at(i) || b.id(i-1) < b.id(i))
	}
	return b
}

func (r *reader) want(ok bool) {
	if !ok {
		r.bad, r.rest = true, nil
	}
}

func rising(c *column, n int) bool {
	for i := 1; i < n; i++ {
		if c.at(i) < c.at(i-1) {
			return false
		}
	}
	return true
}

func (r *reader) uvarint() uint64 {
	v, width := binary.Uvarint(r.rest)
	if r.want(width > 0); r.bad {
		return 0
	}
	r.rest = r.rest[width:]
	return v
}

func (r *reader) varint() int64 {
	v, width := binary.Varint(r.rest)
	if r.want(width > 0); r.bad {
		return 0
	}
	r.rest = r.rest[width:]
	return v
}

// take cuts off a counted run of things of a size, in place.
func (r *reader) take(size int) []byte {
	count := r.uvarint()
	if r.want(count <= uint64(len(r.rest)/size)); r.bad {
		return nil
	}
	run := r.rest[:int(count)*size]
	r.rest = r.rest[len(run):]
	return run
}

func (r *reader) bytes() []byte { return append([]byte(nil), r.take(1)...) }

func (r *reader) uint16s() []uint16 {
	run := r.take(2)
	values := make([]uint16, len(run)/2)
	for i := range values {
		values[i] = binary.LittleEndian.Uint16(run[2*i:])
	}
	return values
}

func (r *reader) uint32s() []uint32 {
	run := r.take(4)
	values := make([]uint32, len(run)/4)
	for i := range values {
		values[i] = binary.LittleEndian.Uint32(run[4*i:])
	}
	return values
}

func (r *reader) column() column {
	if r.want(len(r.rest) > 0); r.bad {
		return column{}
	}
	c := column{form: r.rest[0]}
	r.rest = r.rest[1:]
	c.base, c.unit = r.varint(), r.varint()
	switch c.form {
	case formLinear:
		r.want(fits(c.base, c.unit, uint64(max(1, r.n)-1)))
	case formNarrow:
		c.narrow = r.uint16s()
		r.want(len(c.narrow) == r.n && r.n > 0 && c.unit > 0 && fits(c.base, c.unit, uint64(slices.Max(c.narrow))))
	case formHalf:
		c.half = r.uint32s()
		r.want(len(c.half) == r.n && r.n > 0 && c.unit > 0 && fits(c.base, c.unit, uint64(slices.Max(c.half))))
	case formWide:
		run := r.take(8)
		c.wide = make([]int64, len(run)/8)
		for i := range c.wide {
			c.wide[i] = int64(binary.LittleEndian.Uint64(run[8*i:]))
		}
		r.want(len(c.wide) == r.n)
	default:
		r.want(false)
	}
	if r.bad {
		return column{}
	}
	return c
}

// fits reports whether base + count·unit is a whole number of 64 bits.
func fits(base, unit int64, count uint64) bool {
	room, step := uint64(math.MaxInt64)-uint64(base), uint64(unit)
	if unit < 0 {
		room, step = uint64(base)-1<<63, -uint64(unit)
	}
	over, product := bits.Mul64(step, count)
	return over == 0 && product <= room
}

func (r *reader) texts() texts {
	t := texts{offsets: r.uint32s(), data: r.bytes()}
	if r.want(offsetsFit(t.offsets, len(t.data))); r.bad {
		return texts{}
	}
	return t
}

// dict is the texts of the kinds; those of the first version get what they lack.
func (r *reader) dict() texts {
	was := r.texts()
	if r.version == latestVersion {
		return was
	}
	if r.want(was.count()%billedTexts == 0); r.bad {
		return texts{}
	}
	var is texts
	for k := range was.count() / billedTexts {
		at := func(i int) []byte { return was.at(billedTexts*k + i) }
		kind{kind: model.TransactionType(at(0)), tool: model.OptionalString(at(1)), model: model.OptionalString(at(2))}.addTo(&is)
	}
	is.trim()
	return is
}

// offsetsFit reports whether offsets cut data of a length into texts, or there
// are neither.
func offsetsFit(offsets []uint32, length int) bool {
	if len(offsets) == 0 {
		return length == 0
	}
	return offsets[0] == 0 && int64(offsets[len(offsets)-1]) == int64(length) && slices.IsSorted(offsets)
}

func (r *reader) sparse() sparse {
	s := sparse{rows: r.uint16s(), offsets: r.uint32s(), data: r.bytes()}
	r.want(offsetsFit(s.offsets, len(s.data)))
	r.want(len(s.rows) == 0 && len(s.offsets) == 0 || len(s.offsets) == len(s.rows)+1)
	for i, row := range s.rows {
		r.want(int(row) < r.n && (i == 0 || s.rows[i-1] < row))
	}
	if r.bad {
		return sparse{}
	}
	return s
}
