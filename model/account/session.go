package account

import (
	"context"
	"io"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
)

// Reader fetches account data that one call returns complete. Where a server does not offer
// it, the substitute carries its provenance.
type Reader interface {
	Account(ctx context.Context) (model.Account, error)
	Subscription(ctx context.Context) (model.Subscription, model.Provenance, error)
	Plans(ctx context.Context) ([]model.Plan, model.Provenance, error)
	Packs(ctx context.Context) ([]model.Pack, model.Provenance, error)
	// Search fetches the newest transactions of a type (empty: all) that are not
	// older than since (zero: all), limit of them at the most.
	Search(ctx context.Context, kind model.TransactionType, since time.Time, limit int) (model.Page, model.Provenance, error)
	// LeftOut lists the unreadable entries of the server's lists as last read.
	LeftOut() []model.LeftOut
	// Capabilities lists the optional endpoints and whether this server has them, as found
	// out within the last day.
	Capabilities() []model.Capability
}

// GenerationSource fetches generations.
type GenerationSource interface {
	// Generations fetches the newest, those that are running among them.
	Generations(ctx context.Context) ([]model.Generation, error)
	Generation(ctx context.Context, id model.ID) (model.Generation, error)
	// GenerationStates reads the final states of all generations in the list, or of those
	// with one status: one request for each hundred.
	GenerationStates(ctx context.Context, status model.GenerationStatus) (*history.GenerationStates, error)
}

// Catalogue fetches tools.
type Catalogue interface {
	// Tool fetches a tool with its models and their prices of today.
	Tool(ctx context.Context, slug string) (model.Tool, error)
	// Tools fetches the catalogue: the tools by name and media type, without their models.
	Tools(ctx context.Context) ([]model.Tool, error)
	// Catalogue is all tools with their models and prices, each read within a day.
	Catalogue(ctx context.Context) (insight.Catalogue, error)
}

// CheckoutService quotes prices and opens checkout and portal sessions. Only CreateCheckout
// and Portal create anything, and a repeated CreateCheckout with the same key and item
// gives the same session.
type CheckoutService interface {
	Quote(ctx context.Context, item model.Item) (model.Quote, error)
	CreateCheckout(ctx context.Context, item model.Item, idempotencyKey string) (model.Checkout, error)
	Checkout(ctx context.Context, id string) (model.Checkout, error)
	// OpenCheckouts fetches the sessions that can still be paid, wherever they were made.
	OpenCheckouts(ctx context.Context) ([]model.Checkout, error)
	CancelCheckout(ctx context.Context, id string) (model.Checkout, error)
	// Portal opens a visit to the billing portal, which offers the plan of that slug first;
	// "" where none was chosen.
	Portal(ctx context.Context, plan string) (model.Portal, error)
	// ServerAhead is by how much the server's clock is ahead of this machine's, according
	// to its answers; zero before the first one. Times that the server sends are compared
	// with its own clock.
	ServerAhead() time.Duration
}

// Source combines all interfaces for reading an account and buying for it. Its errors are
// *[model.Error] where the service is concerned. A context from [model.WithInteractive] is
// a person's own request and takes precedence over those of the background.
type Source interface {
	Reader
	GenerationSource
	Catalogue
	CheckoutService
}

// Orders stores an account's orders durably, across restarts and crashes. Its methods may
// be called from any goroutine.
type Orders interface {
	// Begin stores a confirmed order durably before its checkout session is created. If an
	// order of the same item is already under way for the account, from another window or
	// an earlier start, Begin returns that one instead, unless its key is among beside: the
	// person decided to have both.
	Begin(order model.Order, beside ...string) (kept model.Order, err error)
	// Save merges an order with its stored state and returns the result.
	Save(order model.Order) (kept model.Order, err error)
	// MarkAnnounced records that the end of an order has been announced; first reports
	// whether it had not been before.
	MarkAnnounced(key string) (first bool, err error)
	// ListByAccount gives the orders of an account, the newest first: those under way, and
	// those that ended within 90 days. If some could not be read, it returns the others and
	// an error, on every call until that is acknowledged.
	ListByAccount(account model.ID) ([]model.Order, error)
	// Acknowledge records that the person has seen that some orders could not be read. It
	// returns an error if the file cannot be written or belongs to a newer version.
	Acknowledge() error
}

// Budgets stores the budget of each account. Its methods may be called from any goroutine.
type Budgets interface {
	// Budget gives an account's budget, nil for none.
	Budget(account model.ID) (*insight.Budget, error)
	// SetBudget stores an account's budget in place of the previous one; nil removes it.
	SetBudget(account model.ID, budget *insight.Budget) error
}

// Seen records a person's last visit to an account and the notices shown to them.
type Seen struct {
	Until time.Time // of the last visit; zero before the first one
	Told  []string  // names of the notices that were shown, the oldest first
}

// Visits stores for each account what a person has seen of it. Its methods may be called
// from any goroutine.
type Visits interface {
	// Seen returns the record of an account.
	Seen(account model.ID) (Seen, error)
	// MarkVisit records that an account was viewed up to an instant.
	MarkVisit(account model.ID, until time.Time) error
	// MarkTold records that the notice of this name has been shown; first reports whether
	// it had not been before.
	MarkTold(account model.ID, name string) (first bool, err error)
}

// SeenFindings stores for each account the findings of its audits that a person has marked as
// seen, by [insight.Finding.Name]. Its methods may be called from any goroutine.
type SeenFindings interface {
	// SeenFindings returns the names of those of an account.
	SeenFindings(account model.ID) ([]string, error)
	// MarkFinding records that a finding was seen, or removes that record.
	MarkFinding(account model.ID, name string, seen bool) error
}

// PriceFile is the file of prices that a person has entered for an API host. Package
// ui/settings defines its contents.
type PriceFile interface {
	// Path is the file's path, whether or not it exists; empty where it cannot have one.
	Path() string
	// Read returns the file's text, nil if there is no file.
	Read() ([]byte, error)
	// Write replaces the file's text.
	Write(text []byte) error
	// Edit opens the file in an editor and waits until that exits. A file that does not
	// exist yet begins with the text first.
	Edit(ctx context.Context, editor string, first []byte, in io.Reader, out io.Writer) error
}

// Choices are a person's choices in the dashboard, restored at the next start.
type Choices struct {
	Lately []string              `json:"lately,omitempty"` // names of the commands that were run recently, the newest first
	Pane   string                `json:"pane,omitempty"`   // name of the last pane
	Panes  map[string]PaneChoice `json:"panes,omitempty"`  // by pane name
}

// PaneChoice is the stored state of a pane. Empty fields mean the default.
type PaneChoice struct {
	Sort     string `json:"sort,omitempty"`
	Reversed bool   `json:"reversed,omitempty"` // against the usual direction of that
	Range    string `json:"range,omitempty"`    // of days
	View     string `json:"view,omitempty"`     // what is shown of them
	Group    string `json:"group,omitempty"`    // what rows are grouped by
}

// Chosen stores the choices of each account. Its methods may be called from any goroutine.
type Chosen interface {
	// Choices returns those of an account, empty before the first use.
	Choices(account model.ID) (Choices, error)
	// KeepChoices replaces the stored choices of an account.
	KeepChoices(account model.ID, choices Choices) error
}

// Changes stores a person's explanations of observed changes of an account's balance. Its
// methods may be called from any goroutine.
type Changes interface {
	// NameChange stores the explanation of the change with that id; the zero name removes
	// it. The next state of the history includes it.
	NameChange(account, change model.ID, name derive.Name) error
}

// Browser opens addresses on the desktop.
type Browser interface {
	// Open hands an address to the system's browser without waiting for the page. It
	// refuses one that may not be opened (*[model.RefusedURL]), and says why where there is
	// no browser.
	Open(ctx context.Context, address model.URL) error
	// Available says whether there is a browser here, and if not, why.
	Available() (ok bool, why string)
}

// Session is one signed-in account: the source of its data, the stores of its orders and
// settings, and the browser that opens its pages.
type Session struct {
	Source   Source
	Archive  Archive
	Browser  Browser
	Orders   Orders       // nil: orders last as long as the program, as in the demo
	Budgets  Budgets      // likewise
	Visits   Visits       // likewise
	Findings SeenFindings // likewise
	Prices   PriceFile    // likewise
	Chosen   Chosen       // likewise
	Changes  Changes      // nil: changes cannot be explained
	Identity Identity
	Account  model.Account // as it was when signing in; zero otherwise
	Warnings []string      // sentences about the key that a person should read, without it
	Greeting string        // a sentence that says that the session is open, where that is news
	Accounts Manager       // the manager that opened it and signs in again; nil: the previous one
	Close    func()        // ends what the session started; may be nil
}

// DeviceSignIn is a sign-in that a person completes in the browser. It is used by one
// goroutine at a time.
type DeviceSignIn interface {
	// Code is the device code to show to the person. Its address may be opened.
	Code() model.DeviceCode
	// Poll asks the server once for the outcome. After an error that is [model.Retryable]
	// the caller may poll again; any other ends the sign-in.
	Poll(ctx context.Context) (model.DeviceAnswer, error)
	// SignIn stores the key that Poll received and opens a session with it, like
	// Manager.SignIn. Canceled before the key is stored, it stores nothing; afterwards it
	// returns the session regardless.
	SignIn(ctx context.Context, allowFile bool) (Session, error)
}

// Manager opens sessions: at the start, after signing in, and for a look at the demo.
type Manager interface {
	// OpenSession opens a session with the first key found, or returns *[NoKeyError].
	OpenSession(ctx context.Context) (Session, error)
	// SignIn checks a key with the service, keeps it, and opens a session with it.
	// It returns *[ConsentRequired] where it could only be kept in a file and that
	// was not allowed.
	SignIn(ctx context.Context, key string, allowFile bool) (Session, error)
	// StartDevice begins a sign-in that is completed in the browser.
	StartDevice(ctx context.Context) (DeviceSignIn, error)
	// Demo opens a session on the embedded sandbox.
	Demo(ctx context.Context) (Session, error)
	// Profiles are the accounts that can be opened. It asks no keyring.
	Profiles(ctx context.Context) ([]Profile, error)
	// Standings lists the profiles with their accounts' figures: those stored on this
	// machine, or with ask the servers' present ones. For a server that does not answer,
	// the stored figures come with the error.
	Standings(ctx context.Context, ask bool) ([]ProfileStanding, error)
	// OpenProfile opens a session with a profile, or returns *[NoKeyError].
	OpenProfile(ctx context.Context, profile Profile) (Session, error)
}
