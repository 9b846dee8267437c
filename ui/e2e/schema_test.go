package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/studio-tui/studio-tui/api/schema"
	"github.com/studio-tui/studio-tui/ui/privacy"
)

// checkSchema validates JSON output of the program against the schema of its command.
func checkSchema(ts *testscript.TestScript, args []string, output string) {
	name := ""
	switch {
	case slices.ContainsFunc(args, func(arg string) bool {
		flag, _, _ := strings.Cut(arg, "=")
		return slices.Contains([]string{"--jq", "--template", "--help"}, flag)
	}):
		return
	case slices.Contains(args, "--jsonl"):
		name = "transaction"
	case slices.Contains(args, "--json"):
		name = schemaOf(args)
	default:
		return
	}
	compiled, err := compileSchema(name, isPrivate(ts, args))
	if err != nil {
		ts.Fatalf("the schema of %v: %v", args, err)
	}
	for decoder := json.NewDecoder(strings.NewReader(output)); ; {
		var text json.RawMessage
		if err := decoder.Decode(&text); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			ts.Fatalf("no JSON: %v", err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		ts.Check(err)
		if err := compiled.Validate(value); err != nil {
			ts.Fatalf("not as its schema says: %v", err)
		}
	}
}

// schemaOf is the name of the schema of a command line.
func schemaOf(args []string) string {
	for i := range args {
		for _, n := range []int{2, 1} {
			if i+n <= len(args) {
				name := strings.Join(args[i:i+n], "-")
				if _, err := fs.Stat(schema.Files, name+".schema.json"); err == nil {
					return name
				}
			}
		}
	}
	return "summary"
}

// compileSchema compiles the schema of a command's output, or of its masked output.
func compileSchema(name string, masked bool) (*jsonschema.Schema, error) {
	text, err := schema.Files.ReadFile(name + ".schema.json")
	if err == nil && masked {
		text, err = privacy.Schema(text)
	}
	if err != nil {
		return nil, err
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(name, document); err != nil {
		return nil, err
	}
	return compiler.Compile(name)
}
