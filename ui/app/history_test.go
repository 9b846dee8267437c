package app_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
)

// generate starts a generation at the sandbox, as an API client does.
func (s *screen) generate(body string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.server.URL()+"/api/run", strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", s.server.Key())
	req.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusAccepted {
		s.t.Fatal(answer.Status)
	}
}

const runImage = `{"tool":"create-image","input":{"model":"nano-banana","prompt":"a lighthouse"}}`

// TestWholeHistory scrolls to the very last row while new ones arrive: the position is
// shown, and each row appears once.
func TestWholeHistory(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("2")
	s.sees("1 of 4,018")
	s.generate(runImage)
	s.press("G")
	s.generate(runImage)
	s.press("pgup", "G")
	s.sees("4,018 of 4,018")
	s.sees("Welcome credits")
	s.fire(time.Minute)
	s.sees("4,020 of 4,020")
	s.sees("▸ 11:01 + Welcome credits")
}

// TestRowStays keeps the cursor on its row when rows arrive above it, and shows new
// rows while the cursor is at the top.
func TestRowStays(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("2")
	s.generate(runImage)
	s.fire(time.Minute)
	s.sees("1 of 4,019")
	s.press("down", "down", "down")
	before := under(s)
	s.generate(runImage)
	s.fire(time.Minute)
	if after := under(s); after != before {
		t.Errorf("the cursor was on %q and is on %q", before, after)
	}
	s.sees("5 of 4,020")
}

// TestListFollowsAfterARow still shows new rows after the top row was opened.
func TestListFollowsAfterARow(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("2", "enter")
	s.sees("Nov 22, 2026")
	s.press("esc", "y")
	s.generate(runImage)
	s.fire(time.Minute)
	s.sees("1 of 4,019")
}

// under is the row under the cursor.
func under(s *screen) string {
	for line := range strings.Lines(s.text()) {
		if _, row, found := strings.Cut(line, "▸ "); found {
			return strings.TrimRight(row, " │┃\n")
		}
	}
	return ""
}

// TestFilterWithoutRows says why a filter finds nothing.
func TestFilterWithoutRows(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("2", "/")
	s.send(tea.PasteMsg{Content: "model:veo3"})
	s.sees("No model has “veo3” in its name. Did you mean model:veo2?")
	s.press("esc", "/")
	s.send(tea.PasteMsg{Content: "whisper amount>2"})
	s.sees(`a colon is missing, as in "amount:>2"`)
	s.press("esc", "/")
	s.send(tea.PasteMsg{Content: "2020-11-23..2020-11-24"})
	s.sees("Days are written date:2020-11-23..2020-11-24.")
	s.press("esc", "3", "/")
	s.send(tea.PasteMsg{Content: "type:refund"})
	s.press("enter")
	s.sees("Usage has generations, and what came back for them.")
}

// TestFilter filters while typing, through the whole history.
func TestFilter(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("2", "/")
	for _, letter := range "veo" {
		s.press(string(letter))
	}
	s.sees("create-video · veo2-text")
	s.misses("nano-banana")
	s.press("enter", "t", "t") // refunds only
	s.sees("only refund")
	s.misses("failed, refunded")
	s.press("esc")
	s.sees("All transactions")
	s.press("/", "q", "q", "q", "q")
	s.sees("Nothing found.")
	s.press("esc", "/")
	s.send(tea.PasteMsg{Content: "welcome credits"})
	s.press("enter")
	s.sees("1 of 1, 4,018 in all")
	s.sees("+ Welcome credits")
	goldenWithoutTabs(t, s.text())
}

// TestDetails opens rows of every kind.
func TestDetails(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]int{"generation": 1, "refund": 2, "purchase": 3, "subscription": 5, "bonus": 6} {
		t.Run(name, func(t *testing.T) {
			eachSize(t, func(t *testing.T, width, height int) {
				s := open(t, "", width, height)
				s.press("2")
				for range kind {
					s.press("t")
				}
				s.press("enter")
				shots := s.text()
				if name == "refund" {
					s.press("enter") // to what it gives back
					if height > 16 {
						s.sees("Refunded")
					}
					shots += "\n" + s.text()
				}
				goldenWithoutTabs(t, shots)
			})
		})
	}
}

// TestPurchaseDetail quotes the guarantee, and links to the policy and the receipt.
func TestPurchaseDetail(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("2", "t", "t", "t", "enter")
	s.sees("There is a satisfaction guarantee within the first 7 days. After that, refunds are handled case by case.")
	s.sees("Bought 2 days ago.")
	s.press("f", "o")
	if len(s.opened) != 2 || s.opened[0] != model.RefundPolicy || !strings.Contains(string(s.opened[1]), "/receipt/") {
		t.Errorf("opened %v", s.opened)
	}
}

// TestRunning shows running generations until their end.
func TestRunning(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.generate(runImage)
	s.fire(10 * time.Second)
	s.sees("RUNNING charged already, refunded if it fails")
	s.sees("11,491 credits")
	s.press("enter")
	s.sees("a lighthouse")
	s.press("esc")
	for range 40 {
		s.fire(5 * time.Second)
	}
	s.misses("RUNNING")
}

// TestIdle pauses the refresh while the window has no focus, and refreshes with three
// requests when it regains it.
func TestIdle(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	var requests atomic.Int64
	s.faults.serve = func(http.ResponseWriter, *http.Request) bool { requests.Add(1); return false }
	s.fire(10 * time.Second)
	if got := requests.Load(); got != 3 {
		t.Errorf("a refresh with nothing new takes %d requests, want 3", got)
	}
	s.send(tea.BlurMsg{})
	requests.Store(0)
	for range 10 {
		s.fire(time.Minute)
	}
	if got := requests.Load(); got != 0 {
		t.Errorf("%d requests without the focus", got)
	}
	s.misses("live")
	s.sees("as of 14:04") // which is unchanged without a refresh
	s.send(tea.FocusMsg{})
	if requests.Load() == 0 {
		t.Error("coming back does not refresh")
	}
	s.sees("live 14:14")
}

// TestComingAndGoing sends no more requests to a failing server when the focus changes
// repeatedly, and shows while away that it waits for the focus.
func TestComingAndGoing(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	var requests atomic.Int64
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		requests.Add(1)
		return jsonError(http.StatusInternalServerError, "Failed")(w, r)
	}
	s.fire(10 * time.Second)
	requests.Store(0)
	for range 60 { // ten minutes
		s.send(tea.BlurMsg{})
		s.sees("Next try when you are back (r now).")
		s.fire(10 * time.Second)
		s.send(tea.FocusMsg{})
	}
	if got := requests.Load(); got > 25 {
		t.Errorf("%d requests in ten minutes", got)
	}
	s.faults.serve = nil
	s.fire(5 * time.Minute)
	s.sees("live")
}

// TestSameFrame reuses the frame where nothing has changed.
func TestSameFrame(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	before := s.app.View().Content
	s.fire(10 * time.Second)
	if after := s.app.View().Content; after != before {
		t.Error("a refresh within the same minute changes the frame")
	}
}

// TestWrongKeys presses every key in every place: nothing breaks, and the frame stays
// complete.
func TestWrongKeys(t *testing.T) {
	t.Parallel()
	s := open(t, "", 60, 16)
	for _, pane := range paneKeys {
		for code := rune('!'); code <= '~'; code++ {
			if code == 'q' {
				continue
			}
			s.press(pane, string(code))
			checkFrame(s)
			s.press("esc", "esc", "esc")
		}
	}
	if s.quit {
		t.Error("a key that is not q quit")
	}
	s.press("q")
	if !s.quit {
		t.Error("q does not quit")
	}
}

// TestSmall states the required size in a terminal that is too small.
func TestSmall(t *testing.T) {
	t.Parallel()
	s := open(t, "", 59, 15)
	s.sees("studio-tui needs 60 x 16.")
	s.sees("11,495 credits")
	goldenWithoutTabs(t, s.text())
}

// typed types a text, letter by letter.
func (s *screen) typed(text string) {
	s.t.Helper()
	for _, letter := range text {
		if letter == ' ' {
			s.send(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "})
			continue
		}
		s.press(string(letter))
	}
}

// TestArrange compares the table filtered, sorted, grouped and limited by days with
// golden screens.
func TestArrange(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string][]string{
		"by amount":      {"s"},
		"by balance up":  {"s", "s", "S"},
		"by tool":        {"s", "s", "s"},
		"per day":        {"v"},
		"per week":       {"v", "v"},
		"per month":      {"v", "v", "v"},
		"per tool":       {"v", "v", "v", "v"},
		"per model":      {"v", "v", "v", "v", "v"},
		"per type":       {"v", "v", "v", "v", "v", "v", "enter"},
		"today":          {"]"},
		"7 days":         {"]", "]"},
		"this month":     {"]", "]", "]", "]", "]", "]"},
		"last month":     {"]", "]", "]", "]", "]", "]", "]"},
		"billing period": {"]", "]", "]", "]", "]", "]", "]", "]"},
		"typed dates":    {"d"},
	} {
		t.Run(name, func(t *testing.T) {
			eachSize(t, func(t *testing.T, width, height int) {
				s := open(t, "", width, height)
				s.press("2")
				s.press(keys...)
				checkFrame(s)
				goldenWithoutTabs(t, s.text())
			})
		})
	}
}

// TestRanges steps through the ranges of days both ways, to entered dates and back,
// without changing the words of the filter.
func TestRanges(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 140, 40)
	s.press("2", "/")
	s.typed("veo")
	s.press("enter", "[")
	s.sees("/ veo  last billing period")
	s.press("[")
	s.sees("/ veo  billing period")
	s.press("d")
	s.sees("/ veo date:2026-11-01..2026-11-22")
	s.misses("billing period")
	s.press("enter", "]")
	s.misses("date:")
	s.sees("/ veo  today")
	s.press("d", "enter", "[", "]")
	s.misses("date:")
	s.sees("/ veo")
	s.sees("1 of 146, 4,018 in all")
}

// TestQueries filters by the query language, and marks errors in it.
func TestQueries(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.press("2", "/")
	s.typed("tool:create-video amount:<-50")
	s.sees("veo2-text")
	s.misses("kling")
	s.sees("out")
	s.send(tea.PasteMsg{Content: " amount:x"})
	s.sees("amount:x")
	s.sees("veo2-text") // the last good result stays
	before := s.text()
	s.press("enter") // is refused: these are not its rows
	if s.text() != before {
		t.Errorf("a filter that does not parse is taken:\n%s", s.text())
	}
	goldenWithoutTabs(t, s.text())
}

// figures are the time and the figures of a row, without its texts: those give way where
// a column has grown.
func figures(row string) string {
	fields := strings.Fields(row)
	return strings.Join(append(fields[:3:3], fields[len(fields)-2:]...), " ")
}

// TestSearch marks matching rows without hiding the others, and steps through them.
func TestSearch(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("2", "/", "tab")
	s.typed("type:refund")
	s.press("enter")
	first := under(s)
	if !strings.Contains(first, "refund") {
		t.Fatalf("the cursor is on %q", first)
	}
	s.sees("4,018")
	s.press("n")
	second := under(s)
	s.press("N")
	if second == first || !strings.Contains(second, "refund") || figures(under(s)) != figures(first) {
		t.Errorf("n and N go from %q to %q to %q", first, second, under(s))
	}
	goldenWithoutTabs(t, s.text())
}

// TestGroupsOpen opens a group, a row of it, and closes it again.
func TestGroupsOpen(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("2", "v")
	s.sees("▸ Sun, Nov 22, 2026 2 ")
	s.misses("09:14")
	s.press("enter")
	s.sees("enter fold")
	s.sees("09:14")
	s.press("down")
	s.sees("▾ Sun, Nov 22, 2026")
	s.press("enter")
	s.sees("Nov 22, 2026 09:14:37 CET")
	s.press("esc", "up", "enter")
	s.sees("enter unfold")
	s.misses("09:14")
}

// TestGroupsByName ranks tools by what they used, with its share, and groups of marked rows
// are open.
func TestGroupsByName(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 120, 24)
	s.press("2", "v", "v", "v", "v")
	s.sees("TOOL ROWS OUT BACK IN NET SHARE")
	s.sees("▸ create-video")
	s.press("G")
	s.sees("no tool: what came in")
	s.press("/", "tab")
	s.typed("type:refund")
	s.press("enter")
	if line := under(s); !strings.Contains(line, "↩ create-video") {
		t.Errorf("the first marked row is %q", line)
	}
}

// TestExport writes what is shown, in its order, and asks before it replaces a file.
func TestExport(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	path := filepath.Join(t.TempDir(), "refunds.csv")
	s.press("2", "/")
	s.typed("type:refund")
	s.press("enter", "s", "e")
	s.sees("Exactly the 140 rows that are shown")
	asked := s.text()
	rename := func() {
		for range 80 {
			s.press("backspace")
		}
		s.send(tea.PasteMsg{Content: path})
	}
	rename()
	s.press("enter")
	s.sees("Wrote 140 rows to")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(strings.TrimSpace(string(text)), "\n"); lines != 140 {
		t.Errorf("%d rows are in the file", lines)
	}
	s.press("e")
	rename()
	s.press("enter")
	s.sees("There is a file of that name. Replace it?")
	s.press("esc", "tab") // another format instead
	s.press("enter")
	s.sees("refunds.jsonl")
	if _, err := os.Stat(strings.TrimSuffix(path, ".csv") + ".jsonl"); err != nil {
		t.Error(err)
	}
	s.press("e")
	for range 80 {
		s.press("backspace")
	}
	s.typed("/no/such/folder/x.csv")
	s.press("enter")
	s.sees("It could not be written, and nothing was left behind")
	for range 80 {
		s.press("backspace")
	}
	s.typed(strings.TrimSuffix(path, ".csv") + ".xlsx")
	s.press("enter")
	s.sees("Which format?")
	s.sees(".jsonl, .json or .ndjson.")
	if _, err := os.Stat(strings.TrimSuffix(path, ".csv") + ".xlsx"); err == nil {
		t.Error("a file of no known format was written")
	}
	goldenWithoutTabs(t, asked)
}

// TestRemembered shows the last signed-in account while its key is being read, and
// removes it where there is no key any more.
func TestRemembered(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "", 80, 24)
	s.remembered = true
	s.start()
	s.app.EnterEarly()
	s.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	s.sees("as of 13:00")
	s.sees("777 credits")
	s.begin()
	s.sees("live 14:04")
	s.misses("777 credits")

	s.key = "none"
	s.start()
	s.app.EnterEarly()
	s.begin()
	s.sees("No API key was found")
	s.misses("777 credits")
}

// TestFirstFrame draws the account from the local copy before any request, with the
// time of the copy, and keeps it while offline.
func TestFirstFrame(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := newScreen(t, "", width, height)
		local, err := cache.Open(filepath.Join(t.TempDir(), "copy.db"), cache.Options{Now: s.now.Now})
		if err != nil {
			t.Fatal(err)
		}
		s.local = local
		s.start()
		s.begin()
		s.now.Advance(2 * time.Hour)
		if err := s.server.Close(); err != nil {
			t.Fatal(err)
		}
		s.start()
		s.app.EnterEarly()
		s.send(tea.WindowSizeMsg{Width: width, Height: height})
		first := s.text()
		s.sees("as of 14:04")
		s.sees("11,495")
		s.press("2")
		s.sees("▸")
		s.sees("13:34")
		s.begin()
		s.sees("offline 14:04")
		s.sees("1 of 600")
		goldenWithoutTabs(t, first)
	})
}

// TestColumnsStay never narrows a column while scrolling through years and back.
func TestColumnsStay(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("2", "G")
	heading := func() string {
		for _, line := range strings.Split(s.text(), "\n") {
			if at := strings.Index(line, "WHAT"); at >= 0 {
				return fmt.Sprint(ansi.StringWidth(line[:at]), line[at:]) // the date of the first row may stand before it
			}
		}
		return ""
	}
	oldest := heading()
	s.press("g")
	if newest := heading(); newest != oldest || newest == "" {
		t.Errorf("the headings are\n%q at the end, and at the top\n%q", oldest, newest)
	}
}

// TestScrollingMovesRows scrolls the history by a row: every row but the two of the cursor
// moves up as it is, so that a terminal scrolls them, and the date of the first one stands
// above it.
func TestScrollingMovesRows(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	rows := func() (string, []string) {
		lines := strings.Split(s.text(), "\n")
		return lines[4], lines[5 : len(lines)-3]
	}
	stamped := regexp.MustCompile(`[A-Z][a-z]{2} \d\d `)
	scrollbar := regexp.MustCompile(`[│┃] *$`)
	s.press("2", "pgdown", "pgdown")
	_, before := rows()
	for range 20 {
		s.press("down")
		heading, now := rows()
		if !stamped.MatchString(heading) && !stamped.MatchString(now[0]) {
			t.Errorf("no date for the first row:\n%s\n%s", heading, now[0])
		}
		for i := range len(now) - 2 {
			moved, was := scrollbar.ReplaceAllString(now[i], ""), scrollbar.ReplaceAllString(before[i+1], "")
			if moved != was {
				t.Fatalf("row %d is drawn anew:\n%s\n%s", i, was, moved)
			}
		}
		before = now
	}
	s.press("/") // examples stand in place of the heading
	if _, now := rows(); !stamped.MatchString(now[0]) {
		t.Errorf("no date for the first row under examples:\n%s", s.text())
	}
}

// TestGroupKeepsRow keeps the cursor of a grouped history on its row or heading while
// rows arrive.
func TestGroupKeepsRow(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	under := func() string {
		for _, line := range strings.Split(s.text(), "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "▸") {
				name, _, _ := strings.Cut(line[:len(line)-len(" ┃")], " rows")
				return strings.TrimRight(name, " 0123456789")
			}
		}
		return ""
	}
	for _, downs := range []int{2, 3} { // a row of today, and the heading of the day before
		s.press("g", "2", "v")
		for range downs {
			s.press("down")
		}
		before := under()
		s.generate(runImage)
		s.fire(time.Minute)
		if after := under(); after != before || before == "" {
			t.Errorf("the cursor goes from\n%q to\n%q", before, after)
		}
		s.press("v", "v", "v", "v", "v", "v")
	}
}

// TestMidnight updates today's date after midnight.
func TestMidnight(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("2", "]")
	s.sees("today · CET")
	s.sees("09:14")
	s.fire(10 * time.Hour)
	s.fire(time.Minute)
	s.sees("today · CET")
	s.misses("09:14")
}

// TestNoBillingPeriod offers no period where the account has none.
func TestNoBillingPeriod(t *testing.T) {
	t.Parallel()
	s := open(t, "free", 80, 24)
	s.press("2", "]", "]", "]")
	s.sees("30 days · CET")
	s.press("]", "]", "]", "]", "]")
	s.misses("billing period")
	s.sees("All transactions")
}

// TestNotesInLittleRoom shows the notes in place of the titles of rows, where rows have
// no room for notes.
func TestNotesInLittleRoom(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("2")
	s.sees("DATE WHAT CREDITS")
	s.press("right")
	s.sees("DATE NOTE CREDITS")
	checkFrame(s)
	s.press("left")
	s.sees("DATE WHAT CREDITS")
	s = openWhole(t, 60, 20)
	s.press("2", "right")
	var ends []int
	for _, line := range strings.Split(s.text(), "\n") {
		for _, last := range []string{"BALANCE", "13,001.2"} {
			if before, _, is := strings.Cut(line, last); is {
				ends = append(ends, ansi.StringWidth(before+last))
			}
		}
	}
	if len(ends) < 2 || ends[0] != ends[1] {
		t.Errorf("the balances end at %v:\n%s", ends, s.text())
	}
}

// TestExportIsWhatWasAsked writes the rows as of the time of the request.
func TestExportIsWhatWasAsked(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("2", "e")
	s.sees("Exactly the 4,018 rows that are shown")
	s.generate(runImage)
	s.fire(time.Minute)
	for range 80 {
		s.press("backspace")
	}
	s.send(tea.PasteMsg{Content: filepath.Join(t.TempDir(), "all.csv")})
	s.press("enter")
	s.sees("Wrote 4,018 rows to")
}
