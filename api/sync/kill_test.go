package sync_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/sync"
)

// The child of TestKilledAtAnyMoment is this test binary with these in its
// environment.
const (
	childStore = "STUDIO_TUI_TEST_STORE"
	childURL   = "STUDIO_TUI_TEST_URL"
	childKey   = "STUDIO_TUI_TEST_KEY"
)

// syncing brings an archive up to date, durably, again and again, until it is
// killed. It says so when it begins.
func syncing() int {
	client, err := api.New(api.Options{BaseURL: os.Getenv(childURL), Key: os.Getenv(childKey), Unlimited: true})
	if err != nil {
		return 1
	}
	kept, err := cache.Open(os.Getenv(childStore), cache.Options{Wait: 5 * time.Second})
	if err != nil {
		return 1
	}
	// A clock that runs ahead makes each step a single page: many small writes.
	now := fixedTime()
	ahead := func() time.Time { now = now.Add(time.Hour); return now }
	fmt.Println("syncing")
	for {
		if _, err := finish(sync.NewArchive(sync.New(client), sync.NewLocalCache(kept, ahead), ahead)); err != nil {
			return 1
		}
		if err := kept.Clear(); err != nil {
			return 1
		}
	}
}

// A process that is killed while it fetches and writes leaves a local copy that
// opens, has nothing but rows of the server, and is completed from there.
func TestKilledAtAnyMoment(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a process again and again")
	}
	kills := 60
	if text := os.Getenv("STUDIO_TUI_KILLS"); text != "" {
		var err error
		if kills, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	source, _, server := open(t, sandbox.Options{Transactions: 500, Now: fixedTime})
	all, _, err := source.Search(t.Context(), "", time.Time{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "kept.db")
	random := rand.New(rand.NewPCG(1, uint64(kills)))
	partial := 0
	for range kills {
		killOne(t, server, path, time.Duration(random.Int64N(int64(150*time.Millisecond))))
		archive := openArchive(t, source, path, fixedTime)
		found, err := archive.Load(context.Background())
		if err != nil || found.Notice != "" {
			t.Fatalf("after a kill: %v, %q", err, found.Notice)
		}
		if n := len(rowsOf(found.Table)); n > 0 && n < len(all.Rows) {
			partial++
		}
		progress, err := finish(archive)
		if err != nil || progress.Notice != "" {
			t.Fatalf("after a kill: %v, %q", err, progress.Notice)
		}
		if err := sameJSON(rowsOf(progress.Table), all.Rows); err != nil {
			t.Fatalf("after a kill: %v", err)
		}
		if random.IntN(2) == 0 {
			continue // the next goes on from a whole one
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d of them in the middle of a history", kills, partial)
}

// killOne starts a process that fetches and writes, and kills it after a while.
func killOne(t *testing.T, server *sandbox.Server, path string, after time.Duration) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childStore+"="+path, childURL+"="+server.URL(), childKey+"="+server.Key())
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "syncing\n" {
		t.Fatalf("the process says %q, %v", line, err)
	}
	time.Sleep(after) // a random moment is what is wanted
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed
}
