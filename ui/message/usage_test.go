package message_test

import (
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/message"
)

func TestUsageWords(t *testing.T) {
	day := func(month time.Month, date int) model.Day { return model.Day{Year: 2026, Month: month, Date: date} }
	credits := func(n int64) model.Credits { return model.Credits(n) * model.Credit }
	today := day(11, 30)
	lastYear := model.Day{Year: 2025, Month: 12, Date: 30}
	e := insight.Episode{Span: insight.Span{From: day(11, 19), To: day(11, 20)}, Peak: day(11, 19), Used: credits(470), Usual: credits(93), Tool: "create-video", Model: "veo-3.1"}
	alone := e
	alone.Alone = true
	for got, want := range map[string]string{
		message.Compared(109, 100):      "▲ 9 %",
		message.Compared(69, 100):       "▼ 31 %",
		message.Compared(100, 100):      "=",
		message.Compared(1200, 100):     "▲ 12x",
		message.Compared(5, 0):          "new",
		message.Compared(0, 0):          "",
		message.Percent(24, 100):        "24 %",
		message.Percent(1, 1000):        "<1 %",
		message.Percent(0, 100):         "",
		message.DaysBefore(1):           "the day before",
		message.DaysBefore(30):          "the 30 days before",
		message.Day(day(11, 10), today): "Tue Nov 10",
		message.Day(lastYear, today):    "Tue Dec 30, 2025",
		message.Days(insight.Span{From: day(11, 9), To: day(11, 15)}, today):                   "Nov 9 – 15",
		message.Days(insight.Span{From: day(10, 30), To: day(11, 1)}, today):                   "Oct 30 – Nov 1",
		message.Days(insight.Span{From: lastYear, To: day(1, 2)}, today):                       "Dec 30, 2025 – Jan 2, 2026",
		message.WholeUse(history.Use{Unknown: 2}, true):                                        "?",
		message.WholeUse(history.Use{Debits: credits(1234), Generations: 3, Unknown: 2}, true): "≈1,230 + ?",
		message.WholeUse(history.Use{Debits: credits(1234), Generations: 3, AtLeast: 1}, true): "≥1,230",
		message.WholeUse(history.Use{Debits: credits(1234), Generations: 3}, false):            "1,234",
		message.UnusualDay(e, "Nov 19"):                                                        "Nov 19 was 5 times your usual day (93): create-video · veo-3.1",
		message.UnusualDay(alone, "Nov 19"):                                                    "Nov 19: create-video used 5 times its usual day (93), most with veo-3.1",
	} {
		if got != want {
			t.Errorf("it says %q, not %q", got, want)
		}
	}
}
