package apitest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// run starts a generation (POST /api/run): unknown fields are refused, the credits
// are deducted at once.
func (s *Server) run(w http.ResponseWriter, r *http.Request) {
	var body map[string]json.RawMessage
	var tool string
	input := map[string]any{}
	if json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&body) != nil {
		refuse(w, http.StatusBadRequest, "The body is not valid JSON")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(body)) {
		var err error
		switch name {
		case "tool":
			err = json.Unmarshal(body[name], &tool)
		case "input":
			err = json.Unmarshal(body[name], &input)
		case "webhook":
			var hook string
			if json.Unmarshal(body[name], &hook) != nil || !strings.HasPrefix(hook, "https://") {
				refuseFields(w, defect{name, "Webhook must be an HTTPS URL", "invalid_string"})
				return
			}
		default:
			refuseFields(w, defect{name, "Unrecognized field", "unrecognized_keys"})
			return
		}
		if err != nil {
			refuseFields(w, defect{name, "Wrong type", "invalid_type"})
			return
		}
	}
	if tool == "" {
		refuseFields(w, defect{"tool", "Required", "invalid_type"})
		return
	}
	s.begin(w, tool, input)
}

func (s *Server) begin(w http.ResponseWriter, slug string, input map[string]any) {
	tool := s.tool(slug)
	if tool == nil {
		refuse(w, http.StatusNotFound, "Tool not found")
		return
	}
	model := tool.Models[0]
	if named, has := input["model"]; has {
		text, _ := named.(string)
		at, ok := tool.model(text)
		if !ok {
			refuse(w, http.StatusNotFound, "Model not found")
			return
		}
		model = tool.Models[at]
	}
	takes := inputOf(model)
	for _, name := range slices.Sorted(maps.Keys(input)) {
		if _, known := takes[name]; !known && name != "model" {
			refuseFields(w, defect{"input." + name, "Unrecognized field", "unrecognized_keys"})
			return
		}
	}
	cost := model.cost(input, float64(1+s.random.IntN(8)))
	if cost > s.account.credits {
		refuse(w, http.StatusPaymentRequired, "Not enough credits")
		return
	}
	g := s.add(Generation{Tool: slug, Payload: input, Cost: cost, Status: Processing})
	reply(w, http.StatusAccepted, map[string]any{
		"id": g.ID, "status": Processing, "tool": g.Tool, "createdAt": stamp(g.CreatedAt),
	})
}
