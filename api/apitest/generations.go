package apitest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// States of a generation in the order in which it goes through them.
const (
	Pending    = "pending"
	Processing = "processing"
	Uploading  = "uploading"
	Success    = "success"
	Failed     = "error"
)

// Generation is a generation of the account.
type Generation struct {
	ID        string
	Status    string
	Tool      string
	Payload   map[string]any
	CreatedAt time.Time
	Cost      float64 // what was deducted when it began, which no answer says
	kind      string
	message   string // of the failure
}

// Add begins a generation, charged and pending, and returns its id. A zero CreatedAt means
// now.
func (s *Server) Add(g Generation) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.add(g).ID
}

func (s *Server) add(g Generation) *Generation {
	if g.CreatedAt.IsZero() {
		g.CreatedAt = s.options.Now()
	}
	if g.Status == "" {
		g.Status = Pending
	}
	if g.kind = "image"; s.tool(g.Tool) != nil {
		g.kind = s.tool(g.Tool).OutputType
	}
	g.ID = s.newID()
	s.account.credits -= g.Cost
	s.account.made = append(s.account.made, &g)
	return &g
}

// Progress moves a generation to its next status: pending, processing, uploading.
func (s *Server) Progress(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.account.made {
		switch {
		case g.ID != id:
		case g.Status == Pending:
			g.Status = Processing
		case g.Status == Processing:
			g.Status = Uploading
		}
	}
}

// End ends a generation that runs. One that fails is refunded, once and in full
// (credits-and-pricing: How credits work); failure says why, empty for a success.
func (s *Server) End(id, failure string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.account.made {
		if g.ID == id && g.runs() {
			s.end(g, failure)
		}
	}
}

// Delete deletes a generation, as its owner can on the website. It is not refunded.
func (s *Server) Delete(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.made = slices.DeleteFunc(s.account.made, func(g *Generation) bool { return g.ID == id })
}

func (s *Server) end(g *Generation, failure string) {
	g.Status, g.message = Success, failure
	if failure != "" {
		g.Status = Failed
		s.account.credits += g.Cost
	}
}

func (g *Generation) runs() bool { return g.Status != Success && g.Status != Failed }

// described is a generation as the reference shows it: with neither cost nor end.
func (g *Generation) described() map[string]any {
	shown := map[string]any{
		"id": g.ID, "status": g.Status, "tool": g.Tool, "type": g.kind, "output": nil, "thumbnail": nil,
		"error": nil, "payload": g.Payload, "createdAt": stamp(g.CreatedAt),
	}
	const files = "https://files.artificialstudio.ai/"
	switch {
	case g.Status == Failed:
		shown["error"] = g.message
	case g.Status == Success && g.kind == "text":
		shown["output"] = "A quiet morning at the harbour."
	case g.Status == Success:
		shown["output"], shown["thumbnail"] = files+g.ID, files+g.ID+"-small"
	}
	return shown
}

// Foreign is the id of a generation of another customer.
const Foreign = "ffffffffffffffffffffffff"

func (s *Server) showGeneration(w http.ResponseWriter, id string) {
	for _, g := range s.account.made {
		if g.ID == id {
			reply(w, http.StatusOK, g.described())
			return
		}
	}
	if id == Foreign {
		refuse(w, http.StatusForbidden, "This generation belongs to another account")
		return
	}
	refuse(w, http.StatusNotFound, "Generation not found")
}

func (s *Server) listGenerations(w http.ResponseWriter, query url.Values) {
	limit, ok := number(query, "limit", 20)
	if !ok || limit < 1 || limit > 100 {
		refuseFields(w, defect{"limit", "limit must be from 1 to 100", "out_of_range"})
		return
	}
	offset, ok := number(query, "offset", 0)
	if !ok || offset < 0 {
		refuseFields(w, defect{"offset", "offset must be 0 or more", "out_of_range"})
		return
	}
	status := query.Get("status")
	if status != "" && !slices.Contains([]string{Pending, Processing, Uploading, Success, Failed}, status) {
		refuseFields(w, defect{"status", "status is not one of the states", "invalid_enum"})
		return
	}
	page, total := []map[string]any{}, 0
	for _, g := range s.newestFirst() {
		if status != "" && g.Status != status {
			continue
		}
		if total >= offset && len(page) < limit {
			shown := g.described()
			if s.options.NoPayloads {
				delete(shown, "payload")
			}
			page = append(page, shown)
		}
		total++
	}
	reply(w, http.StatusOK, map[string]any{"data": page, "pagination": map[string]any{
		"total": total, "limit": limit, "offset": offset, "hasMore": offset+len(page) < total,
	}})
}

func (s *Server) newestFirst() []*Generation {
	sorted := slices.Clone(s.account.made)
	slices.Reverse(sorted) // of those made at one instant, the later one first
	slices.SortStableFunc(sorted, func(a, b *Generation) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return sorted
}

// number reads a parameter, otherwise where it is not there.
func number(query url.Values, name string, otherwise int) (int, bool) {
	if !query.Has(name) {
		return otherwise, true
	}
	n, err := strconv.Atoi(query.Get(name))
	return n, err == nil
}
