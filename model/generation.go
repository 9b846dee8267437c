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

// GenerationGone is the status of a generation that was running when last read and that the
// server does not know any more. No server sends it.
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

// Running reports whether the generation has been charged and has not ended. An unknown
// status counts as ended, so that nothing waits for ever.
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
