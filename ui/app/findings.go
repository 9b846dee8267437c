package app

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
)

// findings looks for what the Overview leads to the audit with, when the history has changed,
// and saves which findings the user has seen.
type findings struct {
	*core
	query query[data.Findings]
	of    findingsBasis // the input of the last search, or of the running one
	marks int           // number of findings marked
}

// findingsBasis is the input of a search.
type findingsBasis struct {
	account  model.ID
	table    *history.Table
	whole    bool
	mismatch bool
	credits  model.Credits
	audited  time.Time
	marks    int
}

func newFindings(c *core) *findings {
	into := func(s *data.State) *data.Resource[data.Findings] { return &s.Findings }
	return &findings{core: c, query: query[data.Findings]{core: c, into: into}}
}

// findingMarked is the outcome of saving a mark.
type findingMarked struct {
	err error
	at  int
}

func (f findingMarked) epoch() int { return f.at }

// Update searches after every message that changed the input.
func (f *findings) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		*f = findings{core: f.core, query: f.query, marks: f.marks + 1}
	case updated:
		return f.find(), false
	case findingMarked:
		f.marks++ // a damaged file that was set aside is reported as an error, but the mark is saved
		if msg.err != nil {
			f.notifyError("That could not be kept: " + message.PlainError(msg.err) + ".")
			return f.noticeTimer(), true
		}
		return nil, true
	}
	return nil, false
}

// Do saves a mark.
func (f *findings) Do(intent data.Intent) (tea.Cmd, bool) {
	mark, is := intent.(data.MarkFinding)
	if !is {
		return nil, false
	}
	id := f.state.Account.Value.ID
	if !f.open || id == "" {
		return nil, true
	}
	store, result := f.Findings, findingMarked{at: f.epoch}
	return func() tea.Msg {
		result.err = store.MarkFinding(id, mark.Name, mark.Seen)
		return result
	}, true
}

// find searches where the history, the last audit or the marks have changed.
func (f *findings) find() tea.Cmd {
	s := &f.state
	h, id := s.History.Value, s.Account.Value.ID
	if !f.open || id == "" || h.Table == nil || s.Audit.InFlight {
		return nil
	}
	of := findingsBasis{id, h.Table, h.Whole, s.BalanceMismatch, s.Account.Value.Credits, s.Audit.At, f.marks}
	if of == f.of {
		return nil
	}
	f.of = of
	input := auditInput(s)
	if !s.BalanceMismatch {
		input.Account = nil // a difference is one only where both were read again
	}
	store, audited := f.Findings, s.Audit.Value.Findings
	return f.query.run(s.History.Provenance, func(context.Context) (data.Findings, error) {
		return data.FindOpen(store, id, h, input, audited), nil
	})
}

// auditInput is the history to audit, without its generations.
func auditInput(s *data.State) insight.AuditInput {
	h := s.History.Value
	input := insight.AuditInput{Table: h.Table, Whole: h.Whole, Unreadable: h.Unreadable}
	if rows := s.Rows(); s.BalanceMismatch || len(rows) > 0 && s.Account.Loaded && rows[0].Balance == s.Account.Value.Credits {
		credits := s.Account.Value.Credits
		input.Account = &credits
	}
	return input
}
