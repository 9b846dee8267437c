package session

import (
	"context"
	"sync"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
)

// Standings lists the profiles with their accounts' figures; see [account.Manager]. All are
// read concurrently.
func (m *Manager) Standings(ctx context.Context, ask bool) ([]account.ProfileStanding, error) {
	profiles, err := m.Profiles(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]account.ProfileStanding, len(profiles))
	var looking sync.WaitGroup
	for i, profile := range profiles {
		looking.Go(func() {
			all[i] = account.ProfileStanding{Profile: profile}
			if at, err := m.forProfile(profile.Name, profile.Exported); err != nil {
				all[i].Err = err
			} else {
				all[i].Standing, all[i].Err = at.standing(ctx, ask)
			}
		})
	}
	looking.Wait()
	return all, ctx.Err()
}

// standing is how the manager's own account stands.
func (m *Manager) standing(ctx context.Context, ask bool) (account.Standing, error) {
	snapshot, _ := m.localCopy().Snapshot()
	standing := account.Standing{Account: snapshot.Account, Subscription: snapshot.Subscription}
	if !ask {
		return standing, nil
	}
	session, err := m.OpenSession(ctx)
	if err != nil {
		return standing, err
	}
	defer session.Close()
	standing.Sandbox = session.Identity.Sandbox
	ctx = model.WithInteractive(ctx)
	value, err := session.Source.Account(ctx)
	if err != nil {
		return standing, err
	}
	standing.Account = history.Cached[model.Account]{Value: value, At: m.now(), Has: true, Provenance: model.Billed}
	if sub, provenance, err := session.Source.Subscription(ctx); err == nil {
		standing.Subscription = history.Cached[model.Subscription]{Value: sub, At: m.now(), Has: true, Provenance: provenance}
	}
	return standing, nil
}
