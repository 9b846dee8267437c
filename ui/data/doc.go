// Package data is what panes are given and what they ask for: the state of an
// account on screen, the messages that change it, and the intents of a person.
//
// It is a leaf: it knows nothing of panes and nothing of how things are fetched.
package data
