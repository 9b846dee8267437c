package sandbox

import (
	"fmt"
	"net/http"

	"github.com/studio-tui/studio-tui/model"
)

// refusal is an error as the API answers it: {message, errors}.
type refusal struct {
	Status  int                `json:"-"`
	Message string             `json:"message"`
	Fields  []model.FieldError `json:"errors,omitempty"`
}

func (r *refusal) Error() string { return r.Message }

func refuse(status int, format string, values ...any) *refusal {
	return &refusal{Status: status, Message: fmt.Sprintf(format, values...)}
}

// invalid is a 400 that names one field.
func invalid(field, code, format string, values ...any) *refusal {
	message := fmt.Sprintf(format, values...)
	return &refusal{
		Status: http.StatusBadRequest, Message: "Validation failed",
		Fields: []model.FieldError{{Field: field, Message: message, Code: code}},
	}
}
