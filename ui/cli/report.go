package cli

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/studio-tui/studio-tui/model/account"
)

// report is a result with its three output formats.
type report struct {
	json      any
	columns   []column
	tableRows [][]string // for columns
	fields    []string   // the names of tsvRows' fields, which decide how they are masked; nil: none has one
	tsvRows   [][]string // for scripts
	notes     []string   // further notes for people
	// problems are warnings about single rows. They have a place in JSON and in the
	// fields for scripts; a table has no column wide enough for a sentence.
	problems []problem
}

// problem is a warning about some rows, with their names.
type problem struct {
	of   []string
	text string
}

// addWarning adds a warning about a row, if any. A warning about several rows is
// printed once.
func (r *report) addWarning(of, text string) {
	if text == "" {
		return
	}
	for i := range r.problems {
		if r.problems[i].text == text {
			r.problems[i].of = append(r.problems[i].of, of)
			return
		}
	}
	r.problems = append(r.problems, problem{[]string{of}, text})
}

// write writes the report: JSON where it was asked for, a table on a terminal,
// tab-separated fields otherwise. Problems, notes and the sandbox notice follow the
// table, or go to stderr otherwise; JSON has members for them.
func (r report) write(s Streams, asJSON bool, identity account.Identity) error {
	notes := r.notes
	if identity.Sandbox {
		notes = append(notes[:len(notes):len(notes)], sandboxNotice)
	}
	switch {
	case asJSON:
		warn(s, r.notes)
		return writeJSON(s.Out, r.json)
	case s.OutTTY:
		return writePeople(s, r.columns, slices.Values(r.tableRows), append(r.problemNotes(), notes...))
	}
	warn(s, notes)
	return writeFields(s, r.fields, slices.Values(r.tsvRows))
}

// writeFields writes rows of fields for scripts, masked in privacy mode by their names.
func writeFields(s Streams, names []string, rows iter.Seq[[]string]) error {
	return writeTSV(s.pastMask().Out, s.maskedRows(names, rows))
}

// writePeople writes a table with notes under it, masked in privacy mode.
func writePeople(s Streams, columns []column, rows iter.Seq[[]string], notes []string) error {
	names := make([]string, len(columns))
	titles := slices.Clone(columns)
	for i, c := range columns {
		names[i], titles[i].title = c.title, s.masked(c.title)
	}
	if err := writeTable(s.pastMask(), titles, s.maskedRows(names, rows)); err != nil {
		return err
	}
	if s.quiet {
		return nil
	}
	for i, note := range notes {
		if i == 0 && !none(rows) {
			_, _ = fmt.Fprintln(s.Out)
		}
		if err := s.answer(note); err != nil {
			return err
		}
	}
	return nil
}

func none(rows iter.Seq[[]string]) bool {
	for range rows {
		return false
	}
	return true
}

func (r report) problemNotes() (notes []string) {
	for _, p := range r.problems {
		notes = append(notes, strings.Join(p.of, ", ")+": "+p.text)
	}
	return notes
}
