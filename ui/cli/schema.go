package cli

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/privacy"
)

const schemaSuffix = ".schema.json"

// schemaName is the name of the schema of a command's JSON: its words joined by
// hyphens, and summary for the program alone.
func schemaName(cmd *cobra.Command) string {
	_, words, found := strings.Cut(cmd.CommandPath(), " ")
	if !found {
		return "summary"
	}
	return strings.ReplaceAll(words, " ", "-")
}

// entrySchema is the part of a schema that lists the members of entries.
type entrySchema struct {
	Description string `json:"description"`
	Properties  map[string]struct {
		Items struct {
			Properties map[string]any `json:"properties"`
		} `json:"items"`
	} `json:"properties"`
}

// schema reads one of the schemas.
func (d Deps) schema(name string) (schema entrySchema, err error) {
	if d.Schemas == nil {
		return schema, fs.ErrNotExist
	}
	text, err := fs.ReadFile(d.Schemas, name+schemaSuffix)
	if err != nil {
		return schema, err
	}
	return schema, json.Unmarshal(text, &schema)
}

// schemaNames are the names of all schemas.
func (d Deps) schemaNames() (names []string) {
	if d.Schemas == nil {
		return nil
	}
	files, _ := fs.Glob(d.Schemas, "*"+schemaSuffix) // an error means a malformed pattern
	for _, file := range files {
		names = append(names, strings.TrimSuffix(file, schemaSuffix))
	}
	return names
}

func (c *commands) schema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [name]",
		Short: "Print the JSON Schema of what a command prints with --json",
		Long: `Print the JSON Schema (draft 2020-12) of what a command prints with --json, or without a name those that there are. A schema is called as its command, with hyphens between words; summary is that of ` + format.Program + ` --json, transaction that of a line of transactions --jsonl, and watch that of a line of watch.

Members are added in later versions; none is removed, renamed or given another type without a new major version. With --private, or where that is set, it is the schema of masked output, in which amounts are null.

Without a name, a line each: name, what it is of.`,
		Example: `studio-tui schema
studio-tui schema transactions
studio-tui schema usage | jq '.properties | keys'`,
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return c.deps.schemaNames(), cobra.ShellCompDirectiveNoFileComp
		},
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 || (len(args) == 1 && !slices.Contains(c.deps.schemaNames(), args[0])) {
				c.fail(cmd, oneOf("schema", args[0], c.deps.schemaNames()))
			}
			return nil
		},
		Run: c.run(func(cmd *cobra.Command) error {
			if name := cmd.Flags().Arg(0); name != "" {
				text, err := fs.ReadFile(c.deps.Schemas, name+schemaSuffix)
				if err == nil && c.config.Private {
					text, err = privacy.Schema(text)
				}
				if err == nil {
					_, err = c.deps.Streams.Out.Write(text)
				}
				return err
			}
			return c.listSchemas()
		}),
	}
}

func (c *commands) listSchemas() error {
	var rows [][]string
	for _, name := range c.deps.schemaNames() {
		schema, err := c.deps.schema(name)
		if err != nil {
			return fmt.Errorf("the schema %s: %w", name, err)
		}
		rows = append(rows, []string{name, schema.Description})
	}
	if c.deps.Streams.OutTTY {
		return writeTable(c.deps.Streams, []column{{"SCHEMA", fixed}, {"OF", text}}, slices.Values(rows))
	}
	return writeTSV(c.deps.Streams.Out, slices.Values(rows))
}
