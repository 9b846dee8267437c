package state

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/robustio"
)

// documentKind is one document of the folder.
type documentKind struct {
	file string // its name
	list string // the member that holds its entries
}

var orders = documentKind{file: "orders.json", list: "orders"}

// balancesOf is the document of one account at one host. Its name says nothing of
// either.
func balancesOf(host, account string) documentKind { return kindOf("balances", host, account) }

func pricesOf(host, account string) documentKind { return kindOf("prices", host, account) }

func kindOf(list, host, account string) documentKind {
	sum := sha256.Sum256([]byte(host + "\n" + account))
	return documentKind{file: list + "-" + hex.EncodeToString(sum[:8]) + ".json", list: list}
}

// layout is the version of the documents that is written, and the newest that is
// read. It grows only where an older program would misread what it finds: a field
// more is no reason.
const layout = 1

// maxDocument bounds what is read, in bytes. Hundreds of thousands of orders have
// room in it.
const maxDocument = 64 << 20

// document is a parsed file: {"version": 1, list: [entries], …}.
type document struct {
	list    string
	members map[string]json.RawMessage // all but the entries, known or not
	entries []json.RawMessage
	damaged *Damaged // what is wrong with it, until that is acknowledged
}

func newDocument(kind documentKind) document {
	return document{list: kind.list, members: map[string]json.RawMessage{}}
}

// removeEntries removes the entries of a form that which names. What is not of the form stays.
func removeEntries[E any](doc *document, which func(E) bool) {
	kept := doc.entries[:0:0]
	for _, text := range doc.entries {
		var entry E
		if json.Unmarshal(text, &entry) != nil || !which(entry) {
			kept = append(kept, text)
		}
	}
	doc.entries = kept
}

// replaceEntry puts an entry at the end, in the place of others.
func replaceEntry[E any](doc *document, entry E, others func(E) bool) error {
	text, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	removeEntries(doc, others)
	doc.entries = append(doc.entries, text)
	return nil
}

func (s *Store) path(kind documentKind) string { return filepath.Join(s.dir, kind.file) }

// load reads a document. No file is an empty one.
func (s *Store) load(kind documentKind) (document, error) {
	path := s.path(kind)
	text, err := s.text(path)
	if errors.Is(err, fs.ErrNotExist) {
		return newDocument(kind), nil
	}
	if err != nil {
		return document{}, err
	}
	doc, version, err := parse(kind, text)
	if err != nil {
		return document{}, &Damaged{Path: path, Why: err.Error(), Cause: err}
	}
	if version > layout {
		return document{}, &Newer{Path: path, Version: version}
	}
	return doc, nil
}

// text is the text of one of the store's files.
func (s *Store) text(path string) ([]byte, error) {
	text, err := readRegular(path)
	return text, s.inTheWay(err)
}

// readRegular reads a file that is one and has a sensible size. Of anything else
// in its place it says so with *[Damaged], without opening it: a pipe would wait
// for ever.
func readRegular(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &Damaged{Path: path, Why: "it is not a file"}
	}
	if info.Size() > maxDocument {
		return nil, &Damaged{Path: path, Why: "it is far too large"}
	}
	return robustio.ReadFile(path)
}

var errNotUnderstood = errors.New("it is not understood")

// parse reads the text of a document and the version of its layout. Of a newer
// layout nothing but that is known.
func parse(kind documentKind, text []byte) (doc document, version int, err error) {
	doc = newDocument(kind)
	if err := strict(text, &doc.members); err != nil || doc.members == nil {
		return document{}, 0, errNotUnderstood
	}
	if json.Unmarshal(doc.members["version"], &version) != nil || version < 1 {
		return document{}, 0, errNotUnderstood
	}
	if version > layout {
		return document{}, version, nil
	}
	if entries, ok := doc.members[kind.list]; ok && json.Unmarshal(entries, &doc.entries) != nil {
		return document{}, 0, errNotUnderstood
	}
	delete(doc.members, kind.list)
	return doc, version, nil
}

// strict decodes one JSON value and nothing behind it.
func strict(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errNotUnderstood
	}
	return nil
}

// encode gives the text of the file, an entry a line.
func (d document) encode() ([]byte, error) {
	version, err := json.Marshal(layout)
	if err != nil {
		return nil, err
	}
	d.members["version"] = version
	head, err := json.Marshal(d.members)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	text.Write(head[:len(head)-1])
	fmt.Fprintf(&text, ",%q:[", d.list)
	for i, entry := range d.entries {
		if i > 0 {
			text.WriteByte(',')
		}
		text.WriteByte('\n')
		if err := json.Compact(&text, entry); err != nil {
			return nil, err
		}
	}
	text.WriteString("\n]}\n")
	return text.Bytes(), nil
}

// quarantine moves a damaged document out of the way, for good: what it held cannot
// be had again. Other errors come back as they are. The caller has the lock.
func (s *Store) quarantine(err error) error {
	var damaged *Damaged
	if !errors.As(err, &damaged) {
		return err
	}
	aside := s.freeName(damaged.Path)
	if renamed := robustio.Rename(damaged.Path, aside); renamed != nil {
		return errors.Join(damaged, renamed)
	}
	damaged.Quarantined = aside
	return damaged
}

// copyAside gives a damaged document a second name, for good, before another one takes
// its place: there is one at any instant. Where that is not possible it is moved.
func (s *Store) copyAside(damaged *Damaged) error {
	aside := s.freeName(damaged.Path)
	if os.Link(damaged.Path, aside) != nil {
		if err := robustio.Rename(damaged.Path, aside); err != nil {
			return errors.Join(damaged, err)
		}
	}
	damaged.Quarantined = aside
	return nil
}

// freeName is a name beside a path that nothing has.
func (s *Store) freeName(path string) string {
	name := path + ".damaged-" + s.now().UTC().Format("20060102T150405Z")
	aside := name
	for i := 1; i < 100; i++ {
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			break
		}
		aside = fmt.Sprintf("%s-%d", name, i)
	}
	return aside
}
