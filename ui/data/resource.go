package data

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Resource is one thing that is fetched: its last good value, what went wrong
// since, and whether it is on its way. The root program owns it; everybody else
// reads.
type Resource[T any] struct {
	Value      T
	Has        bool             // a value was ever there
	Kept       bool             // Value is from this machine's copy; the server was not asked yet
	Provenance model.Provenance // of Value
	At         time.Time        // when Value was fetched
	Err        error            // of the last fetch; the value of before stays
	InFlight   bool
	generation int
}

// Loaded is the one message that ends a fetch, in success or failure.
type Loaded[T any] struct {
	Epoch      int // of the session that fetched it
	Generation int // of the fetch
	Value      T
	Provenance model.Provenance
	At         time.Time
	Err        error
	LeftOut    []model.LeftOut // what could not be read of the server's lists by then
}

// Begin marks a fetch as begun and returns its generation. Results of earlier
// ones are dropped from now on.
func (r *Resource[T]) Begin() int {
	r.generation++
	r.InFlight = true
	return r.generation
}

// Apply takes a result and reports whether it was the awaited one. It always ends
// the flight of that fetch, and keeps the last good value beside an error.
func (r *Resource[T]) Apply(result Loaded[T]) bool {
	if result.Generation != r.generation {
		return false
	}
	r.InFlight = false
	r.Err = result.Err
	if result.Err == nil {
		r.Value, r.Has, r.Kept = result.Value, true, false
		r.Provenance, r.At = result.Provenance, result.At
	}
	return true
}

// Put takes a value that was read beside the resource's own fetches.
func (r *Resource[T]) Put(value T, provenance model.Provenance, at time.Time) {
	r.Value, r.Has, r.Kept, r.Err = value, true, false, nil
	r.Provenance, r.At = provenance, at
}

// Restore takes what this machine's copy has, where nothing is known yet.
func (r *Resource[T]) Restore(kept history.Kept[T]) {
	if kept.Has && !r.Has {
		r.Value, r.Has, r.Kept = kept.Value, true, true
		r.Provenance, r.At = kept.Provenance, kept.At
	}
}

// Land ends a flight without a value: what was fetched is kept by whoever asked.
func (r *Resource[T]) Land(generation int, err error) {
	if generation == r.generation {
		r.InFlight, r.Err = false, err
	}
}

// Loading reports whether there is nothing to show yet and something is on its
// way.
func (r *Resource[T]) Loading() bool { return !r.Has && r.InFlight }

// Served reports whether there is a value that a server or the product page gave.
func (r *Resource[T]) Served() bool { return r.Has && r.Provenance != model.NotServed }
