package model

// GenerationStatus is the state of a generation; an open set.
type GenerationStatus string

// The states in the order in which a generation goes through them.
const (
	GenerationPending    GenerationStatus = "pending"
	GenerationProcessing GenerationStatus = "processing"
	GenerationUploading  GenerationStatus = "uploading"
	GenerationSuccess    GenerationStatus = "success"
	GenerationError      GenerationStatus = "error"
)

// GenerationGone is that of a generation which the server does not know any more
// and which was running when it was seen last. No server says it.
const GenerationGone GenerationStatus = "gone"

// Generation is one run of a tool (GET /api/generations). The documented answer
// has neither its cost nor its end.
type Generation struct {
	ID        ID               `json:"id"`
	Status    GenerationStatus `json:"status"`
	Tool      string           `json:"tool"`
	Type      string           `json:"type"` // image, video, audio, text, object; an open set
	Output    Raw              `json:"output"`
	Thumbnail URL              `json:"thumbnail"`
	Error     Raw              `json:"error"`
	Payload   Raw              `json:"payload"`
	CreatedAt Time             `json:"createdAt"`
}

// Running reports whether the generation is on its way: charged, not yet ended.
// A status that is not known counts as ended, so that nothing waits for ever.
func (g Generation) Running() bool {
	switch g.Status {
	case GenerationPending, GenerationProcessing, GenerationUploading:
		return true
	}
	return false
}

// Model is the model named in the payload, clean, or "".
func (g Generation) Model() string { return g.Payload.Field("model") }

// Prompt is the prompt in the payload, clean and on one line, or "".
func (g Generation) Prompt() string { return g.Payload.Field("prompt") }
