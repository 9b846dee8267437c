package derive

import (
	"hash/fnv"
	"strconv"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// A row without a ledger has no sequence number of the server's. It gets a place
// instead that grows with time: the millisecond, some bits of the id that keep
// generations of one millisecond apart, and room for the rows that follow a debit.
const (
	slotBits = 4
	tieBits  = 16
	timeBits = slotBits + tieBits
	maxMilli = 1<<(63-timeBits) - 1
)

// startOf is when a generation was started: where the server does not say, the time
// in its id, whose first eight digits are seconds.
func startOf(g model.Generation) model.Time {
	const digits = 8
	if !g.CreatedAt.IsZero() || len(g.ID) < digits {
		return g.CreatedAt
	}
	if seconds, err := strconv.ParseUint(string(g.ID[:digits]), 16, 32); err == nil {
		return model.At(time.Unix(int64(seconds), 0))
	}
	return g.CreatedAt
}

// SeqFor is the sequence number of a generation's debit in a derived history.
func SeqFor(g model.Generation) int64 {
	return placeAt(startOf(g)) | tieOf(g.ID)<<slotBits
}

// TimeOf is the time encoded in a derived sequence number.
func TimeOf(place int64) time.Time { return time.UnixMilli(place >> timeBits).UTC() }

// SeqAfter is the sequence number after one and the rows that follow it.
func SeqAfter(place int64) int64 { return place + 1<<slotBits }

// placeAt is the first place of a moment. There is none before 1970.
func placeAt(t model.Time) int64 {
	return min(max(t.UnixMilli(), 1), maxMilli) << timeBits
}

// tieOf is the end of an id, which counts up where ids are as the service makes
// them.
func tieOf(id model.ID) int64 {
	const digits = tieBits / 4
	if len(id) >= digits {
		if n, err := strconv.ParseUint(string(id[len(id)-digits:]), 16, tieBits); err == nil {
			return int64(n)
		}
	}
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(id))
	return int64(hash.Sum32() & (1<<tieBits - 1))
}

// Debit is the derived debit of a generation: charged when it starts (billing-api: rule 1),
// at a price from the catalogue. Its balance is not known, nor its price if the generation
// has no request, as in some lists.
func Debit(g model.Generation, prices Prices) model.Transaction {
	row := model.Transaction{
		ID: g.ID, Seq: SeqFor(g), Type: model.TypeGeneration, Amount: model.UnknownCredits, Balance: model.UnknownCredits,
		Description: g.Prompt(), Tool: model.OptionalString(g.Tool), GenerationID: g.ID, CreatedAt: startOf(g), Status: g.Status,
		Basis: model.BasisPendingDetails,
	}
	if !g.Payload.Absent() {
		estimate := prices.Estimate(g)
		row.Amount, row.Basis, row.Model = estimate.Amount, estimate.Basis, model.OptionalString(estimate.Model)
		row.Estimate.Inputs = estimate.Inputs
	}
	return row
}

// refundOf is the row that gives a failed generation's credits back, as the product
// page promises. When it came is not known: at is when it is taken to have come.
func refundOf(debit model.Transaction, at model.Time) model.Transaction {
	refund := model.Transaction{
		ID: debit.ID + "-refund", Type: model.TypeRefund, Amount: model.UnknownCredits, Balance: model.UnknownCredits,
		Description: debit.Description, Tool: debit.Tool, Model: debit.Model, GenerationID: debit.GenerationID,
		RefundOf: debit.ID, CreatedAt: at, Basis: model.BasisUnknownPrice,
	}
	switch {
	case debit.Amount.Known():
		refund.Amount, refund.Basis = -debit.Amount, model.BasisRefund
		if debit.Basis.AtLeast() {
			refund.Basis = model.BasisRefundAtLeast
		}
	case debit.Basis.Unpriced():
		refund.Basis = debit.Basis
	}
	return refund
}

// failed reports whether a debit's generation failed.
func failed(debit model.Transaction) bool { return debit.Status == model.GenerationError }

// Refunded inserts a refund after the debit of each failed generation. It is for rows from
// before the dashboard first read a balance. Input and output are in order, oldest first.
func Refunded(debits []model.Transaction) []model.Transaction {
	rows := make([]model.Transaction, 0, len(debits)+len(debits)/8)
	for _, debit := range debits {
		rows = append(rows, debit)
		if failed(debit) {
			refund := refundOf(debit, debit.CreatedAt)
			refund.Seq = debit.Seq + 1
			rows = append(rows, refund)
		}
	}
	return rows
}
