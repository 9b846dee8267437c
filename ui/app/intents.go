package app

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/words"
)

// do carries out what a person asked for.
func (a *App) do(intent data.Intent) tea.Cmd {
	switch intent := intent.(type) {
	case nil:
		return nil
	case data.Close:
		return a.close()
	case data.RefreshAll:
		return a.refreshAsked()
	case data.SearchHistory:
		a.search = intent.Search
		if intent.Pane != 0 {
			a.goTo(intent.Pane)
		}
		return a.runSearch()
	case data.ShowRows:
		return a.showRows(intent)
	case data.ShowUsage:
		a.showUsage(intent)
	case data.ShowRow:
		return a.showRow(intent.Row)
	case data.ShowGeneration:
		return a.showGeneration(intent.ID)
	case data.OpenURL:
		return a.openAddress(intent)
	case data.Copy:
		a.notify("Copied " + intent.What + ".")
		return tea.Batch(tea.SetClipboard(intent.Text), a.noticeTimer())
	case data.RunCommand:
		a.pop()
		return a.do(intent.Intent)
	case data.ShowHelp:
		if intent.Filter {
			a.push(overlay.NewFilterHelp(a.keys))
		} else {
			a.push(overlay.NewHelp(a.keys, a.place()))
		}
	case data.Quit:
		a.quitting = true
	case data.AuditHistory:
		return a.audit()
	case data.ExportRows:
		a.askExport()
	case data.ExportUsage:
		a.askUsageExport(intent.Usage)
	case data.WriteFile:
		return a.export(intent)
	case data.SwitchPane:
		a.goTo(intent.Pane)
	case data.ShowCost:
		a.push(overlay.NewCost(a.keys, intent.Cost, intent.Rows))
	case data.ShowPlan:
		a.push(overlay.NewPlanChange(a.keys, intent.Plan, intent.Interval))
	case data.ShowOrder:
		return a.showOrder(intent.Order)
	case data.ManageBilling:
		return a.manageBilling(intent)
	case data.ChangeKey:
		a.showWelcome(nil)
	case data.UseKey:
		return a.useKey(intent)
	case data.ShowProfiles:
		return a.showProfiles()
	case data.UseProfile:
		return a.useProfile(intent.Profile)
	case data.OpenDemo:
		return a.openDemo()
	case data.OpenWebsite:
		return a.openWebsite(intent)
	case data.EndWebsiteWatch:
		return a.endVisit()
	default:
		if cmd, taken := a.doDevice(intent); taken {
			return cmd
		}
		return a.doPurchase(intent)
	}
	return nil
}

// manageBilling opens the billing portal, where the person means that account: with an
// exported key that takes precedence over a profile, that is asked first.
func (a *App) manageBilling(intent data.ManageBilling) tea.Cmd {
	if a.state.Identity.OverriddenProfile != "" && !intent.KeyConfirmed {
		a.overlays = nil
		a.push(overlay.NewPortalConsent(a.keys, intent.Plan))
		return nil
	}
	return a.openPortal(intent.Plan)
}

// close takes away what lies on top.
func (a *App) close() tea.Cmd {
	if a.choosing() {
		a.closeProfiles()
		return nil
	}
	if a.addressed() || (a.helping() && a.welcome != nil) {
		a.pop()
		return nil
	}
	if a.welcome != nil {
		if a.state.Account.Loaded {
			a.welcome = nil
			a.drawn.stale = true
		}
		return nil
	}
	a.closeExport()
	a.pop()
	a.dropEndedVisit()
	return a.dropEndedOrder()
}

func (a *App) refreshAsked() tea.Cmd {
	if !a.open {
		return a.enter()
	}
	a.state.Backfill.Err, a.state.Tools.Err = nil, nil
	return tea.Batch(a.refresh(forceRefresh), a.refreshPurchase())
}

// showRow opens a transaction, and reads its generation.
func (a *App) showRow(row model.Transaction) tea.Cmd {
	if _, ok := a.top().(*overlay.Detail); ok {
		a.pop()
	}
	a.push(overlay.NewDetail(a.keys, row, row.GenerationID, a.state.History.Value.PairsOf(row)))
	if row.GenerationID == "" {
		return nil
	}
	return a.fetchOpened(row.GenerationID)
}

// showGeneration opens a generation, with its debit where that is known.
func (a *App) showGeneration(id model.ID) tea.Cmd {
	for _, row := range a.state.Rows() {
		if row.GenerationID == id && row.Type == model.TypeGeneration {
			return a.showRow(row)
		}
	}
	a.push(overlay.NewDetail(a.keys, model.Transaction{}, id, model.RefundPairs{}))
	return a.fetchOpened(id)
}

// audit adds the history up, as far as it is read, and looks up what failed.
func (a *App) audit() tea.Cmd {
	s := &a.state
	h := s.History.Value
	if h.Table == nil {
		return nil
	}
	books := insight.Books{Table: h.Table, Whole: h.Whole, Unreadable: h.Unreadable}
	if rows := s.Rows(); s.BalanceMismatch || len(rows) > 0 && s.Account.Loaded && rows[0].Balance == s.Account.Value.Credits {
		books.Account = &s.Account.Value.Credits
	}
	billed, now := h.Provenance == model.Billed, a.options.Now
	s.Audit = data.Resource[insight.Audit]{}
	a.push(overlay.NewAudit(a.keys))
	return fetch(a, interactive, func(s *data.State) *data.Resource[insight.Audit] { return &s.Audit },
		func(ctx context.Context, source data.Source) (audit insight.Audit, _ model.Provenance, err error) {
			if billed {
				if books.Runs, err = source.Ends(ctx, model.GenerationError); err != nil {
					return audit, model.Billed, err
				}
			}
			books.Now = now().Add(source.ServerAhead())
			audit, err = insight.Examine(ctx, books)
			return audit, model.Billed, err
		}, nil)
}

// showOrder shows an order: the watch of the one under way, the record of others.
func (a *App) showOrder(order model.Order) tea.Cmd {
	if a.state.Order != nil && a.state.Order.Key == order.Key {
		a.showPayment()
	} else {
		a.push(overlay.NewOrderDetail(a.keys, order))
	}
	return nil
}

// browserTried is the outcome of opening an address.
type browserTried struct {
	intent data.OpenURL
	err    error
	at     int
}

func (b browserTried) epoch() int { return b.at }

// openAddress hands an address to the browser; what came of it arrives later.
func (a *App) openAddress(intent data.OpenURL) tea.Cmd {
	browser, ctx := a.browser(), a.ctx
	if browser == nil {
		return nil
	}
	tried := browserTried{intent: intent, at: a.epoch}
	return func() tea.Msg {
		tried.err = browser.Open(ctx, intent.Address)
		return tried
	}
}

// tried tells what came of opening an address.
func (a *App) tried(msg browserTried) tea.Cmd {
	if msg.err == nil {
		a.notify("Opened " + msg.intent.What + " in your browser.")
		return a.noticeTimer()
	}
	if a.state.Opener.CheckURL(msg.intent.Address) != nil {
		a.notifyError(words.PlainError(msg.err))
		return a.noticeTimer()
	}
	a.push(overlay.NewAddress(a.keys, msg.intent, strings.TrimSuffix(words.PlainError(msg.err), ".")))
	return nil
}
