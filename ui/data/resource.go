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
	Loaded     bool             // a value was ever there
	Cached     bool             // Value is from this machine's copy; the server was not asked yet
	Provenance model.Provenance // of Value
	At         time.Time        // when Value was fetched
	Err        error            // of the last fetch; the value of before stays
	InFlight   bool
	generation int
}

// Response is the one message that ends a fetch, in success or failure.
type Response[T any] struct {
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
func (r *Resource[T]) Apply(result Response[T]) bool {
	if result.Generation != r.generation {
		return false
	}
	r.InFlight = false
	r.Err = result.Err
	if result.Err == nil {
		r.Value, r.Loaded, r.Cached = result.Value, true, false
		r.Provenance, r.At = result.Provenance, result.At
	}
	return true
}

// Set takes a value that was read beside the resource's own fetches.
func (r *Resource[T]) Set(value T, provenance model.Provenance, at time.Time) {
	r.Value, r.Loaded, r.Cached, r.Err = value, true, false, nil
	r.Provenance, r.At = provenance, at
}

// Restore takes what this machine's copy has, where nothing is known yet.
func (r *Resource[T]) Restore(kept history.Cached[T]) {
	if kept.Has && !r.Loaded {
		r.Value, r.Loaded, r.Cached = kept.Value, true, true
		r.Provenance, r.At = kept.Provenance, kept.At
	}
}

// Finish ends a flight without a value: the caller keeps what was fetched.
func (r *Resource[T]) Finish(generation int, err error) {
	if generation == r.generation {
		r.InFlight, r.Err = false, err
	}
}

// Pending reports whether there is nothing to show yet and something is on its
// way.
func (r *Resource[T]) Pending() bool { return !r.Loaded && r.InFlight }

// Available reports whether there is a value that a server or the product page gave.
func (r *Resource[T]) Available() bool { return r.Loaded && r.Provenance != model.Unsupported }
