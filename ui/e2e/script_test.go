package e2e

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
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/sandbox"
)

// TestScripts runs the program in scripts, each with a home folder of its own and without
// a key, a keyring or other settings. Besides the usual commands of testscript they have:
//
//	sandbox [-lacks] [-busy] [-seed N] [-device ANSWER] [state]
//	                                     start a sandbox; its address and key become
//	                                     the program's, its balance $CREDITS; ANSWER
//	                                     (approve, deny, expire) is the outcome of a
//	                                     browser sign-in; -busy generates an image
//	documented [-bare]                   start a server of the documented API, likewise;
//	                                     with -bare its lists lack the prompts
//	weather NAME                         make it fail in a given way; fine restores it
//	posted N                             check the number of POSTs to the server
//	answers STATUS [-html] [-wait N]     start a server that always responds like this
//	makekey FILE [line...]               write the sandbox's key to a file, and lines
//	run CODE args...                     run the program and expect an exit code
//	term CODE args...                    likewise, on a terminal of $COLUMNS columns
//
// run and term also fail where the output contains a key, where that of privacy mode has
// anything of the account, and where JSON does not conform to the schema of its command.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "../cli/testdata/script",
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
			for _, variable := range tools() {
				name, value, _ := strings.Cut(variable, "=")
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
	busy := false // a generation is in progress
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
	ts.Setenv("EMAIL", account.Email)
	ts.Setenv("ACCOUNT_ID", string(account.ID))
}

// answeringDevices configures a sandbox to answer every browser sign-in when it begins,
// or to let it expire.
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

// withoutBilling is the public API without plans, packs, transactions and subscription,
// which return the API's own error.
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

// expecting makes a script command that runs the program in a given way.
func expecting(how func(ts *testscript.TestScript, args []string) (stdout, stderr string, err error)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) == 0 {
			ts.Fatalf("usage: run CODE args...")
		}
		stdout, stderr, err := how(ts, args[1:])
		code := 0
		var exit *exec.ExitError
		switch {
		case errors.As(err, &exit):
			code = exit.ExitCode()
		case err != nil:
			ts.Fatalf("run: %v", err)
		}
		key := ts.Getenv("SANDBOX_KEY")
		if key != "" && strings.Contains(stdout+stderr, key) {
			ts.Fatalf("the key was written")
		}
		if isPrivate(ts, args[1:]) {
			checkMasked(ts, stdout+stderr)
		}
		if strconv.Itoa(code) != args[0] {
			ts.Fatalf("exit code %d, want %s", code, args[0])
		}
		checkSchema(ts, args[1:], stdout)
	}
}

// isPrivate reports whether a command line of the program runs in privacy mode.
func isPrivate(ts *testscript.TestScript, args []string) bool {
	return slices.Contains(args, "--private") || ts.Getenv("STUDIO_TUI_PRIVATE") == "true" && !slices.Contains(args, "--private=false")
}

// checkMasked checks that an output has no e-mail address, id or balance of the account.
func checkMasked(ts *testscript.TestScript, output string) {
	for _, name := range []string{"EMAIL", "ACCOUNT_ID", "CREDITS", "CREDITS_SHOWN"} {
		if secret := ts.Getenv(name); len(secret) > 2 && strings.Contains(output, secret) {
			ts.Fatalf("%s %q is not masked", name, secret)
		}
	}
	if id := regexp.MustCompile(`[0-9a-f]{12,}|cs_sandbox_\w+`).FindString(output); id != "" {
		ts.Fatalf("the id %q is not masked", id)
	}
}

func plainly(ts *testscript.TestScript, args []string) (stdout, stderr string, err error) {
	err = ts.Exec("studio-tui", args...)
	return ts.ReadFile("stdout"), ts.ReadFile("stderr"), err
}

// onTerminal runs the program with all streams on one terminal; its output is in
// stdout.
func onTerminal(ts *testscript.TestScript, args []string) (stdout, stderr string, err error) {
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
	cmd.Env = append(cmd.Env, tools()...)
	columns, err := strconv.ParseUint(ts.Getenv("COLUMNS"), 10, 16)
	ts.Check(err)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: uint16(columns)})
	ts.Check(err)
	defer terminal.Close()
	var output bytes.Buffer
	_, _ = io.Copy(&output, terminal) // ends with an error once the program has exited
	stdout = strings.ReplaceAll(output.String(), "\r\n", "\n")
	_, err = io.WriteString(ts.Stdout(), stdout)
	ts.Check(err)
	return stdout, "", cmd.Wait()
}
