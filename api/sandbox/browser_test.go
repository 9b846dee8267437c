package sandbox

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/studio-tui/studio-tui/api/testenv"
	"github.com/studio-tui/studio-tui/model"
)

// browse starts a browser of the test's own, in a home of its own.
func browse(t *testing.T) context.Context {
	t.Helper()
	path := testenv.Program(t, "chromium", "chromium", "chromium-browser", "google-chrome")
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()))
	home := t.TempDir()
	options = append(options, chromedp.Env("HOME="+home, "XDG_CACHE_HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "XDG_STATE_HOME="+home))
	limited, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	allocator, free := chromedp.NewExecAllocator(limited, options...)
	browser, closeIt := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		_ = chromedp.Cancel(browser)
		closeIt()
		free()
		stop()
	})
	return browser
}

const (
	h1    = chromedp.CSS("h1")
	pay   = chromedp.CSS("#pay")
	leave = chromedp.CSS("#leave")
)

// The pages in a real browser: their own forms get through the guard and the
// content policy, the form of another page does not.
func TestPayingInARealBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("drives a browser")
	}
	b := serve(t, Options{Seed: 1, Transactions: 60})
	before := b.credits()
	session := b.opened("k", packM)
	portal := b.portal()
	evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprintf(w, `<form method="post" action="%s%s/cancel"><button>win a prize</button></form>`, b.URL(), portal)
	}))
	defer evil.Close()

	browser := browse(t)
	do := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(browser, steps...); err != nil {
			t.Fatal(err)
		}
	}
	heading := func() string {
		t.Helper()
		text, err := chromedp.Run(browser, chromedp.Text(h1))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	do(chromedp.Navigate(evil.URL), chromedp.Click(chromedp.CSS("button")), chromedp.WaitVisible(h1))
	foreign := heading()
	do(chromedp.Navigate(string(session.URL)), chromedp.Click(leave), chromedp.WaitNotPresent(leave))
	left := heading()
	do(chromedp.Click(pay), chromedp.WaitNotPresent(pay))
	paid := heading()
	do(chromedp.Reload(), chromedp.WaitVisible(h1))
	width, err := chromedp.Run(browser, chromedp.Evaluate[string](`getComputedStyle(document.querySelector("main")).maxWidth`))
	if err != nil {
		t.Fatal(err)
	}
	if foreign != "Forbidden" || b.subscription().CancelAtPeriodEnd {
		t.Errorf("another page's form: %q, %+v", foreign, b.subscription())
	}
	if left != "You left without paying" || paid != "Paid" {
		t.Errorf("left: %q, paid: %q", left, paid)
	}
	if width == "none" {
		t.Error("the page has no style")
	}
	if got := b.credits(); got != before+2000*model.Credit || b.Stats().Payments != 1 {
		t.Errorf("%s became %s with %d payments", before, got, b.Stats().Payments)
	}
}
