package api

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/studio-tui/studio-tui/model"
)

// schemaOf names the schema of openapi.yaml that a type reads.
var schemaOf = map[string]reflect.Type{
	"Account":          reflect.TypeFor[model.Account](),
	"Generation":       reflect.TypeFor[model.Generation](),
	"OffsetPagination": reflect.TypeFor[offsetPagination](),
	"Tool":             reflect.TypeFor[toolAnswer](),
	"ToolModel":        reflect.TypeFor[unpriced](),
	"Run":              reflect.TypeFor[RunAccepted](),
	"Device":           reflect.TypeFor[deviceAnswer](),
	"DeviceToken":      reflect.TypeFor[tokenAnswer](),
	"Transaction":      reflect.TypeFor[model.Transaction](),
	"Payment":          reflect.TypeFor[model.Payment](),
	"CursorPagination": reflect.TypeFor[cursorPagination](),
	"Plan":             reflect.TypeFor[model.Plan](),
	"Price":            reflect.TypeFor[model.Price](),
	"Feature":          reflect.TypeFor[model.Feature](),
	"Pack":             reflect.TypeFor[model.Pack](),
	"Money":            reflect.TypeFor[model.Money](),
	"Charge":           reflect.TypeFor[model.Charge](),
	"Item":             reflect.TypeFor[model.Item](),
	"Checkout":         reflect.TypeFor[model.Checkout](),
	"Portal":           reflect.TypeFor[model.Portal](),
	"Subscription":     reflect.TypeFor[model.Subscription](),
	"Quote":            reflect.TypeFor[model.Quote](),
}

// What the client cannot do without, the contract promises, and no figure comes from a
// member that is missing.
func TestRulesAreThoseOfTheContract(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData(Contract)
	if err != nil {
		t.Fatal(err)
	}
	for name, goType := range schemaOf {
		schema := doc.Components.Schemas[name].Value
		required := strings.Fields(rules[goType].Required)
		members := map[string]reflect.Type{}
		for _, field := range reflect.VisibleFields(goType) {
			if tag, _, _ := strings.Cut(field.Tag.Get("json"), ","); tag != "" && tag != "-" && !field.Anonymous {
				members[tag] = field.Type
			}
		}
		for member, is := range members {
			property := schema.Properties[member]
			if property == nil {
				if name != "Tool" || member != "models" { // of ToolWithModels
					t.Errorf("%s.%s is not in the contract", name, member)
				}
				continue
			}
			needed := slices.Contains(required, member)
			if needed && (!slices.Contains(schema.Required, member) || nullable(property.Value)) {
				t.Errorf("%s.%s is required here, and the contract allows to leave it out", name, member)
			}
			if is == reflect.TypeFor[model.Credits]() && !needed {
				t.Errorf("%s.%s would be zero credits where it is missing", name, member)
			}
		}
		for _, member := range append(required, strings.Fields(rules[goType].Strict)...) {
			if members[member] == nil {
				t.Errorf("the rule of %s names %s, which it has not", name, member)
			}
		}
	}
}

func nullable(schema *openapi3.Schema) bool {
	if schema.Type != nil {
		return schema.Type.Includes("null")
	}
	for _, one := range schema.AnyOf {
		if one.Value.Type.Includes("null") {
			return true
		}
	}
	return false
}

// FuzzDecode feeds every answer's decoder. A value that comes out has been
// cleaned, and came from text that says the same when it is read again.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"id":"1","email":"a@b","credits":12.299999999999999,"plan":"pro","createdAt":"2024-01-15T10:30:00.000Z"}`,
		`{"data":[{"id":"1","seq":1,"type":"bonus","amount":5,"balance":5,"description":"\u001b[2J","tool":null,"model":null,"generationId":null,"checkoutId":null,"refundOf":null,"payment":{"amount":1,"currency":"USD","receiptUrl":null},"createdAt":"2024-01-15T10:30:00.000Z"}],"pagination":{"total":1,"limit":20,"hasMore":false,"nextCursor":null}}`,
		`{"data":[{"slug":"pack-m","name":"Pack M","credits":2000,"price":{"amount":1900,"currency":"USD"},"featured":true}]}`,
		`{"data":[{"id":"1","status":"success","tool":"t","output":[{"a":"\u202e"}],"payload":{"model":"m"},"createdAt":"2024-01-15T10:30:00.000Z"}],"pagination":{"total":1,"hasMore":false}}`,
		`{"plan":null,"status":"none","interval":null,"currentPeriodStart":null,"currentPeriodEnd":null,"nextCreditsAt":null,"nextCharge":{"amount":1,"currency":"EUR","at":null},"cancelAtPeriodEnd":false,"pendingPlan":null}`,
		`{"slug":"t","name":"T","models":[{"slug":"m","name":null,"cost":5},{"slug":"n","cost":"7"},7]}`,
		`{"slug":"m\u001b","cost":null}`,
		`{"\u0063redits":1,"CREDITS":2,"data":[null]}`, `[`, `{}`, `nul`, "", `{"id":"\`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		whole := bytes.Clone(body)
		try[model.Account](t, body)
		try[model.Generation](t, body)
		try[generationPage](t, body)
		try[toolAnswer](t, body)
		try[list[toolAnswer]](t, body)
		tryModel(t, body)
		try[RunAccepted](t, body)
		try[deviceAnswer](t, body)
		try[tokenAnswer](t, body)
		try[transactionPage](t, body)
		try[list[model.Plan]](t, body)
		try[list[model.Pack]](t, body)
		try[model.Subscription](t, body)
		try[model.Quote](t, body)
		try[model.Checkout](t, body)
		try[list[model.Checkout]](t, body)
		try[model.Portal](t, body)
		if !bytes.Equal(body, whole) {
			t.Error("decoding wrote into the answer")
		}
	})
}

func try[T any](t *testing.T, body []byte) {
	value, _, err := decode[T](body)
	if err != nil {
		if text := err.Error(); text == "" {
			t.Error("an error without a text")
		}
		return
	}
	before := deepClean(reflect.ValueOf(value))
	if before != "" {
		t.Errorf("%T came through with %q", value, before)
	}
}

// tryModel feeds the reader of a tool's models, which refuses none.
func tryModel(t *testing.T, body []byte) {
	found := readModel(body)
	if dirty := deepClean(reflect.ValueOf(found)); dirty != "" {
		t.Errorf("a model came through with %q", dirty)
	}
	if found.Slug == "" && found.Cost.Known() {
		t.Errorf("a model without a name costs %v", found.Cost)
	}
}

// deepClean finds a text in a value that is not clean.
func deepClean(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		if v.Type() != addressType && v.Type() != opaqueType && v.String() != model.Clean(v.String()) {
			return v.String()
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return deepClean(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			if found := deepClean(v.Index(i)); found != "" {
				return found
			}
		}
	case reflect.Struct:
		if reflect.PointerTo(v.Type()).Implements(reflect.TypeFor[json.Unmarshaler]()) {
			return ""
		}
		for i := range v.NumField() {
			if found := deepClean(v.Field(i)); found != "" {
				return found
			}
		}
	}
	return ""
}

// FuzzOwnError feeds the reader of error bodies: its texts are clean, short and
// without the key.
func FuzzOwnError(f *testing.F) {
	f.Add([]byte(`{"message":"no \u001b[31m","errors":[{"field":"a","message":"b","code":"c"}]}`))
	f.Add([]byte(`{"message":"prod_a_secret_key"}`))
	key := "prod_a_secret_key"
	c := &Client{key: &key}
	f.Fuzz(func(t *testing.T, body []byte) {
		found, _ := c.ownError(body)
		texts := []string{found.Message}
		for _, field := range found.Fields {
			texts = append(texts, field.Field, field.Message, field.Code)
		}
		for _, text := range texts {
			if text != model.Clean(text) || len([]rune(text)) > maxDetail || strings.Contains(text, key) {
				t.Errorf("came through: %q", text)
			}
		}
	})
}

func BenchmarkDecodeTransactions(b *testing.B) {
	row := `{"id":"0123456789abcdef01234567","seq":123456,"type":"generation","amount":-50,"balance":12376.5,"description":"A lighthouse in heavy weather","tool":"create-video","model":"kling-1.6-pro","generationId":"0123456789abcdef01234567","checkoutId":null,"refundOf":null,"payment":null,"createdAt":"2026-11-15T10:30:00.000Z"}`
	body := []byte(`{"data":[` + strings.Repeat(row+",", 99) + row + `],"pagination":{"total":998112,"limit":100,"hasMore":true,"nextCursor":"c2VxOjEyMzQ1Ng"}}`)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := decode[transactionPage](body); err != nil {
			b.Fatal(err)
		}
	}
}
