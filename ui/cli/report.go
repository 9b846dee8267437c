package cli

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/studio-tui/studio-tui/model/account"
)

// report is an answer in the three ways in which it can be written.
type report struct {
	json      any
	columns   []column
	tableRows [][]string // beside columns
	tsvRows   [][]string // for scripts
	notes     []string   // what a reader must know besides
	// problems are of single rows. They have a place in JSON and in the fields for
	// scripts; a table has none that is wide enough for a sentence.
	problems []problem
}

// problem is what is wrong with some rows, by their names.
type problem struct {
	of   []string
	text string
}

// addWarning adds what is wrong with a row, if anything. What is wrong with several is
// said once.
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

// write chooses the way: JSON where it was asked for, a table on a terminal, tabs
// otherwise. Problems, notes, and the note that this is the sandbox, stand under the table
// and on stderr otherwise; JSON says the same in its members.
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
	return writeTSV(s.Out, slices.Values(r.tsvRows))
}

// writePeople writes a table with notes under it.
func writePeople(s Streams, columns []column, rows iter.Seq[[]string], notes []string) error {
	if err := writeTable(s, columns, rows); err != nil {
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
