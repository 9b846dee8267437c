package apitest

import (
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

// silent swallows what net/http says of connections that break, as they are meant to.
var silent = log.New(io.Discard, "", 0)

func certificateOf(server *httptest.Server) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
}

// stamp is a time as the reference writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

func reply(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer) // a client that is gone needs no answer
}

// problem is an error of the API: a message, and for a validation what is wrong.
type problem struct {
	Message string   `json:"message"`
	Errors  []defect `json:"errors,omitempty"`
}

type defect struct {
	Field   string `json:"field"`
	Message string `json:"message"`
	Code    string `json:"code"`
}

func refuse(w http.ResponseWriter, status int, message string) {
	reply(w, status, problem{Message: message})
}

func refuseFields(w http.ResponseWriter, defects ...defect) {
	reply(w, http.StatusBadRequest, problem{Message: "Validation failed", Errors: defects})
}

// route finds the endpoint. The server's lock is held.
func (s *Server) route(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	name := ""
	if len(parts) == 3 {
		name = parts[2]
		parts[2] = "*"
	}
	switch r.Method + " /" + strings.Join(parts, "/") {
	case "GET /api/account":
		reply(w, http.StatusOK, s.account.described())
	case "GET /api/generations":
		s.listGenerations(w, r.URL.Query())
	case "GET /api/generations/*":
		s.showGeneration(w, name)
	case "GET /api/tools":
		s.listTools(w)
	case "GET /api/tools/*":
		s.showTool(w, name)
	case "GET /api/search":
		s.search(w, r.URL.Query())
	case "POST /api/run":
		s.run(w, r)
	default:
		refuse(w, http.StatusNotFound, "Not found")
	}
}
