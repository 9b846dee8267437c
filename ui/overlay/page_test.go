package overlay

import (
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/model/signin"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// panels make every panel that sends somebody to an address.
var panels = map[string]func(s *data.State, address model.URL, why string) Overlay{
	"payment": func(s *data.State, address model.URL, why string) Overlay {
		item := model.Item{Kind: model.KindPlan, Slug: "creator", Name: "Creator", Interval: model.Monthly}
		order := model.Order{
			Item: item, Price: model.Money{Amount: 2900, Currency: "USD"}, State: model.OrderOpened, SessionID: "cs_1",
			URL: address, ExpiresAt: model.Time{Time: s.Now.Add(time.Hour)},
		}
		s.Order = &data.OrderView{Purchase: purchase.Purchase{Order: order, Browser: why}}
		return NewPayment()
	},
	"visit": func(s *data.State, address model.URL, why string) Overlay {
		s.WebsiteWatch = &data.WebsiteWatch{}
		s.WebsiteWatch.Page = data.OpenURL{Address: address, What: "the pricing page"}
		s.WebsiteWatch.Browser, s.WebsiteWatch.Until = why, s.Now.Add(time.Hour)
		return NewWebsiteWatch()
	},
	"sign-in": func(s *data.State, address model.URL, why string) Overlay {
		d := NewDevice()
		code := model.DeviceCode{UserCode: "JRJF-MPVZ", Address: address, Expires: s.Now.Add(time.Hour)}
		d.Show(signin.SignIn{Stage: signin.Waiting, Code: code, Browser: why})
		return d
	},
	"address": func(_ *data.State, address model.URL, why string) Overlay {
		return NewAddress(data.OpenURL{Address: address, What: "the billing portal"}, why)
	},
}

// qrCode is a row of a QR code, and framing what stands around and beside lines.
var (
	qrCode  = regexp.MustCompile(`\x1b\[97;40m[^\x1b]*\x1b\[0m`)
	framing = regexp.MustCompile(`[│┃╭╮╰╯─\s]`)
)

// readsOff is a card's text without frames and spaces, as it is read line by line.
func readsOff(card string) string {
	return framing.ReplaceAllString(ansi.Strip(qrCode.ReplaceAllString(card, "")), "")
}

// TestAddressIsSeenAtOnce shows the whole address, what is due and every key in any
// terminal without scrolling, and nothing but the title before the address.
func TestAddressIsSeenAtOnce(t *testing.T) {
	for name, panel := range panels {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				width, height := rapid.IntRange(60, 180).Draw(t, "width"), rapid.IntRange(16, 60).Draw(t, "height")
				why := rapid.SampledFrom([]string{"", "There is no display here", "there is no graphical screen here: neither DISPLAY nor WAYLAND_DISPLAY is set"}).Draw(t, "why")
				address := model.URL("https://checkout.stripe.com/c/pay/" + rapid.StringMatching(`cs_live_[a-zA-Z0-9]{4,280}`).Draw(t, "id"))
				asked := rapid.Bool().Draw(t, "Q pressed")
				state := &data.State{Now: time.Date(2026, 11, 22, 13, 4, 0, 0, time.UTC), Location: time.UTC}
				shown := panel(state, address, why)
				shown.SetKeys(keymap.Default())
				shown.SetTheme(theme.New(true))
				shown.SetState(state)
				shown.SetSize(width, height-HeaderHeight-FooterHeight)
				byItself, _ := shown.View()
				if asked {
					shown.Key(tea.KeyPressMsg{Code: 'Q', Text: "Q"})
				}
				card, _ := shown.View()
				if w, h := lipgloss.Size(card); w > width || h > height-1 {
					t.Fatalf("a card of %d x %d in a terminal of %d x %d:\n%s", w, h, width, height, ansi.Strip(card))
				}
				text := readsOff(card)
				for _, binding := range shown.Help() {
					if help := binding.Help(); !strings.Contains(text, framing.ReplaceAllString(help.Key+help.Desc, "")) {
						t.Fatalf("no %q:\n%s", help.Key+" "+help.Desc, ansi.Strip(card))
					}
				}
				if due := state.Order; due != nil && !strings.Contains(text, due.Price.String()) {
					t.Fatalf("not how much is due:\n%s", ansi.Strip(card))
				}
				if asked && qrCode.MatchString(card) && !qrCode.MatchString(byItself) {
					return // whoever asks for a code that has little room gets what the rest leaves of the address
				}
				at := strings.Index(text, string(address))
				if at < 0 || at > len("BuyingCreator,paidmonthly·$29.00") {
					t.Fatalf("the address is not whole, or not first:\n%s", ansi.Strip(card))
				}
			})
		})
	}
}

// TestCodeByItself shows the code where no browser was opened, beside the address in
// terminals of the usual sizes, and not where there is a browser.
func TestCodeByItself(t *testing.T) {
	const address = "https://checkout.stripe.com/c/pay/cs_live_0123456789abcdef0123"
	for name, panel := range panels {
		for _, size := range [][2]int{{60, 16}, {80, 24}, {140, 40}} {
			for _, why := range []string{"", "There is no display here"} {
				state := &data.State{Location: time.UTC}
				shown := panel(state, address, why)
				shown.SetKeys(keymap.Default())
				shown.SetTheme(theme.New(true))
				shown.SetState(state)
				shown.SetSize(size[0], size[1]-HeaderHeight-FooterHeight)
				card, _ := shown.View()
				if got, want := qrCode.MatchString(card), why != "" && size[1] > 16; got != want {
					t.Errorf("%s at %v, no browser as %q: a code is shown: %v\n%s", name, size, why, got, ansi.Strip(card))
				}
			}
		}
	}
}
