package data

import (
	"slices"
	"sync"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/insight"
)

// Findings are the findings of the history that the Overview leads to, and those that the
// user has marked as seen.
type Findings struct {
	Open []insight.Finding // of numbers and balances, and of the last audit, without the seen ones
	Seen map[string]bool   // by name
}

// HasSeen reports whether the user has marked a finding as seen.
func (f Findings) HasSeen(finding insight.Finding) bool {
	return f.Seen[finding.Name()]
}

// FindOpen finds what does not add up in a history, adds the findings of its last audit that
// still hold, and leaves out what the user has seen of both.
func FindOpen(store account.SeenFindings, id model.ID, h History, input insight.AuditInput, audited []insight.Finding) Findings {
	f := Findings{Seen: map[string]bool{}}
	seen, _ := store.SeenFindings(id) // without a record none counts as seen
	for _, name := range seen {
		f.Seen[name] = true
	}
	for _, finding := range insight.ExamineSums(input) {
		if !f.HasSeen(finding) {
			f.Open = append(f.Open, finding)
		}
	}
	for _, finding := range audited {
		switch finding.Kind {
		case insight.FindSequence, insight.FindSum, insight.FindAccount: // among those above, where they still hold
			continue
		case insight.FindMissingRefund:
			if _, came := h.PairsOf(finding.Rows[0]).Refund(finding.Rows[0]); came {
				continue
			}
		}
		if !f.HasSeen(finding) {
			f.Open = append(f.Open, finding)
		}
	}
	return f
}

// MemoryFindings keeps the seen findings of any account in memory. The zero value is empty.
type MemoryFindings struct {
	mu   sync.Mutex
	seen []string
}

// SeenFindings returns the seen findings; see [account.SeenFindings].
func (m *MemoryFindings) SeenFindings(model.ID) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.seen), nil
}

// MarkFinding marks a finding; see [account.SeenFindings].
func (m *MemoryFindings) MarkFinding(_ model.ID, name string, seen bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen = slices.DeleteFunc(m.seen, func(other string) bool { return other == name })
	if seen {
		m.seen = append(m.seen, name)
	}
	return nil
}
