package history

import "github.com/studio-tui/studio-tui/model"

// kind holds the values that many rows share: type, tool and model, and of an estimated row
// its basis and outcome. One code represents all, as few combinations are ever used.
type kind struct {
	kind   model.TransactionType
	tool   model.OptionalString
	model  model.OptionalString
	basis  model.EstimateBasis
	status model.GenerationStatus
}

// kindTexts is how many texts of a block's dictionary make a kind, kindBasis where its
// basis is among them.
const (
	kindTexts = 5
	kindBasis = 3
)

func kindOf(row *model.Transaction) kind {
	return kind{row.Type, row.Tool, row.Model, row.Basis, row.Status}
}

// addTo puts the kind at the end of a block's dictionary.
func (k kind) addTo(dict *texts) {
	for _, text := range [kindTexts]string{string(k.kind), string(k.tool), string(k.model), string(k.basis), string(k.status)} {
		dict.add(text)
	}
}

// unpriced reports whether the amounts of such rows are not known. In the column
// they are zero, so that nothing adds them up.
func (k kind) unpriced() bool { return k.basis.Unpriced() }

// atLeast reports whether the amounts of such rows are the least that they can be.
func (k kind) atLeast() bool { return k.basis.AtLeast() }

// kindAt is the k-th kind of a block's dictionary.
func kindAt(dict *texts, k int) kind {
	at := func(i int) []byte { return dict.at(kindTexts*k + i) }
	return kind{
		model.TransactionType(at(0)), model.OptionalString(at(1)), model.OptionalString(at(2)), model.EstimateBasis(at(3)), model.GenerationStatus(at(4)),
	}
}

// dictionary numbers the kinds of all blocks of a builder, so that a question
// about names is asked once for each, not once for each row. It only grows.
type dictionary struct {
	codes map[kind]uint32
	kinds []kind
}

// translate gives the codes of a block's kinds.
func (d *dictionary) translate(dict *texts) []uint32 {
	if d.codes == nil {
		d.codes = make(map[kind]uint32)
	}
	codes := make([]uint32, dict.count()/kindTexts)
	for k := range codes {
		entry := kindAt(dict, k)
		code, known := d.codes[entry]
		if !known {
			code = uint32(len(d.kinds))
			d.codes[entry] = code
			d.kinds = append(d.kinds, entry)
		}
		codes[k] = code
	}
	return codes
}
