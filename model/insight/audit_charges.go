package insight

import (
	"context"
	"slices"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// debit is a debit with what was given back of it.
type debit struct {
	row     int
	debit   model.Transaction
	refunds []model.Transaction
	last    int // the row of the last refund
}

// checkGenerations looks at what generations were charged and given back.
func (e *examination) checkGenerations(ctx context.Context) error {
	t := e.Table
	charges := t.Charges(e.Generations)
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, i := range charges.Orphans {
		row := t.Row(i)
		if e.fromTheStart() && !e.missed(i, -row.Amount, false) {
			e.find(i, Finding{Kind: FindRefundWithoutDebit, Credits: row.Amount, At: row.CreatedAt, Rows: []model.Transaction{row}, GenerationID: row.GenerationID})
		}
	}
	for _, i := range charges.Unlisted {
		row := t.Row(i)
		e.find(i, Finding{Kind: FindUnknownGeneration, Credits: row.Amount, At: row.CreatedAt, Rows: []model.Transaction{row}, GenerationID: row.GenerationID})
	}
	repeated := map[model.ID][]int{}
	for _, i := range charges.Repeated {
		id := t.Row(i).GenerationID
		repeated[id] = append(repeated[id], i)
	}
	for _, rows := range repeated {
		e.doubled(rows)
	}
	for _, i := range charges.Open {
		d := debit{row: i, debit: t.Row(i)}
		for _, refund := range charges.Refunds(i) {
			d.refunds, d.last = append(d.refunds, t.Row(refund)), refund
		}
		e.judge(d, repeated[d.debit.GenerationID], charges)
	}
	return ctx.Err()
}

// fromTheStart reports whether the history has the account's first row, and all after it.
func (e *examination) fromTheStart() bool {
	first := e.Table.Row(0)
	begins := first.Type != model.TypeGeneration && first.Type != model.TypeRefund && first.Balance == first.Amount
	return e.all() && (first.Seq <= 1 || begins)
}

// missed reports whether a row with an amount may be one that is missing before or after
// a row: that is a finding already.
func (e *examination) missed(row int, amount model.Credits, after bool) bool {
	return slices.ContainsFunc(e.gaps, func(g gap) bool {
		return (g.above > row) == after && (g.missing > 1 || g.jump == amount)
	})
}

// doubled finds that a generation has several debits.
func (e *examination) doubled(rows []int) {
	f := Finding{Kind: FindDoubleDebit}
	for k, i := range rows {
		d := e.Table.Row(i)
		f.Rows, f.GenerationID, f.At = append(f.Rows, d), d.GenerationID, d.CreatedAt
		if k > 0 {
			f.Credits = plus(f.Credits, d.Amount)
		}
	}
	e.find(rows[len(rows)-1], f)
}

// judge compares a debit with its refunds and with how its generation ended. twins are all
// debits of the generation, where there are several: what was given back of one of them
// may be the extra one.
func (e *examination) judge(d debit, twins []int, charges *history.Charges) {
	status := model.GenerationStatus("")
	if e.Generations != nil {
		status, _ = e.Generations.Status(d.debit.GenerationID)
	}
	f := Finding{At: d.debit.CreatedAt, Rows: append([]model.Transaction{d.debit}, d.refunds...), GenerationID: d.debit.GenerationID}
	var back model.Credits
	for _, refund := range d.refunds {
		back, f.At = plus(back, refund.Amount), refund.CreatedAt
	}
	refunded := func(i int) bool { return len(charges.Refunds(i)) > 0 }
	kept := slices.ContainsFunc(twins, func(i int) bool { return !refunded(i) })
	switch {
	case len(d.refunds) == 0:
		old := e.Now.Sub(d.debit.CreatedAt.Time) > RefundGrace
		other := len(twins) > 0 && (twins[0] != d.row || slices.ContainsFunc(twins, refunded))
		if status == model.GenerationError && old && d.debit.Amount < 0 && !other && !e.missed(d.row, -d.debit.Amount, true) {
			f.Kind, f.Credits = FindMissingRefund, d.debit.Amount
			e.find(d.row, f)
		}
	case status == model.GenerationSuccess && !kept:
		f.Kind, f.Credits = FindRefundOfSuccess, back
		e.find(d.last, f)
	case len(d.refunds) > 1:
		f.Kind, f.Credits = FindDoubleRefund, plus(back, d.debit.Amount)
		e.find(d.last, f)
	case back != -d.debit.Amount:
		f.Kind, f.Credits = FindRefundAmount, plus(back, d.debit.Amount)
		e.find(d.last, f)
	}
}
