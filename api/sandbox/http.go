package sandbox

import (
	"bytes"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/api/wire"
	"github.com/studio-tui/studio-tui/model"
)

// maxBody bounds what a request may send.
const maxBody = 1 << 20

// answerer is an endpoint: it looks at a request while it has the account for
// itself, and gives a status with what to write as JSON, or an error, which is a
// *[refusal] where the client is to blame.
type answerer func(c *call) (status int, answer any, err error)

// call is a request to the API with the account as it is now.
type call struct {
	r    *http.Request
	a    *account
	now  time.Time
	base string // of addresses in answers, as the client knows the sandbox
	body []byte
}

// methods are the endpoints of one path.
type methods map[string]answerer

// handler is the whole server: the API, signing in, and the web pages, behind
// the guard.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for path, endpoint := range documented {
		mux.Handle(path, s.api(endpoint))
	}
	if !documentedOnly(s.options.State) { // as of the live API: what is not served is an unknown path
		for path, endpoint := range billing {
			mux.Handle(path, s.api(endpoint))
		}
	}
	s.uploads(mux)
	s.signIn(mux)
	s.pages(mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { deny(w, r, http.StatusNotFound, "Not found") })
	h := s.guard(mux)
	if s.options.Wrap != nil {
		h = s.options.Wrap(h)
	}
	return h
}

// documentedOnly reports whether a state's server has the documented endpoints alone.
func documentedOnly(state string) bool {
	return state == StateDocumented || state == StateDocumentedBare
}

// api serves the endpoints of a path: key, limits, method, body, in this order.
func (s *Server) api(endpoints methods) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		endpoint, ok := endpoints[r.Method]
		if r.Method == http.MethodHead {
			endpoint, ok = endpoints[http.MethodGet]
		}
		if !ok {
			w.Header().Set("Allow", endpoints.allow())
			writeJSON(w, http.StatusMethodNotAllowed, refuse(http.StatusMethodNotAllowed, "Method not allowed"))
			return
		}
		if no := s.unauthorized(r); no != nil {
			writeJSON(w, no.Status, no)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			writeJSON(w, http.StatusRequestEntityTooLarge, refuse(http.StatusRequestEntityTooLarge, "The request is too large"))
			return
		}
		var status int
		var answer any
		w.Header().Set("Date", s.now().UTC().Format(http.TimeFormat)) // the sandbox has a clock of its own
		s.do(func(a *account, now time.Time) {
			if wait, limited := s.limited(a, r, now); limited {
				w.Header().Set("Retry-After", wait)
				err = refuse(http.StatusTooManyRequests, "Too many requests")
				return
			}
			status, answer, err = endpoint(&call{r: r, a: a, now: now, base: "http://" + r.Host, body: body})
		})
		var no *refusal
		switch {
		case errors.As(err, &no):
			writeJSON(w, no.Status, no)
		case err != nil:
			writeJSON(w, http.StatusInternalServerError, refuse(http.StatusInternalServerError, "%v", err))
		default:
			writeJSON(w, status, answer)
		}
	})
}

// unauthorized is the refusal of a request without the key, nil where it has it.
func (s *Server) unauthorized(r *http.Request) *refusal {
	switch key := r.Header.Get("Authorization"); {
	case key == "":
		return refuse(http.StatusUnauthorized, "Authorization header is required")
	case subtle.ConstantTimeCompare([]byte(key), []byte(s.key)) != 1:
		return refuse(http.StatusUnauthorized, "Invalid API key")
	}
	return nil
}

func (m methods) allow() string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// writeJSON writes an answer. What the client does with the connection is its
// own affair.
func writeJSON(w http.ResponseWriter, status int, answer any) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answer); err != nil {
		status = http.StatusInternalServerError
		text.Reset()
		text.WriteString(`{"message":"The answer could not be written"}`)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(text.Bytes())
}

// requests reads request bodies: the names of fields are matched exactly.
var requests = wire.NewStrictReader()

// read decodes a request's JSON body. Fields that are not known are refused, as
// the live API does.
func (c *call) read(into any) error {
	_, err := requests.Read(c.body, into)
	if err == nil {
		return nil
	}
	var unknown *wire.UnknownMember
	var wrong *wire.MemberError
	switch {
	case errors.As(err, &unknown):
		name := short(unknown.Name, 40)
		return invalid(name, "unrecognized_keys", "Unrecognized field %s", name)
	case errors.As(err, &wrong):
		return invalid(wrong.Name, "invalid_type", "%s", wrong.Error())
	}
	return refuse(http.StatusBadRequest, "The body is not valid JSON")
}

// pagination is the end of a list.
type pagination struct {
	Total      int    `json:"total"`
	Limit      int    `json:"limit"`
	Offset     *int   `json:"offset,omitempty"`
	HasMore    bool   `json:"hasMore"`
	NextCursor *opted `json:"nextCursor,omitempty"`
}

// opted is a text that stands as null where it is empty.
type opted = model.OptionalString

// list is an answer with several things in it.
type list[T any] struct {
	Data       []T         `json:"data"`
	Pagination *pagination `json:"pagination,omitempty"`
}
