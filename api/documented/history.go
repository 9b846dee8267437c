package documented

import "time"

var prompts = []string{
	"A lighthouse in the morning mist", "Product shot of a green teapot", "霧の中の灯台", "A café in the rain, oil on canvas",
	"Slow pan over a snowy valley", "Logo for a bakery", "Portrait of a sailor", "An isometric office",
}

// seed makes up a history, without touching the balance, which is that of today: one
// in twelve failed, one in nine says nothing of the units it took, and one in twenty
// ran on a model that has left the catalogue since.
func (s *Server) seed(n int) {
	now, balance := s.options.Now(), s.account.credits
	for i := range n {
		tool := s.tools[s.random.IntN(len(s.tools))]
		model := tool.Models[s.random.IntN(len(tool.Models))]
		slug := tool.Slug
		if s.random.IntN(20) == 0 {
			model, slug = gone, "image-to-3d-object"
		}
		payload := map[string]any{"model": model.Slug, "prompt": prompts[s.random.IntN(len(prompts))]}
		units := 1.0
		if model.Unit != "" {
			units = s.count(model, payload)
		}
		g := s.add(Generation{
			Tool: slug, Payload: payload, Cost: model.Cost * units,
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

// count chooses how many units a generation takes, and says so in its payload where
// the unit has a member, mostly.
func (s *Server) count(model Model, payload map[string]any) (units float64) {
	amounts := map[string][]float64{"duration": {5, 8, 10}, "quantity": {1, 2, 4}}[model.Field]
	if amounts == nil {
		return float64(1 + s.random.IntN(8))
	}
	amount := amounts[s.random.IntN(len(amounts))]
	if model.Unit == "minute" {
		amount *= 30 // a recording is longer than a clip
	}
	if s.random.IntN(9) > 0 {
		payload[model.Field] = amount
	}
	return amount * model.per()
}

func (m Model) per() float64 {
	if m.Per == 0 {
		return 1
	}
	return m.Per
}
