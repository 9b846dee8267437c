//go:build unix

package cache_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/studio-tui/studio-tui/api/cache"
)

// The roles that the test binary plays when it starts itself.
const (
	roleEnv   = "STORE_TEST_ROLE"
	roundsEnv = "STORE_TEST_KILLS" // how many writers are killed; 30 unless set
)

func TestMain(m *testing.M) {
	switch role := os.Getenv(roleEnv); role {
	case "":
		os.Exit(m.Run())
	case "writer":
		os.Exit(writeUntilKilled(os.Args[1]))
	default:
		os.Exit(writeWithoutRoom(os.Args[1], role))
	}
}

func child(t *testing.T, path, role string) *exec.Cmd {
	t.Helper()
	program := exec.Command(os.Args[0], path)
	program.Env = append(os.Environ(), roleEnv+"="+role)
	program.Stderr = os.Stderr
	return program
}

// next writes the rows that follow those that are there, ten at a time, and in a
// fifth of the writes puts one block in the place of many.
func next(s *cache.Store) (rows int64, err error) {
	state, err := s.State(cache.Transactions)
	if err != nil {
		return 0, err
	}
	var batch cache.Batch
	batch.Expect(cache.Transactions, state)
	first := state.Rows
	if first/10%5 == 4 {
		batch.Remove(cache.Transactions, cache.Range{From: 0, To: first - 1})
		batch.Block(cache.Transactions, block(0, first+9))
	} else {
		batch.Block(cache.Transactions, block(first, first+9))
	}
	batch.Whole(cache.Transactions, cache.Range{From: first, To: first + 9})
	if err := batch.Snapshot(cache.AccountSnapshot, first+10, noon); err != nil {
		return 0, err
	}
	_, err = s.Write(&batch)
	return first + 10, err
}

func writeUntilKilled(path string) int {
	s, err := cache.Open(path, cache.Options{Wait: 10 * time.Second, NoSync: true}) // a kill takes nothing from the system's cache
	if err != nil {
		return 1
	}
	for {
		rows, err := next(s)
		if errors.Is(err, cache.ErrChanged) {
			continue // the other writer was faster
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		fmt.Println(rows)
	}
}

// consistent gives the number of rows of a store in which all that is known of
// them agrees.
func consistent(t *testing.T, s *cache.Store) int64 {
	t.Helper()
	got, err := contentOf(s)
	if err != nil {
		t.Fatal(err)
	}
	rows := int64(0)
	for _, b := range got.blocks {
		if want := block(rows, b.Last); b.First != rows || string(b.Data) != string(want.Data) {
			t.Fatalf("after %d rows comes block %d to %d", rows, b.First, b.Last)
		}
		rows = b.Last + 1
	}
	if rows == 0 {
		return 0
	}
	if len(got.whole) != 1 || got.whole[0] != (cache.Range{From: 0, To: rows - 1}) || got.account != int(rows) {
		t.Fatalf("%d rows, but whole %v and a snapshot of %v", rows, got.whole, got.account)
	}
	return rows
}

func TestWhatWasWrittenOutlivesAKill(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a process again and again")
	}
	defer goleak.VerifyNone(t)
	rounds := 30
	if text := os.Getenv(roundsEnv); text != "" {
		var err error
		if rounds, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	path := place(t)
	for round := range rounds {
		if round%10 == 0 { // and the first write of all, that makes the file
			if err := open(t, path).Clear(); err != nil {
				t.Fatal(err)
			}
		}
		known := consistent(t, open(t, path))
		var writers sync.WaitGroup
		var mu sync.Mutex
		for range 1 + round%2 {
			program := child(t, path, "writer")
			output, err := program.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := program.Start(); err != nil {
				t.Fatal(err)
			}
			writers.Go(func() {
				lines := bufio.NewScanner(output)
				for range rand.IntN(3) {
					lines.Scan()
				}
				time.AfterFunc(time.Duration(rand.IntN(4000))*time.Microsecond, func() { _ = program.Process.Kill() })
				for lines.Scan() {
					if rows, err := strconv.ParseInt(lines.Text(), 10, 64); err == nil {
						mu.Lock()
						known = max(known, rows)
						mu.Unlock()
					}
				}
				_ = program.Wait()
			})
		}
		writers.Wait()
		if rows := consistent(t, open(t, path)); rows < known {
			t.Fatalf("round %d: %d rows of %d that were written", round, rows, known)
		}
	}
	if _, err := next(open(t, path)); err != nil {
		t.Error(err)
	}
}

// writeWithoutRoom writes where files may not grow beyond some bytes.
func writeWithoutRoom(path, room string) int {
	signal.Ignore(syscall.SIGXFSZ)
	limit, err := strconv.ParseUint(room, 10, 32)
	if err != nil {
		return 1
	}
	s, err := cache.Open(path, cache.Options{Wait: 10 * time.Second, NoSync: true})
	if err != nil {
		return 1
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		return 1
	}
	var unusable *cache.Unusable
	for range 1000 {
		if _, err = next(s); err != nil {
			break
		}
	}
	if !errors.As(err, &unusable) {
		fmt.Fprintln(os.Stderr, "without room:", err)
		return 1
	}
	return 0
}

func TestFullDiskKeepsWhatThereWas(t *testing.T) {
	path := place(t)
	for _, room := range []string{"0", "10000", "40000", "150000"} {
		before := consistent(t, open(t, path))
		if err := child(t, path, room).Run(); err != nil {
			t.Fatalf("with room for %s bytes: %v", room, err)
		}
		if after := consistent(t, open(t, path)); after < before {
			t.Errorf("with room for %s bytes %d rows became %d", room, before, after)
		}
	}
	s := open(t, path)
	before := consistent(t, s)
	if _, err := next(s); err != nil {
		t.Error(err)
	}
	if after := consistent(t, s); before == 0 || after != before+10 {
		t.Errorf("with room again %d rows became %d", before, after)
	}
	if info, err := s.Info(); err != nil || len(info.Quarantined) > 0 {
		t.Errorf("a full disk is taken for damage: %v, %v", info.Quarantined, err)
	}
}

func TestFileCutWhileItIsRead(t *testing.T) {
	path := place(t)
	s := open(t, path)
	write(t, s, func(b *cache.Batch) {
		for n := range int64(100) {
			b.Block(cache.Transactions, block(10*n, 10*n+9))
		}
	})
	err := s.While(cache.Transactions, func() {
		if err := os.Truncate(path, 8192); err != nil {
			t.Fatal(err)
		}
	})
	var damaged *cache.Damaged
	if !errors.As(err, &damaged) || damaged.Quarantined == "" {
		t.Fatalf("read: %v", err)
	}
	usable(t, s)
}

func TestAPipeInItsPlace(t *testing.T) {
	path := place(t)
	sample(t, path, 1)
	if err := errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o600)); err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	var damaged *cache.Damaged
	if _, err := s.Snapshots(); !errors.As(err, &damaged) {
		t.Fatalf("read: %v", err)
	}
	usable(t, s)
}
