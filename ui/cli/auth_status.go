package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/message"
)

func (c *commands) auth() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "auth",
		Short: "Where the API key comes from, and the profiles",
		Args:  c.unknownCommand,
		Run:   c.run(func(cmd *cobra.Command) error { return cmd.Help() }),
	}
	c.flags.keys(cmd.PersistentFlags())
	cmd.AddCommand(c.authStatus(), c.profileList(), c.profileSwitch(), c.profileRename(), c.profileRemove())
	return cmd
}

type statusOptions struct {
	target account.Target
	json   bool
}

func (c *commands) authStatus() *cobra.Command {
	options := statusOptions{}
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Print where the API key comes from, whose it is, and what the server has",
		Long: `Print every place where a key is looked for, in that order, which of them is used, whose account it opens, and which of the endpoints that servers may leave out this one has. Of a key never more than the last four characters are shown.

Piped, a line each: place, found (yes or nothing), used (yes or nothing), last four characters, problem.`,
		Example: `studio-tui auth status
studio-tui auth status --json`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			return runAuthStatus(cmd.Context(), c.deps, options)
		}),
	}
	c.flags.cached(cmd.Flags())
	cmd.Flags().BoolVar(&options.json, "json", false, "Print JSON")
	return cmd
}

// placeJSON is a place for keys in the output of `auth status --json`.
type placeJSON struct {
	Where   string               `json:"where"`
	Found   bool                 `json:"found"`
	Used    bool                 `json:"used"`
	Last4   model.OptionalString `json:"last4"`
	Problem model.OptionalString `json:"problem"`
}

// offeringJSON is an optional feature of the server, null where it is unknown.
type offeringJSON struct {
	Name   string     `json:"name"`
	Known  bool       `json:"known"`
	Served *bool      `json:"served"`
	AsOf   model.Time `json:"asOf"`
}

// statusJSON is what `auth status --json` prints.
type statusJSON struct {
	Host    string               `json:"host"`
	Profile model.OptionalString `json:"profile"`
	// SignedIn is null where there is a key and the server did not answer whether it is
	// accepted.
	SignedIn *bool                `json:"signedIn"`
	Email    model.OptionalString `json:"email"`
	Places   []placeJSON          `json:"places"`
	// Offers is the optional features that the server has; null while signed out.
	// Without an answer from the server it is the remembered state.
	Offers []offeringJSON `json:"offers"`
	offers []model.Capability
	// LeftOut is the entries of the server's lists that could not be read, in earlier
	// runs too.
	LeftOut []model.LeftOut `json:"leftOut"`
}

// offer stores the server's features.
func (a *statusJSON) offer(offers []model.Capability) {
	a.offers, a.Offers = offers, []offeringJSON{}
	for _, offer := range offers {
		is := offeringJSON{Name: offer.Name, Known: offer.Probed, AsOf: offer.AsOf}
		if offer.Probed {
			is.Served = &offer.Supported
		}
		a.Offers = append(a.Offers, is)
	}
}

// runAuthStatus prints the places even where the key turns out not to open an account;
// the error then says why, and gives the exit code.
func runAuthStatus(ctx context.Context, deps Deps, options statusOptions) error {
	accounts, err := deps.Accounts(options.target)
	if err != nil {
		return err
	}
	status, err := accounts.Status(ctx)
	if err != nil {
		return err
	}
	answer := statusJSON{Host: status.Host, Profile: model.OptionalString(status.Profile), Places: []placeJSON{}}
	failure := withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		account, err := session.Source.Account(ctx)
		answer.Email = model.OptionalString(account.Email)
		switch {
		case err == nil:
			answer.offer(offerings(ctx, session.Source))
		case ExitCode(err) != ExitNotSignedIn:
			answer.offer(session.Source.Capabilities())
		}
		if ExitCode(err) != ExitNotSignedIn {
			answer.LeftOut = append([]model.LeftOut{}, session.Source.LeftOut()...)
		}
		return err
	})
	if signedIn := failure == nil; signedIn || ExitCode(failure) == ExitNotSignedIn {
		answer.SignedIn = &signedIn
	}
	r := report{columns: []column{{"KEY IN", text}, {"", fixed}, {"ENDS IN", fixed}}, fields: []string{"where", "found", "used", "last4"}}
	for _, place := range status.Places {
		answer.Places = append(answer.Places, placeJSON{place.Where, place.Found, place.Used, model.OptionalString(place.Last4), model.OptionalString(place.Problem)})
		state, found, used := "none", "", ""
		if place.Found {
			state, found = "found", "yes"
		}
		if place.Used {
			state, used = "used", "yes"
		}
		r.tableRows = append(r.tableRows, []string{place.Where, state, place.Last4})
		r.addWarning(place.Where, place.Problem)
		r.tsvRows = append(r.tsvRows, []string{place.Where, found, used, place.Last4, place.Problem})
	}
	r.json = answer
	r.notes = statusNotes(deps, answer)
	if err := r.write(deps.Streams, options.json, account.Identity{}); err != nil {
		return err
	}
	return failure
}

// statusNotes state what is known of the account and of the server. An error is
// reported after them.
func statusNotes(deps Deps, answer statusJSON) (notes []string) {
	where := answer.Host
	if answer.Profile != "" {
		where += ", profile " + string(answer.Profile)
	}
	switch {
	case answer.SignedIn == nil:
		for _, offer := range answer.offers {
			if offer.Probed {
				notes = append(notes, offeringWords(offer)+" That is as of "+clock(deps, offer.AsOf)+".")
			}
		}
		notes = append(notes, message.AllLeftOut(answer.LeftOut)...)
		unknown := "Whether anybody is signed in to " + where + " could not be found out:"
		for _, place := range answer.Places {
			if place.Used {
				unknown = "There is a key (…" + string(place.Last4) + ", " + place.Where + "). Whether " + where + " accepts it could not be found out:"
			}
		}
		return append(notes, unknown)
	case !*answer.SignedIn:
		return []string{"Not signed in to " + where + "."}
	}
	notes = append(notes, "Signed in to "+where+" as "+string(answer.Email)+".")
	for _, offer := range answer.offers {
		notes = append(notes, offeringWords(offer))
	}
	return append(notes, message.AllLeftOut(answer.LeftOut)...)
}

// onePage is the number of rows in one response.
const onePage = 100

// offerings is the server's features; those not checked for a day are checked now.
// After an error they stay unknown.
func offerings(ctx context.Context, source account.Source) []model.Capability {
	for _, offer := range source.Capabilities() {
		if offer.Probed {
			continue
		}
		switch offer.Name {
		case "transactions":
			_, _, _ = source.Search(ctx, "", time.Time{}, onePage) // a full page costs the same
		case "plans":
			_, _, _ = source.Plans(ctx)
		case "packs":
			_, _, _ = source.Packs(ctx)
		case "subscription":
			_, _, _ = source.Subscription(ctx)
		}
	}
	return source.Capabilities()
}

// offeringWords explain what it means that the server has a feature or lacks it.
func offeringWords(offer model.Capability) string {
	means := map[string][2]string{
		"transactions": {"the history is billed", "the history is estimated from generations and prices"},
		"plans":        {"plans have prices and are bought from here", "the plan matrix has no prices, and plans are bought on the website"},
		"packs":        {"credit packs are bought from here", "credit packs are bought on the website"},
		"subscription": {"dates and charges are known", "of the subscription only the plan is known"},
	}[offer.Name]
	switch {
	case !offer.Probed:
		return "Whether this server has " + offer.Name + " could not be found out."
	case offer.Supported:
		return "This server has " + offer.Name + ": " + means[0] + "."
	}
	return "This server has no " + offer.Name + ": " + means[1] + "."
}
