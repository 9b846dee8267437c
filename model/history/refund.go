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

// claimed is a Bloom filter of the ids of refunded rows: it excludes most other ids at
// once. Few rows are refunded, and each row on screen is checked in every frame.
type claimed struct {
	bits  []uint64
	shift int
}

func (t *Table) claims() *claimed {
	if known := t.claimed.Load(); known != nil {
		return known
	}
	count := 0
	for i := range t.parts {
		count += len(t.parts[i].claims)
	}
	c := &claimed{shift: 32 - 10}
	for 1<<(32-c.shift) < count*16 && c.shift > 0 {
		c.shift--
	}
	c.bits = make([]uint64, 1<<(32-c.shift)/64)
	for i := range t.parts {
		for _, claim := range t.parts[i].claims {
			at := claim.hash >> c.shift
			c.bits[at/64] |= 1 << (at % 64)
		}
	}
	t.claimed.Store(c)
	return c
}

// may reports whether an id with a hash can be one that is given back.
func (c *claimed) may(hash uint32) bool {
	at := hash >> c.shift
	return c.bits[at/64]>>(at%64)&1 != 0
}

// Refund returns the row that refunds row i, the first by sequence if there are several,
// like [model.PairRefunds].
func (t *Table) Refund(i int) (row int, ok bool) {
	p, at := t.find(i)
	t.refundsOf(p.id(at), func(found int) bool { row, ok = found, true; return false })
	return row, ok
}

// RefundsOf returns the refunds of the row with an id, by sequence: a purchase may be
// refunded in parts.
func (t *Table) RefundsOf(id model.ID) (rows []int) {
	t.refundsOf(id, func(row int) bool { rows = append(rows, row); return true })
	return rows
}

// refundsOf hands out the rows that say that they give an id back, until yield is false.
func (t *Table) refundsOf(id model.ID, yield func(row int) bool) {
	if id == "" {
		return
	}
	hash := hashID(id)
	if !t.claims().may(hash) {
		return
	}
	for k := range t.parts {
		p := &t.parts[k]
		first := sort.Search(len(p.claims), func(c int) bool { return p.claims[c].hash >= hash })
		for _, c := range p.claims[first:] {
			if c.hash != hash {
				break
			}
			if refundOf(p.extras.of(int(c.row))) == id && !yield(p.first+int(c.row)) {
				return
			}
		}
	}
}

// Original returns the row that row i refunds. It may scan every row.
func (t *Table) Original(i int) (row int, ok bool) {
	p, at := t.find(i)
	return t.FindID(refundOf(p.extras.of(at)))
}
