package history

import (
	"bytes"
	"math"
	"slices"
)

// The forms that a column of numbers takes, by how far apart its values lie.
const (
	formLinear uint8 = iota // base + i·unit: sequence numbers, constants
	formNarrow              // base + u16·unit
	formHalf                // base + u32·unit
	formWide                // the values themselves
)

// column holds whole numbers as small multiples of a unit above a base. Credits
// in a block are mostly multiples of a credit or of a tenth, and times lie within
// weeks, so that two to four bytes carry what eight would.
type column struct {
	form       uint8
	base, unit int64
	narrow     []uint16
	half       []uint32
	wide       []int64
}

// packColumn chooses the smallest form that gives the values back exactly.
func packColumn(values []int64) column {
	if len(values) == 0 {
		return column{}
	}
	if step, ok := linear(values); ok {
		return column{form: formLinear, base: values[0], unit: step}
	}
	low, high := bounds(values)
	span, unit := uint64(high)-uint64(low), uint64(0)
	for _, v := range values {
		if unit = gcd(unit, uint64(v)-uint64(low)); unit == 1 {
			break
		}
	}
	c := column{base: low, unit: int64(unit)}
	switch {
	case unit > math.MaxInt64 || span/unit > math.MaxUint32:
		return column{form: formWide, wide: append(make([]int64, 0, len(values)), values...)}
	case span/unit > math.MaxUint16:
		c.form, c.half = formHalf, make([]uint32, len(values))
		for i, v := range values {
			c.half[i] = uint32((uint64(v) - uint64(low)) / unit)
		}
	default:
		c.form, c.narrow = formNarrow, make([]uint16, len(values))
		for i, v := range values {
			c.narrow[i] = uint16((uint64(v) - uint64(low)) / unit)
		}
	}
	return c
}

// linear reports whether values are equally far apart, without overflow.
func linear(values []int64) (step int64, ok bool) {
	if len(values) > 1 {
		step = values[1] - values[0]
	}
	for i := 1; i < len(values); i++ {
		if values[i]-values[i-1] != step || (values[i] >= values[i-1]) != (step >= 0) {
			return 0, false
		}
	}
	return step, true
}

func bounds(values []int64) (low, high int64) {
	low, high = values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	return low, high
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// at is the i-th value.
func (c *column) at(i int) int64 {
	switch c.form {
	case formLinear:
		return c.base + int64(i)*c.unit
	case formNarrow:
		return c.base + int64(c.narrow[i])*c.unit
	case formHalf:
		return c.base + int64(c.half[i])*c.unit
	}
	return c.wide[i]
}

// all writes the first len(to) values to to.
func (c *column) all(to []int64) {
	switch c.form {
	case formLinear:
		for i := range to {
			to[i] = c.base + int64(i)*c.unit
		}
	case formNarrow:
		for i, v := range c.narrow[:len(to)] {
			to[i] = c.base + int64(v)*c.unit
		}
	case formHalf:
		for i, v := range c.half[:len(to)] {
			to[i] = c.base + int64(v)*c.unit
		}
	default:
		copy(to, c.wide)
	}
}

// bytes is what the column takes in memory, less its header.
func (c *column) bytes() int { return 2*len(c.narrow) + 4*len(c.half) + 8*len(c.wide) }

// texts are strings end to end, the i-th from offset i to offset i+1.
type texts struct {
	offsets []uint32 // one more than there are texts, or none for no texts at all
	data    []byte
}

// add puts one more text at the end.
func (t *texts) add(s string) {
	if len(t.offsets) == 0 {
		t.offsets = append(t.offsets, 0)
	}
	t.data = append(t.data, s...)
	t.offsets = append(t.offsets, uint32(len(t.data)))
}

// count is the number of texts.
func (t *texts) count() int { return max(0, len(t.offsets)-1) }

// at is the i-th text, in place.
func (t *texts) at(i int) []byte { return t.data[t.offsets[i]:t.offsets[i+1]] }

// same reports whether other texts are the same.
func (t *texts) same(o *texts) bool {
	return bytes.Equal(t.data, o.data) && slices.Equal(t.offsets, o.offsets)
}

// trim gives back what growing left over.
func (t *texts) trim() {
	t.offsets = append(make([]uint32, 0, len(t.offsets)), t.offsets...)
	t.data = append(make([]byte, 0, len(t.data)), t.data...)
}

func (t *texts) bytes() int { return 4*len(t.offsets) + len(t.data) }
