package app_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
)

// sizes are the terminals that golden screens are drawn for.
var sizes = [][2]int{{60, 16}, {80, 24}, {140, 40}}

// paneKeys are the panes of [allPanes]. The tests of the Costs pane cover its states.
var paneKeys = []string{"1", "2", "3", "4", "5", "7"}

// allPanes is the screens of all panes, one below the other.
func allPanes(s *screen, draw func() string) string {
	var b strings.Builder
	for _, pane := range paneKeys {
		s.press(pane)
		checkFrame(s)
		fmt.Fprintf(&b, "── pane %s ──\n%s\n", pane, draw())
	}
	return b.String()
}

// goldenWhole compares screens with their golden files, including the line of tabs.
func goldenWhole(t *testing.T, screens string) {
	t.Helper()
	golden.RequireEqual(t, screens)
}

// tabs matches the line of tabs up to the texts at its right.
var tabs = regexp.MustCompile(`(?m)^ 1(?: [A-Z]\w+)?(?: {1,2}\d(?: [A-Z]\w+)?)+ *`)

// goldenWithoutTabs compares screens without the names of panes, which a further pane
// would change everywhere; TestPanes and TestColours cover those.
func goldenWithoutTabs(t *testing.T, screens string) {
	t.Helper()
	if found := placeholder.FindString(screens); found != "" {
		t.Errorf("%s stands on the screen in place of a key", found)
	}
	golden.RequireEqual(t, tabs.ReplaceAllString(screens, " (tabs) "))
}

// placeholder is the placeholder of a key in a sentence.
var placeholder = regexp.MustCompile(`\{[a-z_]+[0-9]?\}`)

// checkFrame fails unless the frame fills the terminal exactly, with all placeholders
// replaced.
func checkFrame(s *screen) {
	s.t.Helper()
	if found := placeholder.FindString(s.text()); found != "" {
		s.t.Errorf("%s stands in the frame in place of a key", found)
	}
	content := s.app.View().Content
	width, height := lipgloss.Size(content)
	if want := s.size(); width > want[0] || height != want[1] { // spaces at the ends of lines are left out
		s.t.Errorf("the frame is %d x %d in a terminal of %d x %d", width, height, want[0], want[1])
	}
}

func eachSize(t *testing.T, test func(t *testing.T, width, height int)) {
	for _, size := range sizes {
		if testing.Short() && size[0] != 80 {
			continue
		}
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) { test(t, size[0], size[1]) })
	}
}

// TestPanes compares every pane in every connection state with its golden screen.
func TestPanes(t *testing.T) {
	t.Parallel()
	states := map[string]func(t *testing.T, width, height int) *screen{
		"loaded": func(t *testing.T, w, h int) *screen { return open(t, "", w, h) },
		"empty":  func(t *testing.T, w, h int) *screen { return open(t, "empty", w, h) },
		"loading": func(t *testing.T, w, h int) *screen {
			s := newScreen(t, "", w, h)
			s.hold = func(msg tea.Msg) bool {
				name := fmt.Sprintf("%T", msg)
				return strings.Contains(name, "esponse") || strings.HasSuffix(name, "historyRead")
			}
			return s.begin()
		},
		"stale": func(t *testing.T, w, h int) *screen {
			s := open(t, "", w, h)
			s.faults.serve = jsonError(http.StatusInternalServerError, "out of order")
			s.fire(time.Minute)
			return s
		},
		"failed": func(t *testing.T, w, h int) *screen {
			s := newScreen(t, "", w, h)
			s.faults.serve = jsonError(http.StatusInternalServerError, "out of order")
			return s.begin()
		},
		"offline": func(t *testing.T, w, h int) *screen {
			s := open(t, "", w, h)
			if err := s.server.Close(); err != nil {
				t.Fatal(err)
			}
			s.fire(time.Minute)
			return s
		},
		"rate-limited": func(t *testing.T, w, h int) *screen {
			s := open(t, "", w, h)
			s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
				w.Header().Set("Retry-After", "300")
				return jsonError(http.StatusTooManyRequests, "Too many requests")(w, r)
			}
			s.fire(time.Minute)
			return s
		},
		"not-offered": func(t *testing.T, w, h int) *screen {
			s := newScreen(t, "", w, h)
			s.faults.serve = documentedOnly
			return s.begin()
		},
		"signed-out": func(t *testing.T, w, h int) *screen {
			s := newScreen(t, "", w, h)
			s.key = "prod_not_the_key_of_anybody"
			return s.begin()
		},
		"no-key": func(t *testing.T, w, h int) *screen {
			s := newScreen(t, "", w, h)
			s.key = "none"
			return s.begin()
		},
	}
	for name, state := range states {
		t.Run(name, func(t *testing.T) {
			eachSize(t, func(t *testing.T, width, height int) {
				compare := goldenWithoutTabs
				if name == "loaded" {
					compare = goldenWhole
				}
				s := state(t, width, height)
				compare(t, allPanes(s, s.text))
			})
		})
	}
}

// documentedOnly answers the billing endpoints as a server without them.
func documentedOnly(w http.ResponseWriter, r *http.Request) bool {
	for _, path := range []string{"/api/transactions", "/api/plans", "/api/packs", "/api/subscription", "/api/quote", "/api/checkout", "/api/portal"} {
		if strings.HasPrefix(r.URL.Path, path) {
			return jsonError(http.StatusNotFound, "Not found")(w, r)
		}
	}
	return false
}

// TestColours compares the colours of every pane, on dark and on light backgrounds.
func TestColours(t *testing.T) {
	t.Parallel()
	for name, background := range map[string]string{"dark": "#101014", "light": "#fafafa"} {
		t.Run(name, func(t *testing.T) {
			eachSize(t, func(t *testing.T, width, height int) {
				s := open(t, "", width, height)
				s.send(tea.BackgroundColorMsg{Color: lipgloss.Color(background)})
				if width == 80 {
					goldenWhole(t, allPanes(s, s.view))
					return
				}
				goldenWithoutTabs(t, allPanes(s, func() string {
					lines := strings.SplitN(s.view(), "\n", 3)
					lines[1] = ansi.Strip(lines[1]) // the test distinguishes the tabs without escape codes
					return strings.Join(lines, "\n")
				}))
			})
		})
	}
}

// TestAccounts compares the overview of every kind of account with its golden screen.
func TestAccounts(t *testing.T) {
	t.Parallel()
	for _, state := range []string{"free", "low", "out", "past-due", "cancelled", "pending-downgrade"} {
		t.Run(state, func(t *testing.T) {
			eachSize(t, func(t *testing.T, width, height int) {
				s := open(t, state, width, height)
				goldenWithoutTabs(t, allPanes(s, s.text))
			})
		})
	}
}
