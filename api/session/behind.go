package session

import (
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/cache"
)

// leastBehind is the least time between two starts behind a command: longer than a request
// takes, so that there is one at a time, also where the network fails.
const leastBehind = 30 * time.Second

// RefreshBehind starts the program in the background with arguments. Of several calls at
// the same time, and for a while after, only one starts it. The process has the exported
// key, if any, and no terminal.
func (m *Manager) RefreshBehind(args []string) error {
	dir, err := cache.DefaultDir()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	path := m.fingerprintPath(dir) + ".refresh"
	if m.startedLately(path) {
		return nil
	}
	lock := flock.New(path, flock.SetPermissions(0o600))
	mine, err := lock.TryLock()
	if err != nil || !mine {
		return err
	}
	defer func() { _ = lock.Close() }()
	if m.startedLately(path) {
		return nil
	}
	if err := os.WriteFile(path, []byte(m.now().UTC().Format(time.RFC3339)), 0o600); err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(program, args...) //nolint:noctx // it outlives the process that starts it
	cmd.Dir = filepath.Dir(program)
	cmd.Env = os.Environ()
	if key := m.env(auth.EnvKey); key != "" {
		cmd.Env = append(cmd.Env, auth.EnvKey+"="+key)
	}
	detach(cmd)
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}

// startedLately reads when the program was started last. A time to come is a clock that was
// wrong.
func (m *Manager) startedLately(path string) bool {
	text, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	at, err := time.Parse(time.RFC3339, string(text))
	age := m.now().Sub(at)
	return err == nil && age >= 0 && age < leastBehind
}
