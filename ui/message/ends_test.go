package message_test

import (
	"testing"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/message"
)

func TestEnds(t *testing.T) {
	const fifty = 50 * model.Credit
	for want, ends := range map[string]message.GenerationSummary{
		"":                                {},
		"create-image is done.":           {Done: []string{"create-image"}},
		"3 generations are done.":         {Done: []string{"a", "b", "a"}},
		"a failed and was refunded: +50.": {Refunded: []string{"a"}, Credits: model.TotalOf(fifty)},
		"2 generations are done, 1 failed and was refunded: +50.": {
			Done: []string{"a", "b"}, Refunded: []string{"c"}, Credits: model.TotalOf(fifty),
		},
		"1 generation is done, 2 failed and were refunded: +50.": {
			Done: []string{"a"}, Refunded: []string{"b", "c"}, Credits: model.TotalOf(fifty),
		},
		"a failed, and its refund is not there yet.":                    {Unrefunded: []string{"a"}},
		"a is not listed any more.":                                     {Gone: []string{"a"}},
		"a has ended.":                                                  {Ended: []string{"a"}},
		"a was refunded: +50.":                                          {Back: []string{"a"}, Credits: model.TotalOf(fifty)},
		"a failed. The service refunds it automatically.":               {Failed: []string{"a"}},
		"2 generations failed. The service refunds them automatically.": {Failed: []string{"a", "b"}},
		"1 generation is done, 1 failed. The service refunds it automatically.": {
			Done: []string{"a"}, Failed: []string{"b"},
		},
	} {
		if got := ends.Sentence(); got != want {
			t.Errorf("%+v: %q, want %q", ends, got, want)
		}
	}
}
