package apitest

import (
	"strconv"
	"time"
)

var prompts = []string{
	"A lighthouse in the morning mist", "Product shot of a green teapot", "霧の中の灯台", "A café in the rain, oil on canvas",
	"Slow pan over a snowy valley", "Logo for a bakery", "Portrait of a sailor", "An isometric office",
}

// seed makes up a history, without touching the balance, which is that of today: one
// in twelve failed, one in nine says nothing of the units it took, one in four names no
// choice, one in eight no model, and one in twenty ran on a model that has left the
// catalogue since.
func (s *Server) seed(n int) {
	now, balance := s.options.Now(), s.account.credits
	for i := range n {
		tool := s.tools[s.random.IntN(len(s.tools))]
		at := s.random.IntN(len(tool.Models))
		model, slug := tool.Models[at], tool.Slug
		payload := map[string]any{"prompt": prompts[s.random.IntN(len(prompts))]}
		if s.random.IntN(20) == 0 {
			model, slug, at = gone, "image-to-3d-object", 1
		}
		if at > 0 || s.random.IntN(8) > 0 {
			payload["model"] = model.Slug
		}
		s.ask(model, payload)
		g := s.add(Generation{
			Tool: slug, Payload: payload, Cost: model.cost(payload, float64(1+s.random.IntN(8))),
			CreatedAt: now.Add(-time.Duration(n-i)*20*time.Minute + time.Duration(s.random.IntN(1200))*time.Second),
		})
		failure := ""
		if s.random.IntN(12) == 0 {
			failure = "The model could not complete this request"
		}
		s.end(g, failure)
	}
	s.account.credits = balance
}

// ask chooses how many units a generation takes and its choice, and mostly says so in its
// payload.
func (s *Server) ask(model Model, payload map[string]any) {
	amounts := map[string][]float64{"duration": {5, 8, 10}, "quantity": {1, 2, 4}}[model.Field]
	if amounts != nil && s.random.IntN(9) > 0 {
		amount := amounts[s.random.IntN(len(amounts))]
		payload[model.Field] = amount
		switch {
		case model.Unit == "minute":
			payload[model.Field] = amount * 30 // a recording is longer than a clip
		case model.Default == "auto":
			delete(payload, model.Field)
		case model.Default != nil:
			payload[model.Field] = strconv.Itoa(int(amount))
		}
	}
	if model.Choice != "" && s.random.IntN(4) > 0 {
		payload[model.Choice] = model.Values[s.random.IntN(len(model.Values))].Name
	}
}

func (m Model) per() float64 {
	if m.Per == 0 {
		return 1
	}
	return m.Per
}
