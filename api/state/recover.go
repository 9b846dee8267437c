package state

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/robustio"

	"github.com/studio-tui/studio-tui/api/atomicfile"
)

// The members of the orders' document beside its entries.
const (
	sumsMember       = "sums"       // that entries carry checksums
	countMember      = "count"      // how many entries there are
	damageMember     = "damage"     // what was found wrong, until it is acknowledged
	unreadableMember = "unreadable" // entries that could not be read, once that is acknowledged
)

// damage is what was found wrong with the orders, as it is written down.
type damage struct {
	Why         string `json:"why"`
	Quarantined string `json:"aside,omitempty"`
}

// loadOrders reads the readable part of the orders' document. With *[Damaged] the document
// holds that part: its own entries that are whole, and for the others those of the file
// before. Beside any other error the document is to be read only.
func (s *Store) loadOrders() (document, error) {
	path := s.path(orders)
	text, err := s.text(path)
	var damaged *Damaged
	switch {
	case errors.Is(err, fs.ErrNotExist):
		doc := newDocument(orders)
		if n := s.recoverFrom(&doc); n > 0 {
			return doc, &Damaged{Path: path, Why: fmt.Sprintf("it is missing; %s could be read in the file before it", counted(n)), whole: true}
		}
		return doc, nil
	case errors.As(err, &damaged):
		damaged.whole = true
		doc := newDocument(orders)
		s.recoverFrom(&doc)
		return doc, damaged
	case err != nil:
		doc := newDocument(orders)
		s.recoverFrom(&doc)
		return doc, err
	}
	doc, version, err := parse(orders, text)
	switch {
	case version > layout:
		return salvage(text), &Newer{Path: path, Version: version}
	case err == nil:
		err = doc.checkCount()
	}
	if err != nil {
		doc = salvage(text)
		s.recoverFrom(&doc)
		return doc, &Damaged{Path: path, Why: fmt.Sprintf("%s; %s could be read", err, counted(len(doc.entries))), Cause: err, whole: true}
	}
	return doc, s.damageOf(&doc)
}

// damageOf is what is wrong with a document that can be read, nil for nothing.
func (s *Store) damageOf(doc *document) error {
	unread := 0
	for _, text := range doc.entries {
		if _, err := doc.order(text); err != nil {
			unread++
		}
	}
	var why []string
	found := Damaged{Path: s.path(orders)}
	if text, has := doc.members[damageMember]; has {
		var told damage
		if json.Unmarshal(text, &told) != nil || told.Why == "" {
			told.Why = "something was wrong with it"
		}
		why, found.Quarantined = append(why, told.Why), told.Quarantined
	}
	if unread > 0 {
		s.recoverFrom(doc)
		why = append(why, fmt.Sprintf("%d of its orders are not understood", unread))
	}
	if why == nil {
		return nil
	}
	found.Why = strings.Join(why, "; ")
	return &found
}

// checkCount reports whether a document has as many entries as it says. One that was
// written before there were checksums does not say.
func (d *document) checkCount() error {
	text, says := d.members[countMember]
	_, sums := d.members[sumsMember]
	var count int
	if !says && !sums {
		return nil
	}
	if json.Unmarshal(text, &count) != nil || count != len(d.entries) {
		return errors.New("it does not have as many orders as it says")
	}
	return nil
}

// salvage takes out of a text that is no document what lines of it are whole orders.
func salvage(text []byte) document {
	doc := newDocument(orders)
	if bytes.Contains(text, []byte(`"`+sumsMember+`":`)) || bytes.Contains(text, []byte(`"`+sumMember+`":`)) {
		doc.members[sumsMember] = json.RawMessage(`true`)
	}
	for line := range bytes.Lines(text) {
		line = bytes.TrimSuffix(bytes.TrimSpace(line), []byte(","))
		if !json.Valid(line) {
			continue
		}
		if _, err := doc.order(line); err == nil {
			doc.entries = append(doc.entries, bytes.Clone(line))
		}
	}
	return doc
}

// recoverFrom adds to a document the orders of the file before that it does not have,
// and says how many.
func (s *Store) recoverFrom(doc *document) (added int) {
	text, err := readRegular(s.path(orders) + previousSuffix)
	if err != nil {
		return 0
	}
	has := map[[2]string]bool{}
	for _, entry := range doc.entries {
		if is, err := doc.order(entry); err == nil {
			has[[2]string{is.Host, is.Order.Key}] = true
		}
	}
	before := salvage(text)
	for _, entry := range before.entries {
		if is, err := before.order(entry); err == nil && !has[[2]string{is.Host, is.Order.Key}] {
			doc.entries = append(doc.entries, entry)
			added++
		}
	}
	return added
}

// changeOrders is [Store.change] for the orders' document: what is wrong with it is
// written down, and stays until it is acknowledged.
func (s *Store) changeOrders(alter func(*document) (changed bool, err error)) error {
	if err := s.makeFolder(); err != nil {
		return err
	}
	unlock, err := s.lock()
	if err != nil {
		return err
	}
	defer unlock()
	doc, problem := s.loadOrders()
	var damaged *Damaged
	if problem != nil && !errors.As(problem, &damaged) {
		return problem
	}
	doc.damaged = damaged
	if changed, err := alter(&doc); err != nil || !changed {
		return err
	}
	if damaged != nil && damaged.whole && fileThere(damaged.Path) {
		if err := s.copyAside(damaged); err != nil {
			return err
		}
	}
	text, err := doc.sealed()
	if err != nil {
		return err
	}
	if problem == nil {
		if err := s.keepPrevious(s.path(orders)); err != nil {
			return err
		}
	}
	return s.replace(orders, text)
}

func fileThere(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// sealed is the text of the orders' document, with what is wrong with it and all
// checksums.
func (d *document) sealed() ([]byte, error) {
	if d.damaged != nil && d.damaged.whole { // the error of an entry is reported with the entry
		text, err := json.Marshal(damage{d.damaged.Why, d.damaged.Quarantined})
		if err != nil {
			return nil, err
		}
		d.members[damageMember] = text
	}
	if err := d.seal(); err != nil {
		return nil, err
	}
	return d.encode()
}

// seal gives every order that can be read its checksum, and the document their number.
func (d *document) seal() error {
	for i, text := range d.entries {
		if _, err := d.order(text); err != nil {
			continue
		}
		sealed, err := seal(text)
		if err != nil {
			return err
		}
		d.entries[i] = sealed
	}
	d.members[sumsMember] = json.RawMessage(`true`)
	d.members[countMember] = json.RawMessage(fmt.Sprint(len(d.entries)))
	return nil
}

// AcknowledgeOrders records that a person has seen the errors of stored orders, so that
// they are not reported any more. Unreadable entries are preserved in the document.
func (s *Store) AcknowledgeOrders() error {
	return s.changeOrders(func(doc *document) (bool, error) {
		if doc.damaged == nil {
			return false, nil
		}
		doc.damaged = nil
		delete(doc.members, damageMember)
		var kept, unreadable []json.RawMessage
		_ = json.Unmarshal(doc.members[unreadableMember], &unreadable) // of earlier damage
		for _, text := range doc.entries {
			if _, err := doc.order(text); err != nil {
				unreadable = append(unreadable, text)
			} else {
				kept = append(kept, text)
			}
		}
		doc.entries = kept
		if len(unreadable) == 0 {
			return true, nil
		}
		text, err := json.Marshal(unreadable)
		doc.members[unreadableMember] = text
		return err == nil, err
	})
}

// previousSuffix is what the name of the file before ends with.
const previousSuffix = ".previous"

// keepPrevious keeps the present file under another name, before another one takes its
// place. Where there is none there is nothing to keep.
func (s *Store) keepPrevious(path string) error {
	beside := path + previousSuffix + ".new"
	if err := os.Remove(beside); err != nil && !errors.Is(err, fs.ErrNotExist) { // a killed writer's
		return err
	}
	err := os.Link(path, beside)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil { // a file system without links
		text, err := robustio.ReadFile(path)
		if err != nil {
			return err
		}
		return atomicfile.Write(path+previousSuffix, text, s.durable)
	}
	return robustio.Rename(beside, path+previousSuffix)
}

func counted(n int) string {
	if n == 1 {
		return "1 order"
	}
	return fmt.Sprintf("%d orders", n)
}
