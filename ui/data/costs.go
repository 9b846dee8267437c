package data

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
)

// Costs are the prices of the catalogue's models, and the account's use of each. It is
// immutable.
type Costs struct {
	insight.Catalogue
	Models []insight.Cost // in the catalogue's order
	Use    map[derive.Offer]insight.OfferUse
	// Version is the version of the history that they were worked out from.
	Version int64
}

// WorkOutCosts works out the costs from a catalogue and a history, which may have no table.
// While rows are missing it takes as long as a walk over those that are there. The error is
// that of ctx.
func WorkOutCosts(ctx context.Context, catalogue insight.Catalogue, h History, now time.Time, zone *time.Location) (Costs, error) {
	activity := h.Activity
	if activity == nil {
		table := h.Table
		if table == nil {
			table = (&history.Builder{}).Table()
		}
		var err error
		if activity, err = insight.NewActivity(ctx, table.All(), nil, zone); err != nil {
			return Costs{}, err
		}
	}
	return Costs{
		Catalogue: catalogue,
		Models:    insight.Costs(catalogue, activity),
		Use:       insight.UseByOffer(catalogue, activity, model.DayOf(now, zone)),
		Version:   h.Version,
	}, nil
}

// UseOf returns the account's use of a model.
func (c Costs) UseOf(cost insight.Cost) insight.OfferUse { return c.Use[cost.Offer()] }

// RowsOf is the query for the rows of a model. A generation without a model ran the first one
// of its tool.
func (c Costs) RowsOf(cost insight.Cost) history.Query {
	models := []string{cost.Model}
	for _, tool := range c.Tools {
		if tool.Slug == cost.Tool && len(tool.Models) > 0 && tool.Models[0].Slug == cost.Model {
			models = append(models, "")
		}
	}
	return history.OfTools(cost.Tool).And(history.OfModels(models...))
}

// PricesOf returns the prices of a model that were seen on this machine, the oldest first.
func (c Costs) PricesOf(cost insight.Cost) []derive.Price { return c.Seen[cost.Offer()] }
