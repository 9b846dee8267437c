package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// documented are the endpoints of the public reference.
var documented = map[string]methods{
	"/api/account":          {http.MethodGet: getAccount},
	"/api/generations":      {http.MethodGet: getGenerations},
	"/api/generations/{id}": {http.MethodGet: getGeneration},
	"/api/tools":            {http.MethodGet: getTools},
	"/api/tools/{slug}":     {http.MethodGet: getTool},
	"/api/search":           {http.MethodGet: getSearch},
	"/api/run":              {http.MethodPost: postRun},
}

func getAccount(c *call) (int, any, error) { return http.StatusOK, c.a.describe(), nil }

func getGenerations(c *call) (int, any, error) {
	p := c.params("limit", "offset", "status")
	limit, offset := p.limit(), p.number("offset", 0, 0, 1<<30)
	status := model.GenerationStatus(p.oneOf("status", "pending", "processing", "uploading", "success", "error"))
	if err := p.err(); err != nil {
		return 0, nil, err
	}
	numbers, total := c.a.generations(status, limit, offset, c.now)
	answer := list[model.Generation]{Data: []model.Generation{}, Pagination: &pagination{
		Total: total, Limit: limit, Offset: &offset, HasMore: offset+len(numbers) < total,
	}}
	for _, number := range numbers {
		answer.Data = append(answer.Data, c.a.generation(number, c.base, c.now))
	}
	return http.StatusOK, answer, nil
}

// generations gives the numbers of a page, newest first, and how many match. It
// costs no more for a page far down than for the first.
func (a *account) generations(status model.GenerationStatus, limit, offset int, now time.Time) (numbers []int32, total int) {
	switch status {
	case "":
		return pageOf(len(a.gens), limit, offset, func(i int) int32 { return int32(i) })
	case model.GenerationError:
		ended := a.ended(a.failing)
		return pageOf(len(ended), limit, offset, func(i int) int32 { return ended[i] })
	case model.GenerationSuccess:
		// All but the few that fail or are on their way, which are known: the
		// k-th success comes after as many others as lie before it.
		others := a.onTheirWay()
		others = append(others, a.ended(a.failing)...)
		slices.Sort(others)
		return pageOf(len(a.gens)-len(others), limit, offset, func(k int) int32 {
			return int32(k + sort.Search(len(others), func(i int) bool { return int(others[i])-i > k }))
		})
	}
	var matching []int32
	for _, number := range a.onTheirWay() {
		g := a.gens[number]
		if g.status(now.UnixMilli()-a.ledger.rows[g.debit].at) == status {
			matching = append(matching, number)
		}
	}
	return pageOf(len(matching), limit, offset, func(i int) int32 { return matching[i] })
}

// onTheirWay are the running generations in the order of their start.
func (a *account) onTheirWay() []int32 {
	numbers := make([]int32, 0, len(a.running))
	for _, end := range a.running {
		numbers = append(numbers, end.number)
	}
	slices.Sort(numbers)
	return numbers
}

// ended are the numbers whose generations are over.
func (a *account) ended(numbers []int32) []int32 {
	running := a.onTheirWay()
	return slices.DeleteFunc(slices.Clone(numbers), func(n int32) bool {
		_, found := slices.BinarySearch(running, n)
		return found
	})
}

// pageOf gives a page of an ascending list, its end first.
func pageOf(total, limit, offset int, at func(i int) int32) ([]int32, int) {
	var page []int32
	for i := total - 1 - offset; i >= 0 && len(page) < limit; i-- {
		page = append(page, at(i))
	}
	return page, total
}

func getGeneration(c *call) (int, any, error) {
	number, ok := c.a.findGeneration(model.ID(c.r.PathValue("id")))
	if !ok {
		return 0, nil, refuse(http.StatusNotFound, "Generation not found")
	}
	return http.StatusOK, c.a.generation(number, c.base, c.now), nil
}

func getTools(*call) (int, any, error) {
	answer := list[toolEntry]{}
	for _, t := range catalogue {
		answer.Data = append(answer.Data, t.entry())
	}
	return http.StatusOK, answer, nil
}

func getTool(c *call) (int, any, error) {
	t, ok := toolNamed(c.r.PathValue("slug"))
	if !ok {
		return 0, nil, refuse(http.StatusNotFound, "Tool not found")
	}
	return http.StatusOK, t.describe(), nil
}

func getSearch(c *call) (int, any, error) {
	p := c.params("q")
	if strings.TrimSpace(p.values.Get("q")) == "" {
		p.refuse("q", "too_small", "q must not be empty")
	}
	if err := p.err(); err != nil {
		return 0, nil, err
	}
	answer := list[toolAnswer]{Data: []toolAnswer{}}
	for _, t := range catalogue {
		if t.matches(p.values.Get("q")) {
			answer.Data = append(answer.Data, t.describe())
		}
	}
	return http.StatusOK, answer, nil
}

// runRequest is the body of POST /api/run.
type runRequest struct {
	Tool    string                     `json:"tool"`
	Input   map[string]json.RawMessage `json:"input"`
	Webhook *string                    `json:"webhook"` // accepted and never called
}

type runAnswer struct {
	ID        model.ID               `json:"id"`
	Status    model.GenerationStatus `json:"status"`
	Tool      string                 `json:"tool"`
	CreatedAt model.Time             `json:"createdAt"`
}

// failMark at the beginning of a prompt makes a generation fail, so that people
// can see what a refund looks like.
const failMark = "[fail]"

func postRun(c *call) (int, any, error) {
	var request runRequest
	if err := c.read(&request); err != nil {
		return 0, nil, err
	}
	if request.Tool == "" {
		return 0, nil, invalid("tool", "required", "tool is missing")
	}
	t, ok := toolNamed(request.Tool)
	if !ok {
		return 0, nil, refuse(http.StatusNotFound, "Tool not found")
	}
	input, err := t.check(request.Input)
	if err != nil {
		return 0, nil, err
	}
	fails := strings.HasPrefix(input.prompt, failMark)
	number, err := c.a.start(input.offer, input.units, c.a.random.Uint32(), fails, &input, c.now)
	if err != nil {
		return 0, nil, refuse(http.StatusPaymentRequired, "Not enough credits: this takes %s and there are %s.",
			input.offer.price(input.units), c.a.ledger.balance())
	}
	c.a.stats.Runs++
	return http.StatusAccepted, runAnswer{
		ID: c.a.generationID(number), Status: model.GenerationProcessing, Tool: t.slug, CreatedAt: model.At(c.now),
	}, nil
}

// check reads the input of a run: the model and the units, and that every field
// is known, of its type, and there if it has to be.
func (t *tool) check(input map[string]json.RawMessage) (runInput, error) {
	checked := runInput{offer: t.offers[0]}
	if text, ok := input["model"]; ok {
		var slug string
		if json.Unmarshal(text, &slug) != nil {
			return checked, invalid("input.model", "invalid_type", "model must be a text")
		}
		if checked.offer, ok = t.offer(slug); !ok {
			return checked, refuse(http.StatusNotFound, "Model not found for %s", t.slug)
		}
	}
	checked.units = checked.offer.units
	p, s := &params{}, t.inputOf(checked.offer)
	names := make([]string, 0, len(input))
	for name := range input {
		names = append(names, name)
	}
	for _, name := range s.Required {
		if _, ok := input[name]; !ok {
			p.refuse("input."+name, "required", name+" is missing")
		}
	}
	slices.Sort(names)
	unitName, _ := checked.offer.unitField()
	for _, name := range names {
		number := checked.checkField(p, s, name, input[name])
		if name == unitName {
			checked.units = number
		}
	}
	payload, err := json.Marshal(withModel(input, checked.offer.slug))
	if err != nil {
		return checked, refuse(http.StatusBadRequest, "The body is not valid JSON")
	}
	checked.payload = payload
	return checked, p.err()
}

// checkField checks one field against the schema, keeps what the generation is
// about, and gives the value of a number.
func (in *runInput) checkField(p *params, s schema, name string, value json.RawMessage) int {
	field, known := s.Properties[name]
	var text string
	var number int
	switch {
	case !known:
		p.refuse("input."+name, "unrecognized_keys", "Unrecognized field "+short(name, 40))
	case field.Type == "integer":
		if json.Unmarshal(value, &number) != nil {
			p.refuse("input."+name, "invalid_type", name+" must be a whole number")
		} else if field.Maximum > 0 && (number < field.Minimum || number > field.Maximum) {
			p.refuse("input."+name, "out_of_range", name+" is out of range")
		}
	case json.Unmarshal(value, &text) != nil:
		p.refuse("input."+name, "invalid_type", name+" must be a text")
	case name == "prompt" || (in.prompt == "" && name != "model"):
		in.prompt = text
	}
	return number
}

// withModel is the payload as it is kept: what was sent, and the model.
func withModel(input map[string]json.RawMessage, slug string) map[string]json.RawMessage {
	payload := map[string]json.RawMessage{"model": json.RawMessage(quoted(slug))}
	for name, value := range input {
		payload[name] = value
	}
	return payload
}
