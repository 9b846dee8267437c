//go:build unix

package state_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/state"
)

// roleEnv makes the test binary a writer that is killed, or one without room.
const roleEnv = "STATE_TEST_ROLE"

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

// writeUntilKilled puts orders and prints the key of each when it is kept.
func writeUntilKilled(dir string) int {
	store, err := state.Open(dir, state.Options{})
	if err != nil {
		return 1
	}
	found, err := store.Orders(host, alice)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for n := len(found); ; n++ {
		if err := store.PutOrder(host, order(strconv.Itoa(n))); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		fmt.Println(n)
	}
}

func child(dir, role string) *exec.Cmd {
	program := exec.Command(os.Args[0], dir)
	program.Env = append(os.Environ(), roleEnv+"="+role)
	program.Stderr = os.Stderr
	return program
}

func TestWhatWasAcknowledgedOutlivesAKill(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a process again and again")
	}
	dir := t.TempDir()
	acknowledged := 0
	for round := range 10 {
		program := child(dir, "writer")
		output, err := program.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := program.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(output)
		for range rand.IntN(4) {
			lines.Scan()
		}
		time.AfterFunc(time.Duration(rand.IntN(3000))*time.Microsecond, func() { _ = program.Process.Kill() })
		for lines.Scan() {
			n, err := strconv.Atoi(lines.Text())
			if err != nil {
				t.Fatal(err)
			}
			acknowledged = n + 1
		}
		_ = program.Wait()
		found := ordersOf(t, open(t, dir), host, alice)
		if len(found) < acknowledged {
			t.Fatalf("round %d: %d orders of %d that were kept", round, len(found), acknowledged)
		}
		acknowledged = len(found)
	}
	put(t, open(t, dir), host, order("after"))
}

// writeWithoutRoom puts an order where files may not grow beyond some bytes.
func writeWithoutRoom(dir, room string) int {
	signal.Ignore(syscall.SIGXFSZ)
	limit, err := strconv.ParseUint(room, 10, 32)
	if err != nil {
		return 1
	}
	store, err := state.Open(dir, state.Options{})
	if err != nil {
		return 1
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		return 1
	}
	if err := store.PutOrder(host, order("full")); !errors.Is(err, syscall.EFBIG) {
		fmt.Fprintln(os.Stderr, "without room:", err)
		return 1
	}
	return 0
}

func TestFullDiskKeepsWhatThereWas(t *testing.T) {
	dir := t.TempDir()
	put(t, open(t, dir), host, order("before"))
	for _, room := range []string{"0", "1", "300"} {
		if err := child(dir, room).Run(); err != nil {
			t.Fatalf("with room for %s bytes: %v", room, err)
		}
		if found := ordersOf(t, open(t, dir), host, alice); len(found) != 1 || found[0].Key != "before" {
			t.Errorf("with room for %s bytes: %+v", room, found)
		}
	}
	put(t, open(t, dir), host, order("full"))
	if found := ordersOf(t, open(t, dir), host, alice); len(found) != 2 {
		t.Errorf("with room again: %+v", found)
	}
}
