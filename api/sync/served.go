package sync

import (
	"context"
	"maps"
	"time"

	"github.com/studio-tui/studio-tui/api/store"
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
const servedSnapshot store.Name = "served"

// served is which endpoints the server was found to have or to lack, and when.
type served struct {
	loaded bool
	found  map[endpoint]finding
}

type finding struct {
	Has bool       `json:"has"`
	At  model.Time `json:"at"`
}

// finding is what is known of an endpoint; ok is false where nothing is, or where
// it was too long ago.
func (s *Session) finding(of endpoint) (f finding, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.served.loaded {
		s.served.loaded = true
		s.served.found = map[endpoint]finding{}
		if s.copy.usable() {
			kept, _, _, err := store.ReadSnapshot[map[endpoint]finding](s.copy.store, servedSnapshot)
			_ = s.copy.learn(err)
			maps.Copy(s.served.found, kept)
		}
	}
	f, ok = s.served.found[of]
	age := s.now().Sub(f.At.Time)
	return f, ok && age < servedFor && age > -servedFor
}

// found notes what an endpoint was found to be, and keeps it where that is news.
func (s *Session) found(of endpoint, has bool) {
	was, known := s.finding(of)
	if known && was.Has == has && s.now().Sub(was.At.Time) < servedFor/2 {
		return
	}
	s.mu.Lock()
	s.served.found[of] = finding{Has: has, At: model.At(s.now())}
	all := maps.Clone(s.served.found)
	s.mu.Unlock()
	if !s.copy.usable() {
		return
	}
	var batch store.Batch
	if batch.Snapshot(servedSnapshot, all, s.now()) == nil {
		_, _ = s.copy.write(&batch) // without it the server is asked once more
	}
}

// errLacks is what a server is taken to say of what it was found to lack.
func errLacks() error { return &model.Error{Kind: model.NotOffered} }

// optional asks for something that a server may lack. offered is false where it
// does, which holds for a day unless a person refreshes.
func optional[T any](ctx context.Context, s *Session, from endpoint, ask func(context.Context) (T, error)) (value T, offered bool, err error) {
	if f, known := s.finding(from); known && !f.Has && !model.IsAnew(ctx) {
		return value, false, nil
	}
	value, err = ask(priority(ctx))
	lacks := model.KindOf(err) == model.NotOffered
	switch {
	case lacks:
		s.found(from, false)
		var none T
		return none, false, nil
	case err == nil:
		s.found(from, true)
	}
	return value, err == nil, err
}

// Offerings says what this server has of what servers may leave out, as far as that
// was found out within a day.
func (s *Session) Offerings() []model.Offering {
	var list []model.Offering
	for _, of := range []endpoint{transactions, plans, packs, subscription} {
		f, known := s.finding(of)
		offering := model.Offering{Name: string(of), Known: known}
		if known {
			offering.Served, offering.AsOf = f.Has, f.At
		}
		list = append(list, offering)
	}
	return list
}
