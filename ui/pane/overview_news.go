package pane

import (
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// countItems updates the number of items; the cursor stays on its item.
func (o *Overview) countItems() {
	o.chooseLists()
	_, news := o.state.Unread()
	moved := o.list.Cursor > 0
	o.list.SetCount(o.newsItems() + len(o.running()) + len(o.latest()))
	if news != o.news && moved {
		o.list.Move(map[bool]int{true: 1, false: -1}[news])
	}
	o.news = news
}

// newsItems is the number of items (0 or 1) before the running generations.
func (o *Overview) newsItems() int {
	if _, news := o.state.Unread(); news {
		return 1
	}
	return 0
}

// cursor is the index of the item under the cursor, from the first running generation; negative
// on the news line.
func (o *Overview) cursor() int { return o.list.Cursor - o.newsItems() }

// newsLine says what has changed since the last visit, "" for nothing.
func (o *Overview) newsLine() string {
	news, told := o.state.Unread()
	if !told {
		return ""
	}
	s := o.state
	since, text := message.NewsSince(news, s.Now, s.Location), message.News(news, len(s.Running()), s.Estimated())
	const mark = 2
	room := o.inner() - mark - widget.Width(since) - gap
	if widget.Width(text) > room {
		text = message.ShortNews(news, len(s.Running()), s.Estimated())
	}
	line := since + "  " + widget.Truncate(text, room)
	if o.cursor() < 0 {
		return o.theme.Selected.Render(widget.PadRight("▸ "+line, o.inner()))
	}
	return o.theme.Muted.Render("· " + line)
}

// newsRows is the intent that shows the new rows.
func (o *Overview) newsRows() data.Intent {
	news, _ := o.state.Unread()
	return data.ShowRows{
		All: true, Query: history.After(news.Since), Back: OverviewNumber,
		Part: message.NewsSince(news, o.state.Now, o.state.Location),
	}
}
