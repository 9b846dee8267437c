package surroundings

import "time"

// Now is the wall clock time without the monotonic reading. Times with one are compared by
// a clock that stops while a laptop sleeps: yesterday's price would be a minute old.
func Now() time.Time { return time.Now().Round(0) }
