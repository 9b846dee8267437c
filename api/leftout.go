package api

import (
	"context"
	"sync"

	"github.com/studio-tui/studio-tui/model"
)

// The names of the lists of which entries may be left out.
const (
	ListPlans     = "plans"
	ListPacks     = "packs"
	ListTools     = "tools"
	ListCheckouts = "checkout sessions"
)

// leftOut is what could not be read of the last answer of each list. It is safe for
// concurrent use.
type leftOut struct {
	mu    sync.Mutex
	lists map[string]model.LeftOut
}

func (l *leftOut) set(list string, entries []model.Unreadable) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lists == nil {
		l.lists = map[string]model.LeftOut{}
	}
	l.lists[list] = model.NewLeftOut(list, entries)
}

func (l *leftOut) of(list string) model.LeftOut {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lists[list]
}

// LeftOut lists the unreadable entries in this client's last answer of a list, [ListPlans]
// and the others. Pages of transactions and generations have their own.
func (c *Client) LeftOut(list string) model.LeftOut { return c.leftOut.of(list) }

// fetchAll requests a list without pages, and records its unreadable entries.
func fetchAll[T any](ctx context.Context, c *Client, k call, name string) ([]T, error) {
	answer, unreadable, err := fetchList[list[T]](ctx, c, k)
	if err == nil {
		c.leftOut.set(name, unreadable)
	}
	return answer.Data, err
}
