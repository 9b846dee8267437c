package cli

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
)

// TestRunOutInMetrics gives the time at which credits run out where that is soon, and the
// start of the day otherwise.
func TestRunOutInMetrics(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 20, 0, time.UTC)
	at := func(day, hour int) int64 { return time.Date(2026, 11, 30+day, hour, 0, 0, 0, time.UTC).Unix() }
	for _, test := range []struct {
		run                      forecast.RunOut
		earliest, likely, latest int64 // 0 for none
	}{
		{forecast.RunOut{Latest: 2, EarliestIn: 3 * time.Hour, LikelyIn: 9 * time.Hour}, at(0, 15), at(0, 21), at(2, 0)},
		{forecast.RunOut{Earliest: 4, Likely: 9, Latest: forecast.Beyond}, at(4, 0), at(9, 0), 0},
	} {
		var m metricsText
		m.runOut(Deps{Location: time.UTC}, accountForecast{
			now: now, Forecast: forecast.Forecast{Today: model.DayOf(now, time.UTC), Use: []forecast.Use{{}}, RunOut: test.run},
		})
		for name, want := range map[string]int64{"earliest": test.earliest, "likely": test.likely, "latest": test.latest} {
			sample := fmt.Sprintf("{estimate=%q} %d\n", name, want)
			if want == 0 {
				sample = name
			}
			if has := strings.Contains(m.String(), sample); has != (want != 0) {
				t.Errorf("%s of %+v: %s", sample, test.run, m.String())
			}
		}
	}
}
