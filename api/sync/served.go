package sync

import (
	"context"
	"maps"
	"time"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
)

// endpoint is one that a server may lack, and say so (billing-api).
type endpoint string

const (
	plans        endpoint = "plans"
	packs        endpoint = "packs"
	subscription endpoint = "subscription"
	transactions endpoint = "transactions"
)

// servedFor is how long it holds what a server was found to have or to lack.
const servedFor = 24 * time.Hour

// servedSnapshot is what the server was found to have, in the local copy.
const servedSnapshot cache.Name = "served"

// served is which endpoints the server was found to have or to lack, and when.
type served struct {
	loaded bool
	found  map[endpoint]probeResult
}

type probeResult struct {
	Has bool       `json:"has"`
	At  model.Time `json:"at"`
}

// probe is the known state of an endpoint; ok is false if there is none, or it is too old.
func (s *Reader) probe(of endpoint) (f probeResult, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.served.loaded {
		s.served.loaded = true
		s.served.found = map[endpoint]probeResult{}
		if s.copy.usable() {
			kept, _, _, err := cache.ReadSnapshot[map[endpoint]probeResult](s.copy.store, servedSnapshot)
			_ = s.copy.observe(err)
			maps.Copy(s.served.found, kept)
		}
	}
	f, ok = s.served.found[of]
	age := s.now().Sub(f.At.Time)
	return f, ok && age < servedFor && age > -servedFor
}

// probed records the state of an endpoint, and stores it if it is new.
func (s *Reader) probed(of endpoint, has bool) {
	was, known := s.probe(of)
	if known && was.Has == has && s.now().Sub(was.At.Time) < servedFor/2 {
		return
	}
	s.mu.Lock()
	s.served.found[of] = probeResult{Has: has, At: model.At(s.now())}
	all := maps.Clone(s.served.found)
	s.mu.Unlock()
	if !s.copy.usable() {
		return
	}
	var batch cache.Batch
	if batch.Snapshot(servedSnapshot, all, s.now()) == nil {
		_, _ = s.copy.write(&batch) // without it the server is asked once more
	}
}

// lackError is what a server is taken to say of what it was found to lack.
func lackError() error { return &model.Error{Kind: model.NotSupported} }

// optional asks for something that a server may lack. offered is false where it
// does, which holds for a day unless a person refreshes.
func optional[T any](ctx context.Context, s *Reader, from endpoint, ask func(context.Context) (T, error)) (value T, offered bool, err error) {
	if f, known := s.probe(from); known && !f.Has && !model.IsForceRefresh(ctx) {
		return value, false, nil
	}
	value, err = ask(priority(ctx))
	lacks := model.KindOf(err) == model.NotSupported
	switch {
	case lacks:
		s.probed(from, false)
		var none T
		return none, false, nil
	case err == nil:
		s.probed(from, true)
	}
	return value, err == nil, err
}

// Capabilities lists the optional endpoints and whether this server has them, as found out
// within the last day.
func (s *Reader) Capabilities() []model.Capability {
	var list []model.Capability
	for _, of := range []endpoint{transactions, plans, packs, subscription} {
		f, known := s.probe(of)
		offering := model.Capability{Name: string(of), Probed: known}
		if known {
			offering.Supported, offering.AsOf = f.Has, f.At
		}
		list = append(list, offering)
	}
	return list
}
