package sync

import (
	"maps"
	"sync"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// changeNames are what a person says that observed changes were. It is safe for concurrent use.
type changeNames struct {
	notes ObservationStore // nil: they last as long as the program

	mu    sync.Mutex
	known map[model.ID]derive.Name // of the account, where there are no notes
}

// of returns those of an account, none without stored observations.
func (n *changeNames) of(account model.ID) map[model.ID]derive.Name {
	if n.notes != nil {
		names, err := n.notes.ChangeNames(account)
		if err != nil {
			return nil
		}
		return names
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	return maps.Clone(n.known)
}

// set keeps one, or with the zero name takes it away.
func (n *changeNames) set(account, change model.ID, name derive.Name) error {
	if n.notes != nil {
		return n.notes.NameChange(account, change, name)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.known == nil {
		n.known = map[model.ID]derive.Name{}
	}
	n.known[change] = name
	return nil
}

// NameChange stores a person's explanation of an observed change; the zero name removes it.
// The next state of the history includes it.
func (h *History) NameChange(account, change model.ID, name derive.Name) error {
	return h.session.names.set(account, change, name)
}
