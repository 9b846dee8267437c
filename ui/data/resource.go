package data

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Resource is one thing that is fetched: its last good value, the error since, and whether a
// fetch is running. The App owns it; all others read it.
type Resource[T any] struct {
	Value      T
	Loaded     bool             // a value was ever set
	Cached     bool             // Value is from the local copy; the server has not answered yet
	Provenance model.Provenance // of Value
	At         time.Time        // when Value was fetched
	Err        error            // of the last fetch; the value before it stays
	InFlight   bool
	generation int
}

// Response is the message that ends a fetch, in success or failure.
type Response[T any] struct {
	Epoch      int // session that fetched it
	Generation int // fetch
	Value      T
	Provenance model.Provenance
	At         time.Time
	Err        error
	LeftOut    []model.LeftOut // entries of the server's lists that could not be read
}

// Begin marks a fetch as running and returns its generation. Results of earlier ones are
// dropped from now on.
func (r *Resource[T]) Begin() int {
	r.generation++
	r.InFlight = true
	return r.generation
}

// Apply applies a response and reports whether it was the awaited one. It always ends that
// fetch, and keeps the last good value beside an error.
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

// Set sets a value that was not read by the resource's own fetches.
func (r *Resource[T]) Set(value T, provenance model.Provenance, at time.Time) {
	r.Value, r.Loaded, r.Cached, r.Err = value, true, false, nil
	r.Provenance, r.At = provenance, at
}

// Restore sets the value of the local copy, where there is none yet.
func (r *Resource[T]) Restore(kept history.Cached[T]) {
	if kept.Has && !r.Loaded {
		r.Value, r.Loaded, r.Cached = kept.Value, true, true
		r.Provenance, r.At = kept.Provenance, kept.At
	}
}

// Finish ends a fetch without a value: the caller stores the result elsewhere.
func (r *Resource[T]) Finish(generation int, err error) {
	if generation == r.generation {
		r.InFlight, r.Err = false, err
	}
}

// Pending reports whether there is no value yet and a fetch is running.
func (r *Resource[T]) Pending() bool { return !r.Loaded && r.InFlight }

// Available reports whether there is a value from a server or the product page.
func (r *Resource[T]) Available() bool { return r.Loaded && r.Provenance != model.Unsupported }
