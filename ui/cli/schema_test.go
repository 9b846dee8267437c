package cli

import (
	"io/fs"
	"testing"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/api/schema"
)

// TestEveryJSONHasASchema checks that every command with --json has a schema, and every
// reading one the flags that transform it.
func TestEveryJSONHasASchema(t *testing.T) {
	c := &commands{deps: Deps{Env: func(string) string { return "" }, Schemas: schema.Files}}
	unused := map[string]bool{}
	for _, name := range c.deps.schemaNames() {
		unused[name] = true
	}
	delete(unused, "transaction") // of --jsonl
	delete(unused, "watch")       // of its lines
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		if cmd.Flags().Lookup("json") != nil {
			name := schemaName(cmd)
			delete(unused, name)
			if _, err := fs.Stat(schema.Files, name+schemaSuffix); err != nil {
				t.Errorf("%s has --json and no schema", cmd.CommandPath())
			}
			if has := len(c.columnsOf(cmd)) > 0; has != hasRows(cmd) {
				t.Errorf("%s has rows: %v", cmd.CommandPath(), has)
			}
			for _, flag := range []string{"jq", "template", "quiet"} {
				if has := cmd.Flags().Lookup(flag) != nil; has == acts(cmd) {
					t.Errorf("%s has --%s: %v", cmd.CommandPath(), flag, has)
				}
			}
		}
		for _, child := range cmd.Commands() {
			walk(child)
		}
	}
	walk(c.root())
	for name := range unused {
		t.Errorf("the schema %s is of no command", name)
	}
}
