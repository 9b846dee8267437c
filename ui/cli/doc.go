// Package cli is the program's command line: its commands and flags, and their output
// for people (a table on a terminal), for scripts (tab-separated fields when piped) and
// for programs (JSON).
//
// It does not fetch data or store keys itself: [Deps] provides that. It never takes a
// key as an argument and never prints one, except the sandbox's own. Errors become
// sentences and exit codes in one place, errors.go.
package cli
