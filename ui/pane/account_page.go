package pane

import (
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// accountColumns is the width from which the page has two columns.
const accountColumns = 112

// accountPage lays out the facts of the account and its links as lines, in one column or, on
// wide terminals, in two.
func accountPage(t *theme.Theme, keys keymap.Map, s *data.State, width, selected int) ([]string, []place) {
	if width < accountColumns {
		w := &factWriter{theme: t, state: s, keys: keys, width: width, selected: selected}
		w.learn()
		w.facts(s)
		w.budget(s)
		w.orders(s)
		w.spending(s)
		w.links(s)
		return w.lines, w.places
	}
	column := width*45/100 - columnGap
	left := &factWriter{theme: t, state: s, keys: keys, width: column, selected: selected}
	left.facts(s)
	right := &factWriter{theme: t, state: s, keys: keys, width: width - column - columnGap, selected: selected - len(left.places)}
	right.title("LEARN")
	right.learn()
	right.budget(s)
	right.orders(s)
	right.spending(s)
	right.links(s)
	return widget.JoinHorizontal(left.lines, right.lines, column, columnGap), append(left.places, right.places...)
}

// factWriter writes labelled facts as lines.
type factWriter struct {
	state    *data.State
	theme    *theme.Theme
	keys     keymap.Map
	width    int
	selected int // index of the place under the cursor, if it is in this column
	lines    []string
	places   []place
}

// factLabel is the width of labels, with the cursor's mark.
const factLabel = 20

func (w *factWriter) title(text string) {
	if len(w.lines) > 0 {
		w.lines = append(w.lines, "")
	}
	w.lines = append(w.lines, w.theme.Title.Render(text))
}

// fact writes a label and a text, wrapped.
func (w *factWriter) fact(label, text string) {
	if text == "" {
		return
	}
	for i, line := range w.theme.Wrap(w.state.Masked(w.keys.Say(text)), w.width-factLabel) {
		if i > 0 {
			label = ""
		}
		w.lines = append(w.lines, w.theme.Muted.Render(widget.PadRight("  "+label, factLabel))+line)
	}
}

// text writes a remark over the whole width.
func (w *factWriter) text(text string) {
	w.lines = append(w.lines, widget.Indent(w.theme.Wrap(w.state.Masked(text), w.width-2), 2)...)
}

// item writes a fact with an action: wrapped, or cut where it is one word, such as an address.
func (w *factWriter) item(label, text string, act action) {
	w.places = append(w.places, place{len(w.lines), act})
	chosen := len(w.places)-1 == w.selected
	mark := "  "
	if chosen {
		mark = "▸ "
	}
	lines := w.theme.Wrap(w.state.Masked(w.keys.Say(text)), w.width-factLabel)
	if !strings.Contains(text, " ") {
		lines = []string{widget.Truncate(w.state.Masked(text), w.width-factLabel)}
	}
	for i, line := range lines {
		if i > 0 {
			mark, label = "  ", ""
		}
		name := widget.PadRight(mark+label, factLabel)
		if chosen {
			line = w.theme.Selected.Render(widget.PadRight(name+line, w.width))
		} else {
			line = w.theme.Muted.Render(name) + line
		}
		w.lines = append(w.lines, line)
	}
}

func (w *factWriter) facts(s *data.State) {
	w.title("ACCOUNT")
	w.account(s)
	w.title("SUBSCRIPTION")
	w.subscription(s)
	w.title("SIGN-IN")
	w.signIn(s)
	w.title("WHAT THIS SERVER OFFERS")
	w.offers(s)
}

func (w *factWriter) account(s *data.State) {
	switch account := s.Account.Value; {
	case s.Account.Loaded:
		w.item("Email", s.Email(), copyingSecret(account.Email, "the email address"))
		id := string(account.ID)
		w.item("Account id", s.Secret(id), copyingSecret(id, "the account id"))
		if id == "" {
			w.fact("", "The server gave none.")
		} else if !account.ID.Canonical() {
			w.fact("", "Not the usual 24 hex digits; shown as it came.")
		}
		w.fact("Plan", message.Plan(account, s.Subscription.Value))
		w.fact("Balance", format.Credits(account.Credits))
		w.fact("Member since", format.Date(account.CreatedAt.Time, s.Now, s.Location))
	case s.Account.Err != nil:
		w.text("Your account could not be read. " + s.Account.Err.Error())
	default:
		w.text("Reading your account …")
	}
}

func (w *factWriter) subscription(s *data.State) {
	sub := s.Subscription.Value
	switch {
	case !s.Subscription.Loaded && s.Subscription.Err != nil:
		w.text("Your subscription could not be read. " + s.Subscription.Err.Error())
		return
	case !s.Subscription.Loaded:
		w.text("Reading your subscription …")
		return
	case s.Subscription.Provenance != model.Billed:
		w.text("This server says the plan only. Dates and charges are on your account page.")
		return
	case !sub.Subscribed():
		w.fact("Status", message.Status(sub))
		w.fact("", "Credits you have stay yours.")
		return
	case sub.Stalled():
		w.fact("Status", message.Status(sub))
		w.fact("", "Nothing is promised of it. The billing portal has it ({portal}).")
		return
	}
	day := func(at model.Time) string { return format.Date(at.Time, s.Now, s.Location) }
	w.fact("Status", standingOf(s))
	if sub.Interval != "" {
		w.fact("Paid", format.BillingInterval(sub.Interval))
	}
	if !sub.CurrentPeriodStart.IsZero() && !sub.CurrentPeriodEnd.IsZero() {
		w.fact("This period", day(sub.CurrentPeriodStart)+" – "+day(sub.CurrentPeriodEnd))
	}
	if !sub.NextCreditsAt.IsZero() {
		w.fact("Next credits", nextCredits(s))
	}
	if sub.NextCharge != nil {
		w.fact("Next charge", sub.NextCharge.String()+" on "+day(sub.NextCharge.At))
	} else {
		w.fact("Next charge", "none")
	}
	if sub.PendingPlan != "" && !sub.CancelAtPeriodEnd {
		w.fact("Change", model.PlanName(string(sub.PendingPlan))+" from "+day(sub.CurrentPeriodEnd))
	}
}

// nextCredits says how many credits the plan brings next, and when.
func nextCredits(s *data.State) string {
	sub := s.Subscription.Value
	when := "on " + format.Date(sub.NextCreditsAt.Time, s.Now, s.Location)
	if sub.Status == model.StatusPastDue {
		when = "once the payment succeeds"
	}
	if plan, known := model.FindPlan(s.Plans.Value, nextPlan(sub)); known && plan.CreditsPerMonth != nil {
		return "+" + format.Amount(*plan.CreditsPerMonth) + " " + when + ", on top"
	}
	return when
}

// standingOf is the status of the subscription and, for a cancelled one, when it ends.
func standingOf(s *data.State) string {
	sub := s.Subscription.Value
	if sub.CancelAtPeriodEnd {
		return "cancelled: yours until " + format.Date(sub.CurrentPeriodEnd.Time, s.Now, s.Location) + ", credits stay"
	}
	if sub.Trial() {
		return "trial until " + format.Date(sub.CurrentPeriodEnd.Time, s.Now, s.Location)
	}
	return message.Status(sub)
}

func (w *factWriter) signIn(s *data.State) {
	id := s.Identity
	if id.Sandbox {
		w.fact("Sandbox", "Made-up account, no card is charged.")
	}
	if id.KeyLast4 != "" {
		text := "…" + id.KeyLast4
		if id.KeySource != "" {
			text += ", from " + id.KeySource
		}
		w.fact("API key", text)
	} else {
		w.fact("API key", id.KeySource)
	}
	switch {
	case id.OverriddenKeyPath != "":
		w.fact("Profile", "none: the exported key takes precedence over the one in "+id.OverriddenKeyPath)
	case id.OverriddenProfile != "":
		w.fact("Profile", "none: the exported key takes precedence over profile "+id.OverriddenProfile)
	case id.Profile != "":
		w.fact("Profile", id.Profile)
	case !id.Sandbox:
		w.fact("Profile", "default")
	}
	w.fact("API", model.Clean(id.BaseURL))
	if s.Location != nil {
		w.fact("Days and times", zoneName(s.Now.In(s.Location)))
	}
}

// zoneName is the zone that days and times on screen follow: "CET (UTC+01:00)".
func zoneName(t time.Time) string {
	offset := t.Format("UTC-07:00")
	if name := t.Format("MST"); name != "UTC" && name[0] != '+' && name[0] != '-' {
		return name + " (" + offset + ")"
	}
	return offset
}

func (w *factWriter) offers(s *data.State) {
	offer := func(label string, has bool, err error, provenance model.Provenance, words map[model.Provenance]string) {
		switch {
		case has && words[provenance] != "":
			w.fact(label, words[provenance])
		case has:
			w.fact(label, string(provenance))
		case err != nil:
			w.fact(label, "not known, the last try failed")
		default:
			w.fact(label, "…")
		}
	}
	offer("Transactions", s.History.Loaded, s.History.Err, s.History.Provenance, map[model.Provenance]string{
		model.Billed: "billed: the server's own ledger", model.Estimated: "estimated from generations and prices", model.Unsupported: "not offered",
	})
	_, plansFrom := s.PlanOffers()
	_, packsFrom := s.PackOffers()
	first, last := s.EnteredPrices().Span()
	priced := "with prices, to buy from here"
	if s.ReadOnly {
		priced = "with prices"
	}
	entered := "prices " + message.EnteredOn(first, last, s.Now, s.Location)
	offer("Plans", s.Plans.Loaded, s.Plans.Err, plansFrom, map[model.Provenance]string{
		model.Billed: priced, model.Entered: entered, model.Documented: "documented: prices on the website", model.Unsupported: "not offered",
	})
	offer("Credit packs", s.Packs.Loaded, s.Packs.Err, packsFrom, map[model.Provenance]string{
		model.Billed: priced, model.Entered: entered, model.Documented: "on the website", model.Unsupported: "not offered: they are on the website",
	})
	offer("Subscription", s.Subscription.Loaded, s.Subscription.Err, s.Subscription.Provenance, map[model.Provenance]string{
		model.Billed: "billed: with dates and charges", model.Estimated: "the plan only", model.Documented: "the plan only", model.Unsupported: "not offered: the plan only",
	})
	for i, text := range message.AllLeftOut(s.LeftOut) {
		label := ""
		if i == 0 {
			label = "Left out"
		}
		w.fact(label, text)
	}
}

// learn writes the link to the page "How credits work".
func (w *factWriter) learn() {
	w.item("How credits work", "deducting, refunds, cancelling", action{open: data.ReadGuide{}, help: "read"})
}

// changing writes a fact with an action that changes something; without it where that is not
// offered.
func (w *factWriter) changing(s *data.State, label, text string, act action) {
	if s.ReadOnly {
		w.fact(label, text)
		return
	}
	w.item(label, text, act)
}

// budget writes the account's budget, with the key that changes it.
func (w *factWriter) budget(s *data.State) {
	w.title("BUDGET")
	set := action{open: data.EditBudget{}, help: "set a budget"}
	b := s.Budget.Value
	switch {
	case s.Budget.Err != nil:
		w.text("Your budget could not be read. " + message.PlainError(s.Budget.Err) + ".")
	case !s.Budget.Loaded:
		w.text("Once your account is read.")
	case b.Budget == nil:
		w.changing(s, "None", "credits a day, week or month ({budget})", set)
	default:
		text := format.Credits(b.Budget.Credits)
		if b.Check != nil {
			text += ", " + message.BudgetShare(*b.Check, b.Unknown, s.Estimated()) + " used"
			if outlook := message.BudgetOutlook(*b.Check); outlook != "" {
				text += ", " + outlook
			}
		}
		w.changing(s, "A "+string(b.Budget.Per), text, set)
	}
}

// orders writes the stored orders: date, item, price and outcome of each.
func (w *factWriter) orders(s *data.State) {
	if len(s.Orders.Value) == 0 && s.OrdersLost == nil {
		return
	}
	w.title("ORDERS OF THE LAST 90 DAYS")
	if s.OrdersLost != nil {
		w.text(message.OrdersLost(s.OrdersLost) + " Before anything is bought, the payment pages that are open at the server are looked at, and you are asked.")
		if !s.ReadOnly {
			w.item("I know", "do not show me this any more", action{open: data.AcknowledgeOrders{}, help: "hide this message"})
		}
	}
	now := s.Now.In(s.Location).Year()
	stamp, _ := dateLayout(s, slices.ContainsFunc(s.Orders.Value, func(o model.Order) bool { return o.At.In(s.Location).Year() != now }), 0)
	for _, order := range s.Orders.Value {
		text := order.Item.Name
		if price := message.OrderPrice(order); price != "" {
			text += "  " + price
		}
		text += "  " + message.Outcome(order.State)
		if refunded := message.Refunded(s.History.Value.RefundsOf(order.TransactionID)); refunded != "" {
			text += ", " + refunded
		}
		show := action{open: data.ShowOrder{Order: order}, help: "show the order"}
		if order.Done() {
			w.item(stamp(order.At.Time), text, show)
		} else {
			w.changing(s, stamp(order.At.Time), text, show)
		}
	}
}

func (w *factWriter) links(s *data.State) {
	if w.keys.SignOut.Enabled() {
		w.manage(s)
	}
	w.title("ON THE WEBSITE")
	for _, link := range []struct {
		label   string
		address model.URL
	}{
		{"API keys", model.KeysPage},
		{"Usage", model.AccountPage},
		{"Account settings", model.AccountPage},
		{"Pricing", model.PricingPage},
		{"Refund policy", model.RefundPolicy},
		{"Guides", model.Guides},
		{"Settings guide", model.SettingsGuide},
		{"First creation", model.FirstCreation},
	} {
		w.item(link.label, shortAddress(link.address), opening(link.address, linkName(link.address)))
	}
	w.title("SUPPORT")
	w.item("Write to", model.Support, copying(model.Support, "the support address"))
	w.fact("", "{open} copies the address.")
}

// manage writes the items that change the plan or the account.
func (w *factWriter) manage(s *data.State) {
	w.title("MANAGE")
	if s.CanCancel() {
		w.item("Cancel the plan", "what you keep, and how", action{open: data.ShowPlan{}, help: "what cancelling means"})
	}
	if s.WithoutPortal() {
		w.item("Account page", "plan and cards: Settings, Manage Subscription", action{open: data.ManageBilling{}, help: "open your account page"})
	} else {
		w.item("Billing portal", "cancel, resume, downgrade, cards", action{open: data.ManageBilling{}, help: "open the billing portal"})
	}
	w.item("Use another key", "or another account ({sign_out})", action{open: data.ChangeKey{}, help: "use another key"})
	if s.Identity.Profiles > 1 {
		w.item("Profiles", "switch to another one ({profiles})", action{open: data.ShowProfiles{}, help: "profiles"})
	}
}
