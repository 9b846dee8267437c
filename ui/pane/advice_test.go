package pane_test

import (
	"context"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// advised is the demo's account with some credits left and the advice worked out for it.
func advised(t *testing.T, credits model.Credits, change func(*data.State)) *data.State {
	t.Helper()
	s := demo(t)
	s.Account.Value.Credits = credits
	if change != nil {
		change(s)
	}
	of, known := s.OutlookBasis()
	if !known {
		t.Fatal("no outlook")
	}
	outlook, err := of.Outlook(context.Background(), s.Plans.Value, data.Outlook{}, s.Now, s.Location)
	if err != nil {
		t.Fatal(err)
	}
	s.Outlook = found(outlook, model.Billed)
	basis, known := s.AdviceBasis(90, model.UnknownCredits)
	if !known {
		t.Fatal("no advice")
	}
	advice, err := basis.Advise(context.Background(), outlook, s.Plans.Value, s.Packs.Value, s.Location)
	if err != nil {
		t.Fatal(err)
	}
	s.Advice = found(advice, model.Billed)
	return s
}

// TestAdvicePanes checks Plans and Packs with advice for a high and a low balance, and without
// a plan.
func TestAdvicePanes(t *testing.T) {
	states := map[string]*data.State{
		"plenty": advised(t, 12_000*model.Credit, nil),
		"low":    advised(t, 40*model.Credit, nil),
		"no-plan": advised(t, 500*model.Credit, func(s *data.State) {
			s.Account.Value.Plan, s.Subscription.Value = model.FreePlan, model.Subscription{}
		}),
	}
	few := demoRows(t)
	young := mustRows(t, few[len(few)-30:], nil)
	states["keep"] = advised(t, 12_000*model.Credit, func(s *data.State) { s.Subscription.Value.Interval = model.Yearly })
	states["too-little"] = advised(t, 12_000*model.Credit, func(s *data.State) { s.History = young.History })
	for _, kind := range offerPanes[:2] {
		for name, s := range states {
			for _, size := range append([]paneSize{{"120x29", 120, 29}}, sizes...) {
				t.Run(kind.name+"_"+name+"_"+size.name, func(t *testing.T) {
					body, _ := drawn(kind.new, s, true, size.width, size.height).View()
					checkBlock(t, body, size.width, size.height)
					golden.RequireEqual(t, plain(body))
				})
			}
		}
	}
}

// TestPlansShowTheReplay finds the replay's costs in the rows of the account's own use, by the
// interval that is shown.
func TestPlansShowTheReplay(t *testing.T) {
	s := advised(t, 12_000*model.Credit, nil)
	p := drawn(newPlans, s, true, 140, 60)
	for _, interval := range []model.Interval{model.Monthly, model.Yearly} {
		body, _ := p.View()
		folded := strings.Join(strings.Fields(plain(body)), " ")
		for _, o := range s.Advice.Value.Options {
			for _, figure := range []string{o.PerMonth.String(), format.Amount(o.CreditsLeft)} {
				if (o.Interval == interval || o.Plan == "") && !strings.Contains(folded, figure) {
					t.Errorf("by the %s there is no %q of %s:\n%s", interval, figure, o.Plan, plain(body))
				}
			}
		}
		press(t, p, "m")
	}
	asking := p.(pane.AdviceAsker)
	if press(t, p, "]"); asking.AdviceDays() != 365 {
		t.Errorf("] goes to %d days", asking.AdviceDays())
	}
	if press(t, p, "[", "["); asking.AdviceDays() != 30 {
		t.Errorf("[ goes to %d days", asking.AdviceDays())
	}
}

// TestPacksChooseWhatIsEnough has the cursor of Packs begin on the pack that is enough, and
// stay where the user moves it.
func TestPacksChooseWhatIsEnough(t *testing.T) {
	s := advised(t, 40*model.Credit, nil)
	set := s.Advice.Value.Today.Packs
	if len(set) == 0 {
		t.Fatal("nothing is needed")
	}
	most := model.Pack{}
	for _, pack := range s.Packs.Value {
		for _, count := range set {
			if count.Slug == pack.Slug && pack.Credits > most.Credits {
				most = pack
			}
		}
	}
	p := drawn(newPacks, s, true, 80, 19)
	if intent, is := press(t, p, "enter").(data.Buy); !is || intent.Item.Slug != most.Slug {
		t.Errorf("the cursor stands on %+v, and %v are enough", intent, set)
	}
	press(t, p, "g")
	p.SetState(s)
	if intent, is := press(t, p, "enter").(data.Buy); !is || intent.Item.Slug != s.Packs.Value[0].Slug {
		t.Errorf("the cursor went back to %+v", intent)
	}
}
