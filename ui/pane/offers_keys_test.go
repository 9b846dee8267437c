package pane_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
)

var newPlans, newPacks, newAccount = paneOf("Plans"), paneOf("Packs"), paneOf("Account")

func TestPlansBeginAtTheAccountsOwn(t *testing.T) {
	p := drawn(newPlans, accountOf(t, sandbox.StateDemo), true, 80, 19)
	asked, _ := press(t, p, "enter").(data.ShowPlan)
	if asked.Plan.Slug != "creator" || asked.Interval != model.Monthly {
		t.Errorf("asked for %q by %q", asked.Plan.Slug, asked.Interval)
	}

	s := accountOf(t, sandbox.StateDemo)
	s.Subscription.Value.Interval = model.Yearly
	p = drawn(newPlans, s, true, 80, 19)
	if asked, _ := press(t, p, "enter").(data.ShowPlan); asked.Interval != model.Yearly {
		t.Errorf("a yearly subscriber sees prices by %q", asked.Interval)
	}
}

func TestPlansKeepTheChosenColumn(t *testing.T) {
	p := drawn(newPlans, accountOf(t, sandbox.StateDemo), true, 60, 11)
	press(t, p, "right", "m")
	p.SetState(accountOf(t, sandbox.StateDemo)) // a refresh
	asked, _ := press(t, p, "enter").(data.ShowPlan)
	if asked.Plan.Slug != "pro" || asked.Interval != model.Yearly {
		t.Errorf("after a refresh it is %q by %q", asked.Plan.Slug, asked.Interval)
	}
	for range 9 {
		press(t, p, "l")
	}
	if asked, _ := press(t, p, "enter").(data.ShowPlan); asked.Plan.Slug != "enterprise" {
		t.Errorf("the last column is %q", asked.Plan.Slug)
	}
}

func TestPlansLeadToTheWebsite(t *testing.T) {
	p := drawn(newPlans, &data.State{}, true, 80, 19)
	if got := press(t, p, "o"); got != (data.OpenURL{Address: model.PricingPage, What: "the pricing page"}) {
		t.Errorf("o asks for %v", got)
	}
	if got := press(t, p, "p"); got != (data.ManageBilling{}) {
		t.Errorf("p asks for %v", got)
	}
	if got := press(t, p, "enter"); got != nil {
		t.Errorf("enter asks for %v where there are no plans", got)
	}
}

func TestPacksAskToBuyTheOneUnderTheCursor(t *testing.T) {
	p := drawn(newPacks, accountOf(t, sandbox.StateDemo), true, 80, 19)
	bought, _ := press(t, p, "down", "enter").(data.Buy)
	if bought.Item.Kind != model.KindPack || bought.Item.Slug != "pack-m" || *bought.Item.Credits != 2000*model.Credit {
		t.Errorf("asked to buy %+v", bought.Item)
	}
	if bought, _ := press(t, p, "G", "enter").(data.Buy); bought.Item.Slug != "pack-xl" {
		t.Errorf("the last pack is %q", bought.Item.Slug)
	}
}

func TestPacksOnTheWebsite(t *testing.T) {
	s := withoutBilling(t)
	p := drawn(newPacks, s, true, 80, 19)
	if got := press(t, p, "enter"); got != (data.OpenWebsite{}) {
		t.Errorf("enter asks for %v", got)
	}
}

func TestAccountActsOnWhatIsUnderTheCursor(t *testing.T) {
	support := data.Copy{Text: "hi@artificialstudio.ai", What: "the support address"}
	for _, size := range sizes {
		for _, test := range []struct {
			line, key string
			want      data.Intent
		}{
			{"Email", "y", data.Copy{Text: accountOf(t, sandbox.StateDemo).Account.Value.Email, What: "the email address", Secret: true}},
			{"API keys", "enter", data.OpenURL{Address: model.KeysPage, What: "your API keys page"}},
			{"API keys", "Y", data.Copy{Text: string(model.KeysPage), What: "the address of your API keys page", Whole: true}},
			{"Refund policy", "o", data.OpenURL{Address: model.RefundPolicy, What: "the refund policy"}},
			{"Billing portal", "enter", data.ManageBilling{}},
			{"Use another key", "enter", data.ChangeKey{}},
			{"Write to", "enter", support},
			{"Write to", "o", support},
			{"Write to", "y", support},
		} {
			p := drawn(newAccount, accountOf(t, sandbox.StateDemo), true, size.width, size.height)
			seek(t, p, test.line)
			if got := press(t, p, test.key); got != test.want {
				t.Errorf("%s: %s on %q asks for %#v, want %#v", size.name, test.key, test.line, got, test.want)
			}
		}
	}
}

// TestTheGuideOpensAndCloses also reaches every link of the guide by keys, and checks that the
// URL policy lets each be opened.
func TestTheGuideOpensAndCloses(t *testing.T) {
	for _, size := range sizes {
		p := drawn(newAccount, accountOf(t, sandbox.StateDemo), true, size.width, size.height)
		seek(t, p, "How credits work")
		if got := press(t, p, "enter"); got != nil {
			t.Fatalf("the guide asks for %v", got)
		}
		met := map[model.URL]bool{}
		for range 120 {
			if open, is := press(t, p, "o").(data.OpenURL); is {
				met[open.Address] = true
			}
			press(t, p, "down")
		}
		for _, section := range model.Guide() {
			for _, paragraph := range section.Paragraphs {
				if paragraph.Link != "" && !met[paragraph.Link] {
					t.Errorf("%s: no way to %s", size.name, paragraph.Link)
				}
			}
		}
		for address := range met {
			if err := (model.URLPolicy{}).CheckURL(address); err != nil {
				t.Error(err)
			}
		}
		body, _ := p.View()
		if !strings.Contains(body, "CREDITS AND PRICING") {
			t.Errorf("%s: the guide was left", size.name)
		}
		press(t, p, "esc")
		if body, _ = p.View(); strings.Contains(body, "CREDITS AND PRICING") {
			t.Errorf("%s: esc does not leave the guide", size.name)
		}
		if _, taken := p.Key(keyPress("esc")); taken {
			t.Errorf("%s: esc is taken outside the guide", size.name)
		}
	}
}

// TestDownShowsEveryLine scrolls down pages that do not fit, and checks that every line was
// visible once.
func TestDownShowsEveryLine(t *testing.T) {
	for _, test := range []struct {
		name string
		new  func(*theme.Theme) pane.Pane
		open []string
	}{{"plans", newPlans, nil}, {"account", newAccount, nil}, {"guide", newAccount, []string{"enter"}}} {
		for _, width := range []int{60, 110} {
			whole := drawn(test.new, accountOf(t, sandbox.StateDemo), true, width, 23) // as tall as short layouts can be
			part := drawn(test.new, accountOf(t, sandbox.StateDemo), true, width, 11)
			press(t, whole, test.open...)
			press(t, part, test.open...)
			seen := map[string]bool{}
			look := func() {
				body, _ := part.View()
				for line := range strings.Lines(body) {
					seen[bare(line)] = true
				}
			}
			for look(); len(seen) < 500; look() {
				before, _ := part.View()
				press(t, part, "down")
				if after, _ := part.View(); after == before {
					break
				}
			}
			for range 12 {
				body, _ := whole.View()
				for line := range strings.Lines(body) {
					if text := bare(line); text != "" && !seen[text] && !strings.Contains(text, " of ") {
						t.Errorf("%s at %d: never in sight: %q", test.name, width, text)
					}
				}
				press(t, whole, "pgdown")
			}
		}
	}
}

// bare is a line without escape codes, cursor marks and scroll marks.
func bare(line string) string {
	return strings.TrimSpace(strings.NewReplacer("▸", " ", "┃", "", "│", "").Replace(ansi.Strip(line)))
}

// TestOnlyTheLastFourOfTheKey finds the last four characters of the key on screen, and no more
// of it.
func TestOnlyTheLastFourOfTheKey(t *testing.T) {
	body, _ := drawn(newAccount, accountOf(t, sandbox.StateDemo), true, 140, 35).View()
	if text := ansi.Strip(body); strings.Contains(text, "prod_") || !strings.Contains(text, "…a1b2") {
		t.Error("the sign-in does not show the key's last four characters alone")
	}
}

// TestOfferPanesInAnyRoom draws random offers in random sizes after random keys, and checks
// that the body fits and nothing panics.
func TestOfferPanesInAnyRoom(whole *testing.T) {
	names := []string{"up", "down", "left", "right", "pgup", "pgdown", "g", "G", "m", "enter", "esc", "o", "y"}
	rapid.Check(whole, func(t *rapid.T) {
		s := conditioned(whole, rapid.IntRange(0, len(conditions)-1).Draw(t, "condition"))
		s.Plans.Value = append(s.Plans.Value, rapid.SliceOfN(rapid.Custom(anyPlan), 0, 5).Draw(t, "plans")...)
		s.Packs.Value = append(s.Packs.Value, rapid.SliceOfN(rapid.Custom(anyPack), 0, 30).Draw(t, "packs")...)
		width, height := rapid.IntRange(56, 200).Draw(t, "width"), rapid.IntRange(8, 60).Draw(t, "height")
		kind := rapid.SampledFrom(offerPanes).Draw(t, "pane")
		p := drawn(kind.new, s, true, width, height)
		for _, name := range rapid.SliceOfN(rapid.SampledFrom(names), 0, 5).Draw(t, "keys") {
			p.Key(keyPress(name))
			p.Help()
			body, _ := p.View()
			if lines := strings.Count(body, "\n") + 1; lines != height {
				t.Fatalf("%s after %s: %d lines, want %d", kind.name, name, lines, height)
			}
			for line := range strings.Lines(body) {
				if w := ansi.StringWidth(strings.TrimRight(line, "\n")); w != width {
					t.Fatalf("%s after %s: a line of %d cells, want %d: %q", kind.name, name, w, width, ansi.Strip(line))
				}
			}
		}
	})
}

func anyPlan(t *rapid.T) model.Plan {
	text := rapid.StringMatching(`[a-z日é ]{0,40}`)
	plan := model.Plan{Slug: text.Draw(t, "slug"), Name: text.Draw(t, "name"), BestFor: text.Draw(t, "best for")}
	if rapid.Bool().Draw(t, "priced") {
		plan.CreditsPerMonth = credits(rapid.Int64Range(0, 1_000_000).Draw(t, "credits"))
		plan.Prices = []model.Price{{
			Interval: rapid.SampledFrom([]model.Interval{model.Monthly, model.Yearly, "decade", ""}).Draw(t, "interval"),
			Money:    anyMoney(t),
		}}
	}
	for range rapid.IntRange(0, 4).Draw(t, "features") {
		plan.Features = append(plan.Features, model.Feature{
			Key: text.Draw(t, "key"), Label: text.Draw(t, "label"), Included: rapid.Bool().Draw(t, "has"), Note: model.OptionalString(text.Draw(t, "note")),
		})
	}
	return plan
}

func anyPack(t *rapid.T) model.Pack {
	return model.Pack{
		Slug: "p", Name: rapid.StringMatching(`[a-z日é ]{0,40}`).Draw(t, "name"), Credits: model.Credits(rapid.Int64Min(-1<<62).Draw(t, "credits")), Price: anyMoney(t),
	}
}

func anyMoney(t *rapid.T) model.Money {
	return model.Money{Amount: rapid.Int64().Draw(t, "amount"), Currency: rapid.SampledFrom([]string{"USD", "JPY", "KWD", "XTS", ""}).Draw(t, "currency")}
}
