package sandbox

import (
	"encoding/json"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/studio-tui/studio-tui/model"
)

// runRequest is the body of POST /api/run.
type runRequest struct {
	Tool    string                     `json:"tool"`
	Input   map[string]json.RawMessage `json:"input"`
	Webhook *string                    `json:"webhook"` // checked and never called
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
		return 0, nil, missing("tool")
	}
	if err := checkWebhook(request.Webhook); err != nil {
		return 0, nil, err
	}
	t, ok := toolNamed(request.Tool)
	if !ok {
		return 0, nil, refuse(http.StatusNotFound, "Tool not found")
	}
	input, err := t.check(request.Input)
	if err != nil {
		return 0, nil, err
	}
	seed, fails := c.a.random.Uint32(), strings.HasPrefix(input.prompt, failMark)
	if input.units == 0 { // as many as the service chooses
		input.units = input.offer.chooses(seed)
	}
	number, err := c.a.start(input.offer, input.asked, seed, fails, &input, c.now)
	if err != nil {
		return 0, nil, refuse(http.StatusPaymentRequired, "Not enough credits: this takes %s and there are %s.",
			input.offer.price(input.units, input.value), c.a.ledger.balance())
	}
	c.a.stats.Runs++
	return http.StatusAccepted, runAnswer{
		ID: c.a.generationID(number), Status: model.GenerationProcessing, Tool: t.slug, CreatedAt: model.At(c.now),
	}, nil
}

// checkWebhook refuses what the service could not call: an address that is not https, or
// not public.
func checkWebhook(address *string) error {
	if address == nil {
		return nil
	}
	at, err := url.Parse(*address)
	switch {
	case err != nil || at.Host == "":
		return invalid("webhook", "invalid_string", "Invalid url")
	case at.Scheme != "https":
		return invalid("webhook", "invalid_string", "Webhook must be an HTTPS URL")
	case !public(at.Hostname()):
		return invalid("webhook", "invalid_string", "Webhook must be publicly accessible")
	}
	return nil
}

// public reports whether a host name is reachable from anywhere, judging by the name alone.
func public(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		ip = ip.Unmap()
		return ip.IsGlobalUnicast() && !ip.IsPrivate() && ip.Zone() == ""
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last == host || strings.Trim(last, "0123456789") == "" { // a bare name, or an address in another spelling
		return false
	}
	return !slices.Contains(strings.Fields("localhost local internal test invalid lan home corp"), last)
}

// asked is how much of an offer is asked for.
type asked struct {
	units int
	value int // of the input that the price depends on: 0 for the default
}

// runInput is what POST /api/run takes beside the tool's name, once checked.
type runInput struct {
	offer *offer
	asked
	payload json.RawMessage // the input as it came
	prompt  string
}

// check reads the input of a run: the model and the units, and that every field
// is known, of its type, and there if it has to be. A generation keeps the input as it
// came, without what stands in for missing fields.
func (t *tool) check(input map[string]json.RawMessage) (runInput, error) {
	checked := runInput{offer: t.offers[0]}
	if text, ok := input["model"]; ok {
		var slug string
		if json.Unmarshal(text, &slug) != nil {
			return checked, invalid("input.model", "invalid_type", "Expected string")
		}
		if checked.offer, ok = t.offer(slug); !ok {
			return checked, refuse(http.StatusNotFound, "Model not found for %s", t.slug)
		}
	}
	if checked.units = checked.offer.units; checked.offer.auto {
		checked.units = 0
	}
	properties, required := t.inputOf(checked.offer)
	p := &params{}
	for _, name := range required {
		if _, ok := input[name]; !ok {
			p.refuse("input."+name, "invalid_type", "Required")
		}
	}
	names := make([]string, 0, len(input))
	for name := range input {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if field, known := properties[name]; known {
			checked.take(p, field, name, input[name])
		} else if name != "model" {
			p.refuse("input."+name, "unrecognized_keys", "Unrecognized field "+short(name, 40))
		}
	}
	payload, err := json.Marshal(orEmpty(input))
	if err != nil {
		return checked, refuse(http.StatusBadRequest, "The body is not valid JSON")
	}
	checked.payload = payload
	return checked, p.err()
}

func orEmpty(input map[string]json.RawMessage) map[string]json.RawMessage {
	if input == nil {
		return map[string]json.RawMessage{}
	}
	return input
}

// take checks one field, and keeps what the generation is about and what it costs.
func (in *runInput) take(p *params, field property, name string, value json.RawMessage) {
	wrong := func(code, message string) { p.refuse("input."+name, code, message) }
	var text string
	var list []string
	units, _ := in.offer.unitField()
	isText := json.Unmarshal(value, &text) == nil
	switch field.Type {
	case "int", "number":
		number, auto := in.number(value, text, field)
		switch {
		case auto:
		case number == nil || (*number <= 0 && field.Minimum > 0) || (field.Maximum > 0 && *number > field.Maximum):
			wrong("too_big", name+" is out of range or no number")
		case name == units:
			in.units = *number
		}
		return
	case "array":
		if json.Unmarshal(value, &list) != nil {
			wrong("invalid_type", "Expected array")
		} else if len(list) > 0 && in.prompt == "" {
			in.prompt = fileName(list[0])
		}
		return
	}
	switch {
	case !isText:
		wrong("invalid_type", "Expected string")
	case len(field.Enum) > 0 && !slices.Contains(field.Enum, text):
		wrong("invalid_enum_value", name+" must be one of "+strings.Join(field.Enum, ", "))
	case name == units && text == "auto":
		in.units = 0
	case name == units:
		in.units, _ = strconv.Atoi(text) // one of the list
	case name == in.offer.choice:
		in.value = slices.Index(in.offer.values, text)
	case name == "prompt":
		in.prompt = text
	case field.FileType != "" && in.prompt == "":
		in.prompt = fileName(text)
	}
}

// number reads a whole number, which may be a text, or that the service is to choose it.
func (in *runInput) number(value json.RawMessage, text string, field property) (number *int, auto bool) {
	if field.Default == "auto" && text == "auto" {
		return nil, true
	}
	var n int
	if json.Unmarshal(value, &n) == nil {
		return &n, false
	}
	if n, err := strconv.Atoi(text); err == nil && text != "" {
		return &n, false
	}
	return nil, false
}
