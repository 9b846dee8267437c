// Package export writes transactions to files that other programs read: CSV for
// spreadsheets and JSON lines for scripts. It streams row by row, so the number of rows
// is not limited.
//
// It does not filter or sort: it writes the rows that it is given, in their order.
package export

import (
	"bufio"
	"context"
	"errors"
	"io"
	"iter"

	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/privacy"
)

// Format is a file format.
type Format int

// The formats.
const (
	CSV   Format = iota // RFC 4180, with a header line
	JSONL               // a JSON object on each line
)

// Extension is the extension of a file's name, with its dot.
func (f Format) Extension() string {
	if f == JSONL {
		return ".jsonl"
	}
	return ".csv"
}

// Lines writes a CSV of lines other than transactions, with a header line. Texts from
// outside the program must be [Defused]. Every line of simulated data is marked as
// such. A mask masks the fields by their titles, nil nothing.
func Lines(out io.Writer, titles []string, lines iter.Seq[[]string], sandbox bool, mask *privacy.Masker) error {
	s := &sheet{w: bufio.NewWriter(out), titles: titles, mask: mask}
	mark := func(line []string) []string {
		if sandbox {
			return append(line[:len(line):len(line)], "sandbox")
		}
		return line
	}
	err := s.write(mark(titles))
	for line := range lines {
		err = errors.Join(err, s.write(s.masked(mark(line))))
	}
	return errors.Join(err, s.w.Flush())
}

// Options are the options of writing.
type Options struct {
	Format   Format
	Sandbox  bool            // the data is simulated, and every row says so
	Mask     *privacy.Masker // masks what is written; nil: nothing is masked
	Progress func(n int)     // called now and then with the number of rows written; may be nil
}

// often is the number of rows between calls of Progress and checks of ctx.
const often = 1024

// writer writes rows in one format.
type writer interface {
	row(table *history.Table, i int) error
	end() error
}

// Write writes rows of a table, given by index, and returns how many it wrote. The
// error is that of w or of ctx.
func Write(ctx context.Context, w io.Writer, table *history.Table, rows iter.Seq[int], o Options) (n int, err error) {
	if o.Mask != nil && o.Format == JSONL {
		masked := o.Mask.Lines(w, true)
		defer func() { err = errors.Join(err, masked.Flush()) }()
		w = masked
	}
	buffered := bufio.NewWriterSize(w, 64<<10)
	var out writer
	if o.Format == JSONL {
		out = newLines(buffered, o.Sandbox)
	} else if out, err = newSheet(buffered, o); err != nil {
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
