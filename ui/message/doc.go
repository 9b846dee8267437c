// Package message has the sentences that a program of this service says to people, for
// the dashboard and the commands alike. It draws nothing.
package message
