package cli

import (
	"context"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
)

// withSession opens the account of a reading command, passes it on and closes it.
func withSession(ctx context.Context, deps Deps, target account.Target, read func(ctx context.Context, session account.Session) error) error {
	accounts, err := deps.Accounts(target)
	if err != nil {
		return err
	}
	session, err := accounts.OpenSession(ctx)
	if err != nil {
		return err
	}
	session = data.InMemory(session, deps.Now())
	if session.Close != nil {
		defer session.Close()
	}
	warn(deps.Streams, session.Warnings)
	return read(model.OnWait(model.WithInteractive(ctx), tellOfWaits(deps)), session)
}

func warn(s Streams, warnings []string) {
	for _, warning := range warnings {
		s.say("%s", model.Clean(warning))
	}
}
