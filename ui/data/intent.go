package data

import (
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/model/purchase"
)

// Intent is what a person asked a pane for. Panes return intents and never start
// anything themselves; nil is no intent.
type Intent interface{ intent() }

// OpenURL asks for an address in the browser.
type OpenURL struct {
	Address model.URL
	What    string // for the notice: "the pricing page"
}

// Copy asks for a text on the clipboard.
type Copy struct {
	Text string
	What string // for the notice: "the support address"
}

// SearchHistory asks for a search of the history. One that is under way is given up.
type SearchHistory struct {
	Search Search
	Pane   int // to go to besides, 0 for none
}

// ShowRows asks for rows in the Transactions pane: those that a filter finds in a range of
// days and, of them, those of a part of a chart.
type ShowRows struct {
	All    bool   // rows of every type, and not of generations alone
	Filter string // as typed
	Days   model.DayRange
	Part   string        // names the part; empty for all
	Query  history.Query // finds its rows
	Back   int           // the pane to which esc leads back, 0 for none
}

// ShowUsage asks for what generations used that a filter finds in a range of days.
type ShowUsage struct {
	Filter string
	Days   model.DayRange
}

// ExportUsage asks to write a use to a file.
type ExportUsage struct{ Usage insight.Usage }

// ExportRows asks to write the rows that are shown to a file.
type ExportRows struct{}

// WriteFile asks to write them to this one. Overwrite is the consent to replace a
// file that is there.
type WriteFile struct {
	Path      string
	Overwrite bool
}

// ShowRow asks for all that is known of a transaction.
type ShowRow struct{ Row model.Transaction }

// ShowGeneration asks for all that is known of a generation.
type ShowGeneration struct{ ID model.ID }

// BuyCredits asks for what buys credits now: the order under way, the visit to the website,
// or the packs.
type BuyCredits struct{}

// ReadGuide asks for the page "How credits work".
type ReadGuide struct{}

// ShowWhatIf asks what a use that a person thinks of would cost.
type ShowWhatIf struct{}

// KeepUse asks to compare plans for a use in each month, in place of that of the history.
type KeepUse struct{ Credits model.Credits }

// ShowCost asks for all that is known of the price of a model.
type ShowCost struct {
	Cost insight.Cost
	Rows ShowRows // its rows
}

// Buy asks to buy an item; a confirmation follows.
type Buy struct{ Item model.Item }

// OpenWebsite asks for the website's pricing page, or for its account page, where the
// server itself sells and manages nothing, and to watch the account meanwhile.
// KeyConfirmed says that the exported key's account is meant.
type OpenWebsite struct{ Account, KeyConfirmed bool }

// EndWebsiteWatch asks to stop watching the account.
type EndWebsiteWatch struct{}

// ShowOrder asks for all that is known of an order that is kept.
type ShowOrder struct{ Order model.Order }

// ConfirmOrder says yes to the order on screen, or repeats it where its answer was
// lost: the same order, never a second one.
type ConfirmOrder struct{}

// AnswerQuestion answers the question that stands before a new order.
type AnswerQuestion struct{ Choice purchase.Choice }

// AcknowledgeOrders says that the person knows that kept orders could not be read.
type AcknowledgeOrders struct{}

// ReopenOrder asks for the order's page in the browser again.
type ReopenOrder struct{}

// CancelOrder asks the server to cancel the order's session.
type CancelOrder struct{}

// UseKey asks to sign in with a key. AllowFile is the consent to keep it in a file
// where no keyring answers.
type UseKey struct {
	Key       string
	AllowFile bool
}

// SignInFromBrowser asks to sign in from the browser, with a new code.
type SignInFromBrowser struct{}

// OpenDevicePage asks for the page of that sign-in in the browser again.
type OpenDevicePage struct{}

// KeepInFile is the consent to keep the key of that sign-in in a file.
type KeepInFile struct{}

// CancelDevice asks to give that sign-in up.
type CancelDevice struct{}

// ShowProfiles asks for the list of profiles.
type ShowProfiles struct{}

// AskProfiles asks the servers of all profiles how their accounts stand.
type AskProfiles struct{}

// UseProfile asks to open another profile.
type UseProfile struct{ Profile account.Profile }

// ConfirmExportedKey confirms that the order on screen is for the account of the
// exported key, and not for the profile that it takes precedence over.
type ConfirmExportedKey struct{}

// OpenDemo asks for the embedded sandbox.
type OpenDemo struct{}

// ManageBilling asks for the customer's billing portal.
type ManageBilling struct {
	Plan         string // the slug of the plan that was chosen, "" for none
	KeyConfirmed bool   // the exported key's is meant, and not that of the profile that it takes precedence over
}

// ShowPlan asks what choosing a plan would mean; the zero Plan is none, a
// cancellation.
type ShowPlan struct {
	Plan     model.Plan
	Interval model.Interval
}

// SwitchPane asks for a pane by its number.
type SwitchPane struct{ Pane int }

// RunCommand asks for what a command of the palette does, which its card closes for.
type RunCommand struct {
	Name   string // of one that is remembered as run lately; empty: it is not
	Intent Intent
}

// UseTheme asks for a theme as long as the program runs; with Preview, as long as the
// palette shows it, and without a name for the one before.
type UseTheme struct {
	Name    string
	Preview bool
}

// ShowQuantities asks what quantities come to: "40 images, 90 s veo-3.1".
type ShowQuantities struct{ Text string }

// EditBudget asks for the card that takes a budget.
type EditBudget struct{}

// SetBudget asks to keep a budget, nil for none.
type SetBudget struct{ Budget *insight.Budget }

// EnterPrice asks for the card that takes the price of a plan or a pack, where the server tells
// none.
type EnterPrice struct {
	Kind model.ItemKind
	Slug string // empty for another pack
}

// SetPrices asks to keep what was typed of a plan or a pack; one that says nothing is forgotten.
type SetPrices struct {
	Plan *model.Plan
	Pack *model.Pack
}

// NameChange asks what an observed change of the balance was.
type NameChange struct{ Row model.Transaction }

// SetChangeName asks to keep what a change was, the zero name for nothing.
type SetChangeName struct {
	Change model.ID // the id of its row
	Name   derive.Name
}

// AuditHistory asks whether the history adds up.
type AuditHistory struct{}

// ShowHelp asks for the keys; with Filter, for what a filter can say.
type ShowHelp struct{ Filter bool }

// Quit asks to leave the program.
type Quit struct{}

// RefreshAll asks for everything anew.
type RefreshAll struct{}

// ChangeKey asks for the sign-in screen.
type ChangeKey struct{}

// Close asks for the overlay on top to go.
type Close struct{}

// LeaveOrder says that the panel of an order was closed.
type LeaveOrder struct{}

// LeaveWebsite says that the panel of a visit to the website was closed.
type LeaveWebsite struct{}

// CancelExport asks to give up the export that is under way.
type CancelExport struct{}

// CancelOpening asks to give up the profile that is being opened.
type CancelOpening struct{}

func (OpenURL) intent()            {}
func (Copy) intent()               {}
func (SearchHistory) intent()      {}
func (ShowRows) intent()           {}
func (ShowUsage) intent()          {}
func (ExportUsage) intent()        {}
func (ExportRows) intent()         {}
func (WriteFile) intent()          {}
func (ShowRow) intent()            {}
func (ShowGeneration) intent()     {}
func (ShowCost) intent()           {}
func (ShowWhatIf) intent()         {}
func (KeepUse) intent()            {}
func (Buy) intent()                {}
func (BuyCredits) intent()         {}
func (ReadGuide) intent()          {}
func (ManageBilling) intent()      {}
func (ShowPlan) intent()           {}
func (SwitchPane) intent()         {}
func (RunCommand) intent()         {}
func (UseTheme) intent()           {}
func (ShowQuantities) intent()     {}
func (AuditHistory) intent()       {}
func (EditBudget) intent()         {}
func (EnterPrice) intent()         {}
func (SetPrices) intent()          {}
func (NameChange) intent()         {}
func (SetChangeName) intent()      {}
func (SetBudget) intent()          {}
func (ShowHelp) intent()           {}
func (Quit) intent()               {}
func (RefreshAll) intent()         {}
func (ChangeKey) intent()          {}
func (Close) intent()              {}
func (LeaveOrder) intent()         {}
func (LeaveWebsite) intent()       {}
func (CancelExport) intent()       {}
func (CancelOpening) intent()      {}
func (ShowOrder) intent()          {}
func (ConfirmOrder) intent()       {}
func (AnswerQuestion) intent()     {}
func (AcknowledgeOrders) intent()  {}
func (ReopenOrder) intent()        {}
func (CancelOrder) intent()        {}
func (UseKey) intent()             {}
func (OpenDemo) intent()           {}
func (SignInFromBrowser) intent()  {}
func (OpenDevicePage) intent()     {}
func (KeepInFile) intent()         {}
func (CancelDevice) intent()       {}
func (ShowProfiles) intent()       {}
func (UseProfile) intent()         {}
func (AskProfiles) intent()        {}
func (ConfirmExportedKey) intent() {}
func (OpenWebsite) intent()        {}
func (EndWebsiteWatch) intent()    {}
