package settings

import (
	"bytes"
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// noTOML begins the problem of a file that is left out whole.
const noTOML = "it is no TOML, and nothing of it holds: "

// maxSyntaxProblems is the number of syntax errors from which on a file counts as no TOML.
const maxSyntaxProblems = 10

// decodeLines decodes a file. A line that is no TOML is left out with a problem, so that the
// others apply; with the heading of a table, its lines are left out too. The text returned is
// the file without those lines, each replaced by an empty one.
func decodeLines(file string, text []byte) (kept []byte, content map[string]any, problems []Problem) {
	kept = bytes.TrimPrefix(text, []byte("\ufeff")) // editors on Windows write a byte order mark
	content, syntax := decode(file, kept)
	for n := 0; syntax != nil; n++ {
		line, rest := leaveOut(file, kept, syntax.Line)
		if rest == nil || n == maxSyntaxProblems {
			syntax.Text = noTOML + syntax.Text
			return nil, nil, []Problem{*syntax}
		}
		if line != syntax.Line {
			syntax.Line, syntax.Column = line, 1
		}
		what := "left out"
		if isHeading(lines(kept)[line-1]) {
			what = "left out with its table"
		}
		syntax.Text = what + ", as it is no TOML: " + syntax.Text
		problems, kept = append(problems, *syntax), rest
		content, syntax = decode(file, kept)
	}
	return kept, content, problems
}

// decode decodes a file, or returns its first syntax error.
func decode(file string, text []byte) (content map[string]any, syntax *Problem) {
	if err := toml.Unmarshal(text, &content); err != nil {
		problem := syntaxProblem(file, err)
		return nil, &problem
	}
	return content, nil
}

// maxBack is the number of lines before a syntax error among which the list or text is looked
// for that does not end.
const maxBack = 30

// leaveOut removes the line of a syntax error, or one before it with the lines that continue
// it, where a list or text begins that does not end: whichever takes the next error furthest
// down, the nearest of equals. It returns nil where none has content.
func leaveOut(file string, text []byte, at int) (line int, rest []byte) {
	all := lines(text)
	furthest := 0
	for wrong, least := at, max(at-maxBack, 1); at >= least; at-- {
		switch {
		case at > len(all) || len(bytes.TrimSpace(all[at-1])) == 0:
			continue
		case at < wrong && isHeading(all[at-1]): // its other lines may be right
			continue
		}
		without := withoutLine(all, at)
		next := len(all) + 1
		if _, syntax := decode(file, without); syntax != nil {
			next = syntax.Line
		}
		if next > furthest {
			furthest, line, rest = next, at, without
		}
	}
	return line, rest
}

// withoutLine is a text with an empty line in place of a line, and of those up to the next
// heading where the line is one.
func withoutLine(all [][]byte, line int) []byte {
	kept := append([][]byte{}, all...)
	kept[line-1] = nil
	begins := func(other []byte) bool {
		return isHeading(other) || !isHeading(all[line-1]) && bytes.ContainsRune(other, '=')
	}
	for i := line; opens(all[line-1]) && i < len(all) && !begins(all[i]); i++ {
		kept[i] = nil
	}
	return bytes.Join(kept, []byte("\n"))
}

// opens reports whether lines may belong to a line: that of a table, a list or a text.
func opens(line []byte) bool {
	return isHeading(line) || bytes.HasSuffix(bytes.TrimSpace(line), []byte("[")) ||
		bytes.HasSuffix(bytes.TrimSpace(line), []byte(",")) || bytes.Contains(line, []byte(`"""`)) || bytes.Contains(line, []byte("'''"))
}

// isHeading reports whether a line begins a table.
func isHeading(line []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(line), []byte("[")) }

func lines(text []byte) [][]byte { return bytes.Split(text, []byte("\n")) }

// syntaxProblem is the problem of a text that is not TOML.
func syntaxProblem(file string, err error) Problem {
	problem := Problem{File: file, Text: strings.TrimPrefix(err.Error(), "toml: ")}
	if strings.Contains(problem.Text, "at start of value") || strings.Contains(problem.Text, "must be quoted") {
		problem.Text = `a text stands in "quotes"`
	}
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		problem.Line, problem.Column = decode.Position()
	}
	return problem
}
