package sandbox

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// Over random years of it, a subscription that is paid brings a month's credits
// each month, on its own day, whatever the interval; it charges once a period;
// and it ends only when it was cancelled or stayed unpaid.
func TestSubscriptionOverRandomYears(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		begun := noon.Add(time.Duration(rapid.Int64Range(0, int64(5*365*24*time.Hour)).Draw(t, "begin")))
		interval := rapid.SampledFrom([]model.Interval{model.Monthly, model.Yearly}).Draw(t, "interval")
		s := subscribe("pro", interval, begun)
		grants, charges := 1, 1
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"", "", "", "", "cancel", "keep", "lower", "decline"}).Draw(t, "act") {
			case "cancel":
				s.cancel, s.pending = true, ""
			case "keep":
				s.cancel, s.pending, s.declines = false, "", false
			case "lower":
				s.pending, s.cancel = "starter", false
			case "decline":
				s.declines = true
			}
			before := s
			at, ok := s.next()
			if !ok {
				t.Fatal("nothing comes next of a plan that is on")
			}
			var done change
			s, done = s.step()
			if !done.at.Equal(at) || at.Before(begun) {
				t.Fatalf("%v happened at %s, which was due at %s", done, done.at, at)
			}
			checkStep(t, before, s, done)
			if done.credits {
				grants++
			}
			if done.charged {
				charges++
			}
			if done.ended {
				return
			}
			if got := s.months + s.granted; got != grants && s.status == model.StatusActive {
				t.Fatalf("%d months have begun and %d brought credits", got, grants)
			}
			if want := s.months/s.length() + 1; charges != want {
				t.Fatalf("%d periods and %d charges", want, charges)
			}
		}
	})
}

func checkStep(t *rapid.T, before, after subscription, done change) {
	switch {
	case done.ended:
		if !before.cancel && before.attempts != len(retryDays)-1 {
			t.Fatalf("it ended by itself: %+v", before)
		}
		if _, more := after.next(); more || after.status != model.StatusCanceled || after.plan != "" {
			t.Fatalf("after its end it is %+v", after)
		}
	case done.charged:
		if done.plan != before.due() || after.pending != "" || after.status != model.StatusActive {
			t.Fatalf("charged for %s: %+v became %+v", done.plan, before, after)
		}
	case done.credits && before.interval != model.Yearly:
		t.Fatalf("credits without a charge by the month: %+v", before)
	case !done.credits && after.status != model.StatusPastDue:
		t.Fatalf("nothing came, and it is %+v", after)
	}
	if before.pending == "" && after.plan != before.plan && !done.ended {
		t.Fatalf("%s became %s by itself", before.plan, after.plan)
	}
}

func TestRenewalKeepsItsDay(t *testing.T) {
	first := time.Date(2027, 1, 31, 9, 30, 0, 0, time.UTC)
	for months, want := range []string{"2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"} {
		if got := addMonths(first, months).Format("2006-01-02"); got != want {
			t.Errorf("%d months after the 31st: %s, want %s", months, got, want)
		}
	}
	if got := addMonths(first, 13).Format("2006-01-02 15:04"); got != "2028-02-29 09:30" {
		t.Errorf("in a leap year: %s", got)
	}
}

// Roll-over: a renewal adds the plan's credits to whatever is left
// (credits-and-pricing: "What happens to unused credits?").
func TestRenewalAddsToWhatIsLeft(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 100})
	before := get[model.Account](b, "/api/account").Credits
	sub := get[model.Subscription](b, "/api/subscription")
	b.clock.move(sub.NextCreditsAt.Sub(noon))
	if got := get[model.Account](b, "/api/account").Credits; got != before+4000*model.Credit {
		t.Errorf("%s and a renewal of 4,000 are %s", before, got)
	}
	row := b.history("&type=subscription")[0]
	if row.CheckoutID != "" || row.Payment == nil || row.Payment.Amount != 2900 || !row.CreatedAt.Equal(sub.NextCreditsAt.Time) {
		t.Errorf("the renewal is %+v", row)
	}
	renewed := get[model.Subscription](b, "/api/subscription")
	if !renewed.CurrentPeriodStart.Equal(sub.CurrentPeriodEnd.Time) {
		t.Errorf("the next period begins %s after one that ends %s", renewed.CurrentPeriodStart, sub.CurrentPeriodEnd)
	}
}

// A yearly plan brings credits monthly and is charged yearly (billing-api, rule 3).
func TestYearlyPlanBringsMonthlyCredits(t *testing.T) {
	b := serve(t, Options{Seed: 1, State: StateEmpty})
	session := b.opened("a", `{"kind":"plan","slug":"starter","interval":"year"}`)
	b.press("/checkout/"+session.ID+"/pay", nil)
	sub := get[model.Subscription](b, "/api/subscription")
	if month, year := noon.AddDate(0, 1, 0), noon.AddDate(1, 0, 0); !sub.NextCreditsAt.Equal(month) || !sub.NextCharge.At.Equal(year) || !sub.CurrentPeriodEnd.Equal(year) {
		t.Errorf("%+v", sub)
	}
	b.clock.move(366 * 24 * time.Hour)
	rows := b.history("")
	charged := 0
	for _, row := range rows {
		if row.Payment != nil {
			charged++
		}
	}
	if len(rows) != 13 || charged != 2 || rows[0].Balance != 13_000*model.Credit {
		t.Errorf("after a year: %d rows, %d charges, %s credits", len(rows), charged, rows[0].Balance)
	}
}
