package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/adrg/xdg"
	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/ui/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(tidied{m}, map[string]func(){"studio-tui": main})
}

// afterTests are what is to be done when all tests have run.
var afterTests []func()

type tidied struct{ *testing.M }

// Run runs the tests with folders of their own in place of the person's.
func (t tidied) Run() int {
	home, err := os.MkdirTemp("", "studio-tui-test")
	if err != nil {
		panic(err)
	}
	if cache, err := exec.Command("go", "env", "GOCACHE").Output(); err == nil {
		_ = os.Setenv("GOCACHE", strings.TrimSpace(string(cache))) // what was built before is not built again
	}
	for _, folder := range []string{"CACHE", "STATE", "CONFIG", "DATA"} {
		_ = os.Setenv("XDG_"+folder+"_HOME", filepath.Join(home, folder)) // cannot fail for such names
	}
	xdg.Reload()
	defer func() { _ = os.RemoveAll(home) }()
	defer func() {
		for _, tidy := range afterTests {
			tidy()
		}
	}()
	return t.M.Run()
}

// TestScripts drives the program itself, each script in a home of its own that
// has no key, no keyring and no other settings. The scripts know, besides the
// usual commands of testscript:
//
//	sandbox [-lacks] [-busy] [-seed N] [-device ANSWER] [state]
//	                                     start a sandbox; its address and key become
//	                                     the program's, its balance $CREDITS; ANSWER
//	                                     (approve, deny, expire) is what becomes of a
//	                                     sign-in from the browser; -busy generates an image
//	documented [-bare]                   start a server of the documented half, likewise;
//	                                     bare, its lists do not say what was asked for
//	weather NAME                         let it go wrong; fine mends it
//	posted N                             the server has had so many POSTs
//	answers STATUS [-html] [-wait N]     start a server that always answers so
//	makekey FILE [line...]               write the sandbox's key to a file, and lines
//	run CODE args...                     run the program and expect an exit code
//	term CODE args...                    likewise, on a terminal of $COLUMNS columns
//
// run and term also fail where a key shows up in what was written.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "ui/cli/testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			home := env.WorkDir + "/home"
			for name, value := range map[string]string{
				"HOME": home, "XDG_CONFIG_HOME": home + "/.config", "XDG_RUNTIME_DIR": home + "/run",
				"DBUS_SESSION_BUS_ADDRESS": "unix:path=" + home + "/no-bus",
				"TZ":                       "UTC", "LANG": "C.UTF-8", "TERM": "xterm-256color",
				"STUDIO_TUI_API_URL": "", "STUDIO_TUI_PROFILE": "", "ARTIFICIAL_STUDIO_API_KEY": "",
				"SANDBOX_KEY": "", "SSH_CONNECTION": "", "NO_COLOR": "", "COLUMNS": "100",
			} {
				env.Setenv(name, value)
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"sandbox": startSandbox, "documented": startDocumented, "weather": changeWeather, "posted": countPosts, "answers": startAnswering, "makekey": makeKey,
			"run": expecting(plainly), "term": expecting(onTerminal),
		},
	})
}

func startSandbox(ts *testscript.TestScript, _ bool, args []string) {
	options := sandbox.Options{Seed: 42, Location: time.UTC, Transactions: 300}
	busy := false // something is generated just now
	for len(args) > 0 {
		switch {
		case args[0] == "-busy":
			busy = true
		case args[0] == "-lacks":
			options.Wrap = withoutBilling
		case args[0] == "-device" && len(args) > 1:
			answeringDevices(&options, args[1])
			args = args[1:]
		case args[0] == "-seed" && len(args) > 1:
			seed, err := strconv.ParseUint(args[1], 10, 64)
			ts.Check(err)
			options.Seed, args = seed, args[1:]
		default:
			options.State, options.Transactions = args[0], 0
		}
		args = args[1:]
	}
	server, err := sandbox.New(options)
	ts.Check(err)
	ts.Check(server.Start())
	ts.Defer(func() { _ = server.Close() })
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true})
	ts.Check(err)
	if busy {
		_, err := client.Run(context.Background(), api.Run{Tool: "create-image", Input: map[string]any{"prompt": "a lighthouse"}})
		ts.Check(err)
	}
	account, err := client.Account(context.Background())
	ts.Check(err)
	ts.Setenv("STUDIO_TUI_API_URL", server.URL())
	ts.Setenv("ARTIFICIAL_STUDIO_API_KEY", server.Key())
	ts.Setenv("SANDBOX_KEY", server.Key())
	ts.Setenv("CREDITS", account.Credits.Plain())
	ts.Setenv("CREDITS_SHOWN", account.Credits.String())
}

// answeringDevices makes of a sandbox one where somebody answers every sign-in from
// the browser on its page, the moment that it begins, or waits until it is too late.
func answeringDevices(options *sandbox.Options, answer string) {
	var late atomic.Int64
	options.Now = func() time.Time { return time.Now().Add(time.Duration(late.Load())) }
	options.Wrap = func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/auth/device" {
				next.ServeHTTP(w, r)
				return
			}
			begun := httptest.NewRecorder()
			next.ServeHTTP(begun, r)
			var code struct {
				User string `json:"user_code"`
			}
			_ = json.Unmarshal(begun.Body.Bytes(), &code)
			if answer == "expire" {
				late.Store(int64(time.Hour))
			} else {
				form := url.Values{"user_code": {code.User}, "answer": {answer}}
				page := httptest.NewRequest(http.MethodPost, "http://"+r.Host+"/device", strings.NewReader(form.Encode()))
				page.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				next.ServeHTTP(httptest.NewRecorder(), page)
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(begun.Body.Bytes())
		})
	}
}

// withoutBilling is the public API of today: no plans, packs, transactions and
// subscription, said with the API's own error.
func withoutBilling(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch strings.TrimPrefix(r.URL.Path, "/api/") {
		case "plans", "packs", "transactions", "subscription":
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"message":"Not found"}`)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func startAnswering(ts *testscript.TestScript, _ bool, args []string) {
	status, err := strconv.Atoi(args[0])
	ts.Check(err)
	body, kind, wait := `{"message":"as you wish"}`, "application/json", ""
	for i, arg := range args {
		switch arg {
		case "-html":
			body, kind = "<html><title>Sign in to the Wi-Fi</title></html>", "text/html"
		case "-wait":
			wait = args[i+1]
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		if wait != "" {
			w.Header().Set("Retry-After", wait)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})}
	go func() { _ = server.Serve(listener) }()
	ts.Defer(func() { _ = server.Close() })
	ts.Setenv("STUDIO_TUI_API_URL", "http://"+listener.Addr().String())
	ts.Setenv("ARTIFICIAL_STUDIO_API_KEY", "prod_made_up_for_the_test_0001")
	ts.Setenv("SANDBOX_KEY", "prod_made_up_for_the_test_0001")
}

func makeKey(ts *testscript.TestScript, _ bool, args []string) {
	lines := append([]string{ts.Getenv("SANDBOX_KEY")}, args[1:]...)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Join(lines, "\n")+"\n"), 0o600))
}

// expecting makes a script command that runs the program in a certain way.
func expecting(how func(ts *testscript.TestScript, args []string) error) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) == 0 {
			ts.Fatalf("usage: run CODE args...")
		}
		err := how(ts, args[1:])
		code := 0
		var exit *exec.ExitError
		switch {
		case errors.As(err, &exit):
			code = exit.ExitCode()
		case err != nil:
			ts.Fatalf("run: %v", err)
		}
		key := ts.Getenv("SANDBOX_KEY")
		if key != "" && strings.Contains(ts.ReadFile("stdout")+ts.ReadFile("stderr"), key) {
			ts.Fatalf("the key was written")
		}
		if strconv.Itoa(code) != args[0] {
			ts.Fatalf("exit code %d, want %s", code, args[0])
		}
	}
}

func plainly(ts *testscript.TestScript, args []string) error { return ts.Exec("studio-tui", args...) }

// onTerminal runs the program with everything on one terminal; all that it writes
// is in stdout.
func onTerminal(ts *testscript.TestScript, args []string) error {
	if runtime.GOOS == "windows" {
		ts.Fatalf("no pseudo-terminals here")
	}
	path, err := exec.LookPath("studio-tui")
	ts.Check(err)
	cmd := exec.Command(path, args...)
	cmd.Dir = ts.Getenv("WORK")
	for _, name := range []string{
		"HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "TZ", "LANG", "TERM", "PATH",
		"STUDIO_TUI_API_URL", "STUDIO_TUI_PROFILE", "ARTIFICIAL_STUDIO_API_KEY", "NO_COLOR",
	} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	columns, err := strconv.ParseUint(ts.Getenv("COLUMNS"), 10, 16)
	ts.Check(err)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: uint16(columns)})
	ts.Check(err)
	defer terminal.Close()
	var output bytes.Buffer
	_, _ = io.Copy(&output, terminal) // ends with an error once the program has gone
	_, err = ts.Stdout().Write(bytes.ReplaceAll(output.Bytes(), []byte("\r\n"), []byte("\n")))
	ts.Check(err)
	return cmd.Wait()
}

// TestWallClock keeps the time of the day free of the clock that stands still while a
// laptop sleeps, which the time of [time.Now] carries along.
func TestWallClock(t *testing.T) {
	if at := (program{}).deps(cli.Streams{}).Now(); at != at.Round(0) || time.Since(at).Abs() > time.Hour {
		t.Errorf("the program's time is %v", at)
	}
}

// TestSandboxCommand runs the sandbox on its own, as people do who build against
// the API, and ends it with ctrl+c.
func TestSandboxCommand(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a system where a test can send ctrl+c: not Windows")
	}
	cmd := exec.Command("studio-tui", "sandbox", "--addr", "127.0.0.1:0", "--seed", "7", "--transactions", "200", "--json")
	cmd.Stderr = t.Output()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }() // should the test end early
	var printed struct {
		URL, Key string
		Sandbox  bool
	}
	if err := json.NewDecoder(stdout).Decode(&printed); err != nil {
		t.Fatal(err)
	}
	if !printed.Sandbox {
		t.Error("the sandbox does not say that it is one")
	}
	client, err := api.New(api.Options{BaseURL: printed.URL, Key: printed.Key})
	if err != nil {
		t.Fatal(err)
	}
	if account, err := client.Account(t.Context()); err != nil || account.Email != "mia@example.com" {
		t.Errorf("%+v, %v", account, err)
	}
	client.Close()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("ctrl+c is how it ends, not a failure: %v", err)
	}
}

// TestSandboxPortTaken says it in words, and what to do.
func TestSandboxPortTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, port, _ := net.SplitHostPort(taken.Addr().String())
	said, err := exec.Command("studio-tui", "sandbox", "--addr", taken.Addr().String()).CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != cli.ExitOther || string(said) != "Port "+port+" is taken; --addr names another.\n" {
		t.Errorf("%v: %s", err, said)
	}
}

// TestKeyIsTypedUnseen types a key at the prompt of login.
func TestKeyIsTypedUnseen(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs a system whose keyring is not the person's own: Linux")
	}
	home := t.TempDir()
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"message":"Unknown key"}`)
	}))
	defer refusing.Close()
	cmd := exec.Command("studio-tui", "login", "--api-url", refusing.URL)
	cmd.Env = []string{"HOME=" + home, "DBUS_SESSION_BUS_ADDRESS=unix:path=" + home + "/no-bus", "TERM=xterm"}
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	defer func() { _ = cmd.Process.Kill() }()
	seen := &bytes.Buffer{}
	one := make([]byte, 1)
	for !strings.Contains(seen.String(), "(not shown): ") {
		if _, err := terminal.Read(one); err != nil {
			t.Fatalf("no prompt: %v\n%s", err, seen)
		}
		seen.Write(one)
	}
	// What is typed from the prompt on is never shown, however fast it comes.
	if _, err := io.WriteString(terminal, "prod_typed_by_hand_0001\n"); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(seen, terminal)
	if strings.Contains(seen.String(), "typed_by_hand") {
		t.Errorf("the key is on the screen:\n%s", seen)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != cli.ExitNotSignedIn {
		t.Errorf("exit: %v, want that of a key that is not accepted\n%s", err, seen)
	}
}

// TestDeviceLoginInterrupted ends the waiting for a browser with ctrl+c: at once, and
// with nothing kept.
func TestDeviceLoginInterrupted(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs a system whose keyring is not the person's own: Linux")
	}
	home := t.TempDir()
	server, err := sandbox.New(sandbox.Options{Seed: 7, State: "empty"})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	cmd := exec.Command("studio-tui", "login", "--device", "--api-url", server.URL())
	cmd.Env = []string{"HOME=" + home, "DBUS_SESSION_BUS_ADDRESS=unix:path=" + home + "/no-bus", "TERM=xterm"}
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	defer func() { _ = cmd.Process.Kill() }()
	seen := &bytes.Buffer{}
	one := make([]byte, 1)
	for !strings.Contains(seen.String(), "Waiting until") {
		if _, err := terminal.Read(one); err != nil {
			t.Fatalf("it does not wait: %v\n%s", err, seen)
		}
		seen.Write(one)
	}
	if _, err := io.WriteString(terminal, "\x03"); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(seen, terminal)
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != cli.ExitInterrupted || !strings.Contains(seen.String(), "Interrupted.") {
		t.Errorf("exit: %v\n%s", err, seen)
	}
	if files, err := os.ReadDir(home); err != nil || len(files) > 0 {
		t.Errorf("it left %v in the home, %v", files, err)
	}
}
