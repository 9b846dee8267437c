package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// body is the screen without the header, whose clock and balance change.
func (s *screen) body() string { return strings.SplitN(s.text(), "\n", 3)[2] }

// TestUsageRowsAndBack opens exactly the rows under the cursor of the Usage pane, and
// returns with esc to both panes as they were.
func TestUsageRowsAndBack(t *testing.T) {
	t.Parallel()
	for _, view := range []struct {
		name string
		keys []string
		rows string // what the Transactions pane says is shown
	}{
		{"bar", []string{"left", "left"}, `only generation · Fri Nov 20 `},
		{"row", []string{"left", "left", "left", "left", "left", "left", "down"}, `only generation · Mon Nov 16 · kling`},
		{"week", []string{"z"}, `only generation · Nov 16 – 22 `},
		{"year", []string{">", "left", "down", "up"}, `only generation · \w+ Nov 1\d `},
		{"rhythm", []string{">", ">", "down", "right", "right"}, `only generation · Tue 14:00 · 90 days`},
	} {
		t.Run(view.name, func(t *testing.T) {
			s := openWhole(t, 120, 34)
			s.press("2", "/", "v", "i", "d", "enter", "down", "down")
			ledger := s.body()
			s.press("1", "3") // without the filter
			s.press(view.keys...)
			before := s.body()
			match := regexp.MustCompile(`(\d+) generations?`).FindStringSubmatch(before)
			if match == nil {
				t.Fatalf("nothing leads to rows:\n%s", before)
			}
			s.press("enter")
			if shown := fold(s.text()); !regexp.MustCompile(view.rows).MatchString(shown) {
				t.Errorf("the rows are said to be others than of %q:\n%s", view.rows, shown)
			}
			s.sees("1 of " + match[1] + ", ")
			s.sees("esc back to the chart")
			s.press("down", "esc")
			if after := s.body(); after != before {
				t.Errorf("esc comes back to\n%s\nand not to\n%s", after, before)
			}
			s.press("enter", "1", "2", "3", "tab", "shift+tab", "shift+tab") // 3 comes back as well
			if after := s.body(); after != ledger {
				t.Errorf("the Transactions pane is then\n%s\nand not\n%s", after, ledger)
			}
		})
	}
}

// TestUsageSharesTheFilter passes the filter and the range between the Usage and the
// Transactions pane, once they were chosen.
func TestUsageSharesTheFilter(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 120, 34)
	s.press("3", "2")
	s.sees("All transactions")
	s.press("2", "/", "v", "e", "o", "enter", "]", "]", "3")
	s.sees(`7 days · by day  / veo`)
	s.press("]", "]")
	s.sees(`90 days · by week  / veo`)
	s.press("2")
	s.sees(`/ veo 90 days`)
	s.press("3", ">", "2")
	s.sees(`/ veo Nov 17, 2025 – Nov 22, 2026`)
	s.press("3", ">", "[", "2")
	s.sees(`/ veo 30 days`)
	s.press("3", ">", ">", "2")
	s.press("esc", "esc", "d")
	s.press("backspace", "backspace", "1", "5", "enter", "3")
	s.sees(`Nov 1 – 15 · by day  / date:2026-11-01..2026-11-15`)
	s.press("]")
	s.misses(`date:`)
}

// TestUsageIsSuperseded presses keys before a result arrives: the last query's result
// is shown.
func TestUsageIsSuperseded(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 120, 34)
	s.press("3")
	for _, key := range []string{"]", "]", "v", "v", "["} { // the commands run after all of them
		_, cmd := s.app.Update(keyPress(key))
		s.queue = append(s.queue, cmd)
	}
	s.run()
	s.sees("90 days · by week")
	s.sees("TOOL CREDITS")
}

// TestUsageByType fetches the media types with the catalogue, on demand.
func TestUsageByType(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 120, 34)
	s.press("3", "v")
	if shown := fold(s.text()); !regexp.MustCompile(`TYPE .* video [\d,.]+ .* image [\d,.]+ `).MatchString(shown) {
		t.Errorf("no types:\n%s", shown)
	}
}

// TestUsageLeaves exports with e the output of usage --csv, and copies with y what is
// shown.
func TestUsageLeaves(t *testing.T) {
	t.Chdir(t.TempDir())
	s := openWhole(t, 80, 24)
	s.press("3", "left", "y")
	if want := "Sat Nov 21: "; len(s.copied) != 1 || !strings.HasPrefix(s.copied[0], want) {
		t.Errorf("copied %q, want %q …", s.copied, want)
	}
	s.press("e")
	s.sees("The use of credits from Oct 24, 2026 to Nov 22, 2026 by day")
	s.press("tab", "enter")
	s.sees("Wrote 30 rows to ")
	written, err := os.ReadFile("sandbox-usage-by-day-2026-11-22.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(written)), "\n")
	if len(lines) != 31 || !strings.HasPrefix(lines[0], "day,used,share,") || !strings.HasPrefix(lines[30], "2026-11-22,26.2,") {
		t.Errorf("wrote %q … %q", lines[0], lines[len(lines)-1])
	}
}

// TestForecastLeaves exports with e every day of the forecast: the range of the balance at its
// end, and the renewal on it.
func TestForecastLeaves(t *testing.T) {
	t.Chdir(t.TempDir())
	s := openWhole(t, 80, 24)
	s.press("3", "<", "e")
	s.sees("The balance of the next 180 days")
	checkFrame(s)
	s.press("enter")
	s.sees("Wrote 180 rows to ")
	written, err := os.ReadFile("sandbox-forecast-2026-11-22.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(written)), "\n")
	if len(lines) != 181 || !strings.HasPrefix(lines[0], "date,low,mid,high,renewal") || !strings.HasPrefix(lines[1], "2026-11-2") {
		t.Fatalf("wrote %q", lines[:2])
	}
	renewals := 0
	for _, line := range lines[1:] {
		fields := strings.Split(line, ",")
		var figures [3]float64
		for i := range figures {
			if figures[i], err = strconv.ParseFloat(fields[i+1], 64); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
		}
		if figures[0] > figures[1] || figures[1] > figures[2] {
			t.Errorf("not a range: %q", line)
		}
		if fields[4] == "4000" {
			renewals++
		}
	}
	if renewals != 6 {
		t.Errorf("%d renewals in half a year:\n%s", renewals, written)
	}
}

// TestForecastView shows how long the credits last, and updates it when the balance
// changes, as the Overview and the notice do where that is low: in hours.
func TestForecastView(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 120, 34)
	s.press("3", "<")
	s.sees("60 days back, 180 ahead")
	s.sees("▲ today")
	s.sees("Forecasts of 30 days from your own past held")
	s.press("]")
	s.sees("60 days back, 30 ahead")
	s.press("/", "enter") // nothing is filtered or under a cursor here
	s.sees("60 days back, 30 ahead")
	s.press("y")
	if len(s.copied) != 1 || !strings.Contains(fold(s.text()), strings.SplitN(s.copied[0], ". ", 2)[0]) {
		t.Errorf("copied %q", s.copied)
	}
	s.press("?", "G")
	s.sees("500 possible futures")
	s.press("esc")
	before := s.body()
	s.faults.serve = changing(s.faults, map[string]func(map[string]any){
		"/api/account": func(answer map[string]any) { answer["credits"] = json.Number("60") },
	})
	s.fire(time.Minute)
	s.sees("60 credits now.")
	if s.body() == before {
		t.Error("the forecast is that of another balance")
	}
	said := regexp.MustCompile(`It lasts about \d+ hours at this pace\.`).FindString(fold(s.body()))
	s.press("1")
	s.sees("! Your balance is low: 60 credits left. " + said)
	s.sees("── ! Your balance is low: 60 credits left. " + said)
}

// TestAdviceComes shows the advice of Plans and Packs from the whole history, over the
// chosen days.
func TestAdviceComes(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 140, 40)
	s.press("4")
	s.sees("your last 90 days:")
	s.sees("★ fits")
	s.press("[")
	s.sees("your last 30 days:")
	s.press("5")
	s.sees("before the renewal on Dec 1")
}

// TestWhatIf shows an entered use for each way to pay, as `advise` does for a year, and
// Plans compares by it once it is saved.
func TestWhatIf(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("4", "w")
	s.sees("It takes credits a month")
	s.send(tea.PasteMsg{Content: "200 images with nano-banana, 10 % more"})
	s.sees("200 × create-image")
	s.sees("In all ≥880 a month")
	s.sees("No plan ≥$8.17 ≥$98.00 ≤1,440")
	s.sees("Starter, paid by the year, would be the cheapest")
	s.press("backspace", "backspace", "x") // an invalid text is marked, and starts no query
	s.sees("A percentage is one whole number")
	s.press("backspace", "r", "e", "enter")
	s.sees("≥880 credits a month, in 365 days")
	s.sees("Cost a month ≥")
	s.sees("Credits left over ≤")
	s.press("w")
	s.send(tea.PasteMsg{Content: "12000"})
	s.press("enter")
	s.sees("12,000 credits a month, in 365 days")
	s.press("esc")
	s.sees("your last 90 days")
}

// TestForecastWhileReading shows the progress in the forecast view while the history is
// being read, and the forecast at its end.
func TestForecastWhileReading(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := screenWith(t, sandbox.Options{}, width, height)
		read := 0
		s.hold = func(msg tea.Msg) bool {
			if !strings.HasSuffix(fmt.Sprintf("%T", msg), "historyRead") {
				return false
			}
			read++
			return read > 2
		}
		s.begin()
		s.press("3", "<")
		checkFrame(s)
		s.sees("How long it lasts follows from the whole history")
		goldenWithoutTabs(t, s.text())
		s.hold = nil
		for _, msg := range s.held {
			s.take(msg)
		}
		s.run()
		s.misses("How long it lasts follows")
		s.sees("▲ today")
	})
}

// TestForecastOfTheHour computes the forecast again when the hour changes, as less of
// the day is left.
func TestForecastOfTheHour(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 120, 34)
	s.faults.serve = changing(s.faults, map[string]func(map[string]any){
		"/api/account": func(answer map[string]any) { answer["credits"] = json.Number("20") },
	})
	s.press("3", "<")
	s.fire(time.Minute)
	s.sees("20 credits now.")
	const evening = "It lasts about 16 hours at this pace. 9 times out of 10 at least 7 hours."
	s.misses(evening)
	s.faults.serve = jsonError(http.StatusInternalServerError, "out of order") // no further request succeeds
	s.fire(4 * time.Hour)
	s.sees(evening)
}
