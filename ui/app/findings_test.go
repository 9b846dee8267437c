package app_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"testing"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// TestSeenFinding leaves the Overview and stays in the audit, over restarts, until the mark is
// removed; also where nothing may be changed but this machine's state.
func TestSeenFinding(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := openWhole(t, width, height)
		s.set("read_only = true")
		s.again()
		s.press("1", "a", "esc")
		s.sees("Audit (a): a failed generation was not")
		s.press("a", "x")
		s.sees("▸ A failed generation was not refunded seen")
		s.sees("x not seen")
		checkFrame(s)
		s.press("esc")
		s.misses("Audit (a)")
		s.again()
		s.press("a")
		s.sees("▸ A failed generation was not refunded seen")
		s.press("esc")
		s.misses("Audit (a)")
		s.press("a", "x")
		s.misses("refunded seen")
		s.press("esc")
		s.sees("Audit (a)")
	})
}

// TestNewFindingReturnsTheLine hides seen findings of a ledger that does not add up, without
// an audit too, until there is another.
func TestNewFindingReturnsTheLine(t *testing.T) {
	t.Parallel()
	s := screenWith(t, sandbox.Options{Transactions: 60}, 120, 34)
	odd := []int{14}
	s.faults.serve = changing(s.faults, map[string]func(map[string]any){
		"/api/transactions": func(answer map[string]any) {
			for _, i := range odd {
				rowOf(answer, i)["balance"] = json.Number("1")
			}
		},
	})
	s.begin()
	s.sees("Audit (a): a balance does not follow from the one before.")
	s.press("a", "x", "esc")
	s.misses("Audit (a)")
	s.again()
	s.misses("Audit (a)")
	odd = []int{14, 20}
	s.again()
	s.sees("Audit (a): a balance does not follow from the one before.")
	s.press("a", "n", "x", "esc") // rows come oldest first: this is the seen one again
	s.sees("Audit (a): 2 balances do not follow from the ones before.")
	s.press("a", "x", "n", "x", "esc")
	s.misses("Audit (a)")
}

// TestFindingLeadsToItsRow shows the row of a finding among its neighbours, with its detail;
// esc leads back to the audit and to the pane below it.
func TestFindingLeadsToItsRow(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := openWhole(t, width, height)
		s.press("2", "/")
		s.typed("type:refund")
		s.press("enter", "1", "a", "enter")
		s.sees("image-to-3d-object · trellis-2 ─")
		checkFrame(s)
		s.press("esc")
		s.misses("type:refund")
		if !regexp.MustCompile(`\n.* 16:45 [^▸]*▸[^▸]* 16:15 +image-to-3d-obj`).MatchString(s.text()) {
			t.Errorf("the cursor is not on the row:\n%s", s.text())
		}
		s.press("esc")
		s.sees("╭─ Audit")
		s.press("esc")
		s.sees("LATEST")
		s.press("2")
		s.sees("type:refund")
	})
}

// noFindings is a store that cannot be written.
type noFindings struct{ data.MemoryFindings }

func (*noFindings) MarkFinding(model.ID, string, bool) error { return errors.New("the disk is full") }

// TestMarkThatCannotBeKept says so.
func TestMarkThatCannotBeKept(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.findings = &noFindings{}
	s.again()
	s.press("1", "a", "x")
	s.sees("That could not be kept: the disk is full.")
	s.misses("refunded seen")
}
