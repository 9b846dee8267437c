package history

import (
	"github.com/studio-tui/studio-tui/model"
)

// GenerationStates maps the ids of the server's generations to their states. It is for one
// goroutine at a time. The zero value is empty and ready.
type GenerationStates struct {
	Whole bool // the list of generations was read to its end

	ids    []packedID
	ends   []model.GenerationStatus
	places map[packedID]int32                  // in those
	others map[model.ID]model.GenerationStatus // by ids that cannot be packed
	last   int                                 // the place that was found last
}

// Put adds a generation. Its status may be empty, for one that could not be read.
func (r *GenerationStates) Put(id model.ID, status model.GenerationStatus) {
	packed, ok := packID(id)
	switch at, known := r.places[packed]; {
	case id == "":
	case ok && known:
		r.ends[at] = status
	case ok:
		if r.places == nil {
			r.places = map[packedID]int32{}
		}
		r.places[packed] = int32(len(r.ids))
		r.ids, r.ends = append(r.ids, packed), append(r.ends, status)
	default:
		if r.others == nil {
			r.others = map[model.ID]model.GenerationStatus{}
		}
		r.others[id] = status
	}
}

// Status is the state of a generation, and whether it is known.
func (r *GenerationStates) Status(id model.ID) (status model.GenerationStatus, known bool) {
	packed, ok := packID(id)
	if ok && id != "" {
		return r.status(packed)
	}
	status, known = r.others[id]
	return status, known
}

func (r *GenerationStates) status(id packedID) (status model.GenerationStatus, known bool) {
	at, known := r.place(id)
	if !known {
		return "", false
	}
	return r.ends[at], true
}

// place looks beside the one that was found last before it looks everywhere: lists of
// generations and ledgers are in the same order, or in the opposite one.
func (r *GenerationStates) place(id packedID) (place int, known bool) {
	for _, at := range [...]int{r.last - 1, r.last + 1, r.last - 2, r.last + 2} {
		if at >= 0 && at < len(r.ids) && r.ids[at] == id {
			r.last = at
			return at, true
		}
	}
	at, known := r.places[id]
	if known {
		r.last = int(at)
	}
	return int(at), known
}

// Len is the number of generations.
func (r *GenerationStates) Len() int { return len(r.ids) + len(r.others) }

// ids are ids to look for.
type ids struct {
	set    idSet
	packed map[packedID]bool
	others map[model.ID]bool
}

func newIDs(list []model.ID) *ids {
	all := &ids{set: newIDSet(len(list)), packed: make(map[packedID]bool, len(list)), others: map[model.ID]bool{}}
	for _, id := range list {
		switch packed, ok := packID(id); {
		case id == "":
		case ok:
			all.set.add(packed)
			all.packed[packed] = true
		default:
			all.others[id] = true
		}
	}
	return all
}

func (a *ids) has(packed packedID) bool { return a.set.mayHave(packed) && a.packed[packed] }

// WithIDs returns the numbers of the rows with one of some ids, oldest first. It scans
// every row.
func (t *Table) WithIDs(list []model.ID) (rows []int) {
	wanted := newIDs(list)
	for k := range t.parts {
		p := &t.parts[k]
		for i := range p.n {
			packed := idAt(p.ids, i)
			if wanted.has(packed) || packed == (packedID{}) && wanted.others[p.id(i)] {
				rows = append(rows, p.first+i)
			}
		}
	}
	return rows
}

// WithGenerations returns the numbers of the rows of some generations, oldest first. It
// scans every row.
func (t *Table) WithGenerations(list []model.ID) (rows []int) {
	wanted := newIDs(list)
	t.generations(func(i int, packed packedID, other model.ID) {
		if wanted.has(packed) || wanted.others[other] {
			rows = append(rows, i)
		}
	})
	return rows
}

// generations hands out the generation of every row that has one, packed or as it is.
func (t *Table) generations(yield func(i int, packed packedID, other model.ID)) {
	for k := range t.parts {
		p := &t.parts[k]
		extra := 0
		for i := range p.n {
			var packed packedID
			if p.generations != nil {
				packed = idAt(p.generations, i)
			}
			if packed != (packedID{}) {
				yield(p.first+i, packed, "")
				continue
			}
			for extra < len(p.extras.rows) && int(p.extras.rows[extra]) < i {
				extra++
			}
			if extra == len(p.extras.rows) || int(p.extras.rows[extra]) != i {
				continue
			}
			if content, ok := field(p.extras.run(extra), extraGenerationID); ok {
				yield(p.first+i, packedID{}, model.ID(content))
			}
		}
	}
}

// debits hands out those that are debits.
func (t *Table) debits(yield func(i int, packed packedID, other model.ID)) {
	debit, at := make([]bool, len(t.kinds)), 0
	for code, kind := range t.kinds {
		debit[code] = kind.kind == model.TypeGeneration
	}
	t.generations(func(i int, packed packedID, other model.ID) {
		for i >= t.parts[at].first+t.parts[at].n {
			at++
		}
		p := &t.parts[at]
		if debit[p.codes[p.kinds[i-p.first]]] {
			yield(i, packed, other)
		}
	})
}
