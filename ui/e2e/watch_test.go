//go:build unix

package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/sandbox"
)

// TestWatch watches an account during a generation: the debit and the balance are
// printed, each with a run of the shell command, and ctrl+c ends it as an interruption.
func TestWatch(t *testing.T) {
	t.Parallel()
	server, err := sandbox.New(sandbox.Options{Seed: 42, Location: time.UTC, Transactions: 10})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	told := filepath.Join(t.TempDir(), "told")
	env := append(append(os.Environ(), "HOME="+t.TempDir(), "XDG_STATE_HOME="+t.TempDir(), "STUDIO_TUI_API_URL="+server.URL(), "ARTIFICIAL_STUDIO_API_KEY="+server.Key()), tools()...)
	cmd := exec.Command("studio-tui", "watch", "--every", "15s", "--exec", "cat >> "+told)
	cmd.Env = env
	schema, err := compileSchema("watch", false)
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	var all []byte
	next := func() (change struct {
		Event           string
		Balance, Before *float64
		Transaction     map[string]any
		Order           struct {
			State string
			Item  struct{ Slug string }
		}
	},
	) {
		t.Helper()
		if !lines.Scan() {
			t.Fatalf("it ended: %v", lines.Err())
		}
		all = append(append(all, lines.Bytes()...), '\n')
		if err := json.Unmarshal(lines.Bytes(), &change); err != nil {
			t.Fatal(err)
		}
		if value, err := jsonschema.UnmarshalJSON(bytes.NewReader(lines.Bytes())); err != nil || schema.Validate(value) != nil {
			t.Errorf("not as its schema says: %v, %v in %s", err, schema.Validate(value), lines.Bytes())
		}
		return change
	}
	first := next()
	if first.Event != "balance" || first.Balance == nil || first.Before != nil {
		t.Errorf("it begins with %+v", first)
	}
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Run(t.Context(), api.Run{Tool: "create-image", Input: map[string]any{"prompt": "a lighthouse"}}); err != nil {
		t.Fatal(err)
	}
	buying := exec.Command("studio-tui", "buy", "pack", "pack-s", "--yes", "--print-url", "--no-wait")
	buying.Env = env
	address, err := buying.Output()
	if err != nil {
		t.Fatal(err)
	}
	paid, err := http.Post(strings.TrimSpace(string(address))+"/pay", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = paid.Body.Close()
	for _, kind := range []string{"generation", "purchase"} {
		if row := next(); row.Event != "transaction" || row.Transaction["type"] != kind {
			t.Errorf("then it tells %+v, not the %s", row, kind)
		}
	}
	if order := next(); order.Event != "order" || order.Order.State != "arrived" || order.Order.Item.Slug != "pack-s" {
		t.Errorf("then it tells %+v", order)
	}
	if change := next(); change.Event != "balance" || change.Before == nil || *change.Before != *first.Balance || *change.Balance <= *change.Before {
		t.Errorf("then it tells %+v", change)
	}
	deadline := time.Now().Add(time.Minute)
	for { // the command runs after the line is printed
		if text, _ := os.ReadFile(told); bytes.Equal(text, all) {
			break
		} else if time.Now().After(deadline) {
			t.Fatalf("the command was given %q", text)
		}
	}
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 130 {
		t.Errorf("exit code %d, %v", code, cmd.ProcessState.Sys().(syscall.WaitStatus))
	}
}

// TestMetrics parses the metrics with the parser of node_exporter's textfile collector.
func TestMetrics(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("studio-tui", "metrics", "--demo")
	cmd.Env = append(append(os.Environ(), "HOME="+t.TempDir()), tools()...)
	text, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	for _, name := range []string{
		"studio_tui_balance_credits", "studio_tui_read_timestamp_seconds", "studio_tui_run_out_timestamp_seconds",
		"studio_tui_tool_use_30d_credits", "studio_tui_model_use_30d_credits",
	} {
		if family := families[name]; family == nil || len(family.GetMetric()) == 0 || family.GetHelp() == "" {
			t.Errorf("%s is missing", name)
		}
	}
	if !bytes.HasSuffix(text, []byte("\n# EOF\n")) {
		t.Error("it has no end")
	}
}

// TestWatchPrivately prints every change as the schema of masked output has it, and gives
// the shell command the same.
func TestWatchPrivately(t *testing.T) {
	t.Parallel()
	server, err := sandbox.New(sandbox.Options{Seed: 42, Location: time.UTC, Transactions: 10})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true})
	if err != nil {
		t.Fatal(err)
	}
	told := filepath.Join(t.TempDir(), "told")
	cmd := exec.Command("studio-tui", "watch", "--private", "--every", "15s", "--exec", "cat >> "+told)
	cmd.Env = append(append(os.Environ(), "HOME="+t.TempDir(), "XDG_STATE_HOME="+t.TempDir(), "STUDIO_TUI_API_URL="+server.URL(), "ARTIFICIAL_STUDIO_API_KEY="+server.Key()), tools()...)
	schema, err := compileSchema("watch", true)
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	var all []byte
	for lines := bufio.NewScanner(out); !bytes.Contains(all, []byte(`"transaction"`)); {
		if !lines.Scan() {
			t.Fatalf("it ended: %v", lines.Err())
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(lines.Bytes()))
		if err != nil || schema.Validate(value) != nil {
			t.Fatalf("not as its schema says: %v, %v in %s", err, schema.Validate(value), lines.Bytes())
		}
		if len(all) == 0 { // it has begun
			if _, err := client.Run(t.Context(), api.Run{Tool: "create-image", Input: map[string]any{"prompt": "a lighthouse"}}); err != nil {
				t.Fatal(err)
			}
		}
		all = append(append(all, lines.Bytes()...), '\n')
	}
	until(t, func() error { // the command runs beside it
		if text, err := os.ReadFile(told); err != nil || !bytes.HasPrefix(all, text) || !bytes.Contains(text, []byte("null")) {
			return fmt.Errorf("the command read %q of %q: %w", text, all, err)
		}
		return nil
	})
}
