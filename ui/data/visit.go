package data

import "time"

// Visit is a person's visit to the website, and what was seen of the account since.
// It is kept nowhere: on the website there is no session to lose.
type Visit struct {
	Page    OpenURL
	Since   time.Time
	Until   time.Time // when watching ends
	Over    bool      // it has ended
	Seen    []Seen    // the oldest first
	Err     error     // of the last look
	Browser string    // why no browser was opened, if so
}

// Seen is something that was seen of the account, in a sentence.
type Seen struct {
	At   time.Time
	Text string
}
