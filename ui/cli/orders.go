package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/ui/words"
)

type ordersOptions struct {
	target Target
	json   bool
}

func (c *commands) orders() *cobra.Command {
	options := ordersOptions{}
	cmd := &cobra.Command{
		Use:   "orders",
		Short: "Print the orders that were confirmed on this machine",
		Long: `Print the account's orders that were confirmed on this machine, newest first: those that are open, and those that ended in the last 90 days. How those stand that can still change is asked first.

Piped, a line each: confirmed (UTC), kind, slug, interval, name, price, currency, outcome (open, arrived, canceled, expired, unseen), session, transaction, address of the receipt.`,
		Example: `studio-tui orders
studio-tui orders --json`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			return runOrders(cmd.Context(), c.deps, options)
		}),
	}
	c.flags.account(cmd, cmd.Flags(), c.deps)
	cmd.Flags().BoolVar(&options.json, "json", false, "Print JSON")
	return cmd
}

func runOrders(ctx context.Context, deps Deps, options ordersOptions) error {
	return reading(ctx, deps, options.target, func(ctx context.Context, session Session) error {
		account, err := session.Source.Account(ctx)
		if err != nil {
			return err
		}
		orders, unread := session.Orders.Of(account.ID)
		if unread != nil && len(orders) == 0 {
			return unread
		}
		r := report{columns: []column{{"WHEN", exact}, {"WHAT", prose}, {"PRICE", figure}, {"OUTCOME", exact}, {"SESSION", prose}}}
		if unread != nil {
			r.notes = append(r.notes, sentence(unread))
		}
		if failed := refreshOrders(ctx, deps, session, orders); failed != nil {
			r.notes = append(r.notes, "How open orders stand could not be asked. "+sentence(failed))
		}
		for _, order := range orders {
			r.people = append(r.people, orderCells(deps, order))
			r.fields = append(r.fields, orderFields(order))
		}
		if len(orders) == 0 {
			orders = []model.Order{}
			r.notes = append(r.notes, "No orders.")
		}
		r.json = listing[model.Order]{
			Data: orders, Provenance: model.Billed, AsOf: model.At(deps.Now()), Sandbox: session.Identity.Sandbox,
		}
		return r.write(deps.Streams, options.json, session.Identity)
	})
}

// refreshOrders asks once how those orders stand that can still change, and keeps
// what it finds. It creates nothing: an order without a session stays as it is.
func refreshOrders(ctx context.Context, deps Deps, session Session, orders []model.Order) (failed error) {
	now := clockOf(deps, session)
	for i, order := range orders {
		if order.Done() && order.State != model.OrderUnseen {
			continue
		}
		seen := order.Resume(now.Server)
		if seen.SessionID != "" {
			looked := look(ctx, session.Source, seen)
			if looked.Err != nil && !model.Answered(looked.Err) {
				failed = looked.Err
			}
			now = clockOf(deps, session)
			seen = purchase.Recheck(now, model.OrderPace, seen, looked)
		}
		if seen == order {
			continue
		}
		orders[i] = seen
		if kept, err := session.Orders.Save(seen); err == nil {
			orders[i] = kept
		} else {
			failed = err
		}
	}
	return failed
}

// orderCells are an order for people.
func orderCells(deps Deps, order model.Order) []string {
	price := ""
	if order.Price.Currency != "" {
		price = order.Price.String()
	}
	return []string{
		clock(deps, order.At), words.Item(order.Item), price, words.Outcome(order.State), model.Clean(order.SessionID),
	}
}

// orderFields are an order for scripts, in the order that the help gives.
func orderFields(order model.Order) []string {
	price, currency, outcome := "", "", outcomeOpen
	if order.Price.Currency != "" {
		price, currency = order.Price.Decimal(), order.Price.Currency
	}
	if order.Done() {
		outcome = string(order.State)
	}
	return []string{
		isoTime(order.At), string(order.Item.Kind), order.Item.Slug, string(order.Item.Interval), order.Item.Name,
		price, currency, outcome, order.SessionID, string(order.TransactionID), string(order.Receipt),
	}
}
