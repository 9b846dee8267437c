package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/itchyny/gojq"
	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
)

// shape is the flags of reading commands that transform their JSON.
type shape struct {
	jq, template, columns string
	quiet                 bool
}

// acts reports whether a command with JSON does more than read: it buys, changes or
// serves.
func acts(cmd *cobra.Command) bool {
	switch cmd.Name() {
	case "pack", "upgrade", "portal", "sandbox", "switch", "rename", "remove":
		return true
	}
	return false
}

// hasRows reports whether a command's JSON is a list. Its schema has that too, but is
// not read on every start.
func hasRows(cmd *cobra.Command) bool {
	switch cmd.Name() {
	case "balance", "transactions", "usage", "costs", "spending", "plans", "packs", "orders", "cache", "list", "doctor", "show":
		return true
	}
	return false
}

// shapeFlags adds the flags that transform JSON to the commands that read.
func (c *commands) shapeFlags(cmd *cobra.Command) {
	if flags := cmd.Flags(); flags.Lookup("json") != nil && !acts(cmd) {
		flags.StringVar(&c.shape.jq, "jq", "", "Print what a jq expression makes of the JSON")
		flags.StringVar(&c.shape.template, "template", "", "Print what a Go template makes of the JSON")
		flags.BoolVar(&c.shape.quiet, "quiet", false, "Print nothing but the answer and errors")
		if hasRows(cmd) {
			flags.StringVar(&c.shape.columns, "columns", "", "Print these members of each entry of the JSON, between commas")
		}
	}
	for _, child := range cmd.Commands() {
		c.shapeFlags(child)
	}
}

// shaped runs a command and transforms its JSON as its flags ask. This includes
// commands with an outcome besides their result, such as a balance that is too low.
func (c *commands) shaped(cmd *cobra.Command, do func(cmd *cobra.Command) error) error {
	s := &c.deps.Streams
	if c.shape.quiet {
		s.quiet, s.ErrTTY, s.Err = true, false, io.Discard
	}
	write, err := c.shaper(cmd)
	if err == nil {
		err = c.startMasking(cmd)
	}
	switch {
	case err != nil:
		return err
	case write == nil:
		return c.masked(cmd, do)
	}
	out := s.Out
	var text bytes.Buffer
	s.Out = &text
	err = do(cmd)
	s.Out = out
	if text.Len() == 0 {
		return err
	}
	if s.mask != nil {
		return errors.Join(write(cmd.Context(), s.mask.JSON(text.Bytes())), err)
	}
	return errors.Join(write(cmd.Context(), text.Bytes()), err)
}

// shaper is the function that transforms a command's JSON, nil where no flag asks for
// that. It switches the command to JSON.
func (c *commands) shaper(cmd *cobra.Command) (write func(ctx context.Context, text []byte) error, err error) {
	given := func(name string) bool { return cmd.Flags().Changed(name) }
	var asked string
	for _, name := range []string{"jq", "template", "columns"} {
		switch {
		case !given(name):
		case asked != "":
			return nil, usagef("--%s and --%s do not go together", asked, name)
		default:
			asked = name
		}
	}
	asCSV := given("csv") && cmd.Flag("csv").Value.String() == "true"
	switch asked {
	case "":
		return nil, nil
	case "jq":
		write, err = c.jq()
	case "template":
		write, err = c.template()
	case "columns":
		write, err = c.columns(cmd, asCSV)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case given("jsonl") || (asCSV && asked != "columns"):
		return nil, usagef("--%s is for JSON, not for --csv and --jsonl", asked)
	case asked == "columns" && given("json"):
		return nil, usagef("--columns and --json do not go together; --jq '.data[] | {id}' takes members of JSON")
	case asCSV:
		if limit := cmd.Flag("limit"); limit != nil && !limit.Changed {
			err = cmd.Flags().Set("limit", "0") // a file has all rows, as without --columns
		}
		err = errors.Join(err, cmd.Flags().Set("csv", "false"))
	}
	return write, errors.Join(err, cmd.Flags().Set("json", "true"))
}

// decodeJSON decodes a command's JSON, keeping numbers as they are written.
func decodeJSON(text []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}

// jq writes each result of an expression on a line: a string without quotes, anything
// else as JSON. The expression has no access to the environment or to files.
func (c *commands) jq() (func(ctx context.Context, text []byte) error, error) {
	query, err := gojq.Parse(c.shape.jq)
	if err != nil {
		return nil, usagef("--jq was not understood: %w", err)
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, usagef("--jq was not understood: %w", err)
	}
	return func(ctx context.Context, text []byte) error {
		value, err := decodeJSON(text)
		if err != nil {
			return err
		}
		for results := code.RunWithContext(ctx, value); ; {
			result, ok := results.Next()
			if !ok {
				return nil
			}
			var halt *gojq.HaltError
			if err, failed := result.(error); errors.As(err, &halt) && halt.Value() == nil {
				return nil
			} else if failed {
				return fmt.Errorf("--jq: %w", err)
			}
			line, isText := result.(string)
			if !isText {
				encoded, err := gojq.Marshal(result)
				if err != nil {
					return err
				}
				line = string(encoded)
			}
			if _, err := fmt.Fprintln(c.deps.Streams.Out, line); err != nil {
				return err
			}
		}
	}, nil
}

// columnsOf are the members of a command's entries, from its schema; nil for a command
// whose JSON is no list.
func (c *commands) columnsOf(cmd *cobra.Command) []string {
	schema, err := c.deps.schema(schemaName(cmd))
	if err != nil {
		return nil
	}
	return slices.Sorted(maps.Keys(schema.Properties["data"].Items.Properties))
}

// columns writes the chosen members: as a table on a terminal, else as tab-separated
// fields or CSV.
func (c *commands) columns(cmd *cobra.Command, asCSV bool) (func(ctx context.Context, text []byte) error, error) {
	known, names := c.columnsOf(cmd), strings.Split(c.shape.columns, ",")
	for _, name := range names {
		if !slices.Contains(known, name) {
			return nil, oneOf("--columns", name, known)
		}
	}
	return func(_ context.Context, text []byte) error {
		var list struct {
			Data []map[string]json.RawMessage `json:"data"`
		}
		if err := json.Unmarshal(text, &list); err != nil {
			return err
		}
		rows := make([][]string, len(list.Data))
		for i, entry := range list.Data {
			for _, name := range names {
				rows[i] = append(rows[i], plainMember(entry[name]))
			}
		}
		s := c.deps.Streams
		switch {
		case asCSV:
			w := csv.NewWriter(s.Out)
			return errors.Join(w.Write(names), w.WriteAll(rows))
		case !s.OutTTY:
			return writeTSV(s.Out, slices.Values(rows))
		}
		return writeTable(s, columnTitles(names, list.Data), slices.Values(rows))
	}, nil
}

// columnTitles are the titles of members; those whose first value is a number are
// right-aligned.
func columnTitles(names []string, entries []map[string]json.RawMessage) []column {
	titles := make([]column, len(names))
	for i, name := range names {
		titles[i] = column{strings.ToUpper(name), text}
		for _, entry := range entries {
			if value := string(entry[name]); value != "null" {
				if strings.Trim(value, "-.0123456789") == "" {
					titles[i].kind = number
				}
				break
			}
		}
	}
	return titles
}

// plainMember is a member as a field: a string without quotes, nothing for null, and an
// object or array as JSON on one line.
func plainMember(value json.RawMessage) string {
	var text string
	if len(value) == 0 || string(value) == "null" {
		return ""
	}
	if json.Unmarshal(value, &text) == nil {
		return model.Clean(text)
	}
	var b bytes.Buffer
	if json.Compact(&b, value) != nil {
		return ""
	}
	return b.String()
}
