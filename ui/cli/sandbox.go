package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
)

type sandboxOptions struct {
	SandboxOptions
	json bool
}

func (c *commands) sandbox() *cobra.Command {
	options := sandboxOptions{}
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Run the embedded API server on its own",
		Long: `Run the embedded API server on its own, for building against the API. It serves a made-up account until ctrl+c, on this machine only, and charges nothing.

Piped, two lines: url and key, each after its name and a tab. The same seed gives the same account.`,
		Example: `studio-tui sandbox
studio-tui sandbox --addr 127.0.0.1:8787 --transactions 100000 --seed 7
studio-tui sandbox --demo-state out --rate-limits`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) error {
			return runSandbox(cmd.Context(), c.deps, options)
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&options.Addr, "addr", "127.0.0.1:8787", "Loopback address and port to listen on, port 0 for a free one")
	flags.Var((*wholeNumber)(&options.Transactions), "transactions", "About how many transactions the account has, 0 for its usual 14 months; new accounts have few")
	flags.Uint64Var(&options.Seed, "seed", 1, "Seed of the made-up history")
	flags.StringVar(&options.State, "demo-state", "", "Another account: "+strings.Join(c.deps.DemoStates, ", "))
	flags.BoolVar(&options.RateLimits, "rate-limits", false, "Hold the documented rate limits")
	flags.BoolVar(&options.json, "json", false, "Print JSON")
	return cmd
}

// sandboxJSON is what `sandbox --json` prints.
type sandboxJSON struct {
	URL     string `json:"url"`
	Key     string `json:"key"`
	Sandbox bool   `json:"sandbox"`
}

func runSandbox(ctx context.Context, deps Deps, options sandboxOptions) error {
	if err := checkSandbox(options.State, options.Transactions, deps.DemoStates); err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(options.Addr)
	if _, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || !model.IsLoopback(host) {
		return usagef("--addr takes an address of this machine's own and a port, like 127.0.0.1:8787")
	}
	server, err := deps.Sandbox(options.SandboxOptions)
	switch {
	case isTaken(err):
		return &Outcome{ExitOther, "Port " + port + " is taken; --addr names another"}
	case err != nil:
		return err
	}
	if err := writeSandbox(deps.Streams, server, options.json); err != nil {
		return errors.Join(err, server.Close())
	}
	<-ctx.Done()
	closed := server.Close()
	var ended *signalError
	if errors.As(context.Cause(ctx), &ended) && ended.Signal != os.Interrupt { // ctrl+c is how it ends
		return errors.Join(closed, ended)
	}
	return closed
}

// windowsTaken is the Windows error for an address in use, in place of
// [syscall.EADDRINUSE].
const windowsTaken = syscall.Errno(10048)

// isTaken reports whether an address is in use already.
func isTaken(err error) bool {
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, windowsTaken)
}

// writeSandbox prints the sandbox's address. Its key opens nothing else, so it is
// printed in full.
func writeSandbox(s Streams, server Sandbox, asJSON bool) error {
	var err error
	switch {
	case asJSON:
		err = writeJSON(s.Out, sandboxJSON{URL: server.URL(), Key: server.Key(), Sandbox: true})
	case s.OutTTY:
		_, err = fmt.Fprintf(s.Out, "%s\n\nURL  %s\nkey  %s\n\nTry it:\n  %s=%s studio-tui --api-url %s\n\nctrl+c stops it.\n",
			sandboxNotice, server.URL(), server.Key(), keyVariable, server.Key(), server.URL())
	default:
		s.say(sandboxNotice)
		err = writeTSV(s.Out, slices.Values([][]string{{"url", server.URL()}, {"key", server.Key()}}))
	}
	return err
}
