package cache

import (
	"encoding/binary"
	"hash/crc32"
)

// castagnoli is the polynomial that processors have an instruction for.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sealSize is what a seal adds to a value, in bytes.
const sealSize = 4

// checksum is over everything that a value must not be mistaken for another by:
// its bucket, its key and itself. bbolt checks none of them.
func checksum(bucket string, key, value []byte) uint32 {
	sum := crc32.Update(0, castagnoli, []byte(bucket))
	sum = crc32.Update(sum, castagnoli, []byte{0, byte(len(key))})
	sum = crc32.Update(sum, castagnoli, key)
	return crc32.Update(sum, castagnoli, value)
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
