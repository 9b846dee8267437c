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

func (d manager) StartDevice(ctx context.Context) (data.DeviceKey, error) {
	begun, err := d.Manager.StartDevice(ctx)
	return device{begun, d}, translateError(err)
}

func (k keyService) StartDevice(ctx context.Context) (cli.Device, error) {
	begun, err := k.Manager.StartDevice(ctx)
	return keptDevice{device{begun, k.manager}}, translateError(err)
}

// device is a sign-in from the browser, as the dashboard wants it.
type device struct {
	*session.Device
	manager manager
}

func (d device) SignIn(ctx context.Context, allowFile bool) (data.Session, error) {
	return d.manager.toUISession(d.Device.SignIn(ctx, allowFile))
}

// keptDevice is one as the commands want it.
type keptDevice struct{ device }

func (d keptDevice) SignIn(ctx context.Context, allowFile bool) (cli.SignedIn, error) {
	return toCLIResult(d.Device.SignIn(ctx, allowFile))
}

func (d keptDevice) Open(ctx context.Context) error {
	return browser.New(model.URLPolicy{Base: d.manager.BaseURL()}, d.manager.env).Open(ctx, d.Code().Address)
}

// forProfile is the door of a profile.
func (d manager) forProfile(name string, exported bool) (manager, error) {
	way, err := d.Manager.ForProfile(name, exported)
	if err != nil {
		return manager{}, translateError(err)
	}
	d.Manager, d.target.Demo = way, nil
	return d, nil
}

func (d manager) Profiles(context.Context) ([]data.Profile, error) {
	all, err := d.Known()
	var profiles []data.Profile
	for _, profile := range all {
		profiles = append(profiles, d.toProfiles(profile))
	}
	return profiles, err
}

func (d manager) toProfiles(p session.Profile) data.Profile {
	return data.Profile{
		Name: p.Name, Host: p.Host, Last4: p.Last4, Exported: p.Exported, Used: p.Used,
		Active: !p.Exported && p.Name == d.Active(),
	}
}

func (d manager) OpenProfile(ctx context.Context, profile data.Profile) (data.Session, error) {
	chosen, err := d.forProfile(profile.Name, profile.Exported)
	if err != nil {
		return data.Session{}, err
	}
	return chosen.OpenSession(ctx)
}

// profiles is the list of profiles as the commands want it.
func (p program) profiles(target cli.Target) (cli.Profiles, error) {
	d, err := p.manager(target)
	return profileService{d}, err
}

type profileService struct{ manager }

func (p profileService) List(ctx context.Context) ([]cli.Profile, error) {
	all, err := p.Manager.Profiles(ctx)
	var profiles []cli.Profile
	for _, profile := range all {
		profiles = append(profiles, p.toCLIProfiles(profile))
	}
	return profiles, err
}

func (p profileService) toCLIProfiles(profile session.Profile) cli.Profile {
	return cli.Profile{
		Profile: p.toProfiles(profile), BaseURL: profile.API, Where: profile.Where, AddedAt: profile.AddedAt, Problem: profile.Problem,
	}
}

func (p profileService) Switch(name string) (cli.Profile, error) {
	profile, err := p.Manager.Switch(name)
	return p.toCLIProfiles(profile), translateError(err)
}

func (p profileService) Rename(ctx context.Context, from, to string) error {
	return translateError(p.Manager.Rename(ctx, from, to))
}

func (p profileService) Remove(ctx context.Context, name string) (cli.SignedOut, error) {
	removed, err := p.Manager.Remove(ctx, name)
	return signedOut(removed), translateError(err)
}

func signedOut(removed auth.Removed) cli.SignedOut {
	out := cli.SignedOut{Removed: removed.From}
	for _, place := range removed.Still {
		out.Remaining = append(out.Remaining, place.Where)
	}
	return out
}
