//go:build !race

package main

// raceDetector says how the tests were built.
const raceDetector = false
