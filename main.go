// Command studio-tui shows an Artificial Studio account in the terminal: balance,
// transactions, plans and credit packs, through to a paid checkout.
//
// This file is the composition root: it builds the parts and connects them, without
// logic of its own.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/config"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/schema"
	"github.com/studio-tui/studio-tui/api/session"
	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/api/surroundings"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/app"
	"github.com/studio-tui/studio-tui/ui/cli"
)

func main() { os.Exit(run()) }

func run() int {
	surroundings.Mend()
	env := auth.ConsumeEnv() // before any child process could inherit the key
	ctx, stop := cli.UntilSignal()
	defer stop()
	info, _ := debug.ReadBuildInfo()
	log := state.NewLog()
	defer func() { _ = log.Close() }() // an error here loses nothing that was written
	p := program{log: log, env: env, version: cli.Version(info), notice: surroundings.UnknownZone(), location: surroundings.Zone()}
	return cli.Run(ctx, p.deps(cli.SystemStreams(os.Environ())), os.Args[1:])
}

// program is the configuration that every part is built from.
type program struct {
	env      func(name string) string
	version  string
	log      *state.Log
	notice   string // an error in the time zone, if any
	location *time.Location
}

// deps are the dependencies of the commands.
func (p program) deps(streams cli.Streams) cli.Deps {
	return cli.Deps{
		Streams:      streams,
		Env:          p.env,
		Now:          surroundings.Now,
		Location:     p.location,
		Version:      p.version,
		NewKey:       rand.Text,
		DemoStates:   sandbox.States,
		Accounts:     func(target account.Target) (cli.Accounts, error) { return p.accounts(target) },
		Config:       config.Default(),
		Cache:        func() (cli.Cache, error) { return session.OpenLocalCopies() },
		CheckFolders: session.CheckFolders,
		Schemas:      schema.Files,
		Sandbox:      serveSandbox,
		Dashboard:    p.dashboard,
		Log:          p.log.Logger,
		OpenLog:      p.log.Open,
	}
}

// accounts opens the accounts of a target.
func (p program) accounts(target account.Target) (*session.Manager, error) {
	return session.New(session.Options{
		Target: target, Env: p.env, UserAgent: "studio-tui/" + p.version, Now: surroundings.Now, Log: p.log.Logger, Notice: p.notice,
	})
}

// dashboard runs the interface.
func (p program) dashboard(ctx context.Context, options cli.DashboardOptions) error {
	accounts, err := p.accounts(options.Target)
	if err != nil {
		return err
	}
	debug.SetGCPercent(-1) // a collection of a few megabytes would delay the first frame
	return saveCrash(app.Run(ctx, app.Options{
		Accounts: accounts, Early: accounts.OpenImmediately, LastSnapshot: accounts.LastSnapshot, Chosen: accounts.Chosen(), Browser: accounts.Browser(),
		Now: surroundings.Now, Location: p.location, NewKey: rand.Text, Settings: &options.Settings, Every: options.Every, Notice: options.Notice, Command: options.Command,
		OnHistorySize: func(bytes int) { debug.SetMemoryLimit(memoryLimit(int64(bytes))) },
		OnFirstFrame:  func() { debug.SetGCPercent(50) },
	}))
}

// memoryLimit is the memory limit for the garbage collector with a history of a size in
// bytes: a sort takes an eighth of that for a moment, and the rest of the program less
// than 20 MiB. As columns hold no pointers, frequent collections cost little.
func memoryLimit(history int64) int64 { return history + history/8 + 20<<20 }

// saveCrash writes a crash of the dashboard to the state folder, and says where it is.
func saveCrash(err error) error {
	var crash *app.Crash
	if !errors.As(err, &crash) {
		return err
	}
	var path string
	dir, failed := state.DefaultDir()
	if failed == nil {
		path, failed = state.WriteCrash(dir, surroundings.Now(), fmt.Sprintf("panic: %v\n\n%s", crash.Value, crash.Stack))
	}
	if failed != nil {
		return fmt.Errorf("%w. It could not be written down (%w):\n%s", err, failed, crash.Stack)
	}
	return fmt.Errorf("%w. What happened is in %s: please report it with that file. Open orders are kept", err, path)
}

// serveSandbox runs a stand-alone sandbox server.
func serveSandbox(options cli.SandboxOptions) (cli.Sandbox, error) {
	server, err := sandbox.New(sandbox.Options{
		Addr: options.Addr, Seed: options.Seed, Transactions: options.Transactions, State: options.State,
		RateLimits: options.RateLimits, Live: true, Events: options.Transactions == 0, SessionLife: sandbox.LongestSession,
	})
	if err != nil {
		return nil, err
	}
	return server, server.Start()
}
