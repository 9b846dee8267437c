//go:build linux

package auth_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/testenv"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// These tests speak to a real Secret Service: gnome-keyring on a session bus of
// its own, in a home of its own.

const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=%s</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>`

// startBus runs a session bus that starts no services by itself and makes it
// this process's own until the test ends.
func startBus(t *testing.T) (address string) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a keyring")
	}
	program := testenv.Program(t, "dbus-daemon", "dbus-daemon")
	dir, err := os.MkdirTemp("", "bus") // short: the path of a socket has 108 bytes at the most
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	config := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, filepath.Join(dir, "socket")), 0o600); err != nil {
		t.Fatal(err)
	}
	bus := exec.Command(program, "--config-file="+config, "--nofork", "--print-address=1")
	output, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	start(t, bus)
	address, err = bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address = strings.TrimSpace(address)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	t.Cleanup(func() { // the connection that go-keyring shares, and what waits on it
		if shared, err := dbus.SessionBus(); err == nil {
			_ = shared.Close()
		}
	})
	return address
}

// start runs a program until the test ends.
func start(t *testing.T, program *exec.Cmd) (stop func()) {
	t.Helper()
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			_ = program.Process.Kill()
			_ = program.Wait()
		}
	}
	t.Cleanup(stop)
	return stop
}

// startKeyring runs gnome-keyring with its files under home and waits until it
// is on the bus. password unlocks it, or makes it; "" leaves it as it is.
func startKeyring(t *testing.T, home, password string) (stop func()) {
	t.Helper()
	program := testenv.Program(t, "gnome-keyring", "gnome-keyring-daemon")
	runtime := filepath.Join(home, "run")
	if err := os.MkdirAll(runtime, 0o700); err != nil {
		t.Fatal(err)
	}
	arguments := []string{"--foreground", "--components=secrets", "--control-directory=" + runtime}
	daemon := exec.Command(program, arguments...)
	if password != "" {
		daemon.Args = append(daemon.Args, "--unlock")
		daemon.Stdin = strings.NewReader(password)
	}
	daemon.Env = append(os.Environ(), "HOME="+home, "XDG_RUNTIME_DIR="+runtime,
		"XDG_DATA_HOME="+filepath.Join(home, "data"), "XDG_CONFIG_HOME="+filepath.Join(home, "config"))
	daemon.WaitDelay = time.Second
	kill := start(t, daemon)
	awaitName(t, true)
	return func() {
		kill()
		awaitName(t, false)
	}
}

// awaitName waits until the Secret Service is on the bus, or off it.
func awaitName(t *testing.T, want bool) {
	t.Helper()
	connection, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		var owned bool
		if err := connection.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, "org.freedesktop.secrets").Store(&owned); err != nil {
			t.Fatal(err)
		}
		if owned == want {
			return
		}
	}
	t.Fatalf("the Secret Service on the bus did not become %t", want)
}

// lookup asks the keyring with libsecret's own tool, "" for nothing.
func lookup(t *testing.T, user string) string {
	t.Helper()
	program := testenv.Program(t, "libsecret-tools", "secret-tool")
	text, err := exec.Command(program, "lookup", "service", "studio-tui", "username", user).Output()
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(text), "\n")
}

func TestSecretServiceKeepsTheKey(t *testing.T) {
	testenv.Program(t, "libsecret-tools", "secret-tool")
	startBus(t)
	p := newPerson(t, auth.SystemKeyring())
	startKeyring(t, t.TempDir(), "open sesame")
	store := p.store(t, model.ProductionAPI, "")

	if _, err := store.Find(t.Context()); !errors.Is(err, auth.ErrNone) || errors.Is(err, auth.ErrKeyringFailed) {
		t.Fatalf("empty: %v", err)
	}
	if err := store.CanSave(t.Context()); err != nil {
		t.Errorf("an empty keyring takes no key: %v", err)
	}
	for _, text := range []string{"the-first-key-0001", secret} { // the second takes the place of the first
		kept, err := store.Save(t.Context(), pasted(t, text), false)
		if err != nil || kept.Key.Source != auth.FromKeyring {
			t.Fatalf("%+v, %v", kept, err)
		}
	}
	if got := lookup(t, "https://api.artificialstudio.ai default"); got != secret {
		t.Errorf("libsecret finds %q", got)
	}
	found, err := store.Find(t.Context())
	if err != nil || found.Key.Reveal() != secret || found.Key.Where != "keyring" || len(found.Warnings) != 0 {
		t.Errorf("found %v in %q, %q, %v", found.Key, found.Key.Where, found.Warnings, err)
	}
	for _, other := range []*auth.Store{p.store(t, otherHost, ""), p.store(t, model.ProductionAPI, "work")} {
		if found, err := other.Find(t.Context()); !errors.Is(err, auth.ErrNone) {
			t.Errorf("%s %s: %v, %v", other.Origin(), other.Profile(), found.Key, err)
		}
	}
	removed, err := store.Delete(t.Context())
	if err != nil || len(removed.Removed) != 1 {
		t.Errorf("%+v, %v", removed, err)
	}
	if got := lookup(t, "https://api.artificialstudio.ai default"); got != "" {
		t.Errorf("libsecret still finds %q", got)
	}
	if removed, err := store.Delete(t.Context()); err != nil || len(removed.Removed) != 0 {
		t.Errorf("a second time: %+v, %v", removed, err)
	}
	if entries, _ := os.ReadDir(p.home); len(entries) != 0 {
		t.Errorf("files were written: %v", entries)
	}
}

func TestLockedSecretServiceLeadsToConsent(t *testing.T) {
	startBus(t)
	p := newPerson(t, auth.SystemKeyring())
	home := t.TempDir()
	stop := startKeyring(t, home, "open sesame")
	if _, err := p.store(t, model.ProductionAPI, "").Save(t.Context(), pasted(t, secret), false); err != nil {
		t.Fatal(err)
	}
	stop()
	startKeyring(t, home, "")
	store := shortStore(t, p)
	found, err := store.Find(t.Context())
	if !errors.Is(err, auth.ErrNone) || (!errors.Is(err, auth.ErrKeyringFailed) && !errors.Is(err, auth.ErrKeyringSilent)) {
		t.Errorf("found %v, %v", found.Key, err)
	}
	if len(found.Warnings) != 1 {
		t.Errorf("warnings %q", found.Warnings)
	}
	if _, err := store.Save(t.Context(), pasted(t, secret), false); !errors.As(err, new(*account.ConsentRequired)) {
		t.Errorf("saved: %v", err)
	}
	for _, profile := range []string{"", "another"} { // with a key in it, and without
		other, err := auth.New(auth.Options{
			Base: model.ProductionAPI, Profile: profile, HomeDir: p.home, ConfigDir: p.config, Keyring: p.keyring, SignInTimeout: 200 * time.Millisecond,
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := other.CanSave(t.Context()); !errors.As(err, new(*account.ConsentRequired)) {
			t.Errorf("a locked keyring would take the key of profile %q: %v", profile, err)
		}
	}
	if _, err := store.Delete(t.Context()); err == nil {
		t.Error("a key that is locked in counts as gone")
	}
}

// shortStore is a store that waits less than people do.
func shortStore(t *testing.T, p *person) *auth.Store {
	t.Helper()
	store, err := auth.New(auth.Options{
		Base: model.ProductionAPI, HomeDir: p.home, ConfigDir: p.config, Keyring: p.keyring,
		StartTimeout: 200 * time.Millisecond, SignInTimeout: 200 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// deaf is a Secret Service that never answers.
type deaf struct{ release <-chan struct{} }

func (d deaf) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	<-d.release
	return dbus.Variant{}, "/", dbus.MakeFailedError(errors.New("too late"))
}

func (d deaf) Get(string, string) (dbus.Variant, *dbus.Error) {
	<-d.release
	return dbus.Variant{}, dbus.MakeFailedError(errors.New("too late"))
}

func TestSilentSecretServiceIsNotWaitedFor(t *testing.T) {
	address := startBus(t)
	connection, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	release := make(chan struct{})
	t.Cleanup(func() { close(release); _ = connection.Close() })
	for _, spoken := range []string{"org.freedesktop.DBus.Properties", "org.freedesktop.Secret.Service"} {
		if err := connection.Export(deaf{release}, "/org/freedesktop/secrets", spoken); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := connection.RequestName("org.freedesktop.secrets", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	p := newPerson(t, auth.SystemKeyring())
	store := shortStore(t, p)
	if found, err := store.Find(t.Context()); !errors.Is(err, auth.ErrKeyringSilent) || !errors.Is(err, auth.ErrNone) || len(found.Warnings) != 1 {
		t.Errorf("found %v, %q, %v", found.Key, found.Warnings, err)
	}
	var consent *account.ConsentRequired
	if _, err := store.Save(t.Context(), pasted(t, secret), false); !errors.As(err, &consent) || !errors.Is(err, auth.ErrKeyringSilent) {
		t.Errorf("save: %v", err)
	}
	if kept, err := store.Save(t.Context(), pasted(t, secret), true); err != nil || kept.Key.Source != auth.FromFile {
		t.Errorf("save with consent: %+v, %v", kept, err)
	}
	found, err := store.Find(t.Context())
	if err != nil || found.Key.Source != auth.FromFile || len(found.Warnings) != 1 {
		t.Errorf("found %v, %q, %v", found.Key, found.Warnings, err)
	}
	removed, err := store.Delete(t.Context())
	if !errors.Is(err, auth.ErrKeyringSilent) || len(removed.Removed) != 1 {
		t.Errorf("delete: %+v, %v", removed, err)
	}
}

func TestNoSecretServiceIsNoTrouble(t *testing.T) {
	p := newPerson(t, auth.SystemKeyring())
	check := func(t *testing.T) {
		t.Helper()
		store := p.store(t, model.ProductionAPI, "")
		if found, err := store.Find(t.Context()); !errors.Is(err, auth.ErrNone) || !errors.Is(err, auth.ErrKeyringAbsent) || len(found.Warnings) != 0 {
			t.Errorf("found %v, %q, %v", found.Key, found.Warnings, err)
		}
		if removed, err := store.Delete(t.Context()); err != nil {
			t.Errorf("%+v, %v", removed, err)
		}
	}
	t.Run("on the bus", func(t *testing.T) {
		startBus(t)
		check(t)
	})
	t.Run("as the bus is gone", func(t *testing.T) {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "none"))
		check(t)
	})
	t.Run("as no bus was ever there", func(t *testing.T) {
		for _, known := range []string{"bus", "dbus-session"} {
			if _, err := os.Stat(fmt.Sprintf("/run/user/%d/%s", os.Getuid(), known)); err == nil {
				testenv.Skip(t, "needs a session without a message bus, as in a container")
			}
		}
		dir := t.TempDir()
		launched := filepath.Join(dir, "launched")
		script := "#!/bin/sh\necho > '" + launched + "'\n"
		if err := os.WriteFile(filepath.Join(dir, "dbus-launch"), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", dir)
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
		check(t)
		if _, err := os.Stat(launched); err == nil {
			t.Error("a bus was started for nobody")
		}
	})
}
