package message

import "github.com/studio-tui/studio-tui/model"

// RowTitle is the title of a row: its tool and model, else its description.
func RowTitle(row model.Transaction) string {
	switch {
	case row.Type == model.TypeObserved:
		return observed(row)
	case row.Basis == model.BasisEntered && row.Payment != nil:
		return row.Payment.Money.String() + ", entered by you"
	case row.Basis == model.BasisEntered:
		return "entered by you"
	case row.Tool != "" && row.Model != "":
		return string(row.Tool) + " · " + string(row.Model)
	case row.Tool != "":
		return string(row.Tool)
	case row.Description != "":
		return row.Description
	}
	return string(row.Model)
}

// RefundState is the state of a refunded row, in words: "failed, refunded".
func RefundState(row model.Transaction) string {
	switch {
	case row.Type != model.TypeGeneration:
		return "given back"
	case row.Estimated(): // no ledger has the refund
		return "failed, refund assumed"
	}
	return "failed, refunded"
}

// Outcome is the outcome of an order.
func Outcome(state model.OrderState) string {
	switch state {
	case model.OrderConfirmed, model.OrderCreated, model.OrderOpened, model.OrderUnpaid:
		return "open"
	case model.OrderPending:
		return "payment under way"
	case model.OrderUnconfirmed:
		return "not seen yet"
	case model.OrderCanceled:
		return "cancelled"
	case model.OrderFailed:
		return "payment failed"
	}
	return string(state)
}
