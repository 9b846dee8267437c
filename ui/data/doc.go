// Package data has what panes are given and what they return: the state of the account on
// screen, the messages that change it, and the intents of the user.
//
// It is a leaf: it knows nothing of panes and nothing of how data is fetched.
package data
