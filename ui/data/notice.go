package data

import "time"

// Notice is a message to the user.
type Notice struct {
	At   time.Time
	Text string
	Bad  bool // it is an error
}
