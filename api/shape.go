package api

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/studio-tui/studio-tui/model"
)

// rule says which members an answer's object must have. encoding/json takes a
// missing member, and null, for zero; a balance must not come from that.
type rule struct {
	required string // must be there and not be null
	nullable string // must be there
}

// rules stand for the contract. The billing ones are exactly what openapi.yaml
// requires. Of the documented half only that is required without which a figure
// or a row would be wrong: its other members may be missing.
var rules = map[reflect.Type]rule{
	reflect.TypeFor[model.Account]():    {required: "id credits plan"},
	reflect.TypeFor[model.Generation](): {required: "id status tool createdAt"},
	reflect.TypeFor[generationPage]():   {required: "data pagination"},
	reflect.TypeFor[offsetPagination](): {required: "total hasMore"},
	reflect.TypeFor[toolAnswer]():       {required: "slug"},
	reflect.TypeFor[model.ToolModel]():  {required: "slug cost"},
	reflect.TypeFor[unpriced]():         {required: "slug"},
	reflect.TypeFor[list[toolAnswer]](): {required: "data"},
	reflect.TypeFor[Started]():          {required: "id status"},
	reflect.TypeFor[deviceAnswer]():     {required: "device_code user_code verification_uri"},
	reflect.TypeFor[tokenAnswer]():      {required: "access_token"},

	reflect.TypeFor[model.Transaction](): {
		required: "id seq type amount balance description createdAt",
		nullable: "tool model generationId checkoutId refundOf payment",
	},
	reflect.TypeFor[model.Payment]():        {required: "amount currency", nullable: "receiptUrl"},
	reflect.TypeFor[transactionPage]():      {required: "data pagination"},
	reflect.TypeFor[cursorPagination]():     {required: "total limit hasMore", nullable: "nextCursor"},
	reflect.TypeFor[model.Plan]():           {required: "slug name bestFor rank prices features", nullable: "creditsPerMonth contactUrl"},
	reflect.TypeFor[model.Price]():          {required: "interval amount currency"},
	reflect.TypeFor[model.Feature]():        {required: "key label included", nullable: "note"},
	reflect.TypeFor[list[model.Plan]]():     {required: "data"},
	reflect.TypeFor[model.Pack]():           {required: "slug name credits price featured"},
	reflect.TypeFor[list[model.Pack]]():     {required: "data"},
	reflect.TypeFor[model.Money]():          {required: "amount currency"},
	reflect.TypeFor[model.Charge]():         {required: "amount currency", nullable: "at"},
	reflect.TypeFor[model.Item]():           {required: "kind slug name"},
	reflect.TypeFor[model.QuoteLine]():      {required: "description amount currency"},
	reflect.TypeFor[model.Checkout]():       {required: "id status expiresAt item", nullable: "url transactionId"},
	reflect.TypeFor[list[model.Checkout]](): {required: "data"},
	reflect.TypeFor[model.Portal]():         {required: "url"},
	reflect.TypeFor[model.Subscription](): {
		required: "status cancelAtPeriodEnd",
		nullable: "plan interval currentPeriodStart currentPeriodEnd nextCreditsAt nextCharge pendingPlan",
	},
	reflect.TypeFor[model.Quote](): {
		required: "item dueNow tax effective creditsNow",
		nullable: "effectiveAt nextCharge",
	},
}

// shape is what is expected of one JSON value: an array of shapes, or an object
// with members. A nil one expects anything.
type shape struct {
	element *shape // of an array
	members []member
	index   map[string]int // of an object: where a name stands in members
}

type member struct {
	name     string
	required bool // must be there
	notNull  bool
	shape    *shape
}

var shapes sync.Map // reflect.Type to *shape

// shapeOf derives what is expected from a type and its rule.
func shapeOf(t reflect.Type) *shape {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if known, ok := shapes.Load(t); ok {
		return known.(*shape)
	}
	var s *shape
	switch {
	case leaf(t):
	case t.Kind() == reflect.Slice:
		if element := shapeOf(t.Elem()); element != nil {
			s = &shape{element: element}
		}
	case t.Kind() == reflect.Struct:
		s = objectShape(t)
	}
	shapes.Store(t, s)
	return s
}

func objectShape(t reflect.Type) *shape {
	s := &shape{index: map[string]int{}}
	required, nullable := strings.Fields(rules[t].required), strings.Fields(rules[t].nullable)
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous || !field.IsExported() || name == "" || name == "-" {
			continue // the fields of an embedded struct are visible themselves
		}
		s.index[name] = len(s.members)
		s.members = append(s.members, member{
			name:     name,
			required: slices.Contains(required, name) || slices.Contains(nullable, name),
			notNull:  slices.Contains(required, name),
			shape:    shapeOf(field.Type),
		})
	}
	return s
}

// leaf reports whether a type reads its own JSON.
func leaf(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]())
}

// like finds a known member that encoding/json would take an unknown name for,
// as it does not mind capitals.
func (s *shape) like(name string) string {
	for _, m := range s.members {
		if strings.EqualFold(m.name, name) {
			return m.name
		}
	}
	return ""
}
