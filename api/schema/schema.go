// Package schema has the JSON Schemas of what the program's commands print with --json.
package schema

import "embed"

// Files has a file NAME.schema.json for each command; see `studio-tui schema`.
//
//go:embed *.schema.json
var Files embed.FS
