package data

import (
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/model/purchase"
)

// Intent is a request of the user that a pane or overlay returns. They only return intents and
// never act themselves; nil is no intent.
type Intent interface{ intent() }

// OpenURL asks to open an address in the browser.
type OpenURL struct {
	Address model.URL
	What    string // for the notice: "the pricing page"
}

// Copy asks to copy a text to the clipboard.
type Copy struct {
	Text   string
	What   string // for the notice: "the support address"
	Whole  bool   // a masked one would be of no use: an address, a code
	Secret bool   // an e-mail address or an id, masked in all its characters
}

// SearchHistory asks to search the history. A running search is cancelled.
type SearchHistory struct {
	Search Search
	Pane   int    // pane to show, 0 for none
	Then   Intent // what follows, nil for nothing
}

// ShowRows asks to show rows in the Transactions pane: those that match a filter in a range of
// days and belong to a part of a chart.
type ShowRows struct {
	All    bool   // rows of every type; else of generations alone
	Filter string // as typed
	Days   model.DayRange
	Part   string            // name of the part; empty for all
	Query  history.Query     // finds the rows of the part
	Back   int               // the pane to which esc leads back, 0 for none
	Then   Intent            // what follows when it leads back, nil for nothing
	Row    model.Transaction // the row that the cursor goes to; zero for the first
}

// ShowUsage asks to show in the Usage pane the use that matches a filter in a range of days, or
// a view with the filter that it has.
type ShowUsage struct {
	Filter string
	Days   model.DayRange
	View   string // name of the view; empty for the present one with Filter
}

// ExportUsage asks to write figures of use to a file.
type ExportUsage struct{ Usage insight.Usage }

// ExportForecast asks to write the days of the forecast to a file.
type ExportForecast struct{}

// ExportRows asks to write the rows of the Transactions pane to a file.
type ExportRows struct{}

// WriteFile asks to write the export to a path. Overwrite allows replacing an existing file.
type WriteFile struct {
	Path      string
	Overwrite bool
}

// ShowRow asks to show the detail of a transaction.
type ShowRow struct{ Row model.Transaction }

// ShowGeneration asks to show the detail of a generation.
type ShowGeneration struct{ ID model.ID }

// BuyCredits asks to show how to buy credits: the open order, the visit to the website, or the
// packs.
type BuyCredits struct{}

// ReadGuide asks to show the page "How credits work".
type ReadGuide struct{}

// ShowWhatIf asks for the card that prices a hypothetical use: that of a text, or one still
// to be typed.
type ShowWhatIf struct{ Text string }

// KeepUse asks to compare plans for a monthly use, in place of the history's.
type KeepUse struct {
	Credits model.Credits
	Mark    string // of credits that are estimated or a lower bound; empty for exact ones
}

// ShowCost asks for the card of a model's price.
type ShowCost struct {
	Cost insight.Cost
	Rows ShowRows // the model's rows
}

// Buy asks to buy an item; a confirmation follows.
type Buy struct{ Item model.Item }

// OpenWebsite asks to open the website's pricing or account page, where the server has no
// billing endpoints, and to watch the account meanwhile. KeyConfirmed confirms that the
// exported key's account is meant.
type OpenWebsite struct{ Account, KeyConfirmed bool }

// EndWebsiteWatch asks to stop watching the account.
type EndWebsiteWatch struct{}

// ShowOrder asks to show the detail of a stored order.
type ShowOrder struct{ Order model.Order }

// ConfirmOrder confirms the order on screen, or retries it where its answer was lost: the same
// order, never a second one.
type ConfirmOrder struct{}

// AnswerQuestion answers the question before a new order.
type AnswerQuestion struct{ Choice purchase.Choice }

// AcknowledgeOrders confirms that the user has read that stored orders are damaged.
type AcknowledgeOrders struct{}

// ReopenOrder asks to open the order's payment page in the browser again.
type ReopenOrder struct{}

// CancelOrder asks the server to cancel the order's checkout session.
type CancelOrder struct{}

// UseKey asks to sign in with a key. AllowFile allows storing it in a file where there is no
// keyring.
type UseKey struct {
	Key       string
	AllowFile bool
}

// SignInFromBrowser asks to sign in from the browser, with a new code.
type SignInFromBrowser struct{}

// OpenDevicePage asks to open the page of that sign-in in the browser again.
type OpenDevicePage struct{}

// KeepInFile allows storing the key of that sign-in in a file.
type KeepInFile struct{}

// CancelDevice asks to cancel that sign-in.
type CancelDevice struct{}

// ShowProfiles asks to show the list of profiles.
type ShowProfiles struct{}

// AskProfiles asks to read the accounts of all profiles from their servers.
type AskProfiles struct{}

// UseProfile asks to switch to another profile.
type UseProfile struct{ Profile account.Profile }

// ConfirmExportedKey confirms that the order on screen is for the account of the
// exported key, and not for the profile that it takes precedence over.
type ConfirmExportedKey struct{}

// OpenDemo asks to open the embedded sandbox.
type OpenDemo struct{}

// ManageBilling asks to open the customer's billing portal.
type ManageBilling struct {
	Plan         string // the slug of the chosen plan, "" for none
	KeyConfirmed bool   // confirms that the exported key's portal is meant, and not that of the profile
}

// ShowPlan asks for the card of a change of plan; the zero Plan means cancellation.
type ShowPlan struct {
	Plan     model.Plan
	Interval model.Interval
}

// SwitchPane asks to show a pane by its number.
type SwitchPane struct{ Pane int }

// RunCommand asks to run a command of the palette, which closes.
type RunCommand struct {
	Name   string // name to remember as run recently; empty: it is not remembered
	Intent Intent
}

// UseTheme asks to use a theme until the program ends; with Preview, until the palette closes.
// A preview without a name restores the previous theme.
type UseTheme struct {
	Name    string
	Preview bool
}

// ShowQuantities asks to price quantities: "40 images, 90 s veo-3.1".
type ShowQuantities struct{ Text string }

// EditBudget asks for the card that edits the budget.
type EditBudget struct{}

// SetBudget asks to store a budget, nil for none.
type SetBudget struct{ Budget *insight.Budget }

// EnterPrice asks for the card that takes the price of a plan or a pack, where the server has
// none.
type EnterPrice struct {
	Kind model.ItemKind
	Slug string // empty for a new pack
}

// SetPrices asks to store the entered price of a plan or a pack; one without figures is
// deleted.
type SetPrices struct {
	Plan *model.Plan
	Pack *model.Pack
}

// NameChange asks for the card that names an observed change of the balance.
type NameChange struct{ Row model.Transaction }

// SetChangeName asks to store the name of a change, the zero name for none.
type SetChangeName struct {
	Change model.ID // the id of its row
	Name   derive.Name
}

// AuditHistory asks to audit the history.
type AuditHistory struct{}

// ResumeAudit asks for the card of the last audit as it was left.
type ResumeAudit struct{}

// ShowFinding asks to show a row of a finding in the Transactions pane, with its detail. esc
// leads back to the audit.
type ShowFinding struct{ Row model.Transaction }

// MarkFinding asks to record that a finding was seen, or to remove that record.
type MarkFinding struct {
	Name string
	Seen bool
}

// ShowHelp asks for the card of keys; with Filter, for that of the filter's forms.
type ShowHelp struct{ Filter bool }

// Quit asks to quit the program.
type Quit struct{}

// RefreshAll asks to read everything again.
type RefreshAll struct{}

// ChangeKey asks for the sign-in screen.
type ChangeKey struct{}

// Close asks to close the top overlay.
type Close struct{}

// LeaveOrder reports that the card of an order was closed.
type LeaveOrder struct{}

// LeaveWebsite reports that the card of a visit to the website was closed.
type LeaveWebsite struct{}

// CancelExport asks to cancel the running export.
type CancelExport struct{}

// CancelOpening asks to cancel opening a profile.
type CancelOpening struct{}

func (OpenURL) intent()            {}
func (Copy) intent()               {}
func (SearchHistory) intent()      {}
func (ShowRows) intent()           {}
func (ShowUsage) intent()          {}
func (ExportUsage) intent()        {}
func (ExportForecast) intent()     {}
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
func (ResumeAudit) intent()        {}
func (ShowFinding) intent()        {}
func (MarkFinding) intent()        {}
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
