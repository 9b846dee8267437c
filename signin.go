package main

import (
	"context"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/browser"
	"github.com/studio-tui/studio-tui/api/session"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/cli"
	"github.com/studio-tui/studio-tui/ui/data"
)

// This file joins signing in from the browser, and the profiles, to both sides.

func (d door) StartDevice(ctx context.Context) (data.Device, error) {
	begun, err := d.Door.StartDevice(ctx)
	return device{begun, d}, forPeople(err)
}

func (k keeper) StartDevice(ctx context.Context) (cli.Device, error) {
	begun, err := k.Door.StartDevice(ctx)
	return keptDevice{device{begun, k.door}}, forPeople(err)
}

// device is a sign-in from the browser, as the dashboard wants it.
type device struct {
	*session.Device
	door door
}

func (d device) SignIn(ctx context.Context, allowFile bool) (data.Session, error) {
	return d.door.forPanes(d.Device.SignIn(ctx, allowFile))
}

// keptDevice is one as the commands want it.
type keptDevice struct{ device }

func (d keptDevice) SignIn(ctx context.Context, allowFile bool) (cli.SignedIn, error) {
	return forCommands(d.Device.SignIn(ctx, allowFile))
}

func (d keptDevice) Open(ctx context.Context) error {
	return browser.New(model.Opener{Base: d.door.BaseURL()}, d.door.env).Open(ctx, d.Code().Address)
}

// at is the door of a profile.
func (d door) at(name string, exported bool) (door, error) {
	way, err := d.Door.At(name, exported)
	if err != nil {
		return door{}, forPeople(err)
	}
	d.Door, d.target.Demo = way, nil
	return d, nil
}

func (d door) Profiles(context.Context) ([]data.Profile, error) {
	all, err := d.Known()
	var profiles []data.Profile
	for _, profile := range all {
		profiles = append(profiles, d.forList(profile))
	}
	return profiles, err
}

func (d door) forList(p session.Profile) data.Profile {
	return data.Profile{
		Name: p.Name, Host: p.Host, Last4: p.Last4, Exported: p.Exported, Used: p.Used,
		Active: !p.Exported && p.Name == d.Active(),
	}
}

func (d door) Choose(ctx context.Context, profile data.Profile) (data.Session, error) {
	chosen, err := d.at(profile.Name, profile.Exported)
	if err != nil {
		return data.Session{}, err
	}
	return chosen.Enter(ctx)
}

// profiles is the list of profiles as the commands want it.
func (p program) profiles(target cli.Target) (cli.Profiles, error) {
	d, err := p.door(target)
	return profiler{d}, err
}

type profiler struct{ door }

func (p profiler) List(ctx context.Context) ([]cli.Profile, error) {
	all, err := p.Door.Profiles(ctx)
	var profiles []cli.Profile
	for _, profile := range all {
		profiles = append(profiles, p.forCommands(profile))
	}
	return profiles, err
}

func (p profiler) forCommands(profile session.Profile) cli.Profile {
	return cli.Profile{
		Profile: p.forList(profile), BaseURL: profile.API, Where: profile.Where, AddedAt: profile.AddedAt, Problem: profile.Problem,
	}
}

func (p profiler) Switch(name string) (cli.Profile, error) {
	profile, err := p.Door.Switch(name)
	return p.forCommands(profile), forPeople(err)
}

func (p profiler) Rename(ctx context.Context, from, to string) error {
	return forPeople(p.Door.Rename(ctx, from, to))
}

func (p profiler) Remove(ctx context.Context, name string) (cli.SignedOut, error) {
	removed, err := p.Door.Remove(ctx, name)
	return signedOut(removed), forPeople(err)
}

func signedOut(removed auth.Removed) cli.SignedOut {
	out := cli.SignedOut{Removed: removed.From}
	for _, place := range removed.Still {
		out.Remaining = append(out.Remaining, place.Where)
	}
	return out
}
