package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

type costsOptions struct {
	target   account.Target
	tool     string
	model    string
	quantity string
	sort     string
	basket   string
	json     bool
}

func (c *commands) costs() *cobra.Command {
	options := costsOptions{}
	cmd := &cobra.Command{
		Use:   `costs ["40 images, 90 s veo-3.1"]`,
		Short: "Print what generations cost, and how many the balance buys",
		Long: `Print every tool and model with its price, how many of its units the balance buys, and what you paid for a generation, on average (PAID) and for the last. "changed" marks a model whose last generation was not paid at today's price. Your own come first.

With quantities, what they cost together: what is left of the balance, or what is missing and the cheapest packs that bring it. A quantity is a number ("40", "1.5", "1,000" or "5k"), a unit where the model is priced by one (s, min, pages), and a part of a name or what it makes (images, songs). Of several, yours that you used most is meant, else the cheapest, of those that create something first.

≥ is a price that some inputs raise, ≤ what is left or can be had at such a price, ≈ what is estimated.

A price is the catalogue's, read within a day; where the history is estimated, so is what you paid. Resolution, quality and the like may make a generation dearer.

Piped, a line each: tool, model, cost, cost unit, affordable, uses, paid on average, paid last, changed; with --quantity also the cost of so many.`,
		Example: `studio-tui costs
studio-tui costs --model veo --quantity 90
studio-tui costs --sort price --json
studio-tui costs "40 images, 90 s veo-3.1"`,
		Args: cobra.ArbitraryArgs,
	}
	cmd.Run = func(cmd *cobra.Command, args []string) {
		options.basket = joinAmounts(args)
		c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			if len(args) > 0 && options.basket == "" {
				return usagef("the quantities are empty; it takes %s", insight.BasketHelp)
			}
			return runCosts(cmd.Context(), c.deps, options)
		})(cmd, args)
	}
	flags := cmd.Flags()
	c.flags.account(flags, c.deps)
	flags.StringVar(&options.tool, "tool", "", "Only tools with this in their name")
	flags.StringVar(&options.model, "model", "", "Only models with this in their name")
	flags.StringVar(&options.quantity, "quantity", "", "Also what so many units cost")
	flags.StringVar(&options.sort, "sort", string(insight.CostsByUse), "Sort by "+strings.Join(costOrders, ", "))
	flags.BoolVar(&options.json, "json", false, "Print JSON")
	return cmd
}

// joinAmounts is one text of arguments: each that begins with a digit begins an amount.
func joinAmounts(args []string) string {
	text := ""
	for _, arg := range args {
		if arg = strings.TrimSpace(arg); arg != "" && arg[0] >= '0' && arg[0] <= '9' {
			text += ", "
		}
		text += arg + " "
	}
	return strings.Trim(text, ", ")
}

// costsJSON is what `costs --json` prints; amounts in credits.
type costsJSON struct {
	Credits    model.Credits    `json:"credits"`
	Basket     *basketJSON      `json:"basket,omitempty"`
	Data       []costJSON       `json:"data"`
	Missing    []string         `json:"missing,omitempty"` // tools whose prices could not be read
	Provenance model.Provenance `json:"provenance"`
	PricesAsOf model.Time       `json:"pricesAsOf"` // of the price with the oldest reading
	AsOf       model.Time       `json:"asOf"`       // of the balance
	Sandbox    bool             `json:"sandbox"`
}

type costJSON struct {
	Tool        string               `json:"tool"`
	Model       string               `json:"model"`
	Type        model.OptionalString `json:"type"`
	Cost        model.Credits        `json:"cost"`
	CostUnit    model.OptionalString `json:"costUnit"`
	Affordable  *int64               `json:"affordable"`
	Uses        int32                `json:"uses"`
	PaidAverage model.Credits        `json:"paidAverage"`
	LastPaid    model.Credits        `json:"lastPaid"`
	Changed     bool                 `json:"changed"`
	Varies      bool                 `json:"varies"` // inputs may raise it
	Total       *model.Credits       `json:"total,omitempty"`
}

type basketJSON struct {
	Items   []itemJSON          `json:"items"`
	Total   model.Credits       `json:"total"`
	Left    model.Credits       `json:"left"`
	Missing model.Credits       `json:"missing"`
	Enough  *insight.PackChoice `json:"enough"`
}

type itemJSON struct {
	Text     string               `json:"text"`
	Tool     string               `json:"tool"`
	Model    string               `json:"model"`
	Quantity model.Credits        `json:"quantity"`
	Unit     model.OptionalString `json:"unit"`
	Credits  model.Credits        `json:"credits"`
	About    bool                 `json:"about"`  // at an average of paid prices
	Varies   bool                 `json:"varies"` // inputs may raise it
}

// costOrders are the values of --sort.
var costOrders = func() (all []string) {
	for _, order := range insight.CostOrders {
		all = append(all, string(order))
	}
	return all
}()

func runCosts(ctx context.Context, deps Deps, options costsOptions) error {
	if !slices.Contains(costOrders, options.sort) {
		return oneOf("--sort", options.sort, costOrders)
	}
	quantity, err := readQuantity(options.quantity)
	if err != nil {
		return err
	}
	if options.basket != "" && (options.quantity != "" || options.tool != "" || options.model != "") {
		return usagef("quantities that are named do not go with --quantity, --tool and --model")
	}
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		return printCosts(ctx, deps, session, options, quantity)
	})
}

// readQuantity parses --quantity; 0 for none.
func readQuantity(text string) (model.Credits, error) {
	if text == "" {
		return 0, nil
	}
	quantity, err := model.ParseCredits(text)
	if err != nil || quantity <= 0 {
		return 0, usagef("--quantity takes a number above 0, like 1.5, not %q", text)
	}
	return quantity, nil
}

// readCosts reads the catalogue, the history, and what the account paid for each model.
func readCosts(ctx context.Context, deps Deps, session account.Session) (costs []insight.Cost, list insight.Catalogue, h accountHistory, err error) {
	if list, err = session.Source.Catalogue(ctx); err != nil {
		return nil, list, h, err
	}
	if h, err = readHistory(ctx, deps, session, ""); err != nil {
		return nil, list, h, err
	}
	activity, err := insight.NewActivity(ctx, h.Table.All(), nil, deps.Location)
	if err != nil {
		return nil, list, h, err
	}
	return insight.Costs(list, activity), list, h, nil
}

func printCosts(ctx context.Context, deps Deps, session account.Session, options costsOptions, quantity model.Credits) error {
	account, err := session.Source.Account(ctx)
	if err != nil {
		return err
	}
	costs, list, h, err := readCosts(ctx, deps, session)
	if err != nil {
		return err
	}
	insight.SortCosts(costs, insight.CostOrder(options.sort))
	answer := costsJSON{
		Credits: account.Credits, Data: []costJSON{}, Missing: list.Missing, Provenance: h.Provenance,
		PricesAsOf: model.At(list.AsOf), AsOf: model.At(deps.Now()), Sandbox: session.Identity.Sandbox,
	}
	r := report{columns: []column{
		{"TOOL", text},
		{"MODEL", text},
		{"COST", number},
		{"AFFORDABLE", number},
		{"USES", number},
		{"PAID", number},
		{"LAST", number},
		{"TOTAL", number},
		{"", fixed},
	}, fields: []string{"tool", "model"}, notes: h.notes}
	if len(list.Missing) > 0 {
		r.notes = append(r.notes, "The prices of these tools could not be read: "+strings.Join(list.Missing, ", ")+".")
	}
	if options.basket != "" {
		basket, err := insight.ParseBasket(options.basket, costs, account.Credits)
		if err != nil {
			return usagef("the quantities were not understood: %w", err)
		}
		return printBasket(ctx, deps, session, options, basket, answer, r)
	}
	for _, cost := range costs {
		if !strings.Contains(strings.ToLower(cost.Tool), strings.ToLower(options.tool)) || !strings.Contains(strings.ToLower(cost.Model), strings.ToLower(options.model)) {
			continue
		}
		printed, err := newCostJSON(cost, account.Credits, quantity)
		if err != nil {
			return usagef("--quantity: %w", err)
		}
		answer.Data = append(answer.Data, printed)
		r.tableRows = append(r.tableRows, costCells(cost, printed, account.Credits, h.Provenance == model.Estimated))
		r.tsvRows = append(r.tsvRows, costFields(printed, quantity > 0))
	}
	if len(answer.Data) == 0 {
		return usagef("no tool and model of the catalogue has such names")
	}
	r.json = answer
	if deps.Streams.OutTTY {
		r.columns = narrowed(deps.Streams.Width, r.columns, r.tableRows, "LAST", "PAID", "USES")
	}
	return r.write(deps.Streams, options.json, session.Identity)
}

func newCostJSON(cost insight.Cost, balance, quantity model.Credits) (costJSON, error) {
	printed := costJSON{
		Tool: cost.Tool, Model: cost.Model, Type: model.OptionalString(cost.MediaType), Cost: cost.Price, CostUnit: model.OptionalString(cost.Unit), Uses: cost.Uses,
		PaidAverage: cost.PaidAverage, LastPaid: cost.LastPaid, Changed: cost.Changed, Varies: cost.Varies,
	}
	if units, ok := cost.Affordable(balance); ok {
		printed.Affordable = &units
	}
	if quantity > 0 {
		total := model.UnknownCredits
		if cost.Price.Known() {
			var err error
			if total, err = cost.Of(quantity); err != nil {
				return printed, err
			}
		}
		printed.Total = &total
	}
	return printed, nil
}

// costFields are a cost's fields, for scripts, in the order given by the help.
func costFields(cost costJSON, total bool) []string {
	affordable := ""
	if cost.Affordable != nil {
		affordable = strconv.FormatInt(*cost.Affordable, 10)
	}
	fields := []string{
		cost.Tool, cost.Model, cost.Cost.Plain(), string(cost.CostUnit), affordable, strconv.Itoa(int(cost.Uses)), cost.PaidAverage.Plain(),
		cost.LastPaid.Plain(), strconv.FormatBool(cost.Changed),
	}
	if total {
		fields = append(fields, cost.Total.Plain())
	}
	return fields
}

// costCells are a cost's table cells, for people.
func costCells(cost insight.Cost, printed costJSON, balance model.Credits, estimated bool) []string {
	price, uses, total, mark := message.PriceFigure(cost), "", "", ""
	if cost.Price.Known() && cost.Unit != "" {
		price += " / " + cost.Unit
	}
	affordable, _ := message.Affordable(cost, balance)
	if cost.Uses > 0 {
		uses = format.Count(int(cost.Uses))
	}
	if printed.Total != nil {
		total = message.PriceFigure(insight.Cost{Price: *printed.Total, Varies: cost.Varies})
	}
	if cost.Changed {
		mark = "changed"
	}
	return []string{cost.Tool, cost.Model, price, affordable, uses, message.PaidFigure(cost.PaidAverage, estimated), message.PaidFigure(cost.LastPaid, estimated), total, mark}
}

// printBasket prints the total cost of quantities.
func printBasket(ctx context.Context, deps Deps, session account.Session, options costsOptions, basket insight.Basket, answer costsJSON, r report) error {
	printed := basketJSON{Total: basket.Total, Left: basket.Left, Missing: basket.Missing}
	r.columns, r.fields = []column{{"WHAT", text}, {"TOOL", text}, {"MODEL", text}, {"COST", number}}, []string{"", "tool", "model"}
	for _, item := range basket.Items {
		cost := item.Cost
		printed.Items = append(printed.Items, itemJSON{
			Text: item.Text, Tool: cost.Tool, Model: cost.Model, Quantity: item.Quantity, Unit: model.OptionalString(item.Unit), Credits: item.Credits, About: item.About, Varies: cost.Varies,
		})
		if item.About {
			r.notes = append(r.notes, fmt.Sprintf("%s is priced by the %s; a generation is taken for what you paid on average.", cost.Model, cost.Unit))
		}
		r.tableRows = append(r.tableRows, []string{model.Clean(item.Text), cost.Tool, cost.Model, message.BasketCredits(item)})
		r.tsvRows = append(r.tsvRows, []string{item.Text, cost.Tool, cost.Model, item.Quantity.Plain(), item.Unit, item.Credits.Plain()})
	}
	text := "Together " + message.BasketOutcome(basket, answer.Credits)
	if basket.Missing > 0 {
		packs, sentence := basketPacks(ctx, deps, session, basket)
		printed.Enough = packs
		text += " " + sentence
	}
	r.notes = append([]string{text}, r.notes...)
	answer.Basket, r.json = &printed, &answer
	return r.write(deps.Streams, options.json, session.Identity)
}

// basketPacks are the cheapest packs that bring what the balance lacks for quantities, nil for none,
// with a note about them.
func basketPacks(ctx context.Context, deps Deps, session account.Session, basket insight.Basket) (*insight.PackChoice, string) {
	offers := typedOffers(deps, session)
	packs, from, err := offers.packs(ctx)
	if err != nil {
		return nil, "Packs could not be asked for. " + sentence(deps, err)
	}
	set, text := message.BasketPacks(basket, packs)
	switch {
	case set == nil:
	case from == model.Entered:
		text += " " + strings.Join(offers.notes(ctx, nil, packs, from), " ") + " It is sold at " + string(model.PricingPage)
	case set.PackCount() == 1:
		text = deps.offer(text, "To buy it:", "buy pack "+set.Packs[0].Slug)
	}
	return set, text
}
