package app_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
)

// TestBudgetCard sets a budget with the key, rejects invalid ones, and clears it, in
// the Overview, in the Account pane and from the palette.
func TestBudgetCard(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 140, 40)
	s.misses("BUDGET")
	s.press("B")
	s.sees("Empty for no budget.")
	s.typed("much")
	s.sees("Not understood: a budget is credits a day, week or month")
	for range "much" {
		s.press("backspace")
	}
	s.typed("90000/month")
	s.sees(" % of it is used. ")
	s.press("enter")
	s.sees("The budget is 90,000 credits a month.")
	s.sees("BUDGET 90,000 a month")
	s.sees("day 22 of 30")
	s.press("7")
	s.sees("A month 90,000 credits, ")
	s.press("B")
	s.sees("90000/month")
	for range "90000/month" {
		s.press("backspace")
	}
	s.sees("Empty: enter removes the budget of 90,000 credits a month.")
	s.sees("enter have none")
	s.press("enter")
	s.sees("There is no budget any more.")
	s.sees("None credits a day, week or month (B)")
	s.press("1")
	s.misses("BUDGET")
	s.press(":")
	s.typed("budget")
	s.press("enter")
	s.sees("Credits a day, week or month, like 500/week.")
}

// TestBudgetCardFollowsTheText says of each text in the field what it means.
func TestBudgetCardFollowsTheText(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 140, 40)
	for _, test := range []struct{ text, want string }{
		{"1/day", "2,620 % of it is used."},
		{"1/mon", "With its period: /day, /week or /month."},
		{"500", "With its period: /day, /week or /month."},
		{"0", "Not understood: a budget is more than 0 credits"},
		{"500/year", `not "/year".`},
		{"a lot", "Not understood: a budget is credits a day"},
	} {
		s.press("B")
		s.typed(test.text)
		s.sees(test.want)
		s.press("esc")
	}
	s.press("B")
	s.typed("500")
	s.press("enter")
	s.sees("Not understood: a budget is credits a day")
}

// TestBudgetIsToldOnce shows each alert of a budget once a month, across restarts, and
// again in the next month.
func TestBudgetIsToldOnce(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 120, 34)
	s.press("B")
	s.typed("1/month")
	s.press("enter")
	s.fire(8 * time.Second) // the notice of the card comes first
	match := regexp.MustCompile(`Your budget of 1 a month is exceeded: ([\d,]+)(\.\d+)? are used`).FindStringSubmatch(fold(s.text()))
	if match == nil {
		t.Fatalf("an exceeded budget is not told:\n%s", s.text())
	}
	used, err := model.ParseCredits(strings.ReplaceAll(match[1], ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		budget model.Credits
		told   string
	}{{used * 5 / 4, "80 % of your budget"}, {used - 1, "is exceeded"}} {
		if err := s.budgets.SetBudget("", &insight.Budget{Credits: step.budget, Per: insight.PerMonth}); err != nil {
			t.Fatal(err)
		}
		for start, told := range []bool{true, false} {
			s.start()
			s.begin()
			if strings.Contains(fold(s.text()), step.told) != told {
				t.Errorf("start %d:\n%s", start+1, s.text())
			}
			s.fire(10 * time.Second)
			s.misses(step.told)
			s.press("r")
			s.misses(step.told)
		}
	}
	if err := s.budgets.SetBudget("", &insight.Budget{Credits: model.Credit, Per: insight.PerMonth}); err != nil {
		t.Fatal(err)
	}
	s.now.Advance(9 * 24 * time.Hour)
	s.generate(runImage)
	s.press("r")
	s.sees("Your budget of 1 a month is exceeded: 4 are used.")
}

// TestBudgetIsToldBesideOtherNews tells of a budget at the refresh that exceeds it, also where
// that has other news too.
func TestBudgetIsToldBesideOtherNews(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "", 120, 34)
	s.set("low_balance = 11495\n") // the balance
	begin := func(budget model.Credits) {
		t.Helper()
		if err := s.budgets.SetBudget("", &insight.Budget{Credits: budget, Per: insight.PerMonth}); err != nil {
			t.Fatal(err)
		}
		s.start()
		s.begin()
	}
	begin(model.Credit)
	match := regexp.MustCompile(`Your budget of 1 a month is exceeded: ([\d,.]+) are used`).FindStringSubmatch(fold(s.text()))
	if match == nil {
		t.Fatalf("an exceeded budget is not told:\n%s", s.text())
	}
	used, err := model.ParseCredits(strings.ReplaceAll(match[1], ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	begin(used + model.Credit)
	s.fire(10 * time.Second)
	s.generate(runImage)
	s.press("r", "L")
	s.sees("Your balance is low")
	s.sees("a month is exceeded")
}
