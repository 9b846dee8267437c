package cli

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/ui/message"
)

type ordersOptions struct {
	target      account.Target
	acknowledge bool // the user knows that some orders could not be read
	json        bool
}

// orderJSON is an order as it is printed: what it lacks, or lacks yet, is null.
type orderJSON struct {
	model.Order
	SessionID     model.OptionalString `json:"sessionId"`
	Complete      bool                 `json:"complete"`
	PaymentStatus model.OptionalString `json:"paymentStatus"`
	BringsNone    bool                 `json:"bringsNone"`
	Arrived       *model.Credits       `json:"credits"`
	After         *model.Credits       `json:"balanceAfter"`
	Charged       *model.Money         `json:"charged"`
}

func newOrderJSON(order model.Order) orderJSON {
	printed := orderJSON{
		Order: order, SessionID: model.OptionalString(order.SessionID), Complete: order.Complete,
		PaymentStatus: model.OptionalString(order.PaymentStatus), BringsNone: order.BringsNone,
	}
	if order.TransactionID != "" {
		printed.Arrived, printed.After = &order.Arrived, &order.After
	}
	if order.Charged != (model.Money{}) {
		printed.Charged = &order.Charged
	}
	return printed
}

// listedOrder is an order with its refunds.
type listedOrder struct {
	orderJSON
	Refunds *model.Refunds `json:"refunds"` // null where they are unknown
}

func (c *commands) orders() *cobra.Command {
	options := ordersOptions{}
	cmd := &cobra.Command{
		Use:   "orders",
		Short: "Print the orders that were confirmed on this machine",
		Long: `Print the account's orders that were confirmed on this machine, newest first: those that are open, and those that ended in the last 90 days. How those stand that can still change is asked first.

What was charged stands beside what was quoted, and refunds with their number and their sum in money.

Where orders could not all be read, that is told here and by every command that buys until --acknowledge says that you know; what is damaged is kept beside the file.

Piped, a line each: confirmed (UTC), kind, slug, interval, name, quoted price, its currency, outcome (open, pending, arrived, canceled, expired, failed, unseen), session, transaction, address of the receipt, charged, its currency, number of refunds, their sum in money, its currency.`,
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
	c.flags.account(cmd.Flags(), c.deps)
	cmd.Flags().BoolVar(&options.acknowledge, "acknowledge", false, "Stop the message that orders could not be read")
	cmd.Flags().BoolVar(&options.json, "json", false, "Print JSON")
	return cmd
}

func runOrders(ctx context.Context, deps Deps, options ordersOptions) error {
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		account, err := session.Source.Account(ctx)
		if err != nil {
			return err
		}
		if options.acknowledge {
			if err := session.Orders.Acknowledge(); err != nil {
				return err
			}
		}
		orders, unread := session.Orders.ListByAccount(account.ID)
		if unread != nil && len(orders) == 0 {
			return fmt.Errorf("%w%s", unread, deps.offer(".", "To stop this message:", "orders --acknowledge"))
		}
		r := report{columns: []column{{"WHEN", fixed}, {"WHAT", text}, {"CHARGED", number}, {"QUOTED", number}, {"OUTCOME", fixed}, {"SESSION", text}}, fields: orderNames()}
		if unread != nil {
			r.notes = append(r.notes, deps.offer(message.OrdersLost(unread), "To stop this message:", "orders --acknowledge"))
		}
		if failed := refreshOrders(ctx, deps, session, orders); failed != nil {
			r.notes = append(r.notes, "How open orders stand could not be asked. "+sentence(deps, failed))
		}
		listed, failed := listOrders(ctx, session, orders)
		if failed != nil {
			r.notes = append(r.notes, "Refunds could not be asked for. "+sentence(deps, failed))
		}
		for _, order := range listed {
			r.tableRows = append(r.tableRows, orderCells(deps, order))
			r.tsvRows = append(r.tsvRows, orderFields(order))
		}
		if len(listed) == 0 {
			r.notes = append(r.notes, "No orders.")
		}
		r.json = listing[listedOrder]{
			Data: listed, Provenance: model.Billed, AsOf: model.At(deps.Now()), Sandbox: session.Identity.Sandbox,
		}
		return r.write(deps.Streams, options.json, session.Identity)
	})
}

// refreshOrders asks once for the state of orders that can still change, and stores it.
// It creates nothing: an order without a session stays unchanged.
func refreshOrders(ctx context.Context, deps Deps, session account.Session, orders []model.Order) (failed error) {
	now := clockOf(deps, session)
	for i, order := range orders {
		if order.Done() && order.State != model.OrderUnconfirmed {
			continue
		}
		seen := order.Resume(now.Server)
		if seen.SessionID != "" {
			looked := pollOrder(ctx, session.Source, seen)
			if looked.Err != nil && !model.HasStatus(looked.Err) {
				failed = looked.Err
			}
			now = clockOf(deps, session)
			seen = purchase.Recheck(now, model.OrderPolling, seen, looked)
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

// listOrders returns the orders with their refunds, which are fetched once for all of
// them.
func listOrders(ctx context.Context, session account.Session, orders []model.Order) (listed []listedOrder, failed error) {
	listed = make([]listedOrder, len(orders))
	var oldest model.Time // of the orders that may have refunds
	for i, order := range orders {
		listed[i].orderJSON = newOrderJSON(order)
		if order.TransactionID != "" {
			oldest = order.At // the newest are first
		}
	}
	var rows []model.Transaction
	if !oldest.IsZero() {
		page, provenance, err := session.Source.Search(ctx, model.TypePurchaseRefund, oldest.Add(-skew), 0)
		if err != nil || provenance != model.Billed {
			return listed, err
		}
		rows = page.Rows
	}
	for i := range listed {
		if listed[i].TransactionID == "" {
			continue
		}
		sum := model.RefundsOf(listed[i].TransactionID, rows)
		listed[i].Refunds = &sum
	}
	return listed, failed
}

// orderCells are an order's table cells, for people.
func orderCells(deps Deps, order listedOrder) []string {
	money := func(m model.Money) string {
		if m.Currency == "" {
			return ""
		}
		return m.String()
	}
	outcome := message.Outcome(order.State)
	if order.Refunds != nil && order.Refunds.Count > 0 {
		outcome += ", " + message.Refunded(*order.Refunds)
	}
	return []string{
		clock(deps, order.At), message.Item(order.Item), money(order.Order.Charged), money(order.Price), outcome, model.Clean(order.Order.SessionID),
	}
}

// orderNames are the names of an order's fields up to the last one that is an id.
func orderNames() []string {
	return []string{"time", "kind", "slug", "interval", "name", "price", "currency", "outcome", "session", "transaction", "receipt"}
}

// orderFields are an order's fields, for scripts, in the order given by the help.
func orderFields(order listedOrder) []string {
	outcome := outcomeOpen
	if order.Done() || order.State == model.OrderPending {
		outcome = string(order.State)
	}
	fields := []string{order.At.ISO(), string(order.Item.Kind), order.Item.Slug, string(order.Item.Interval), order.Item.Name}
	fields = append(fields, moneyFields(order.Price)...)
	fields = append(fields, outcome, order.Order.SessionID, string(order.TransactionID), string(order.Receipt))
	fields = append(fields, moneyFields(order.Order.Charged)...)
	count, given := "", model.Money{}
	if order.Refunds != nil {
		count = strconv.Itoa(order.Refunds.Count)
		if len(order.Refunds.Money) == 1 && order.Refunds.Untold+len(order.Refunds.TooMuch) == 0 { // otherwise JSON has them
			given = order.Refunds.Money[0]
		}
	}
	return append(append(fields, count), moneyFields(given)...)
}

// moneyFields are an amount and its currency, empty for none.
func moneyFields(m model.Money) []string {
	if m.Currency == "" {
		return []string{"", ""}
	}
	return []string{m.Decimal(), m.Currency}
}
