//go:build !race

package app_test

// raceDetector reports whether the tests were built with -race.
const raceDetector = false
