package cache_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"go.etcd.io/bbolt"

	"github.com/studio-tui/studio-tui/api/cache"
)

// content is all that a store gives.
type content struct {
	account any
	blocks  []cache.Block
	whole   cache.Ranges
}

func contentOf(s *cache.Store) (content, error) {
	var c content
	all, err := s.Snapshots()
	if err != nil {
		return c, err
	}
	if value, _, ok := cache.Get[int](all, cache.AccountSnapshot); ok {
		c.account = value
	}
	state, err := s.State(cache.Transactions)
	if err != nil {
		return c, err
	}
	c.whole = state.Whole
	c.blocks, err = read(s, cache.Transactions, false)
	return c, err
}

// sample is the file of a store after each of its writes.
func sample(t testing.TB, path string, writes int) (files [][]byte, contents []content) {
	t.Helper()
	s := open(t, path)
	for n := range writes {
		write(t, s, func(b *cache.Batch) {
			first := int64(n * 10)
			b.Block(cache.Transactions, block(first, first+9))
			b.Remove(cache.Transactions, cache.Range{From: first - 20, To: first - 20}) // so that pages become free
			b.Whole(cache.Transactions, cache.Range{From: first, To: first + 9})
			if err := b.Snapshot(cache.AccountSnapshot, n, noon); err != nil {
				t.Fatal(err)
			}
		})
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c, err := contentOf(s)
		if err != nil {
			t.Fatal(err)
		}
		files, contents = append(files, file), append(contents, c)
	}
	return files, contents
}

// usable checks that a store works, now and after the damage was found.
func usable(t testing.TB, s *cache.Store) {
	t.Helper()
	var batch cache.Batch
	batch.Reset(cache.Transactions)
	batch.Block(cache.Transactions, block(1, 3))
	if err := batch.Snapshot(cache.AccountSnapshot, -1, noon); err != nil {
		t.Fatal(err)
	}
	_, err := s.Write(&batch)
	var damaged *cache.Damaged
	if errors.As(err, &damaged) { // found only now
		if damaged.Quarantined == "" {
			t.Fatalf("it stays in the way: %v", err)
		}
		_, err = s.Write(&batch)
	}
	if err != nil {
		t.Fatalf("it cannot be written any more: %v", err)
	}
	got, err := contentOf(s)
	if err != nil || len(got.blocks) != 1 || got.account != -1 {
		t.Fatalf("what was written anew is %+v, %v", got, err)
	}
}

func TestDamagedFileIsSetAsideAndBuiltAgain(t *testing.T) {
	for name, damage := range map[string]func(path string) error{
		"empty":       func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"one byte":    func(path string) error { return os.WriteFile(path, []byte{7}, 0o600) },
		"zeroed":      func(path string) error { return os.WriteFile(path, make([]byte, 1<<16), 0o600) },
		"garbage":     func(path string) error { return os.WriteFile(path, bytes.Repeat([]byte("garbage\n"), 1<<13), 0o600) },
		"a page":      func(path string) error { return os.Truncate(path, 4096) },
		"two pages":   func(path string) error { return os.Truncate(path, 8192) },
		"three pages": func(path string) error { return os.Truncate(path, 12288) },
		"a folder": func(path string) error {
			return errors.Join(os.Remove(path), os.MkdirAll(filepath.Join(path, "x"), 0o700))
		},
		"a link": func(path string) error { return errors.Join(os.Remove(path), os.Symlink(os.TempDir(), path)) },
		"another program's": func(path string) error {
			db, err := bbolt.Open(path+"x", 0o600, nil)
			if err != nil {
				return err
			}
			return errors.Join(db.Close(), os.Rename(path+"x", path))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := place(t)
			sample(t, path, 6)
			if err := damage(path); err != nil {
				t.Fatal(err)
			}
			s := open(t, path)
			_, err := s.Snapshots()
			var damaged *cache.Damaged
			if !errors.As(err, &damaged) || damaged.Quarantined == "" || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "set aside") {
				t.Fatalf("read: %v", err)
			}
			if _, err := os.Lstat(damaged.Quarantined); err != nil {
				t.Errorf("it is not there: %v", err)
			}
			if got, err := contentOf(s); err != nil || !reflect.DeepEqual(got, content{}) {
				t.Errorf("then: %+v, %v", got, err)
			}
			usable(t, s)
			if info, err := s.Info(); err != nil || len(info.Quarantined) != 1 {
				t.Errorf("info: %+v, %v", info, err)
			}
		})
	}
}

func TestThreeDamagedFilesAreKept(t *testing.T) {
	path := place(t)
	s := open(t, path)
	for n := range 5 {
		usable(t, s)
		if err := os.WriteFile(path, []byte{byte(n)}, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	usable(t, s)
	info, err := s.Info()
	if err != nil || len(info.Quarantined) != 3 {
		t.Fatalf("%+v, %v", info.Quarantined, err)
	}
	for i, aside := range info.Quarantined {
		if text, err := os.ReadFile(aside); err != nil || text[0] != byte(i+2) {
			t.Errorf("%s has %v, %v", aside, text, err)
		}
	}
	if err := s.Clear(); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 || entries[0].Name() != "lock" {
		t.Errorf("cleared: %v, %v", entries, err)
	}
}

// A file with a bit turned, a page zeroed or its end cut gives what was written
// last, or before that, or is found damaged; never anything else.
func TestDamageIsNeverBelieved(t *testing.T) {
	path := place(t)
	files, contents := sample(t, path, 12)
	whole := files[len(files)-1]
	used := len(bytes.TrimRight(whole, "\x00"))
	dice := rand.New(rand.NewPCG(1, 2))
	found, unharmed := 0, 0
	rounds := 160
	for round := range rounds {
		file := bytes.Clone(whole)
		at := dice.IntN(used)
		switch round % 4 {
		case 0, 1:
			file[at] ^= 1 << dice.IntN(8)
		case 2:
			page := file[at&^4095:]
			clear(page[:min(4096, len(page))])
		case 3:
			file = file[:at]
		}
		dir := t.TempDir()
		path := filepath.Join(dir, "x.db")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		s := open(t, path)
		got, err := contentOf(s)
		var damaged *cache.Damaged
		var newer *cache.Newer
		switch {
		case errors.As(err, &newer): // the bit was one of the version
			continue
		case errors.As(err, &damaged) && damaged.Quarantined != "":
			found++
		case err != nil:
			t.Fatalf("round %d at %d: %v", round, at, err)
		case reflect.DeepEqual(got, contents[len(contents)-1]), reflect.DeepEqual(got, contents[len(contents)-2]):
			unharmed++
		default:
			t.Fatalf("round %d at %d: believed %+v", round, at, got)
		}
		usable(t, s)
	}
	if found == 0 || unharmed == 0 {
		t.Errorf("of %d damaged files %d were found so, and %d gave what was written: the damage is not of every kind", rounds, found, unharmed)
	}
}

// Pages that lead back to themselves would send bbolt round until its stack is
// full, which ends the program.
func TestCircleOfPagesIsFound(t *testing.T) {
	path := place(t)
	s := open(t, path)
	write(t, s, func(b *cache.Batch) {
		for n := range int64(400) {
			b.Block(cache.Transactions, block(n, n))
		}
	})
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	circles := 0
	for page := 2 * 4096; page < len(file); page += 4096 {
		if binary.NativeEndian.Uint16(file[page+8:]) != 1 || binary.NativeEndian.Uint64(file[page:]) != uint64(page/4096) {
			continue // not a branch
		}
		for element := range int(binary.NativeEndian.Uint16(file[page+10:])) {
			broken := bytes.Clone(file)
			copy(broken[page+16+16*element+8:], file[page:page+8])
			if err := os.WriteFile(path, broken, 0o600); err != nil {
				t.Fatal(err)
			}
			circles++
			var damaged *cache.Damaged
			if _, err := read(open(t, path), cache.Transactions, false); !errors.As(err, &damaged) {
				t.Fatalf("a circle at page %d: %v", page/4096, err)
			}
		}
		break
	}
	if circles == 0 {
		t.Fatal("the file has no branches")
	}
}

func TestNewerStoreIsLeftAlone(t *testing.T) {
	for name, make := range map[string]func(path string) error{
		"schema": func(path string) error {
			return os.WriteFile(path, newerSchema(t), 0o600)
		},
		"format": func(path string) error {
			file, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, at := range []int{16 + 4, 4096 + 16 + 4} {
				binary.NativeEndian.PutUint32(file[at:], 3)
			}
			return os.WriteFile(path, file, 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := place(t)
			sample(t, path, 1)
			if err := make(path); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			s := open(t, path)
			var newer *cache.Newer
			if _, err := s.Snapshots(); !errors.As(err, &newer) || !strings.Contains(err.Error(), "newer version") {
				t.Errorf("read: %v", err)
			}
			if err := cache.WriteSnapshot(s, cache.AccountSnapshot, 1, noon); !errors.As(err, &newer) {
				t.Errorf("written: %v", err)
			}
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
				t.Errorf("it was touched, %v", err)
			}
			if err := s.Clear(); err != nil {
				t.Error(err)
			}
			usable(t, s)
		})
	}
}

// newerSchema is a store as a later version may write it.
func newerSchema(t *testing.T) []byte {
	path := filepath.Join(t.TempDir(), "newer.db")
	putVersion(t, path, `{"version":3,"more":true}`)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// putVersion writes a version of the schema.
func putVersion(t *testing.T, path, version string) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		bucket, err := tx.CreateBucketIfNotExists([]byte("schema"))
		if err != nil {
			return err
		}
		return bucket.Put([]byte("schema"), cache.Seal("schema", []byte("schema"), []byte(version)))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// What the first version kept is read, and the first write makes it one of this
// version.
func TestTheFirstVersionIsCarriedOver(t *testing.T) {
	path := place(t)
	sample(t, path, 1)
	putVersion(t, path, `{"version":1}`)
	version := func() string {
		db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		text := ""
		_ = db.View(func(tx *bbolt.Tx) error {
			text = string(tx.Bucket([]byte("schema")).Get([]byte("schema"))[4:])
			return nil
		})
		return text
	}
	s := open(t, path)
	if all, err := s.Snapshots(); err != nil || len(all) == 0 || version() != `{"version":1}` {
		t.Fatalf("%d snapshots, %v, %s", len(all), err, version())
	}
	usable(t, s)
	if version() != `{"version":2}` {
		t.Errorf("it is still %s", version())
	}
}

func TestWhoCannotHaveTheLockGoesOnWithout(t *testing.T) {
	path := place(t)
	sample(t, path, 1)
	s, err := cache.Open(path, cache.Options{Wait: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	other := flock.New(filepath.Join(filepath.Dir(path), "lock"))
	if err := other.RLock(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Snapshots(); err != nil {
		t.Errorf("two readers: %v", err)
	}
	if err := cache.WriteSnapshot(s, cache.AccountSnapshot, 1, noon); !errors.Is(err, cache.ErrBusy) {
		t.Errorf("a writer beside a reader: %v", err)
	}
	if err := errors.Join(other.Unlock(), other.Lock()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Snapshots(); !errors.Is(err, cache.ErrBusy) {
		t.Errorf("a reader beside a writer: %v", err)
	}
	if err := s.Clear(); !errors.Is(err, cache.ErrBusy) {
		t.Errorf("cleared beside a writer: %v", err)
	}
	if err := other.Unlock(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Snapshots(); err != nil {
		t.Error(err)
	}
}

func TestWhereThereIsNoFolder(t *testing.T) {
	taken := filepath.Join(t.TempDir(), "taken")
	if err := os.WriteFile(taken, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var unusable *cache.Unusable
	if err := cache.WriteSnapshot(open(t, filepath.Join(taken, "x.db")), cache.AccountSnapshot, 1, noon); !errors.As(err, &unusable) {
		t.Errorf("written: %v", err)
	}
}

func FuzzDamagedFile(f *testing.F) {
	files, _ := sample(f, filepath.Join(f.TempDir(), "x.db"), 3)
	for _, file := range files {
		f.Add(file[:len(bytes.TrimRight(file, "\x00"))], uint16(0), byte(0))
	}
	f.Add([]byte{}, uint16(0), byte(0))
	f.Fuzz(func(t *testing.T, file []byte, at uint16, turn byte) {
		if int(at) < len(file) {
			file = bytes.Clone(file)
			file[at] ^= turn
		}
		path := filepath.Join(t.TempDir(), "x.db")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		s := open(t, path)
		_, err := contentOf(s)
		var newer *cache.Newer
		if errors.As(err, &newer) {
			return
		}
		var damaged *cache.Damaged
		if err != nil && !errors.As(err, &damaged) {
			t.Fatal(err)
		}
		usable(t, s)
	})
}
