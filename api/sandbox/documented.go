package sandbox

import (
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

// listed is a generation in a list, which may lack what it was asked for.
type listed struct {
	model.Generation
	Payload *model.Raw `json:"payload,omitempty"`
}

func getGenerations(c *call) (int, any, error) {
	p := c.params("limit", "offset", "status")
	limit, offset := p.limit(), p.number("offset", 0, 0, 1<<30)
	status := model.GenerationStatus(p.oneOf("status", "pending", "processing", "uploading", "success", "error"))
	if err := p.err(); err != nil {
		return 0, nil, err
	}
	numbers, total := c.a.generations(status, limit, offset, c.now)
	answer := list[listed]{Data: []listed{}, Pagination: &pagination{
		Total: total, Limit: limit, Offset: &offset, HasMore: offset+len(numbers) < total,
	}}
	for _, number := range numbers {
		row := listed{Generation: c.a.generation(number, c.base, c.now)}
		if row.Payload = &row.Generation.Payload; c.a.bare {
			row.Payload = nil
		}
		answer.Data = append(answer.Data, row)
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
		p.refuse("q", "too_small", "Required")
	}
	if err := p.err(); err != nil {
		return 0, nil, err
	}
	answer := list[toolAnswer]{Data: []toolAnswer{}}
	for _, t := range searchTools(p.values.Get("q")) {
		answer.Data = append(answer.Data, t.found())
	}
	return http.StatusOK, answer, nil
}
