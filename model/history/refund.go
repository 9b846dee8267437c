package history

import (
	"cmp"
	"slices"
	"sort"

	"github.com/studio-tui/studio-tui/model"
)

// claim says that a row gives another one back: the row, and where its id falls
// among all ids.
type claim struct {
	hash uint32
	row  uint16
}

func hashID(id model.ID) uint32 {
	hash := uint32(2166136261) // FNV-1a
	for i := range len(id) {
		hash = (hash ^ uint32(id[i])) * 16777619
	}
	return hash
}

// refundOf is the id of the row that the run of extras gives back, "" for none.
func refundOf(run []byte) model.ID {
	if content, ok := field(run, extraRefundOf); ok && len(content) == idBytes {
		return packedID(content).id()
	}
	content, _ := field(run, extraRefundOfText)
	return model.ID(content)
}

// findClaims lists the claims of a block by hash, then by row.
func (b *Block) findClaims() []claim {
	var claims []claim
	for at, row := range b.extras.rows {
		if id := refundOf(b.extras.run(at)); id != "" {
			claims = append(claims, claim{hashID(id), row})
		}
	}
	slices.SortFunc(claims, func(x, y claim) int { return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.row, y.row)) })
	return slices.Clip(claims)
}

// Refund is the row that gives row i back, the first by sequence where several
// say so, as [model.Pair] has it.
func (t *Table) Refund(i int) (row int, ok bool) {
	p, at := t.find(i)
	id := p.id(at)
	if id == "" {
		return 0, false
	}
	hash := hashID(id)
	for k := range t.parts {
		p := &t.parts[k]
		first := sort.Search(len(p.claims), func(c int) bool { return p.claims[c].hash >= hash })
		for _, c := range p.claims[first:] {
			if c.hash != hash {
				break
			}
			if refundOf(p.extras.of(int(c.row))) == id {
				return p.first + int(c.row), true
			}
		}
	}
	return 0, false
}

// Original is the row that row i gives back. It may look at every row.
func (t *Table) Original(i int) (row int, ok bool) {
	p, at := t.find(i)
	return t.FindID(refundOf(p.extras.of(at)))
}
