//go:build !race

package app_test

// raceDetector says how the tests were built.
const raceDetector = false
