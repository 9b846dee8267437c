package sync

import (
	"context"
	"slices"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Prompts for the rows of a ledger where the list of generations does not say what was
// asked for: each generation is asked for by itself, as [details] are.

// wanted are the rows of generations whose prompts are to be asked for: those on screen,
// then the newest. near leaves out those that can wait.
func (p *prompts) wanted(table *history.Table, near bool) (rows []model.Transaction) {
	if table == nil || !p.read.Bare {
		return nil
	}
	first := p.details.preferred()
	add := func(i int) {
		row := table.Row(i)
		_, asked := p.read.Asked.Holding(row.Seq)
		known := slices.ContainsFunc(rows, func(other model.Transaction) bool { return other.Seq == row.Seq })
		if row.Type == model.TypeGeneration && row.GenerationID != "" && !asked && !known && !p.details.inBackoff(row.GenerationID, p.now()) {
			rows = append(rows, row)
		}
	}
	if len(first.onScreen) > 0 {
		for _, i := range slices.Backward(table.WithGenerations(first.onScreen)) {
			add(i)
		}
	}
	for i := table.Len() - 1; i >= 0 && len(rows) < mostDetails && !(near && i < table.Len()-first.newest); i-- {
		add(i)
	}
	return rows
}

// stepSingles asks for prompts one by one, for as long as a step takes. What came before
// an error is kept.
func (p *prompts) stepSingles(ctx context.Context) (more bool, err error) {
	table, started := p.archive.table(), p.now()
	found := map[model.ID]string{}
	defer func() {
		p.archive.setPrompts(found)
		p.save()
	}()
	for _, row := range p.wanted(table, false) {
		if p.now().Sub(started) >= stepTime {
			return true, nil
		}
		g, err := p.session.Generation(ctx, row.GenerationID)
		switch model.KindOf(err) {
		case model.ServerFailed, model.BadResponse, model.Forbidden, model.Invalid: // this one alone
			p.details.noteFailure(row.GenerationID, p.now())
			continue
		case model.NotFound:
			err = nil
		}
		if err != nil {
			return false, err
		}
		if prompt := g.Prompt(); prompt != "" {
			found[row.GenerationID] = prompt
		}
		p.read.Asked = p.read.Asked.Add(alone(table, row.Seq))
	}
	return len(p.wanted(table, false)) > 0, nil
}

// alone is a row's stretch with the rows below it that are of no generation, so that
// stretches join.
func alone(table *history.Table, seq int64) cache.Range {
	stretch := cache.Range{From: seq, To: seq}
	at, ok := table.Find(seq)
	for at--; ok && at >= 0; at-- {
		if row := table.Row(at); row.Type == model.TypeGeneration && row.GenerationID != "" {
			stretch.From = row.Seq + 1
			break
		}
	}
	return stretch
}

// pending is how many prompts are still to be asked for one by one, and how many of them
// come first.
func (p *prompts) pending() (missing, soon int) {
	table := p.archive.table()
	if table == nil || !p.read.Bare {
		return 0, 0
	}
	for i := range table.Len() {
		row := table.Row(i)
		if _, asked := p.read.Asked.Holding(row.Seq); !asked && row.Type == model.TypeGeneration && row.GenerationID != "" {
			missing++
		}
	}
	return missing, len(p.wanted(table, true))
}
