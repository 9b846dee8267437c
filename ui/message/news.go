package message

import (
	"fmt"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
)

// NewsSince is the start of the period of news: "Since 09:12", "Since Sat 20:05",
// "Since Nov 2".
func NewsSince(n insight.News, now time.Time, loc *time.Location) string {
	since := n.Since.In(loc)
	switch days := model.DayOf(now, loc).Sub(model.DayOf(since, loc)); {
	case days > 0 && days < 7:
		return "Since " + since.Format("Mon 15:04")
	default:
		return "Since " + format.ShortTime(since, now, loc)
	}
}

// News summarizes what has changed, with the number of generations still running: "−98
// in 8 generations, 2 failed, +40 back. Nothing bought."
func News(n insight.News, running int, estimated bool) string {
	parts := newsOfGenerations(n, running, estimated)
	text := strings.Join(parts, ", ") + "."
	if len(parts) == 0 {
		text = "No generations."
	}
	if bought := newsOfPurchases(n, estimated); len(bought) > 0 {
		return text + " " + format.Sentence(strings.Join(bought, ", "))
	}
	return text + " Nothing bought."
}

// ShortNews is a short form of [News].
func ShortNews(n insight.News, running int, estimated bool) string {
	parts := append(newsOfGenerations(n, running, estimated), newsOfPurchases(n, estimated)...)
	return strings.Join(parts, ", ") + "."
}

func newsOfGenerations(n insight.News, running int, estimated bool) (parts []string) {
	count := n.Debits.Count + n.Unknown
	if count > 0 {
		parts = append(parts, fmt.Sprintf("%s in %s", newsAmount(-n.Debits.Credits, n.AtLeast, n.Unknown > 0, estimated), format.Plural(count, "generation")))
	}
	running = min(running, count)
	switch failed := n.Refunds.Count; {
	case failed > 0:
		parts = append(parts, fmt.Sprintf("%s failed, %s back", format.Count(failed), newsAmount(n.Refunds.Credits, false, false, estimated)))
	case count > 0 && running == 0 && !estimated:
		parts = append(parts, "all done")
	}
	if running > 0 {
		parts = append(parts, format.Count(running)+" still running")
	}
	return parts
}

func newsOfPurchases(n insight.News, estimated bool) (parts []string) {
	amount := func(s insight.NewsSum) string { return newsAmount(s.Credits, false, false, estimated) }
	switch n.Purchases.Count {
	case 0:
	case 1:
		name := model.Clean(n.Bought)
		if name == "" {
			name = "credits"
		}
		parts = append(parts, "bought "+name+" "+amount(n.Purchases))
	default:
		parts = append(parts, fmt.Sprintf("bought %s packs %s", format.Count(n.Purchases.Count), amount(n.Purchases)))
	}
	if n.Plans.Count > 0 {
		parts = append(parts, "new plan "+amount(n.Plans))
	}
	if n.Renewals.Count > 0 {
		parts = append(parts, "plan renewed "+amount(n.Renewals))
	}
	if n.Others.Count > 0 {
		parts = append(parts, "other changes "+amount(n.Others))
	}
	return parts
}

// newsAmount is a sum with its sign, marked where it is estimated.
func newsAmount(credits model.Credits, atLeast, unknown, estimated bool) string {
	text := credits.Signed()
	if estimated && credits != 0 {
		text = Sum(credits, atLeast)
	}
	if unknown {
		text += " + " + UnknownMark
	}
	return text
}
