package data

import "time"

// Notice is something that was told.
type Notice struct {
	At   time.Time
	Text string
	Bad  bool // it is trouble
}
