package e2e

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/studio-tui/studio-tui/api/apitest"
)

// scripts are the servers of scripts, which run concurrently: *testscript.TestScript to
// *documented.Server.
var scripts sync.Map

// startDocumented starts a server of the documented API, and gives the program its
// address and key.
func startDocumented(ts *testscript.TestScript, _ bool, args []string) {
	bare := len(args) > 0 && args[0] == "-bare"
	server := apitest.New(apitest.Options{Seed: 42, Generations: 250, Credits: 1234.5, NoPayloads: bare, NoLimits: bare})
	ts.Check(server.Start())
	ts.Defer(func() { _ = server.Close() })
	scripts.Store(ts, server)
	ts.Defer(func() { scripts.Delete(ts) })
	ts.Setenv("STUDIO_TUI_API_URL", server.URL())
	ts.Setenv("ARTIFICIAL_STUDIO_API_KEY", server.Key())
	ts.Setenv("SANDBOX_KEY", server.Key())
}

// changeWeather makes the server of a script fail in a given way.
func changeWeather(ts *testscript.TestScript, _ bool, args []string) {
	found, ok := scripts.Load(ts)
	if !ok || len(args) != 1 {
		ts.Fatalf("usage: documented, then weather NAME")
	}
	server := found.(*apitest.Server)
	server.Mend()
	faults := map[string]apitest.Fault{
		"portal": apitest.Portal, "html-404": apitest.Page(404), "500": apitest.Fail(500, ""),
		"429": apitest.Fail(429, ""), "429-long": apitest.Fail(429, "600"), "cut": apitest.Cut, "reset": apitest.Reset,
		"wrong-types": apitest.WrongTypes, "huge": apitest.Huge, "elsewhere": apitest.Redirect("https://login.example.com"),
		"dated": server.Retry(429, 10*time.Minute),
	}
	switch fault, known := faults[args[0]]; {
	case args[0] == "fine":
	case args[0] == "gone":
		ts.Check(server.Refuse())
	case args[0] == "back":
		ts.Check(server.Return())
	case !known:
		ts.Fatalf("there is no weather %q", args[0])
	default:
		server.Break("", fault)
	}
}

// countPosts checks the number of POSTs that the server of a script has received.
func countPosts(ts *testscript.TestScript, _ bool, args []string) {
	found, ok := scripts.Load(ts)
	if !ok || len(args) != 1 {
		ts.Fatalf("usage: documented, then posted N")
	}
	count := 0
	for _, r := range found.(*apitest.Server).Requests() {
		if r.Method == http.MethodPost {
			count++
		}
	}
	if strconv.Itoa(count) != args[0] {
		ts.Fatalf("%d POSTs, want %s", count, args[0])
	}
}
