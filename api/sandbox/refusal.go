package sandbox

import (
	"fmt"
	"net/http"

	"github.com/studio-tui/studio-tui/model"
)

// refusal is an error as the API answers it: {message, code, errors}.
type refusal struct {
	Status  int                `json:"-"`
	Message string             `json:"message"`
	Code    model.ConflictCode `json:"code,omitempty"`
	Fields  []model.FieldError `json:"errors,omitempty"`
}

func (r *refusal) Error() string { return r.Message }

func refuse(status int, format string, values ...any) *refusal {
	return &refusal{Status: status, Message: fmt.Sprintf(format, values...)}
}

// conflict is a 409 that says by a code what it is about.
func conflict(code model.ConflictCode, format string, values ...any) *refusal {
	no := refuse(http.StatusConflict, format, values...)
	no.Code = code
	return no
}

// missing is a 400 for a field that has to be there.
func missing(field string) *refusal { return invalid(field, "invalid_type", "Required") }

// invalid is a 400 that names one field.
func invalid(field, code, format string, values ...any) *refusal {
	message := fmt.Sprintf(format, values...)
	return &refusal{
		Status: http.StatusBadRequest, Message: "Validation failed",
		Fields: []model.FieldError{{Field: field, Message: message, Code: code}},
	}
}
