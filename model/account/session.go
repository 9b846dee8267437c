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

// Reader fetches the things that are asked for as a whole. Where a server does
// not offer one, what stands in its place comes with its provenance.
type Reader interface {
	Account(ctx context.Context) (model.Account, error)
	Subscription(ctx context.Context) (model.Subscription, model.Provenance, error)
	Plans(ctx context.Context) ([]model.Plan, model.Provenance, error)
	Packs(ctx context.Context) ([]model.Pack, model.Provenance, error)
	// Search fetches the newest transactions of a type (empty: all) that are not
	// older than since (zero: all), limit of them at the most.
	Search(ctx context.Context, kind model.TransactionType, since time.Time, limit int) (model.Page, model.Provenance, error)
	// LeftOut is what could not be read of the server's lists when they were read last.
	LeftOut() []model.LeftOut
	// Capabilities is what this server has of what servers may leave out, as far as that
	// was found out within a day.
	Capabilities() []model.Capability
}

// GenerationSource fetches generations.
type GenerationSource interface {
	// Generations fetches the newest, those that are running among them.
	Generations(ctx context.Context) ([]model.Generation, error)
	Generation(ctx context.Context, id model.ID) (model.Generation, error)
	// GenerationStates reads the whole list of generations for how they ended, or of those alone that
	// have a status: a request for each hundred.
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

// CheckoutService quotes, sells and manages. Only CreateCheckout and Portal create anything,
// and a repeated CreateCheckout with the same key and item gives the same session.
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
	// ServerAhead is by how much the server's clock is ahead of this machine's, as its
	// answers have told it; zero before the first one. What the server says of times is
	// compared with its own clock.
	ServerAhead() time.Duration
}

// Source is everything that an account is read from and bought with. Its errors
// are *[model.Error] where the service is concerned. A context from [model.WithInteractive]
// is a person's own request and takes precedence over those of the background.
type Source interface {
	Reader
	GenerationSource
	Catalogue
	CheckoutService
}

// Orders keeps an account's orders over starts and crashes. Its methods may be
// called from any goroutine.
type Orders interface {
	// Begin writes a confirmed order down, durably, before its session is made.
	// Where one of the same item is under way for the account already, from another
	// window or an earlier start, that one comes back instead, unless its key is among
	// beside: the person decided to have both.
	Begin(order model.Order, beside ...string) (kept model.Order, err error)
	// Save joins what is known of an order with what is kept of it.
	Save(order model.Order) (kept model.Order, err error)
	// MarkAnnounced reports whether the end of an order has not been announced before; from
	// then on it has been.
	MarkAnnounced(key string) (first bool, err error)
	// ListByAccount gives the orders of an account, the newest first: those under way, and
	// those that ended within 90 days. Where some could not be read, it gives the others
	// beside an error, each time until that is acknowledged.
	ListByAccount(account model.ID) ([]model.Order, error)
	// Acknowledge notes that the person knows that some could not be read. It returns an
	// error where nothing can be written, or what is there is a newer version's.
	Acknowledge() error
}

// Budgets keeps the budget of each account. Its methods may be called from any goroutine.
type Budgets interface {
	// Budget gives an account's budget, nil for none.
	Budget(account model.ID) (*insight.Budget, error)
	// SetBudget keeps one in the place of that before; nil keeps none.
	SetBudget(account model.ID, budget *insight.Budget) error
}

// Seen is what a person has seen of an account.
type Seen struct {
	Until time.Time // of the last visit; zero before the first one
	Told  []string  // names of what was told, the oldest first
}

// Visits keeps what a person has seen of each account. Its methods may be called from any
// goroutine.
type Visits interface {
	// Seen gives what was seen of an account.
	Seen(account model.ID) (Seen, error)
	// MarkVisit notes that an account was looked at until an instant.
	MarkVisit(account model.ID, until time.Time) error
	// MarkTold reports whether what has this name has not been told before; from then on it
	// has been.
	MarkTold(account model.ID, name string) (first bool, err error)
}

// PriceFile keeps the prices of an API host that a person has typed. What stands in it is the
// business of ui/settings.
type PriceFile interface {
	// Path is where it is, whether there is one or not; empty where it is nowhere.
	Path() string
	// Read gives its text, nothing where there is no file.
	Read() ([]byte, error)
	// Write puts a text in the place of the one before.
	Write(text []byte) error
	// Edit opens it in an editor and waits for its end. Where there is no file yet it begins
	// with a text.
	Edit(ctx context.Context, editor string, first []byte, in io.Reader, out io.Writer) error
}

// Choices are what a person has chosen in the dashboard, to find it again the next time.
type Choices struct {
	Lately []string              `json:"lately,omitempty"` // names of the commands that were run lately, the newest first
	Pane   string                `json:"pane,omitempty"`   // the name of the last one
	Panes  map[string]PaneChoice `json:"panes,omitempty"`  // by the names of panes
}

// PaneChoice is how a pane was left. What is empty is as usual.
type PaneChoice struct {
	Sort     string `json:"sort,omitempty"`
	Reversed bool   `json:"reversed,omitempty"` // against the usual direction of that
	Range    string `json:"range,omitempty"`    // of days
}

// Chosen keeps what was chosen for each account. Its methods may be called from any goroutine.
type Chosen interface {
	// Choices gives those of an account; none before the first time.
	Choices(account model.ID) (Choices, error)
	// KeepChoices keeps them in the place of those before.
	KeepChoices(account model.ID, choices Choices) error
}

// Changes keeps what a person says that observed changes of an account's balance were. Its
// methods may be called from any goroutine.
type Changes interface {
	// NameChange keeps it for the change of that id, the zero name for nothing. The next
	// state of the history has it.
	NameChange(account, change model.ID, name derive.Name) error
}

// Browser opens addresses on the desktop.
type Browser interface {
	// Open hands an address to the system's browser without waiting for it to be
	// read. It refuses one that may not be opened (*[model.RefusedURL]), and
	// says why where there is no browser.
	Open(ctx context.Context, address model.URL) error
	// Available says whether there is a browser here, and if not, why.
	Available() (ok bool, why string)
}

// Session is one signed-in account: where its figures come from, what keeps its orders,
// and what opens its pages.
type Session struct {
	Source   Source
	Archive  Archive
	Browser  Browser
	Orders   Orders    // nil: they last as long as the program, as of the demo
	Budgets  Budgets   // likewise
	Visits   Visits    // likewise
	Prices   PriceFile // likewise
	Chosen   Chosen    // likewise
	Changes  Changes   // nil: nothing can be said of them
	Identity Identity
	Account  model.Account // as it was when signing in; zero otherwise
	Warnings []string      // sentences about the key that a person should read, without it
	Greeting string        // a sentence that tells that it is open, where that is news
	Accounts Manager       // where it came from, which signs in again; nil: the one before
	Close    func()        // ends what the session started; may be nil
}

// DeviceSignIn is a sign-in that a person completes in the browser. It is used by one
// goroutine at a time.
type DeviceSignIn interface {
	// Code is what a person sees of it. Its address may be opened.
	Code() model.DeviceCode
	// Poll asks once. An error that [model.Retryable] is worth the same question again;
	// any other ends the sign-in.
	Poll(ctx context.Context) (model.DeviceAnswer, error)
	// SignIn keeps the key that Poll was given and opens a session with it, like
	// Manager.SignIn. Given up in the middle it keeps nothing; once the key is kept, the
	// session comes back all the same.
	SignIn(ctx context.Context, allowFile bool) (Session, error)
}

// Manager opens sessions: at the start, after signing in, and for a look at the demo.
type Manager interface {
	// OpenSession opens a session with the key that is found, or returns *[NoKeyError].
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
	// Standings are the profiles with how their accounts stand: as this machine has it, or
	// with ask as their servers say now. Where one cannot be asked, what this machine has
	// comes beside the error.
	Standings(ctx context.Context, ask bool) ([]ProfileStanding, error)
	// OpenProfile opens a session with a profile, or returns *[NoKeyError].
	OpenProfile(ctx context.Context, profile Profile) (Session, error)
}
