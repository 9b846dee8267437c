package apitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"time"
)

// Silent never answers.
func Silent(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// Slow delays the answer.
func Slow(d time.Duration) Fault {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		select {
		case <-time.After(d):
			next.ServeHTTP(w, r)
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		}
	}
}

// Cut ends the connection in the middle of the body.
func Cut(w http.ResponseWriter, r *http.Request, next http.Handler) {
	whole := record(r, next)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", fmt.Sprint(whole.Body.Len()))
	w.WriteHeader(whole.Code)
	_, _ = w.Write(whole.Body.Bytes()[:whole.Body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// Portal answers as the sign-in page of a café's network does: 200, and HTML.
func Portal(w http.ResponseWriter, r *http.Request, next http.Handler) {
	Page(http.StatusOK)(w, r, next)
}

// Page answers with an HTML page, as a proxy does.
func Page(status int) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, "<!doctype html><html><title>%d Welcome</title><p>Accept the terms to go on.</p></html>", status)
	}
}

// Fail answers with an error of the API: 429, 500, 502, 503 and so on. after is its
// Retry-After, seconds or a date; empty for none.
func Fail(status int, after string) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		if after != "" {
			w.Header().Set("Retry-After", after)
		}
		refuse(w, status, http.StatusText(status))
	}
}

// Retry answers 429 or 503 with a Retry-After that is a date of the server's clock.
func (x *Weather) Retry(status int, after time.Duration) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Retry-After", x.now().Add(after).UTC().Format(http.TimeFormat))
		refuse(w, status, http.StatusText(status))
	}
}

// WrongTypes answers with numbers for texts, texts for numbers, and objects for
// lists.
func WrongTypes(w http.ResponseWriter, r *http.Request, next http.Handler) {
	whole := record(r, next)
	var answer any
	_ = json.Unmarshal(whole.Body.Bytes(), &answer) // all answers are JSON
	reply(w, whole.Code, turned(answer))
}

func turned(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			value[name] = turned(member)
		}
		return value
	case []any:
		return map[string]any{"items": len(value)}
	case string:
		return len(value)
	case float64:
		return fmt.Sprint(value)
	}
	return value
}

// Huge answers with a body that is too large: the right answer after 32 MiB of spaces.
func Huge(w http.ResponseWriter, r *http.Request, next http.Handler) {
	whole := record(r, next)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(whole.Code)
	blanks := bytes.Repeat([]byte{' '}, 1<<20)
	for range 32 {
		if _, err := w.Write(blanks); err != nil {
			return
		}
	}
	_, _ = w.Write(whole.Body.Bytes())
}

// Redirect redirects to the same path of another host.
func Redirect(base string) Fault {
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		http.Redirect(w, r, base+r.URL.Path, http.StatusFound)
	}
}

// Reset closes the connection without an answer.
func Reset(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2 has no connection to take over; the stream is reset
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// record lets next answer into a buffer.
func record(r *http.Request, next http.Handler) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	next.ServeHTTP(recorder, r)
	return recorder
}
