package api_test

import (
	"slices"
	"testing"

	"github.com/studio-tui/studio-tui/model"
)

// A model that cannot be read is without a price, and the others of its tool keep
// theirs.
func TestAModelThatCannotBeReadHidesNoOther(t *testing.T) {
	for wrong, want := range map[string]model.ToolModel{
		`{"slug":"odd","name":"Odd","cost":null}`:           {Slug: "odd", Cost: model.UnknownCredits},
		`{"slug":"odd","name":"Odd"}`:                       {Slug: "odd", Cost: model.UnknownCredits},
		`{"slug":"odd","name":"Odd","cost":"7"}`:            {Slug: "odd", Cost: model.UnknownCredits},
		`{"slug":"odd","name":"Odd","cost":7,"costUnit":5}`: {Slug: "odd", Cost: model.UnknownCredits},
		`{"slug":"odd","name":"Odd","cost":7,"cost":8}`:     {Slug: "odd", Cost: model.UnknownCredits},
		`{"slug":"odd","name":"Odd","cost":1e99}`:           {Slug: "odd", Cost: model.UnknownCredits},
		`{"slug":"odd","name":null,"cost":7}`:               {Slug: "odd", Cost: 7 * model.Credit},
		`{"slug":"odd","cost":7}`:                           {Slug: "odd", Cost: 7 * model.Credit},
		`{"slug":"o\u001b[1mdd","name":"Odd","cost":null}`:  {Slug: "o[1mdd", Cost: model.UnknownCredits},
		`{"slug":null,"name":"Odd","cost":7}`:               {Cost: model.UnknownCredits},
		`{"slug":"","name":"Odd","cost":7}`:                 {Cost: model.UnknownCredits},
		`"7"`:                                               {Cost: model.UnknownCredits},
		`null`:                                              {Cost: model.UnknownCredits},
		`[]`:                                                {Cost: model.UnknownCredits},
	} {
		client := newClient(t, answers(200, `{"slug":"t","name":"T","models":[`+wrong+`,{"slug":"m","name":"M","cost":4,"costUnit":"second"}]}`))
		tool, err := client.Tool(t.Context(), "t")
		if err != nil || len(tool.Models) != 2 {
			t.Errorf("%s: %+v, %v", wrong, tool, err)
			continue
		}
		is := tool.Models[0]
		if is.Slug != want.Slug || is.Cost != want.Cost {
			t.Errorf("%s is %q at %v, want %q at %v", wrong, is.Slug, is.Cost, want.Slug, want.Cost)
		}
		if other := tool.Models[1]; other.Slug != "m" || other.Cost != 4*model.Credit || other.CostUnit != "second" {
			t.Errorf("beside %s: %+v", wrong, other)
		}
	}
}

// An answer that is not a tool is an error.
func TestAToolThatCannotBeRead(t *testing.T) {
	for _, body := range []string{`{}`, `{"slug":null}`, `{"slug":"t","models":{}}`, `{"slug":"t","models":7}`, `[]`} {
		_, err := newClient(t, answers(200, body)).Tool(t.Context(), "t")
		wantKind(t, err, model.BadResponse)
	}
	list := answers(200, `{"data":[{"slug":"t","name":null,"models":[{"slug":"m"}]},{"slug":"u","models":null}]}`)
	tools, err := newClient(t, list).Search(t.Context(), "t")
	if err != nil || !slices.EqualFunc(tools, []string{"t", "u"}, func(tool model.Tool, slug string) bool { return tool.Slug == slug }) {
		t.Errorf("%+v, %v", tools, err)
	}
}
