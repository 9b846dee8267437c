//go:build !windows && !darwin

package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"

	"github.com/studio-tui/studio-tui/api/testenv"
)

// desktop is a desktop whose browser is a real headless Chromium. It is found through
// BROWSER, which xdg-open follows. A headless Chromium does not take over pages from
// another start of it, so each opened page has a Chromium of its own.
type desktop struct {
	t    *testing.T
	here string
	seen []string // folders of opened pages
}

// browserScript is the program in BROWSER. Its folder has the environment and arguments
// of its start, and gets its final name when they are complete. setsid detaches the
// browser from the terminal, like one that was running before, and makes its processes
// a group.
const browserScript = `#!/bin/sh
here=$(mktemp -d '{here}/new.XXXXXX') || exit 1
env > "$here/env"
printf '%s\n' "$@" > "$here/arguments"
echo $$ > "$here/pid"
opened=$(echo "$here" | sed 's/new\.\([^.]*\)$/opened.\1/')
mv "$here" "$opened"
exec setsid '{chromium}' --headless=new --no-sandbox --disable-gpu --disable-quic --disable-dev-shm-usage \
	--no-first-run --no-default-browser-check --disable-background-networking --disable-component-update \
	--disable-sync --disable-extensions --disable-default-apps --metrics-recording-only --password-store=basic \
	--remote-debugging-port=0 --user-data-dir="$opened/profile" "$@" > "$opened/log" 2>&1
`

func newDesktop(t *testing.T) *desktop {
	t.Helper()
	if testing.Short() {
		t.Skip("drives a browser")
	}
	testenv.Program(t, "xdg-utils", "xdg-open")
	testenv.Program(t, "util-linux", "setsid")
	chromium := testenv.Program(t, "chromium", "chromium", "chromium-browser", "google-chrome")
	here, err := os.MkdirTemp("", "studio-tui-browser-")
	if err != nil {
		t.Fatal(err)
	}
	d := &desktop{t: t, here: here}
	t.Cleanup(d.close)
	script := strings.NewReplacer("{here}", here, "{chromium}", chromium).Replace(browserScript)
	if err := os.WriteFile(filepath.Join(here, "browser"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return d
}

// env is the environment variable that gives a program the desktop's browser.
func (d *desktop) env() string { return "BROWSER=" + filepath.Join(d.here, "browser") }

// opened are the folders of all opened pages.
func (d *desktop) opened() []string {
	found, err := filepath.Glob(filepath.Join(d.here, "opened.*"))
	if err != nil {
		d.t.Fatal(err)
	}
	return found
}

// close ends the browsers, by their process groups, and waits until the files are
// released.
func (d *desktop) close() {
	for _, here := range d.opened() {
		text, err := os.ReadFile(filepath.Join(here, "pid"))
		if pid, _ := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && pid > 1 {
			_ = syscall.Kill(-pid, syscall.SIGKILL)
		}
	}
	until(d.t, func() error { return os.RemoveAll(d.here) })
}

// page is a page that was opened.
type page struct {
	t    *testing.T
	ctx  context.Context
	here string
}

// next waits until another page is opened at an address, and joins it.
func (d *desktop) next(address string) *page {
	d.t.Helper()
	p := &page{t: d.t}
	until(d.t, func() error {
		for _, here := range d.opened() {
			if !slices.Contains(d.seen, here) {
				p.here = here
				return nil
			}
		}
		return errors.New("the browser was not started")
	})
	d.seen = append(d.seen, p.here)
	if got := p.read("arguments"); got != address+"\n" {
		d.t.Fatalf("the browser was given %q, not %q", got, address)
	}
	p.join(address)
	p.tells("location.href + ' ' + document.readyState", address+" complete")
	return p
}

// join attaches to the tab of an address.
func (p *page) join(address string) {
	p.t.Helper()
	var port, path string
	until(p.t, func() error {
		text, err := os.ReadFile(filepath.Join(p.here, "profile", "DevToolsActivePort"))
		if err != nil {
			log, _ := os.ReadFile(filepath.Join(p.here, "log"))
			return fmt.Errorf("the browser does not listen: %w; it says\n%s", err, log)
		}
		var whole bool
		port, path, whole = strings.Cut(string(text), "\n")
		if !whole || path == "" {
			return fmt.Errorf("the browser says that it listens at %q", text)
		}
		return nil
	})
	ctx, cancel := remote.NewAllocator(context.WithoutCancel(p.t.Context()), "ws://127.0.0.1:"+port+path, remote.NoModifyURL)
	p.t.Cleanup(cancel)
	browser, cancel := chromedp.NewContext(ctx)
	p.t.Cleanup(cancel)
	whole := 0
	until(p.t, func() error {
		tabs, err := chromedp.Targets(browser)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(tabs, func(tab *target.Info) bool { return tab.URL == address })
		if i < 0 {
			return errors.New("the browser has no tab for " + address)
		}
		// A tab that is still navigating can fail to be joined, and its events race
		// with chromedp's own first reading: join it once it had its title, which has
		// blanks unlike its address, in two readings.
		if whole++; !strings.Contains(tabs[i].Title, " ") {
			whole = 0
		}
		if whole < 2 {
			return fmt.Errorf("the page is not there yet: its tab is called %q", tabs[i].Title)
		}
		ctx, cancel := chromedp.NewContext(browser, chromedp.WithTargetID(tabs[i].TargetID), chromedp.WithDetachOnCancel())
		if err := chromedp.Do(ctx); err != nil {
			cancel()
			return err
		}
		p.ctx = ctx
		p.t.Cleanup(cancel)
		return nil
	})
}

// read is the recorded "env" or "arguments" of the browser.
func (p *page) read(name string) string {
	p.t.Helper()
	text, err := os.ReadFile(filepath.Join(p.here, name))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text)
}

// tells waits until an expression has a value. A navigating tab has none, and returns
// errors.
func (p *page) tells(expression, want string) {
	p.t.Helper()
	until(p.t, func() error {
		ctx, cancel := context.WithTimeout(p.ctx, eventually)
		defer cancel()
		got, err := chromedp.Run(ctx, chromedp.Evaluate[string](expression))
		if err == nil && got != want {
			err = fmt.Errorf("the page has %q, not %q", got, want)
		}
		return err
	})
}

// click presses the button of an id, as a mouse does, on a loaded page.
func (p *page) click(id string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, eventually)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#"+id))); err != nil {
		p.t.Fatalf("click on %s: %v", id, err)
	}
}

// heading waits for a page with this heading.
func (p *page) heading(text string) {
	p.t.Helper()
	p.tells("document.querySelector('h1').textContent + ' ' + document.readyState", text+" complete")
}
