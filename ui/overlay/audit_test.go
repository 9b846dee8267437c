package overlay

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// TestAudit draws an audit that adds up, one with findings, one that cannot tell, one of an
// estimated history and one that is under way.
func TestAudit(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 22, 13, 4, 0, 0, time.UTC)
	const credit = model.Credit
	row := func(seq int64, amount model.Credits) model.Transaction {
		return model.Transaction{
			ID: model.ID(fmt.Sprintf("6b0cd9d2849bfd95f589%04x", seq)), Seq: seq, Type: model.TypeGeneration, Amount: amount, Tool: "create-video",
			Model: "kling-1.6-pro", CreatedAt: model.At(now.AddDate(0, 0, -2)), GenerationID: "6b0cd9d2764838ddff4c67c7", Status: model.GenerationError,
		}
	}
	sound := insight.Audit{Verdict: insight.AddsUp, Rows: 4021, Sum: 13_230 * credit, Closing: 13_230 * credit, Account: 13_230 * credit}
	findings := sound
	findings.Verdict = insight.Findings
	findings.Findings = []insight.Finding{
		{Kind: insight.FindMissingRefund, Credits: 50 * credit, Rows: []model.Transaction{row(3990, -50*credit)}, GenerationID: "6b0cd9d2764838ddff4c67c7"},
		{Kind: insight.FindDoubleDebit, Credits: 4 * credit, Rows: []model.Transaction{row(3701, -4*credit), row(3702, -4*credit)}},
	}
	partly := sound
	partly.Verdict = insight.CannotTell
	estimated := insight.Audit{
		Verdict: insight.CannotTell, Rows: 120, Opening: 900 * credit, Sum: -300 * credit, Closing: 600 * credit,
		Estimated: true, Since: now.AddDate(0, 0, -9), Unknown: 3, About: true,
	}
	for name, audit := range map[string]*insight.Audit{"adds-up": &sound, "findings": &findings, "cannot-tell": &partly, "estimated": &estimated, "under-way": nil} {
		for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 34}, {140, 40}} {
			t.Run(fmt.Sprintf("%s_%dx%d", name, size[0], size[1]), func(t *testing.T) {
				state := &data.State{Now: now, Location: time.UTC}
				if audit != nil {
					state.Audit.Set(*audit, model.Billed, now)
				}
				card := NewAudit()
				card.SetKeys(keymap.Default())
				card.SetTheme(theme.New(true))
				card.SetState(state)
				card.SetSize(size[0], size[1]-HeaderHeight-FooterHeight)
				drawn, _ := card.View()
				golden.RequireEqual(t, ansi.Strip(drawn))
			})
		}
	}
}

// TestAuditChoosesFindings chooses by keys and by clicks, shows the chosen finding from its
// beginning, and opens and marks that one.
func TestAuditChoosesFindings(t *testing.T) {
	t.Parallel()
	state := &data.State{Location: time.UTC}
	var audit insight.Audit
	for seq := range int64(20) {
		row := model.Transaction{ID: model.ID(fmt.Sprint("row-", seq)), Seq: seq, Amount: -model.Credit}
		audit.Findings = append(audit.Findings, insight.Finding{Kind: insight.FindMissingRefund, Credits: model.Credit, Rows: []model.Transaction{row}})
	}
	state.Audit.Set(audit, model.Billed, time.Time{})
	for _, height := range []int{11, 19, 35} {
		card := NewAudit()
		card.SetKeys(keymap.Default())
		card.SetTheme(theme.New(true))
		card.SetState(state)
		card.SetSize(60, height)
		chosen := func() string {
			drawn, _ := card.View()
			lines := strings.Split(ansi.Strip(drawn), "\n")
			for i, line := range lines {
				if strings.Contains(line, "▸ A failed generation was not refunded") {
					return fmt.Sprint(i, lines[i+1])
				}
			}
			t.Fatalf("no finding is chosen:\n%s", ansi.Strip(drawn))
			return ""
		}
		press := func(keys ...rune) (last data.Intent) {
			for _, key := range keys {
				msg := tea.KeyPressMsg{Code: key}
				if key != tea.KeyEnter {
					msg.Text = string(key)
				}
				last = card.Key(msg)
				chosen()
			}
			return last
		}
		press([]rune("njjnjjjjNk")...)
		if intent := press(tea.KeyEnter); intent != (data.ShowFinding{Row: audit.Findings[6].Rows[0]}) {
			t.Errorf("height %d: opened %+v", height, intent)
		}
		press([]rune("nnnnnnnnnnnnnnnnnnnn")...)
		if intent := press('x'); intent != (data.MarkFinding{Name: "missing-refund row-19", Seen: true}) {
			t.Errorf("height %d: marked %+v", height, intent)
		}
		press([]rune("kkkkkkkkkkkkkkkkkkkkkkkk")...)
		line, _, _ := strings.Cut(chosen(), "│")
		at, err := strconv.Atoi(line)
		if err != nil {
			t.Fatal(err)
		}
		if chosen, taken := card.Click(at); !chosen || !taken {
			t.Errorf("height %d: a click on the chosen finding: %v, %v", height, chosen, taken)
		}
		if _, taken := card.Click(0); taken {
			t.Errorf("height %d: a click on the frame chooses", height)
		}
		details := 3
		if height > 11 {
			details = 4 // and an empty line
		}
		drawn, _ := card.View()
		for i, line := range strings.Split(ansi.Strip(drawn), "\n") {
			if i > at+details && strings.Contains(line, "A failed generation was not refunded") {
				if chosen, taken := card.Click(i); chosen || !taken {
					t.Errorf("height %d: a click on another: %v, %v", height, chosen, taken)
				}
				break
			}
		}
		if height > 11 && press('x') != (data.MarkFinding{Name: "missing-refund row-1", Seen: true}) {
			t.Errorf("height %d: the clicked one is not chosen", height)
		}
	}
}
