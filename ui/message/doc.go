// Package message has the sentences of the user interface, shared by the dashboard and
// the commands. It draws nothing.
package message
