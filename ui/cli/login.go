package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/message"
)

// keyVariable is the environment variable of the key, which the service's own clients
// use first.
const keyVariable = message.KeyVariable

// maxKeyInput limits the input that is read as a key; real ones are far shorter.
const maxKeyInput = 4096

type loginOptions struct {
	target    account.Target
	withKey   bool // read the key from standard input
	device    bool // sign in through the browser
	allowFile bool
}

func (c *commands) login() *cobra.Command {
	options := loginOptions{}
	cmd := &cobra.Command{
		Use:   "login",
		Short: "Keep an API key",
		Long: `Keep an API key, so that studio-tui is signed in from now on. Keys are made at ` + string(model.KeysPage) + `

The key is typed at a hidden prompt, or read from standard input with --with-key; it is never an argument. With --device you sign in from a browser instead, on this machine or another one: the command shows an address and a code, and waits until you have approved it there, 15 minutes at the most.

The key is checked with the service first, and kept in the system's keyring for this API host and profile. Where no keyring answers, it is kept in a file that only you can read, and only after you agree.`,
		Example: `studio-tui login
studio-tui login --device
studio-tui login --profile work
studio-tui login --with-key < key.txt`,
		Args: c.noArgs("{} takes no arguments: a key on the command line can be read by others. Leave it out and type it when asked, or pipe it to --with-key"),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			if options.device && options.withKey {
				return usagef("--device does not go with --with-key: it takes no key")
			}
			return runLogin(cmd.Context(), c.deps, options)
		}),
	}
	flags := cmd.Flags()
	c.flags.keys(flags)
	c.flags.cached(flags)
	flags.BoolVar(&options.withKey, "with-key", false, "Read the key from standard input")
	flags.BoolVar(&options.device, "device", false, "Sign in from a browser, here or on another machine")
	flags.BoolVar(&options.allowFile, "insecure-storage", false, "Agree to a file where no keyring answers")
	return cmd
}

func runLogin(ctx context.Context, deps Deps, options loginOptions) error {
	options.target.StoredKeyOnly = true // the environment's key is not the one stored
	accounts, err := deps.Accounts(options.target)
	if err != nil {
		return err
	}
	if options.device {
		return deviceLogin(ctx, deps, accounts, options)
	}
	key, err := readKey(ctx, deps, options.withKey)
	if err != nil {
		return err
	}
	signIn := func(allowFile bool) (account.Session, error) {
		return toldSteps(ctx, deps, func(ctx context.Context) (account.Session, error) { return accounts.SignIn(ctx, key, allowFile) })
	}
	signed, err := signIn(options.allowFile)
	var consent *account.ConsentRequired
	if errors.As(err, &consent) && deps.Streams.InTTY && !options.withKey {
		if err = agreesToFile(ctx, deps.Streams, consent); err == nil {
			signed, err = signIn(true)
		}
	}
	if err != nil {
		return err
	}
	return welcome(deps.Streams, signed)
}

// agreesToFile asks for consent to storing a key in a file; an error means that there
// is none.
func agreesToFile(ctx context.Context, s Streams, consent *account.ConsentRequired) error {
	yes, err := newPrompt(s).agrees(ctx, consent.Error()+" Keep it there?")
	if err == nil && !yes {
		err = errors.New("the key was not kept")
	}
	return err
}

// welcome confirms the sign-in, with the account's e-mail address.
func welcome(s Streams, session account.Session) error {
	if session.Close != nil {
		defer session.Close()
	}
	warn(s, session.Warnings)
	where := session.Identity.KeySource
	if session.Identity.Profile != "" {
		where += ", as profile " + session.Identity.Profile
	}
	return s.answer(fmt.Sprintf("Signed in as %s, %s, %s credits. The key is kept in %s.",
		session.Account.Email, model.PlanName(session.Account.Plan), session.Account.Credits, where))
}

// readKey reads the key from the chosen source. No error contains what was read.
func readKey(ctx context.Context, deps Deps, fromInput bool) (string, error) {
	s := deps.Streams
	if fromInput {
		text, err := io.ReadAll(io.LimitReader(s.In, maxKeyInput))
		if err != nil {
			return "", errors.New("the key could not be read from standard input")
		}
		if strings.TrimSpace(string(text)) == "" {
			return "", usagef("there is no key on standard input")
		}
		return strings.TrimSpace(string(text)), nil
	}
	if !s.InTTY {
		return "", usagef("there is no terminal to type the key at; pipe it to %s", deps.command("login --with-key"))
	}
	s.say("Keys are made at %s", model.KeysPage)
	text, err := s.ReadSecret(ctx, "API key (not shown): ")
	_, _ = fmt.Fprintln(s.Err)
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(text) == "" {
		return "", errors.New("no key was typed; nothing was changed")
	}
	return strings.TrimSpace(text), nil
}
