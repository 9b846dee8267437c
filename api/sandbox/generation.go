package sandbox

import (
	"container/heap"
	"encoding/json"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// generation is one run of a tool. What it was asked for, how long it takes and
// what comes out follow from its seed, so that a million of them fit.
type generation struct {
	debit int32 // index of the row that paid for it
	seed  uint32
	offer uint16
	units uint16
	value uint8 // of the input that the price depends on
	fails bool
}

// spans are how long a generation waits, works and uploads, in milliseconds: 5
// to 40 seconds together.
func (g generation) spans() (waits, works, uploads int64) {
	mixed := uint64(g.seed) * mulA
	part := func(shift, from, to uint64) int64 { return int64(from + mixed>>shift%(to-from)) }
	return part(16, 500, 4000), part(28, 3500, 30000), part(40, 1000, 6000)
}

// lasts is the time from start to end, in milliseconds. One that fails ends
// before there is anything to upload.
func (g generation) lasts() int64 {
	waits, works, uploads := g.spans()
	if g.fails {
		return waits + works
	}
	return waits + works + uploads
}

// status after some milliseconds.
func (g generation) status(after int64) model.GenerationStatus {
	waits, works, _ := g.spans()
	switch {
	case after < waits:
		return model.GenerationPending
	case after < waits+works:
		return model.GenerationProcessing
	case g.fails:
		return model.GenerationError
	case after < g.lasts():
		return model.GenerationUploading
	}
	return model.GenerationSuccess
}

// whyFailed is the reason of a failure, for people.
func (g generation) whyFailed() string {
	reasons := []string{"failed at the model", "the model timed out", "the input could not be read", "stopped by the content filter"}
	return reasons[g.seed>>8%uint32(len(reasons))]
}

// ending is a generation on its way and when it ends.
type ending struct {
	at     int64 // Unix milliseconds
	number int32
}

// endings is a heap, the next to end first.
type endings []ending

func (e endings) Len() int { return len(e) }

func (e endings) Less(i, j int) bool {
	return e[i].at < e[j].at || (e[i].at == e[j].at && e[i].number < e[j].number)
}
func (e endings) Swap(i, j int) { e[i], e[j] = e[j], e[i] }

// Push implements heap.Interface.
func (e *endings) Push(x any) { *e = append(*e, x.(ending)) }

// Pop implements heap.Interface.
func (e *endings) Pop() any {
	last := (*e)[len(*e)-1]
	*e = (*e)[:len(*e)-1]
	return last
}

// start charges a generation and sets it going (billing-api, rule 1). It returns
// its number, or [errTooPoor] with nothing written. input is nil for one that
// the sandbox made up.
func (a *account) start(o *offer, of asked, seed uint32, fails bool, input *runInput, now time.Time) (int32, error) {
	number := int32(len(a.gens))
	at := now.UnixMilli()
	debit, err := a.ledger.add(rowGeneration, at, -o.price(of.units, of.value), number)
	if err != nil {
		return 0, err
	}
	g := generation{debit: debit, seed: seed, offer: o.number, units: uint16(of.units), value: uint8(of.value), fails: fails}
	a.gens = append(a.gens, g)
	if input != nil {
		a.asked[number] = *input
	}
	if fails {
		a.failing = append(a.failing, number)
	}
	heap.Push(&a.running, ending{a.ledger.rows[debit].at + g.lasts(), number})
	return number, nil
}

// finish takes the generation that ends next out of the running ones, which
// happens once to each, and refunds one that failed (billing-api, rule 2).
func (a *account) finish() error {
	end := heap.Pop(&a.running).(ending)
	g := a.gens[end.number]
	if !g.fails {
		return nil
	}
	a.stats.Refunds++
	_, err := a.ledger.add(rowRefund, end.at, -a.ledger.rows[g.debit].amount, end.number)
	return err
}

// generationID is the id of the generation of that number.
func (a *account) generationID(number int32) model.ID {
	return a.ids.make(spaceGeneration, number, a.ledger.rows[a.gens[number].debit].at)
}

// findGeneration finds a generation by its id.
func (a *account) findGeneration(id model.ID) (int32, bool) {
	number, ok := a.ids.find(spaceGeneration, id)
	if !ok || int(number) >= len(a.gens) || number < 0 || a.generationID(number) != id {
		return 0, false
	}
	return number, true
}

// payload is what a generation was asked for.
func (a *account) payload(number int32) (payload []byte, prompt string) {
	if input, ok := a.asked[number]; ok {
		return input.payload, input.prompt
	}
	g := a.gens[number]
	input := imagine(offers[g.offer], asked{int(g.units), int(g.value)}, g.seed)
	text, err := json.Marshal(input)
	if err != nil {
		return []byte("{}"), "" // strings and numbers always encode
	}
	return text, input.headline()
}

// generation answers a generation as the API has it; base is the sandbox's own
// address.
func (a *account) generation(number int32, base string, now time.Time) model.Generation {
	g := a.gens[number]
	o := offers[g.offer]
	at := a.ledger.rows[g.debit].at
	payload, _ := a.payload(number)
	answer := model.Generation{
		ID: a.generationID(number), Status: g.status(now.UnixMilli() - at), Tool: o.tool.slug, Type: o.tool.output,
		Payload: payload, CreatedAt: model.At(time.UnixMilli(at)),
	}
	switch address := base + "/output/" + string(answer.ID); {
	case answer.Status == model.GenerationError:
		answer.Error = quoted(g.whyFailed())
	case answer.Status == model.GenerationSuccess && o.tool.output == "text":
		answer.Output = quoted(sentence(g.seed))
	case answer.Status == model.GenerationSuccess:
		answer.Output = quoted(address)
		if o.tool.output != "audio" {
			answer.Thumbnail = model.URL(address + "?size=small")
		}
	}
	return answer
}

func quoted(s string) model.Raw {
	text, err := json.Marshal(s)
	if err != nil {
		return nil
	}
	return text
}
