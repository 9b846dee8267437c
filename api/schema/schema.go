// Package schema embeds the JSON Schemas of the commands' --json output.
package schema

import "embed"

// Files has a file NAME.schema.json for each command; see `studio-tui schema`.
//
//go:embed *.schema.json
var Files embed.FS
