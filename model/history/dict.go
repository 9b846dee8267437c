package history

import "github.com/studio-tui/studio-tui/model"

// kind is what many rows share: type, tool and model. One code stands for all
// three, as few combinations are ever used.
type kind struct {
	kind  model.TransactionType
	tool  model.Opt
	model model.Opt
}

func kindOf(row *model.Transaction) kind { return kind{row.Type, row.Tool, row.Model} }

// kindAt is the k-th kind of a block's dictionary.
func kindAt(dict *texts, k int) kind {
	return kind{
		model.TransactionType(dict.at(3 * k)), model.Opt(dict.at(3*k + 1)), model.Opt(dict.at(3*k + 2)),
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
	codes := make([]uint32, dict.count()/3)
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
