package sandbox

import (
	"net/http"
	"strings"

	"github.com/studio-tui/studio-tui/model"
)

// billing are the endpoints that the dashboard needs beside the documented ones.
var billing = map[string]methods{
	"/api/transactions":         {http.MethodGet: getTransactions},
	"/api/plans":                {http.MethodGet: getPlans},
	"/api/packs":                {http.MethodGet: getPacks},
	"/api/subscription":         {http.MethodGet: getSubscription},
	"/api/quote":                {http.MethodGet: getQuote},
	"/api/checkout":             {http.MethodGet: getCheckouts, http.MethodPost: postCheckout},
	"/api/checkout/{id}":        {http.MethodGet: getCheckout},
	"/api/checkout/{id}/cancel": {http.MethodPost: postCancel},
	"/api/portal":               {http.MethodPost: postPortal},
}

func getTransactions(c *call) (int, any, error) {
	p := c.params("limit", "cursor", "type", "since")
	names := make([]string, 0, len(model.TransactionTypes))
	for _, t := range model.TransactionTypes {
		names = append(names, string(t))
	}
	only := p.oneOf("type", names...)
	q := query{
		limit: p.limit(), before: p.cursor("cursor", int32(len(c.a.ledger.rows))),
		only: only != "", since: p.since("since"), kind: rowKindOf(only),
	}
	if err := p.err(); err != nil {
		return 0, nil, err
	}
	answer := list[model.Transaction]{Data: []model.Transaction{}}
	var indexes []int32
	next, more, total := model.OptionalString(""), false, 0
	if int(q.kind) < rowKinds { // the sandbox has no rows of the other types
		indexes, more, total = c.a.ledger.page(q)
	}
	for _, index := range indexes {
		answer.Data = append(answer.Data, c.a.transaction(index, c.base))
	}
	if more {
		next = model.OptionalString(cursorBefore(indexes[len(indexes)-1]))
	}
	answer.Pagination = &pagination{Total: total, Limit: q.limit, HasMore: more, NextCursor: &next}
	return http.StatusOK, answer, nil
}

func rowKindOf(name string) rowKind {
	for kind, t := range rowTypes {
		if string(t) == name {
			return rowKind(kind)
		}
	}
	if name == "" {
		return 0
	}
	return rowKind(rowKinds)
}

func getPlans(*call) (int, any, error) { return http.StatusOK, list[model.Plan]{Data: plans}, nil }
func getPacks(*call) (int, any, error) { return http.StatusOK, list[model.Pack]{Data: packs}, nil }

func getSubscription(c *call) (int, any, error) { return http.StatusOK, c.a.subscription(), nil }

func getQuote(c *call) (int, any, error) {
	p := c.params("kind", "slug", "interval")
	item := model.Item{
		Kind: model.ItemKind(p.oneOf("kind", "plan", "pack")), Slug: p.values.Get("slug"),
		Interval: model.Interval(p.oneOf("interval", "month", "year")),
	}
	if err := p.err(); err != nil {
		return 0, nil, err
	}
	quote, no := c.a.quote(item, c.now)
	if no != nil {
		return 0, nil, no
	}
	return http.StatusOK, quote, nil
}

// checkoutRequest is the body of POST /api/checkout.
type checkoutRequest struct {
	Kind     model.ItemKind `json:"kind"`
	Slug     string         `json:"slug"`
	Interval model.Interval `json:"interval"`
}

func postCheckout(c *call) (int, any, error) {
	key := c.r.Header.Get("Idempotency-Key")
	if strings.TrimSpace(key) == "" || len(key) > 255 {
		return 0, nil, invalid("Idempotency-Key", "required", "the header Idempotency-Key is missing or too long")
	}
	var request checkoutRequest
	if err := c.read(&request); err != nil {
		return 0, nil, err
	}
	status := http.StatusCreated
	if _, again := c.a.keyed(key, c.now); again {
		status = http.StatusOK
	}
	session, no := c.a.open(model.Item{Kind: request.Kind, Slug: request.Slug, Interval: request.Interval}, key, c.now)
	if no != nil {
		return 0, nil, no
	}
	return status, c.a.checkout(session, c.base, c.now), nil
}

func getCheckouts(c *call) (int, any, error) {
	p := c.params("status")
	status := model.CheckoutStatus(p.oneOf("status", "open", "complete", "expired", "canceled"))
	if err := p.err(); err != nil {
		return 0, nil, err
	}
	answer := list[model.Checkout]{Data: []model.Checkout{}}
	for i := len(c.a.sessions) - 1; i >= 0 && len(answer.Data) < 100; i-- {
		if s := c.a.sessions[i]; status == "" || s.status(c.now) == status {
			answer.Data = append(answer.Data, c.a.checkout(s, c.base, c.now))
		}
	}
	return http.StatusOK, answer, nil
}

func getCheckout(c *call) (int, any, error) {
	session, ok := c.a.findSession(c.r.PathValue("id"))
	if !ok {
		return 0, nil, refuse(http.StatusNotFound, "Checkout session not found")
	}
	return http.StatusOK, c.a.checkout(session, c.base, c.now), nil
}

func postCancel(c *call) (int, any, error) {
	session, ok := c.a.findSession(c.r.PathValue("id"))
	if !ok {
		return 0, nil, refuse(http.StatusNotFound, "Checkout session not found")
	}
	session.cancel(c.now)
	return http.StatusOK, c.a.checkout(session, c.base, c.now), nil
}

func postPortal(c *call) (int, any, error) {
	var choice model.PortalChoice
	if len(c.body) > 0 {
		if err := c.read(&choice); err != nil {
			return 0, nil, err
		}
	}
	return http.StatusOK, model.Portal{URL: model.URL(c.base + "/portal/" + c.a.openPortal(choice.Plan, c.now))}, nil
}
