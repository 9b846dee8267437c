package history

import (
	"encoding/binary"

	"github.com/studio-tui/studio-tui/model"
)

// SetPrompts sets the prompts of generations, so that filters search them; an empty one
// removes a prompt. It scans every row once per call, so callers should pass many prompts
// at a time. changed is false if all were known, or add nothing to the descriptions.
func (b *Builder) SetPrompts(prompts map[model.ID]string) (changed bool) {
	wanted := newIDSet(len(prompts))
	for id := range prompts {
		if packed, ok := packID(id); ok {
			wanted.add(packed)
		}
	}
	for i := range b.parts {
		p := &b.parts[i]
		if !p.anyGeneration(&wanted, prompts) {
			continue
		}
		if other := p.withPrompts(prompts); !other.prompts.same(&p.prompts) {
			p.Block, changed = other, true
		}
	}
	return changed
}

// anyGeneration reports whether a row's generation is among the prompts.
func (b *Block) anyGeneration(wanted *idSet, prompts map[model.ID]string) bool {
	for at := 0; at < len(b.generations); at += idBytes {
		packed := packedID(b.generations[at : at+idBytes])
		if wanted.mayHave(packed) {
			if _, ok := prompts[packed.id()]; ok && packed != (packedID{}) {
				return true
			}
		}
	}
	for _, row := range b.extras.rows {
		if content, ok := field(b.extras.of(int(row)), extraGenerationID); ok {
			if _, ok := prompts[model.ID(content)]; ok {
				return true
			}
		}
	}
	return false
}

// withPrompts is the block with other prompts; all else is shared.
func (b *Block) withPrompts(prompts map[model.ID]string) *Block {
	all := make(map[model.ID]string, len(prompts))
	for i := range b.n {
		id := b.generationID(i)
		if id == "" {
			continue
		}
		prompt, told := prompts[id]
		if !told {
			prompt = b.Prompt(i)
		}
		if told || prompt != "" {
			all[id] = prompt
		}
	}
	other := *b
	other.prompts = packPrompts(b, all)
	return &other
}

// idSet says quickly of most ids that they are not in it (a Bloom filter with one
// hash: ids are random, or at least differ in their last bytes).
type idSet struct {
	bits []uint64
	mask uint64
}

func newIDSet(count int) idSet {
	size := uint64(1024)
	for size < uint64(count)*16 {
		size *= 2
	}
	return idSet{bits: make([]uint64, size/64), mask: size - 1}
}

func (s *idSet) place(id packedID) uint64 {
	h := binary.BigEndian.Uint64(id[4:]) ^ uint64(binary.BigEndian.Uint32(id[:]))<<32 // ids count up at their ends
	h *= 0x9E3779B97F4A7C15
	return (h >> 24) & s.mask
}

func (s *idSet) add(id packedID) {
	at := s.place(id)
	s.bits[at/64] |= 1 << (at % 64)
}

func (s *idSet) mayHave(id packedID) bool {
	at := s.place(id)
	return s.bits[at/64]&(1<<(at%64)) != 0
}
