package insight_test

import (
	"testing"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
)

func TestParseExpected(t *testing.T) {
	costs := []insight.Cost{
		{Tool: "create-image", Model: "nano-banana", MediaType: "image", Price: 4 * model.Credit, PaidAverage: model.UnknownCredits},
		{Tool: "create-video", Model: "veo-3.1", MediaType: "video", Price: 20 * model.Credit, Unit: "second", PaidAverage: model.UnknownCredits},
	}
	for text, want := range map[string]struct {
		items          int
		extra, credits int64
	}{
		"5000":                              {0, 0, 5000},
		"5,000 credits a month":             {0, 0, 5000},
		"4000 credits per month, 25 % more": {0, 1000, 5000},
		"0":                                 {0, 0, 0},
		"5000credits":                       {0, 0, 5000},
		"5k":                                {0, 0, 5000},
		"1.5k credits monthly, 10% more":    {0, 150, 1650},
		"10 % more, 100 images":             {1, 40, 440},
		"100 images 10 percent extra":       {1, 40, 440},
		"200 images with nano-banana and 3 minutes of veo-3.1 a month":            {2, 0, 4400},
		"200 images with nano-banana and 3 minutes of veo-3.1 a month, 10 % more": {2, 440, 4840},
		"3 min veo-3.1 monthly": {1, 0, 3600},
	} {
		got, err := insight.ParseExpected(text, costs)
		if err != nil || len(got.Items) != want.items || got.Extra != model.Credits(want.extra)*model.Credit || got.Total != model.Credits(want.credits)*model.Credit {
			t.Errorf("%q is %+v, %v; want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "a month", "many images", "5 elephants", "-3", "1.2.3", "1,5", "2m", "5000, 1.5 % more", "5000, 10 % more, 20 % more", "5000, 10 % less", "5000 and 5"} {
		if got, err := insight.ParseExpected(text, costs); err == nil {
			t.Errorf("%q is %+v", text, got)
		}
	}
}
