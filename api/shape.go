package api

import (
	"reflect"

	"github.com/studio-tui/studio-tui/api/wire"
	"github.com/studio-tui/studio-tui/model"
)

// rules are the members without which an answer says nothing, or something wrong: a
// balance or a sequence number must never come from what is missing. All others may be
// missing, or be something that cannot be read, and are unknown then. The contract
// requires more (openapi.yaml); what a server leaves out of it costs no more than that.
var rules = wire.Rules{
	reflect.TypeFor[model.Account]():    {Required: "id credits"},
	reflect.TypeFor[model.Generation](): {Required: "id status createdAt"},
	reflect.TypeFor[generationPage]():   {Required: "data pagination"},
	reflect.TypeFor[offsetPagination](): {Required: "hasMore"},
	reflect.TypeFor[toolAnswer]():       {Required: "slug", Strict: "models"},
	reflect.TypeFor[priced]():           {Required: "slug cost", Strict: "costUnit"}, // an empty unit is one generation
	reflect.TypeFor[unpriced]():         {Required: "slug"},
	reflect.TypeFor[list[toolAnswer]](): {Required: "data"},
	reflect.TypeFor[RunAccepted]():      {Required: "id status"},
	reflect.TypeFor[deviceAnswer]():     {Required: "device_code user_code verification_uri"},
	reflect.TypeFor[tokenAnswer]():      {Required: "access_token"},

	reflect.TypeFor[model.Transaction]():    {Required: "id seq type amount balance createdAt"},
	reflect.TypeFor[model.Payment]():        {Required: "amount currency"},
	reflect.TypeFor[transactionPage]():      {Required: "data pagination"},
	reflect.TypeFor[cursorPagination]():     {Required: "hasMore"},
	reflect.TypeFor[model.Plan]():           {Required: "slug rank"}, // without a rank nothing says what an upgrade is
	reflect.TypeFor[model.Price]():          {Required: "interval amount currency"},
	reflect.TypeFor[model.Feature]():        {Required: "key label included"},
	reflect.TypeFor[list[model.Plan]]():     {Required: "data"},
	reflect.TypeFor[model.Pack]():           {Required: "slug credits price"},
	reflect.TypeFor[list[model.Pack]]():     {Required: "data"},
	reflect.TypeFor[model.Money]():          {Required: "amount currency"},
	reflect.TypeFor[model.Charge]():         {Required: "amount currency"},
	reflect.TypeFor[model.Item]():           {Required: "kind slug"},
	reflect.TypeFor[model.Checkout]():       {Required: "id status expiresAt item"},
	reflect.TypeFor[list[model.Checkout]](): {Required: "data"},
	reflect.TypeFor[model.Portal]():         {Required: "url"},
	// No plan and no pending plan are promises: neither may come from what is not understood.
	reflect.TypeFor[model.Subscription](): {Required: "status cancelAtPeriodEnd", Strict: "plan interval pendingPlan"},
	// What a person agrees to is understood as a whole.
	reflect.TypeFor[model.Quote]():     {Required: "item dueNow tax effective creditsNow", Strict: "effectiveAt nextCharge accountCredit"},
	reflect.TypeFor[model.QuoteLine](): {Required: "amount currency"}, // lines that do not add up are not shown: [model.Quote.Itemized]
}
