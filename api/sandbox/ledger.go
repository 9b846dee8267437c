package sandbox

import (
	"errors"
	"sort"

	"github.com/studio-tui/studio-tui/model"
)

// errTooPoor says that a row would take the balance below zero. Nothing is
// written then (billing-api, rule 1).
var errTooPoor = errors.New("not enough credits")

// rowKind is a transaction type in one byte.
type rowKind uint8

const (
	rowGeneration rowKind = iota
	rowRefund
	rowPurchase
	rowSubscription
	rowBonus
	rowKinds int = iota
)

var rowTypes = [rowKinds]model.TransactionType{
	rowGeneration:   model.TypeGeneration,
	rowRefund:       model.TypeRefund,
	rowPurchase:     model.TypePurchase,
	rowSubscription: model.TypeSubscription,
	rowBonus:        model.TypeBonus,
}

// row is one transaction, small enough for a million of them: what can be worked
// out (ids, descriptions, tool and model) is worked out when it is read.
type row struct {
	at      int64 // Unix milliseconds
	amount  model.Credits
	balance model.Credits // after this row
	link    int32         // generation and refund: number of the generation; else of the note
	kind    rowKind
}

// ledger is an account's history in order. Row i has sequence number i+1. It is
// append-only, and the one place where a balance changes: every row's balance is
// the one before it plus its amount, and never below zero (billing-api, rule 7).
// It is not safe for concurrent use; the account's lock guards it.
type ledger struct {
	rows   []row
	byKind [rowKinds][]int32 // indexes of rows, ascending
}

func (l *ledger) balance() model.Credits {
	if len(l.rows) == 0 {
		return 0
	}
	return l.rows[len(l.rows)-1].balance
}

// add appends a row and returns its index. A time before the last row's is moved
// up to it. It returns [errTooPoor] or [model.ErrCredits], with nothing written.
func (l *ledger) add(kind rowKind, at int64, amount model.Credits, link int32) (int32, error) {
	balance, err := l.balance().Add(amount)
	if err != nil {
		return 0, err
	}
	if balance < 0 {
		return 0, errTooPoor
	}
	if n := len(l.rows); n > 0 {
		at = max(at, l.rows[n-1].at)
	}
	index := int32(len(l.rows))
	l.rows = append(l.rows, row{at: at, amount: amount, balance: balance, link: link, kind: kind})
	l.byKind[kind] = append(l.byKind[kind], index)
	return index, nil
}

// query asks for a page of the history, newest first.
type query struct {
	limit  int
	before int32 // only rows with an index below; the length of the ledger for all
	kind   rowKind
	only   bool  // rows of kind only
	since  int64 // only rows at or after, Unix milliseconds
}

// page gives the indexes of the rows that are asked for, whether there are more,
// and how many match wherever the page begins. It touches no row that it does
// not return, but for the binary search.
func (l *ledger) page(q query) (indexes []int32, more bool, total int) {
	first := int32(sort.Search(len(l.rows), func(i int) bool { return l.rows[i].at >= q.since }))
	if !q.only {
		total = len(l.rows) - int(first)
		for i := min(q.before, int32(len(l.rows))) - 1; i >= first && len(indexes) < q.limit; i-- {
			indexes = append(indexes, i)
		}
		return indexes, len(indexes) > 0 && indexes[len(indexes)-1] > first, total
	}
	all := l.byKind[q.kind]
	low := sort.Search(len(all), func(i int) bool { return all[i] >= first })
	high := sort.Search(len(all), func(i int) bool { return all[i] >= q.before })
	for i := high - 1; i >= low && len(indexes) < q.limit; i-- {
		indexes = append(indexes, all[i])
	}
	return indexes, high-low > len(indexes), len(all) - low
}
