//go:build !windows && !darwin

package main

import (
	"context"
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

	"github.com/studio-tui/studio-tui/api/need"
)

// desktop is a desktop whose browser is a real Chromium without a screen. It is
// found as on any desktop without a screen: xdg-open follows BROWSER. Headless,
// Chromium does not take over pages from another start of it, so each page that
// is opened has a Chromium of its own.
type desktop struct {
	t    *testing.T
	here string
	seen []string // folders of what was opened
}

// browserScript is what BROWSER names. Its folder says what it was started with,
// and gets its name when all of that is there. setsid keeps the browser apart from
// the terminal, as one that runs already is, and makes its processes a group.
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
	need.Program(t, "xdg-utils", "xdg-open")
	need.Program(t, "util-linux", "setsid")
	chromium := need.Program(t, "chromium", "chromium", "chromium-browser", "google-chrome")
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

// env is what makes the desktop a program's.
func (d *desktop) env() string { return "BROWSER=" + filepath.Join(d.here, "browser") }

// opened are the folders of all that was opened.
func (d *desktop) opened() []string {
	found, err := filepath.Glob(filepath.Join(d.here, "opened.*"))
	if err != nil {
		d.t.Fatal(err)
	}
	return found
}

// close ends what was started, by the process groups that it knows, and waits for
// the files to be nobody's.
func (d *desktop) close() {
	for _, here := range d.opened() {
		text, err := os.ReadFile(filepath.Join(here, "pid"))
		if pid, _ := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && pid > 1 {
			_ = syscall.Kill(-pid, syscall.SIGKILL)
		}
	}
	until(d.t, "the browser's files to go", func() bool { return os.RemoveAll(d.here) == nil })
}

// page is a page that was opened.
type page struct {
	t    *testing.T
	ctx  context.Context
	here string
}

// next waits until one more page is opened, at an address, and joins it.
func (d *desktop) next(address string) *page {
	d.t.Helper()
	p := &page{t: d.t}
	until(d.t, "the browser to be started", func() bool {
		for _, here := range d.opened() {
			if !slices.Contains(d.seen, here) {
				p.here = here
			}
		}
		return p.here != ""
	})
	d.seen = append(d.seen, p.here)
	if got := p.read("arguments"); got != address+"\n" {
		d.t.Fatalf("the browser was given %q, not %q", got, address)
	}
	var port, path string
	until(d.t, "the browser to listen", func() bool {
		text, err := os.ReadFile(filepath.Join(p.here, "profile", "DevToolsActivePort"))
		lines := strings.Split(string(text), "\n")
		if err != nil || len(lines) < 2 || lines[1] == "" {
			return false
		}
		port, path = lines[0], lines[1]
		return true
	})
	ctx, cancel := remote.NewAllocator(context.WithoutCancel(d.t.Context()), "ws://127.0.0.1:"+port+path, remote.NoModifyURL)
	d.t.Cleanup(cancel)
	browser, cancel := chromedp.NewContext(ctx)
	d.t.Cleanup(cancel)
	var tab target.ID
	until(d.t, "the page to be loaded", func() bool {
		targets, err := chromedp.Targets(browser)
		if err != nil {
			d.t.Fatal(err)
		}
		for _, t := range targets {
			if t.URL == address {
				tab = t.TargetID
			}
		}
		return tab != ""
	})
	p.ctx, cancel = chromedp.NewContext(browser, chromedp.WithTargetID(tab))
	d.t.Cleanup(cancel)
	p.do() // the first run ties the page to its context, so that it must have no end of its own
	return p
}

// read is what the browser was started with: "env" or "arguments".
func (p *page) read(name string) string {
	p.t.Helper()
	text, err := os.ReadFile(filepath.Join(p.here, name))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text)
}

func (p *page) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx := p.ctx
	if len(actions) > 0 {
		limited, cancel := context.WithTimeout(p.ctx, eventually)
		defer cancel()
		ctx = limited
	}
	if err := chromedp.Do(ctx, actions...); err != nil {
		log, _ := os.ReadFile(filepath.Join(p.here, "log"))
		p.t.Fatalf("in the browser: %v\n%s", err, log)
	}
}

// click presses the button of an id, as a mouse does.
func (p *page) click(id string) {
	p.t.Helper()
	p.do(chromedp.WaitVisible(chromedp.CSS("#"+id)), chromedp.Click(chromedp.CSS("#"+id)))
}

// heading waits for a page with this heading.
func (p *page) heading(text string) {
	p.t.Helper()
	p.do(chromedp.WaitVisible(chromedp.Search("//h1[normalize-space()='" + text + "']")))
}
