package sandbox

import (
	"io"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// maxUpload bounds a file that is uploaded.
const maxUpload = 32 << 20

// formFile is the answer to a file that came in a form.
type formFile struct {
	ID        model.ID   `json:"id"`
	URL       string     `json:"url"`
	Type      string     `json:"type"` // image, video, audio, …
	CreatedAt model.Time `json:"createdAt"`
}

// plainFile is the answer to a file that was the whole body of a request.
type plainFile struct {
	ID       model.ID `json:"id"`
	URL      string   `json:"url"`
	MimeType string   `json:"mimetype"`
	Size     int64    `json:"size"`
	Name     string   `json:"originalName"`
}

// uploads adds the endpoints for files. What is uploaded is counted and thrown away: an
// input takes its address, and nothing here looks at a file.
func (s *Server) uploads(mux *http.ServeMux) {
	mux.HandleFunc("/files", s.upload(fromForm))
	mux.HandleFunc("/api/files", s.upload(fromBody))
}

// upload serves one of them: method and key, as everywhere.
func (s *Server) upload(read func(r *http.Request, id model.ID, base string, now time.Time) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			writeJSON(w, http.StatusMethodNotAllowed, refuse(http.StatusMethodNotAllowed, "Method not allowed"))
			return
		}
		if no := s.unauthorized(r); no != nil {
			writeJSON(w, no.Status, no)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
		var id model.ID
		var at time.Time
		s.do(func(a *account, now time.Time) {
			id, at = a.ids.make(spaceFile, a.files, now.UnixMilli()), now
			a.files++
		})
		answer, err := read(r, id, "http://"+r.Host, at)
		if err != nil {
			writeJSON(w, http.StatusBadRequest, missing("file"))
			return
		}
		writeJSON(w, http.StatusCreated, answer)
	}
}

func fromForm(r *http.Request, id model.ID, base string, now time.Time) (any, error) {
	file, header, err := r.FormFile("file")
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(io.Discard, file)
	kind, _, _ := strings.Cut(typeOf(header.Header.Get("Content-Type"), header.Filename), "/")
	return formFile{ID: id, URL: fileAddress(base, id, header.Filename), Type: kind, CreatedAt: model.At(now)}, err
}

func fromBody(r *http.Request, id model.ID, base string, _ time.Time) (any, error) {
	size, err := io.Copy(io.Discard, r.Body)
	if err == nil && size == 0 {
		err = io.ErrUnexpectedEOF
	}
	name := path.Base("/" + r.Header.Get("X-Filename"))
	return plainFile{
		ID: id, URL: fileAddress(base, id, name), MimeType: typeOf(r.Header.Get("Content-Type"), name), Size: size, Name: name,
	}, err
}

// typeOf is the media type of a file: what was said, else what its name says.
func typeOf(said, name string) string {
	if kind, _, err := mime.ParseMediaType(said); err == nil && kind != "application/octet-stream" {
		return kind
	}
	if kind, _, err := mime.ParseMediaType(mime.TypeByExtension(path.Ext(name))); err == nil {
		return kind
	}
	return "application/octet-stream"
}

func fileAddress(base string, id model.ID, name string) string {
	return base + "/file/" + string(id) + strings.ToLower(path.Ext(name))
}
