package app_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api/apitest"
)

// spell is a network condition, the keys pressed during it, and its duration.
type spell struct {
	Weather, Keys string
	Lasts         time.Duration
}

// climate is the network conditions by name. "" is a working network.
var climate = map[string]func(w *world){
	"":              func(*world) {},
	"no route":      func(w *world) { w.network.Down(apitest.NoRoute) },
	"no name":       func(w *world) { w.network.Down(apitest.NoName) },
	"packets lost":  func(w *world) { w.network.Lose() },
	"silent":        func(w *world) { w.weather.Break("", apitest.Silent) },
	"slow":          func(w *world) { w.weather.Break("", apitest.Slow(12*time.Second)) },
	"cut":           func(w *world) { w.weather.Break("", apitest.Cut) },
	"reset":         func(w *world) { w.weather.Break("", apitest.Reset) },
	"portal":        func(w *world) { w.weather.Break("", apitest.Portal) },
	"wrong types":   func(w *world) { w.weather.Break("", apitest.WrongTypes) },
	"500":           func(w *world) { w.weather.Break("", apitest.Fail(500, "")) },
	"503, wait":     func(w *world) { w.weather.Break("", apitest.Fail(503, "90")) },
	"429":           func(w *world) { w.weather.Break("", apitest.Fail(429, "")) },
	"429, wait":     func(w *world) { w.weather.Break("", apitest.Fail(429, "200")) },
	"account fails": func(w *world) { w.weather.Break("/api/account", apitest.Fail(500, "")) },
	"runs fail":     func(w *world) { w.weather.Break("/api/generations", apitest.Fail(502, "")) },
	"tools fail":    func(w *world) { w.weather.Break("/api/tools", apitest.Portal) },
	"asleep":        func(w *world) { w.slept.set(w.slept.get() + 9*time.Hour) },
	"clock wrong":   func(w *world) { w.drift.set(400 * 24 * time.Hour) },
	"clock right":   func(w *world) { w.drift.set(0) },
	"a generation":  func(w *world) { w.server.Progress(w.server.Add(apitest.Generation{Tool: "create-image", Cost: 4})) },
	"bought":        func(w *world) { w.server.Change(500) },
}

// total is the conditions in which no response arrives.
var total = map[string]bool{
	"no route": true, "no name": true, "packets lost": true, "silent": true, "cut": true, "reset": true, "portal": true,
	"wrong types": true, "500": true, "503, wait": true, "429": true, "429, wait": true,
}

func spells() *rapid.Generator[[]spell] {
	var names []string
	for name := range climate {
		names = append(names, name)
	}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) spell {
		return spell{
			Weather: rapid.SampledFrom(sorted(names)).Draw(t, "weather"),
			Keys:    rapid.SampledFrom([]string{"", "", "", "r", "rr", "2r", "1", "bf", "rbf"}).Draw(t, "keys"),
			Lasts:   time.Duration(rapid.IntRange(1, 900).Draw(t, "seconds")) * time.Second,
		}
	}), 1, 12)
}

// TestAnyWeather runs random sequences of network conditions with key presses: figures
// never disappear, the header and the status line agree, the documented rate limit is
// kept, and ten minutes of a working network are enough to be live again with the
// server's own figures.
func TestAnyWeather(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("lets hours pass")
	}
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		if runs++; raceDetector && runs > 25 {
			return // the race detector adds half a second to each; all run without it
		}
		all := spells().Draw(rt, "spells")
		var wrong []string
		inWeather(t, apitest.Options{Generations: 30}, func(w *world) {
			w.open(80, 24)
			w.pass(30 * time.Second)
			for _, s := range all {
				w.network.Up()
				w.weather.Mend()
				climate[s.Weather](w)
				w.act(s.Keys)
				w.pass(s.Lasts)
				wrong = append(wrong, w.contradictions(s)...)
			}
			w.network.Up()
			w.weather.Mend()
			w.pass(11 * time.Minute)
			wrong = append(wrong, w.contradictions(spell{})...)
			want := regexp.MustCompile(strings.ReplaceAll(fmt.Sprintf(`^studio ▏%d credits.* live `, int(w.server.Credits())), ",", ""))
			if text := strings.ReplaceAll(fold(w.text()), ",", ""); !want.MatchString(text) {
				wrong = append(wrong, fmt.Sprintf("in the end there are %v credits, and the screen is\n%s", w.server.Credits(), w.text()))
			}
			if most := apitest.Busiest(w.weather.Requests()); most > 60 {
				wrong = append(wrong, fmt.Sprintf("%d GETs in a minute", most))
			}
		})
		if len(wrong) > 0 {
			rt.Fatalf("%s", strings.Join(wrong, "\n"))
		}
	})
}

// act presses keys; b and f stand for blur and focus.
func (w *world) act(keys string) {
	for _, key := range keys {
		switch key {
		case 'b':
			w.update(tea.BlurMsg{})
		case 'f':
			w.update(tea.FocusMsg{})
		default:
			w.update(keyPress(string(key)))
		}
		w.settle()
	}
}

// contradictions are texts that exclude each other on a screen, and required ones that
// are missing.
func (w *world) contradictions(s spell) (found []string) {
	text := fold(w.text())
	lines := strings.Split(w.text(), "\n")
	line := strings.TrimSpace(lines[len(lines)-2])
	says := regexp.MustCompile(`(Next try (\d\d:\d\d:\d\d|\w{3} \d+(, \d{4})? \d\d:\d\d) \(r now\)|Next (\d\d:\d\d:\d\d|\w{3} \d+(, \d{4})? \d\d:\d\d), r now|Trying again now)\.$`).MatchString(line)
	blank := strings.Trim(line, "─") == ""
	live := strings.Contains(text, " live ")
	add := func(format string, args ...any) {
		found = append(found, fmt.Sprintf("in %q: ", s.Weather)+fmt.Sprintf(format, args...)+"\n"+w.text())
	}
	switch {
	case !regexp.MustCompile(`studio ▏[\d,.]+ credits`).MatchString(text):
		add("the figures are gone")
	case live && total[s.Weather] && s.Lasts > 3*time.Minute:
		add("it is live, and the server is out of reach")
	case live && !blank:
		add("it is live, and something is wrong")
	case !live && !says:
		add("it is not live, and nothing says when it tries again")
	}
	for _, r := range w.weather.Requests() {
		if r.Method != http.MethodGet {
			add("%s %s was sent", r.Method, r.Path)
		}
	}
	return found
}

func sorted(names []string) []string {
	slices.Sort(names)
	return names
}
