package sync

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
)

// The names of the lists of which a history is made. The others have theirs in package api.
const (
	ListTransactions = "transactions"
	ListGenerations  = "generations"
)

// leftOutSnapshot is what could not be read of the server's lists, in the local copy.
const leftOutSnapshot cache.Name = "left out"

// leftOut is what could not be read of the server's lists when they were read last.
type leftOut struct {
	loaded bool
	lists  map[string]model.LeftOut
}

// LeftOut lists, by name of the list, the unreadable entries of the server's lists as last
// read, also by an earlier start. Lists without any are not included.
func (s *Reader) LeftOut() []model.LeftOut {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loadLeftOut()
	return slices.SortedFunc(maps.Values(s.leftOut.lists), func(a, b model.LeftOut) int { return cmp.Compare(a.List, b.List) })
}

// loadLeftOut reads what is kept, once. The caller has the lock.
func (s *Reader) loadLeftOut() {
	if s.leftOut.loaded {
		return
	}
	s.leftOut = leftOut{loaded: true, lists: map[string]model.LeftOut{}}
	if s.copy.usable() {
		kept, _, _, err := cache.ReadSnapshot[map[string]model.LeftOut](s.copy.store, leftOutSnapshot)
		_ = s.copy.observe(err)
		maps.Copy(s.leftOut.lists, kept)
	}
}

// setLeftOut records the unreadable entries of a list that was just read, and stores them
// if they are new.
func (s *Reader) setLeftOut(is model.LeftOut) {
	s.mu.Lock()
	s.loadLeftOut()
	was := s.leftOut.lists[is.List]
	if was.Count == is.Count && (is.Count == 0 || reflect.DeepEqual(was, is)) {
		s.mu.Unlock()
		return
	}
	s.leftOut.lists[is.List] = is
	if is.Count == 0 {
		delete(s.leftOut.lists, is.List)
	}
	all := maps.Clone(s.leftOut.lists)
	s.mu.Unlock()
	if !s.copy.usable() {
		return
	}
	var batch cache.Batch
	if batch.Snapshot(leftOutSnapshot, all, s.now()) == nil {
		_, _ = s.copy.write(&batch) // without it the next start does not know it before it has read
	}
}

// seeLeftOut adds unreadable rows of a part of a list to the known ones.
func (s *Reader) seeLeftOut(list string, seen []model.Unreadable) {
	s.mu.Lock()
	s.loadLeftOut()
	known := s.leftOut.lists[list]
	s.mu.Unlock()
	all := slices.Clone(known.Entries)
	for _, entry := range seen {
		entry.Index, entry.Beside = 0, 0
		if !slices.Contains(all, entry) {
			all = append(all, entry)
		}
	}
	if added := len(all) - len(known.Entries); added > 0 {
		is := model.NewLeftOut(list, all)
		is.Count = known.Count + added
		s.setLeftOut(is)
	}
}

// noteLeftOut records the unreadable entries of the last answer of a list without pages.
func (s *Reader) noteLeftOut(list string) {
	is := s.client.LeftOut(list)
	is.List = list
	s.setLeftOut(is)
}
