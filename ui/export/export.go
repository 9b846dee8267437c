// Package export writes transactions to files that other programs read: CSV for
// spreadsheets and JSON lines for scripts, one row at a time, however many there
// are.
//
// It chooses and sorts nothing: it writes the rows that it is given, in the order
// in which it is given them.
package export

import (
	"bufio"
	"context"
	"errors"
	"io"
	"iter"

	"github.com/studio-tui/studio-tui/model/history"
)

// Format is how rows are written.
type Format int

// The formats.
const (
	CSV   Format = iota // RFC 4180, with a line of titles
	JSONL               // a JSON object in each line
)

// Extension is that of a file's name, with its dot.
func (f Format) Extension() string {
	if f == JSONL {
		return ".jsonl"
	}
	return ".csv"
}

// Lines writes a CSV of other lines than transactions, with a line of titles. Texts that
// somebody else chose are to be [Defused]. Made-up figures say so in every line.
func Lines(out io.Writer, titles []string, lines iter.Seq[[]string], sandbox bool) error {
	s := &sheet{w: bufio.NewWriter(out)}
	mark := func(line []string) []string {
		if sandbox {
			return append(line[:len(line):len(line)], "sandbox")
		}
		return line
	}
	err := s.write(mark(titles))
	for line := range lines {
		err = errors.Join(err, s.write(mark(line)))
	}
	return errors.Join(err, s.w.Flush())
}

// Options say how to write.
type Options struct {
	Format   Format
	Sandbox  bool        // the figures are made up, and every row says so
	Progress func(n int) // hears, now and then, how many rows are written; may be nil
}

// often is after how many rows Progress hears, and ctx is asked.
const often = 1024

// writer writes rows in one format.
type writer interface {
	row(table *history.Table, i int) error
	end() error
}

// Write writes rows of a table, by their numbers, and gives how many it wrote. The
// error is that of w or of ctx.
func Write(ctx context.Context, w io.Writer, table *history.Table, rows iter.Seq[int], o Options) (n int, err error) {
	buffered := bufio.NewWriterSize(w, 64<<10)
	var out writer
	if o.Format == JSONL {
		out = newLines(buffered, o.Sandbox)
	} else if out, err = newSheet(buffered, o.Sandbox); err != nil {
		return 0, err
	}
	for i := range rows {
		if n%often == 0 {
			if err := ctx.Err(); err != nil {
				return n, err
			}
			if o.Progress != nil {
				o.Progress(n)
			}
		}
		if err := out.row(table, i); err != nil {
			return n, err
		}
		n++
	}
	if err := errors.Join(out.end(), buffered.Flush()); err != nil {
		return n, err
	}
	if o.Progress != nil {
		o.Progress(n)
	}
	return n, nil
}
