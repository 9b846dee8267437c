package privacy

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
)

// JSON masks the values of JSON: an amount becomes null, and a string is masked as a
// [Masker.Field]. The names of members stay.
func (m *Masker) JSON(text []byte) []byte { return m.members()(text) }

// members masks JSON piece by piece. A piece does not end within a string or a number.
func (m *Masker) members() func(text []byte) []byte {
	member := "" // that the next value belongs to
	mask := func(token []byte) []byte {
		var value string
		switch isName := token[len(token)-1] == ':'; {
		case token[0] != '"' && IsAmount(member):
			return []byte("null")
		case token[0] != '"' || json.Unmarshal(bytes.TrimRight(token, " \t\r\n:"), &value) != nil:
			return token
		case isName:
			member = value
			return token
		}
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(m.Field(member, value)) // a string and a buffer have no errors
		return append(bytes.TrimSpace(b.Bytes()), token[len(strings.TrimSpace(string(token))):]...)
	}
	return func(text []byte) []byte { return m.token.ReplaceAllFunc(text, mask) }
}

// Writer masks what is written through it, line by line.
type Writer struct {
	to   io.Writer
	mask func(line []byte) []byte
	rest []byte // of the last line, which has no end yet
}

// Lines is a Writer of text, or of JSON.
func (m *Masker) Lines(to io.Writer, asJSON bool) *Writer {
	if asJSON {
		return &Writer{to: to, mask: m.members()}
	}
	return &Writer{to: to, mask: func(line []byte) []byte { return []byte(m.Text(string(line))) }}
}

// Write writes the complete lines, masked.
func (w *Writer) Write(p []byte) (int, error) {
	w.rest = append(w.rest, p...)
	end := bytes.LastIndexByte(w.rest, '\n') + 1
	if end == 0 {
		return len(p), nil
	}
	if _, err := w.to.Write(w.mask(w.rest[:end])); err != nil {
		return 0, err
	}
	w.rest = append(w.rest[:0], w.rest[end:]...)
	return len(p), nil
}

// Flush writes a last line without an end.
func (w *Writer) Flush() error {
	if len(w.rest) == 0 {
		return nil
	}
	_, err := w.to.Write(w.mask(w.rest))
	w.rest = nil
	return err
}

// Messages is a Writer that masks each write by itself, for prompts and progress, which are
// lines without an end.
func (m *Masker) Messages(to io.Writer) io.Writer { return messageWriter{m, to} }

type messageWriter struct {
	*Masker
	to io.Writer
}

func (w messageWriter) Write(p []byte) (int, error) {
	if _, err := io.WriteString(w.to, w.Text(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Unmasked is the writer behind a masking one, for what is masked already: by its names,
// or before its lines were wrapped. Any other writer is returned as it is.
func Unmasked(w io.Writer) io.Writer {
	switch w := w.(type) {
	case *Writer:
		return w.to
	case messageWriter:
		return w.to
	}
	return w
}
