package cache

import (
	"encoding/binary"
	"hash/crc32"
	"sync"
)

// castagnoli is for the polynomial that processors have an instruction for. To make it
// takes a twentieth of the time of a status line.
var castagnoli = sync.OnceValue(func() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) })

// plainCastagnoli is the table of the same polynomial without the processor's: a hundredth
// of the work to make, slower on long values.
var plainCastagnoli = sync.OnceValue(func() *crc32.Table {
	table := new(crc32.Table)
	for i := range table {
		sum := uint32(i)
		for range 8 {
			sum = sum>>1 ^ crc32.Castagnoli*(sum&1)
		}
		table[i] = sum
	}
	return table
})

// longValue is the size in bytes from which a value is worth making castagnoli.
const longValue = 16 << 10

// sealSize is what a seal adds to a value, in bytes.
const sealSize = 4

// checksum is over everything that a value must not be mistaken for another by:
// its bucket, its key and itself. bbolt checks none of them.
func checksum(bucket string, key, value []byte) uint32 {
	table := plainCastagnoli()
	if len(value) >= longValue {
		table = castagnoli()
	}
	sum := crc32.Update(0, table, []byte(bucket))
	sum = crc32.Update(sum, table, []byte{0, byte(len(key))})
	sum = crc32.Update(sum, table, key)
	return crc32.Update(sum, table, value)
}

// seal gives a value with its checksum in front, put together from its parts.
func seal(bucket string, key []byte, parts ...[]byte) []byte {
	size := sealSize
	for _, part := range parts {
		size += len(part)
	}
	sealed := make([]byte, sealSize, size)
	for _, part := range parts {
		sealed = append(sealed, part...)
	}
	binary.LittleEndian.PutUint32(sealed, checksum(bucket, key, sealed[sealSize:]))
	return sealed
}

// unseal gives the value without its checksum; ok is false where that is wrong.
func unseal(bucket string, key, sealed []byte) (value []byte, ok bool) {
	if len(sealed) < sealSize {
		return nil, false
	}
	value = sealed[sealSize:]
	return value, sum(sealed) == checksum(bucket, key, value)
}

// sum is the checksum that a sealed value carries.
func sum(sealed []byte) uint32 { return binary.LittleEndian.Uint32(sealed) }
