package sync

import (
	"context"
	"time"
)

const (
	// turnWait is how long a step waits for another program that reads.
	turnWait = time.Second
	// turnPoll is how often it looks what that has brought.
	turnPoll = 100 * time.Millisecond
	// turnPatience is after how long without anything new it reads beside the other, which
	// may have been stopped. A step of three seconds and the longest wait for a page have
	// room in it.
	turnPatience = 30 * time.Second
)

// turn takes this program's turn at something that brings the history on: of those that
// share a local copy one does it at a time, and the others take over what it writes. mine
// is false where another one has the turn, or nothing needs to be done any more; what was
// written by then is known. done ends the turn.
func (a *Archive) turn(ctx context.Context, needed func() bool) (done func(), mine bool, err error) {
	beside := func() {}
	if !a.copy.usable() {
		return beside, true, nil
	}
	if a.lastNews.IsZero() {
		a.lastNews = a.now()
	}
	for waited := time.Duration(0); ; waited += turnPoll {
		done, mine, err := a.copy.store.TryTurn(string(a.rows))
		if err != nil {
			return beside, true, nil // there are no turns here
		}
		if news, _ := a.takeOver(ctx); news || mine {
			a.lastNews = a.now()
		}
		switch needs := needed(); {
		case mine && needs:
			return done, true, nil
		case mine:
			done()
			return nil, false, ctx.Err()
		case needs && a.now().Sub(a.lastNews).Abs() >= turnPatience:
			return beside, true, nil
		case !needs || waited >= turnWait:
			return nil, false, ctx.Err()
		}
		if err := a.sleep(ctx, turnPoll); err != nil {
			return nil, false, err
		}
	}
}

// inTurn does something in this program's turn, see turn. mine is false where it was not
// done.
func (a *Archive) inTurn(ctx context.Context, needed func() bool, do func() error) (mine bool, err error) {
	a.mu.Lock()
	done, mine, err := a.turn(ctx, needed)
	a.mu.Unlock()
	if err != nil || !mine {
		return false, err
	}
	defer done()
	return true, do()
}

// update takes over what another program has written, like takeOver, for those who do not
// have the lock.
func (a *Archive) update(ctx context.Context) (news bool, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.copy.usable() {
		return false, nil
	}
	return a.takeOver(ctx)
}

// takeOver takes over what another program has written, and reports whether there was any.
func (a *Archive) takeOver(ctx context.Context) (news bool, err error) {
	state, err := a.copy.store.State(a.rows)
	if err := a.copy.observe(err); err != nil {
		return false, err
	}
	if state.Epoch == a.state.Epoch && state.Revision == a.state.Revision {
		return false, nil
	}
	_, err = a.read(ctx)
	return err == nil, err
}
