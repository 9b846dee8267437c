// Package cli is the program's command line: its commands and flags, and how
// each command writes for people (a table on a terminal), for scripts (lines of
// fields between tabs when piped) and for programs (JSON).
//
// It knows nothing of how figures are fetched or where keys are kept: [Deps]
// brings that. It never takes a key as an argument and never prints one, the
// sandbox's own aside. Errors are turned into sentences and exit codes at one
// place, errors.go.
package cli
