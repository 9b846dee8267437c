// Package sync combines the API client's answers, the local copy and observations into an
// account's data. It alone chooses substitutes for endpoints that a server lacks, and sets
// the provenance of figures.
//
// It remembers which endpoints the server lacks, so that they are not requested with every
// refresh.
package sync
