package wire_test

import (
	"errors"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api/wire"
)

type price struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
}

type offer struct {
	Slug   string    `json:"slug"`
	Rank   int       `json:"rank"`
	Free   bool      `json:"free"`
	Prices []price   `json:"prices"`
	Best   *price    `json:"best"`
	At     time.Time `json:"at"`
	Plan   string    `json:"plan"`
}

type page struct {
	Data []offer `json:"data"`
}

var reader = wire.NewReader(wire.Rules{
	reflect.TypeFor[page]():  {Required: "data"},
	reflect.TypeFor[offer](): {Required: "slug", Strict: "plan"},
	reflect.TypeFor[price](): {Required: "amount currency"},
}, nil)

func read[T any](text string) (value T, skipped []wire.Skipped, err error) {
	skipped, err = reader.Read([]byte(text), &value)
	return value, skipped, err
}

func TestWhatAnObjectMayBe(t *testing.T) {
	dollar := &price{1900, "USD"}
	for text, want := range map[string]offer{
		`{"slug":"a"}`:                {Slug: "a"},
		"\ufeff {\"slug\" : \"a\"}\n": {Slug: "a"},
		`{"SLUG":"b","Slug":"c","slug":"a","RANK":7,"unknown":{"slug":["}"]}}`: {Slug: "a"},
		`{"\u0073lug":"\u0061\"\\"}`:                                       {Slug: `a"\`},
		"{\"slug\":\"a\xff\"}":                                             {Slug: "a\ufffd"},
		`{"slug":"a","rank":1900.0}`:                                       {Slug: "a", Rank: 1900},
		`{"slug":"a","rank":1.9e3}`:                                        {Slug: "a", Rank: 1900},
		`{"slug":"a","rank":-190000E-2}`:                                   {Slug: "a", Rank: -1900},
		`{"slug":"a","rank":1.5}`:                                          {Slug: "a"},
		`{"slug":"a","rank":1e300}`:                                        {Slug: "a"},
		`{"slug":"a","rank":"7"}`:                                          {Slug: "a"},
		`{"slug":"a","rank":null,"free":null,"best":null,"prices":null}`:   {Slug: "a"},
		`{"slug":"a","free":"yes","best":7,"prices":{},"at":"2026-02-30"}`: {Slug: "a"},
		`{"slug":"a","rank":1,"rank":2}`:                                   {Slug: "a"},
		`{"slug":"a","best":{"amount":1900,"currency":"USD","rank":true}}`: {Slug: "a", Best: dollar},
		`{"slug":"a","best":{"amount":1900}}`:                              {Slug: "a"},
		`{"slug":"a","plan":null}`:                                         {Slug: "a"},
	} {
		got, skipped, err := read[offer](text)
		if err != nil || len(skipped) > 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v, %v", text, got, skipped, err)
		}
	}
}

func TestWhatIsNotUnderstood(t *testing.T) {
	for text, why := range map[string]string{
		``: "not the JSON", `{`: "not the JSON", `{} {}`: "not the JSON", `{"slug":"a"}x`: "not the JSON",
		`[]`: "not an object", `7`: "not an object", `null`: "not an object",
		`{}`: "slug is missing", `{"SLUG":"a"}`: "slug is missing", `{"slug":null}`: "slug is null",
		`{"slug":7}`: "slug is not a text", `{"slug":"a","slug":"b"}`: "slug is there twice",
		`{"slug":"a","\u0073lug":"b"}`: "slug is there twice", `{"slug":"a","plan":7}`: "plan is not a text",
	} {
		if _, _, err := read[offer](text); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, want %q", text, err, why)
		}
	}
	if _, _, err := read[page](`{"data":{}}`); err == nil || err.Error() != "data is not a list" {
		t.Error(err)
	}
	if _, _, err := read[page](strings.Repeat("[", 1<<20)); err == nil {
		t.Error("brackets without an end")
	}
}

// An entry that cannot be read costs itself, and a part of one that part.
func TestAnOddEntryIsSkipped(t *testing.T) {
	got, skipped, err := read[page](`{"data":[
		{"slug":"a"}, {"rank":1}, null, 7, {"slug":"b","slug":"c"},
		{"slug":"d","prices":[{"amount":1,"currency":"USD"},{"amount":1.5,"currency":"USD"}]},
		{"rank":2,"prices":[null]}]}`)
	if err != nil {
		t.Fatal(err)
	}
	var slugs []string
	for _, entry := range got.Data {
		slugs = append(slugs, entry.Slug)
	}
	if !slices.Equal(slugs, []string{"a", "d"}) || !slices.Equal(got.Data[1].Prices, []price{{1, "USD"}}) {
		t.Errorf("%+v", got.Data)
	}
	var report []string
	for _, s := range skipped {
		report = append(report, s.List+" "+s.Describe())
		if (s.Within != nil) != (s.List != "data") || (s.Within != nil && !strings.HasPrefix(string(s.Within), `{"slug":"d"`)) {
			t.Errorf("%s is within %s", s.Text, s.Within)
		}
	}
	want := []string{
		"data slug is missing", "data it is null", "data it is not an object", "data slug is there twice",
		"data[5].prices amount is not a whole number", "data slug is missing",
	}
	if !slices.Equal(report, want) || skipped[4].Index != 1 || string(skipped[0].Text) != `{"rank":1}` {
		t.Errorf("%q", report)
	}
}

func TestARequestIsReadStrictly(t *testing.T) {
	strict := wire.NewStrictReader()
	var request offer
	if _, err := strict.Read([]byte(`{"slug":"a","rank":2.0,"prices":[{"amount":1,"currency":"EUR"}]}`), &request); err != nil || request.Rank != 2 {
		t.Errorf("%+v, %v", request, err)
	}
	for text, name := range map[string]string{`{"slug":"a","SLUG":"b"}`: "SLUG", `{"best":{"Amount":1}}`: "Amount"} {
		var unknown *wire.UnknownMember
		if _, err := strict.Read([]byte(text), &offer{}); !errors.As(err, &unknown) || unknown.Name != name {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{`{"rank":1.5}`, `{"slug":"a","slug":"b"}`, `{"prices":[{"amount":"1"}]}`, `{"prices":[null]}`} {
		var wrong *wire.MemberError
		if _, err := strict.Read([]byte(text), &offer{}); !errors.As(err, &wrong) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// A whole number is read exactly in every spelling, and nothing else is.
func TestWholeNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,22})?([eE][+-]?[0-9]{1,2})?`).Draw(t, "number")
		exact, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Skip()
		}
		got, _, err := read[price](`{"currency":"","amount":` + text + `}`)
		want := exact.IsInt() && exact.Num().IsInt64()
		if (err == nil) != want || (want && got.Amount != exact.Num().Int64()) {
			t.Fatalf("%s is %d, %v", text, got.Amount, err)
		}
	})
	for text, want := range map[string]int64{
		"9223372036854775807": 1<<63 - 1, "-9223372036854775808": -1 << 63, "-0": 0, "0e99999999999999999999": 0,
		"1000000000000000000000000e-24": 1, "0.0000000000000000000001e22": 1, "19" + strings.Repeat("0", 1000) + "e-999": 190,
	} {
		if got, _, err := read[price](`{"currency":"","amount":` + text + `}`); err != nil || got.Amount != want {
			t.Errorf("%s is %d, %v", text, got.Amount, err)
		}
	}
	for _, text := range []string{"9223372036854775808", "1e19", "1e99999999999999999999", "1e-99999999999999999999", "0.1", "1e-1"} {
		if got, _, err := read[price](`{"currency":"","amount":` + text + `}`); err == nil {
			t.Errorf("%s is %d", text, got.Amount)
		}
	}
}
