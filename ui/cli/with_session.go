package cli

import (
	"context"

	"github.com/studio-tui/studio-tui/model"
)

// withSession opens the account of a reading command, hands it over and closes it.
func withSession(ctx context.Context, deps Deps, target Target, read func(ctx context.Context, session Session) error) error {
	session, err := deps.Open(ctx, target)
	if err != nil {
		return err
	}
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
