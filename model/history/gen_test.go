package history

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// hexID draws ids, some of them odd.
func hexID() *rapid.Generator[model.ID] {
	return rapid.Custom(func(t *rapid.T) model.ID {
		switch rapid.IntRange(0, 9).Draw(t, "id form") {
		case 0:
			return ""
		case 1:
			return model.ID(rapid.String().Draw(t, "odd id"))
		case 2:
			return model.ID(rapid.StringMatching(`[0-9A-F]{24}`).Draw(t, "capital id"))
		case 3:
			return "000000000000000000000000"
		}
		return model.ID(rapid.StringMatching(`[0-9a-f]{24}`).Draw(t, "id"))
	})
}

// word draws names and texts that meet each other often, in all cases.
func word() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "a", "A lighthouse in heavy Storm", "LIGHT", "house", "light house", "create-video", "edit-video", "veo-3.1",
			"Übergröße", "ÜBERGRÖSSE", "über", "ψυχή", "ΨΥΧΉ", "K", "k", "ſ", "S", "\xff\xfeabc", "é\x80", "ⱥ Ⱥ", "日本", "e\u0301",
			strings.Repeat("x", 30) + "lighthouse",
		}),
		rapid.StringMatching(`[a-cA-C \-]{0,12}`),
		rapid.String(),
	)
}

// anyRow draws rows as a server may send them at its oddest.
func anyRow(tame bool) *rapid.Generator[model.Transaction] {
	return rapid.Custom(func(t *rapid.T) model.Transaction {
		row := model.Transaction{
			ID: hexID().Draw(t, "id"), Seq: rapid.Int64().Draw(t, "seq"),
			Type: model.TransactionType(rapid.OneOf(
				rapid.SampledFrom([]string{"generation", "refund", "purchase", "purchase_refund", "bonus", "Refund", "gift"}), word(),
			).Draw(t, "type")),
			Amount: credits().Draw(t, "amount"), Balance: credits().Draw(t, "balance"),
			Description: word().Draw(t, "description"),
			Tool:        model.OptionalString(word().Draw(t, "tool")), Model: model.OptionalString(word().Draw(t, "model")),
			GenerationID: hexID().Draw(t, "generation"), RefundOf: hexID().Draw(t, "refund of"),
			CreatedAt: model.Time{Time: instant(tame).Draw(t, "time")},
		}
		if rapid.Bool().Draw(t, "bought") {
			row.CheckoutID = model.OptionalString(rapid.OneOf(rapid.Just("cs_test_a1B2"), rapid.String()).Draw(t, "checkout"))
			row.Payment = &model.Payment{
				Money:      model.Money{Amount: rapid.Int64().Draw(t, "cents"), Currency: rapid.String().Draw(t, "currency")},
				ReceiptURL: model.URL(rapid.String().Draw(t, "receipt")),
			}
		}
		if rapid.IntRange(0, 3).Draw(t, "estimated") == 0 {
			row.Basis = rapid.SampledFrom([]model.EstimateBasis{
				model.BasisPrice, model.BasisFirstPrice, model.BasisUnknownPrice, model.BasisRefund, model.BasisObserved,
				model.BasisPriceAtLeast, model.BasisRefundAtLeast, model.BasisPendingDetails,
			}).Draw(t, "basis")
			row.Status = rapid.SampledFrom([]model.GenerationStatus{"", "success", "error", "processing"}).Draw(t, "status")
			row.Balance = rapid.OneOf(credits(), rapid.Just(model.UnknownCredits)).Draw(t, "estimated balance")
			row.Estimate = anyEstimate().Draw(t, "estimate")
		}
		if row.Basis.Unpriced() {
			row.Amount = model.UnknownCredits
		}
		return row
	})
}

func anyEstimate() *rapid.Generator[model.Estimate] {
	return rapid.Custom(func(t *rapid.T) model.Estimate {
		e := model.Estimate{
			Inputs: word().Draw(t, "inputs"), Least: credits().Draw(t, "least"),
			Generations: rapid.IntRange(0, 300).Draw(t, "generations"), BalanceAbout: rapid.Bool().Draw(t, "about"),
		}
		if rapid.Bool().Draw(t, "seen") {
			e.SeenAt = model.Time{Time: time.UnixMilli(rapid.Int64Range(1, 1<<41).Draw(t, "at")).UTC()}
		}
		return e
	})
}

func credits() *rapid.Generator[model.Credits] {
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(-120, 120), func(n int) model.Credits { return model.Credits(n) * model.Credit }),
		rapid.Map(rapid.Int64Range(-1e12, 1e12), func(n int64) model.Credits { return model.Credits(n) }),
		rapid.SampledFrom([]model.Credits{0, math.MaxInt64, math.MinInt64 + 1}),
	)
}

func instant(tame bool) *rapid.Generator[time.Time] {
	near := rapid.Map(rapid.Int64Range(1725000000000, 1796000000000), func(ms int64) time.Time { return time.UnixMilli(ms).UTC() })
	if tame {
		return near
	}
	return rapid.OneOf(near,
		rapid.Just(time.Time{}),
		rapid.Map(rapid.Int64(), func(ns int64) time.Time { return time.Unix(0, ns).UTC() }),
		rapid.Map(rapid.Int64Range(-62135596800, 253402300799), func(s int64) time.Time { return time.Unix(s, 123).UTC() }),
	)
}

// someRows draws rows with different sequence numbers, in any order.
func someRows(t *rapid.T, most int, tame bool) []model.Transaction {
	return rapid.SliceOfNDistinct(anyRow(tame), 1, most, func(row model.Transaction) int64 { return row.Seq }).Draw(t, "rows")
}

// ledger makes a history as real ones are: consecutive, rising, adding up, with
// refunds that name their debits, 50 bytes of text a row. Oldest first.
func ledger(n int) []model.Transaction {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	tools := []string{
		"create-image", "edit-image", "upscale-image", "create-video", "animate-image", "edit-video",
		"text-to-speech", "create-music", "sound-effects", "image-to-svg", "text-to-3d", "audio-to-text",
	}
	models := []string{
		"nano-banana", "seedream-4", "flux-schnell", "flux-kontext", "recraft-v3-svg", "kling-1.6-pro", "wan-2.1", "veo-3.1", "trellis-2",
	}
	words := strings.Fields("a the of in over under with at night morning light soft wide shot slow camera moves drone city street " +
		"forest river mountain lighthouse storm waves old woman smiling portrait vintage film grain neon rain reflections car red dress " +
		"dancing golden hour sunset clouds dramatic cinematic product photo white background minimal logo fox rabbit watercolor")
	rows := make([]model.Transaction, 0, n)
	at := time.Date(2023, 11, 22, 8, 0, 0, 0, time.UTC)
	step := 3 * 365 * 24 * time.Hour / time.Duration(n+1)
	var balance model.Credits
	id := func(of byte, i int) model.ID {
		return model.ID(fmt.Sprintf("%08x%02x%06x%08x", at.Unix(), of, random.Uint32()>>8, i))
	}
	for i := range n {
		at = at.Add(time.Duration(random.Int64N(int64(2*step))) + time.Millisecond).Truncate(time.Millisecond)
		row := model.Transaction{ID: id(1, i), Seq: int64(i + 1), CreatedAt: model.At(at)}
		switch roll := random.IntN(1000); {
		case balance < 200*model.Credit:
			row.Type, row.Amount, row.Description = model.TypePurchase, 12000*model.Credit, "Pack L, 12,000 credits"
			row.CheckoutID = model.OptionalString(fmt.Sprintf("cs_live_%016x", random.Uint64()))
			row.Payment = &model.Payment{
				Money: model.Money{Amount: 9900, Currency: "USD"}, ReceiptURL: "https://pay.stripe.com/receipts/abc",
			}
		case roll < 40 && i > 0 && rows[i-1].Type == model.TypeGeneration:
			debit := rows[i-1]
			row.Type, row.Amount, row.RefundOf, row.GenerationID = model.TypeRefund, -debit.Amount, debit.ID, debit.GenerationID
			row.Tool, row.Model, row.Description = debit.Tool, debit.Model, "Refund: failed at the model"
		default:
			row.Type, row.GenerationID = model.TypeGeneration, id(2, i)
			tool := random.IntN(len(tools))
			row.Tool, row.Model = model.OptionalString(tools[tool]), model.OptionalString(models[(tool+random.IntN(3))%len(models)])
			row.Amount = -model.Credits(1+tool*7) * model.Credit / 2
			var text strings.Builder
			for length := 20 + random.IntN(56); text.Len() < length; {
				text.WriteString(words[random.IntN(len(words))] + " ")
			}
			switch rare := random.IntN(2000); {
			case rare < 2:
				text.WriteString("zebra ")
			case rare == 2:
				text.WriteString("größenwahn ")
			}
			row.Description = strings.ToUpper(text.String()[:1]) + text.String()[1:text.Len()-1]
		}
		balance += row.Amount
		row.Balance = balance
		rows = append(rows, row)
	}
	return rows
}

// tableOf puts rows, oldest first, into a table of full blocks.
func tableOf(rows []model.Transaction) *Table {
	var b Builder
	for first := 0; first < len(rows); first += BlockRows {
		block, err := Seal(rows[first:min(first+BlockRows, len(rows))], nil)
		if err != nil {
			panic(err)
		}
		b.Add(block)
	}
	return b.Table()
}

// rowsOf are all rows of a table.
func rowsOf(t *Table) []model.Transaction {
	rows := make([]model.Transaction, t.Len())
	for i := range rows {
		rows[i] = t.Row(i)
	}
	return rows
}
