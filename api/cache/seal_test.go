package cache

import (
	"bytes"
	"hash/crc32"
	"testing"
)

// TestChecksumOfEverySize is the same CRC-32C with both tables.
func TestChecksumOfEverySize(t *testing.T) {
	for _, size := range []int{0, 1, 100, longValue - 1, longValue, longValue + 1, 3 * longValue} {
		value := bytes.Repeat([]byte{0x5a, 0xc3, byte(size)}, size/3+1)[:size]
		whole := append([]byte("bucket\x00\x03key"), value...)
		if got, want := checksum("bucket", []byte("key"), value), crc32.Checksum(whole, crc32.MakeTable(crc32.Castagnoli)); got != want {
			t.Errorf("%d bytes: %08x, want %08x", size, got, want)
		}
	}
}
