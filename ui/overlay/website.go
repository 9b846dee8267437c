package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
)

// WebsiteWatch is the card of a visit to the website, during which the account is watched for
// changes.
type WebsiteWatch struct {
	base
	qr bool // Q was pressed
}

// NewWebsiteWatch makes the overlay for the visit of the state.
func NewWebsiteWatch() *WebsiteWatch { return &WebsiteWatch{} }

// OnClose leaves the visit: a watch that has ended is dropped.
func (v *WebsiteWatch) OnClose() data.Intent { return data.LeaveWebsite{} }

// Help returns the key bindings that are active now.
func (v *WebsiteWatch) Help() []key.Binding {
	visit := v.state.WebsiteWatch
	if visit == nil || visit.Over {
		return []key.Binding{v.keys.OpenAgain, v.keys.CopyAddress, v.keys.Back}
	}
	return v.pageHelp(v.page(visit))
}

// Key opens, copies, stops or closes the card.
func (v *WebsiteWatch) Key(msg tea.KeyPressMsg) data.Intent {
	visit := v.state.WebsiteWatch
	switch {
	case visit == nil, key.Matches(msg, v.keys.LeaveOrder, v.keys.Quit):
		return data.Close{}
	case key.Matches(msg, v.keys.OpenAgain):
		return data.OpenWebsite{Account: visit.Account}
	case key.Matches(msg, v.keys.CopyAddress):
		return data.Copy{Text: string(visit.Page.Address), What: "the address of " + visit.Page.What, Whole: true}
	case key.Matches(msg, v.keys.ShowQR) && !visit.Over:
		if v.qrPanel(visit.Page.Address) != nil {
			v.qr, v.scrolled = !v.qr, 0
		}
	case key.Matches(msg, v.keys.CancelOrder) && !visit.Over:
		return data.EndWebsiteWatch{}
	case key.Matches(msg, v.keys.Refresh):
		return data.RefreshAll{}
	default:
		v.scroll(msg)
	}
	return nil
}

// View draws the visit.
func (v *WebsiteWatch) View() (string, *tea.Cursor) {
	visit := v.state.WebsiteWatch
	if visit == nil {
		return v.card("On the website", nil, v.Help()), nil
	}
	page := v.page(visit)
	if !visit.Over && (len(visit.Observations) == 0 || v.code(page) != nil) {
		return v.pageCard(page), nil
	}
	// Changes come first.
	news := joined(v.seen(visit), v.text(v.theme.Muted, v.watched(visit)), v.trouble(visit))
	blocks := append([][]string{news}, v.pageBlocks(page, v.text(v.theme.Text, v.opened(visit)))...)
	return v.card(page.title, joined(blocks...), v.Help()), nil
}

// page is the website's page.
func (v *WebsiteWatch) page(visit *data.WebsiteWatch) page {
	stop := keymap.As(v.keys.CancelOrder, "stop watching")
	return page{
		title: "On the website", address: visit.Page.Address, browser: visit.Browser, toggled: v.qr,
		keys:  []key.Binding{v.keys.OpenAgain, v.keys.CopyAddress, v.keys.ShowQR, stop, v.keys.LeaveOrder},
		words: func(b base) [][]string { return (&WebsiteWatch{base: b}).words(visit) },
	}
}

// words are the whole text without the reason for the visit, and only the changes.
func (v *WebsiteWatch) words(visit *data.WebsiteWatch) [][]string {
	news, watched := joined(v.seen(visit), v.trouble(visit)), v.text(v.theme.Muted, v.watched(visit))
	return [][]string{joined(v.text(v.theme.Text, v.opened(visit)), news, watched), joined(news, watched), news}
}

// opened says why the user has to continue on the website.
func (v *WebsiteWatch) opened(visit *data.WebsiteWatch) string {
	why, where := "This server sells nothing itself. ", "Plans and credit packs are bought on the website"
	if visit.Account {
		why, where = "This server has no billing portal. ", "Your plan is changed on the website, under Settings, Manage Subscription"
	}
	if visit.Browser != "" {
		return why + where + "."
	}
	return why + where + ": " + visit.Page.What + " is open in your browser."
}

// seen is the current balance and plan, or how they changed.
func (v *WebsiteWatch) seen(visit *data.WebsiteWatch) []string {
	if len(visit.Observations) == 0 {
		if !v.state.Account.Loaded {
			return nil
		}
		account := v.state.Account.Value
		return append(v.field("Balance", format.Credits(account.Credits)), v.field("Plan", model.PlanName(account.Plan))...)
	}
	var lines []string
	for _, seen := range visit.Observations {
		lines = append(lines, v.field(format.Clock(seen.At, v.state.Location), seen.Text)...)
	}
	return lines
}

// watched says what is watched and until when, and what cannot be known.
func (v *WebsiteWatch) watched(visit *data.WebsiteWatch) string {
	until := format.Clock(visit.Until, v.state.Location)
	text, told := "Your balance and your plan are watched until "+until+".", " Changes are shown here."
	switch {
	case visit.Over:
		told = ""
		text = v.over(visit, until)
	case visit.Err != nil && v.state.Now.After(visit.Until):
		text = "Your account is looked at once more when that works again."
	}
	if v.state.Identity.Sandbox {
		return text + " This is the sandbox: its pages are made up, and no card is charged."
	}
	return text + told + " Whether a payment was received, only the website knows."
}

// over says how the watch ended.
func (v *WebsiteWatch) over(visit *data.WebsiteWatch, until string) string {
	switch {
	case visit.Err != nil:
		since := format.ShortTime(visit.Looked, v.state.Now, v.state.Location)
		return "Your account could not be looked at since " + since + ". It is no longer watched; the balance is refreshed as usual."
	case len(visit.Observations) == 0:
		return "Nothing was seen until " + until + ". It is no longer watched; the balance is refreshed as usual."
	}
	return "Watched until " + until + "."
}

func (v *WebsiteWatch) trouble(visit *data.WebsiteWatch) []string {
	if visit.Err == nil || visit.Over {
		return nil
	}
	return v.text(v.theme.Bad, visit.Err.Error())
}
