package history

import (
	"encoding/binary"
	"hash/crc32"
	"sync"
)

// blockMagic begins a block's bytes; its last byte is the version of the format.
// Version 1 had three texts for each kind, those of billed rows.
const (
	blockMagic    = "sthb\x02"
	latestVersion = 2
	firstVersion  = 1
	billedTexts   = 3
)

// castagnoli is made when it is first used: the processor's tables take a twentieth of the
// time of a status line, which has no block.
var castagnoli = sync.OnceValue(func() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) })

// AppendTo appends the block as bytes for [Decode]: the magic, the columns each with its
// length, numbers little endian, and a CRC-32C of all preceding bytes.
func (b *Block) AppendTo(to []byte) []byte {
	start := len(to)
	to = append(to, blockMagic...)
	to = binary.AppendUvarint(to, uint64(b.n))
	for _, c := range []*column{&b.seq, &b.time, &b.amount, &b.balance} {
		to = appendColumn(to, c)
	}
	to = appendBytes(to, b.ids)
	to = appendBytes(to, b.generations)
	to = appendNumbers(to, b.kinds, binary.LittleEndian.AppendUint16)
	for _, t := range []*texts{&b.dict, &b.descriptions, &b.prompts} {
		to = appendNumbers(to, t.offsets, binary.LittleEndian.AppendUint32)
		to = appendBytes(to, t.data)
	}
	to = appendNumbers(to, b.extras.rows, binary.LittleEndian.AppendUint16)
	to = appendNumbers(to, b.extras.offsets, binary.LittleEndian.AppendUint32)
	to = appendBytes(to, b.extras.data)
	return binary.LittleEndian.AppendUint32(to, crc32.Checksum(to[start:], castagnoli()))
}

func appendColumn(to []byte, c *column) []byte {
	to = append(to, c.form)
	to = binary.AppendVarint(to, c.base)
	to = binary.AppendVarint(to, c.unit)
	switch c.form {
	case formNarrow:
		to = appendNumbers(to, c.narrow, binary.LittleEndian.AppendUint16)
	case formHalf:
		to = appendNumbers(to, c.half, binary.LittleEndian.AppendUint32)
	case formWide:
		to = binary.AppendUvarint(to, uint64(len(c.wide)))
		for _, v := range c.wide {
			to = binary.LittleEndian.AppendUint64(to, uint64(v))
		}
	}
	return to
}

func appendNumbers[T any](to []byte, values []T, one func([]byte, T) []byte) []byte {
	to = binary.AppendUvarint(to, uint64(len(values)))
	for _, v := range values {
		to = one(to, v)
	}
	return to
}

func appendBytes(to, data []byte) []byte {
	return append(binary.AppendUvarint(to, uint64(len(data))), data...)
}
