package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// notices are the short messages of what happened, one at a time.
type notices struct {
	notice  notice        // in the footer: of what the person did, and of orders
	news    notice        // above the footer: of what happened by itself
	waiting []notice      // news that is told after those
	log     []data.Notice // that were told, the newest last
}

// notice is a short message in the footer, of something that just happened.
type notice struct {
	text   string
	bad    bool
	number int // so that a timer takes away its own notice only
}

type noticeOver struct {
	number int
	news   bool
}

const (
	noticeStays = 8 * time.Second
	// maxLog is how many notices are remembered.
	maxLog = 100
	// maxWaiting is how many news wait to be told. What comes then stands in the log alone.
	maxWaiting = 5
)

func (c *core) notify(text string)      { c.setNotice(text, false) }
func (c *core) notifyError(text string) { c.setNotice(text, true) }

func (c *core) setNotice(text string, bad bool) {
	c.record(text, bad)
	c.notice = notice{text: text, bad: bad, number: c.notice.number + 1}
	c.drawn.stale = true
}

// record writes a notice down in the log.
func (c *core) record(text string, bad bool) {
	if len(c.log) == maxLog {
		c.log = c.log[1:]
	}
	c.log = append(c.log[:len(c.log):len(c.log)], data.Notice{At: c.options.Now(), Text: model.Clean(text), Bad: bad})
}

// noticeTimer takes the present notice away after a while.
func (c *core) noticeTimer() tea.Cmd {
	return c.after(noticeStays, noticeOver{number: c.notice.number})
}

// announce shows what happened by itself, for a while, on the line above the footer:
// there it hides no keys, however often something happens. It waits for what is told.
func (c *core) announce(text string, bad bool) tea.Cmd {
	c.record(text, bad)
	news := notice{text: text, bad: bad}
	if c.news.text != "" || c.notice.text != "" {
		if len(c.waiting) < maxWaiting {
			c.waiting = append(c.waiting, news)
		}
		return nil
	}
	return c.showNews(news)
}

func (c *core) showNews(news notice) tea.Cmd {
	news.number = c.news.number + 1
	c.news, c.drawn.stale = news, true
	return c.after(noticeStays, noticeOver{number: news.number, news: true})
}

// clearNotice takes a notice away, and tells the next one.
func (c *core) clearNotice(over noticeOver) tea.Cmd {
	shown := &c.notice
	if over.news {
		shown = &c.news
	}
	if over.number != shown.number {
		return nil
	}
	shown.text, c.drawn.stale = "", true
	if len(c.waiting) == 0 || c.news.text != "" || c.notice.text != "" {
		return nil
	}
	next := c.waiting[0]
	c.waiting = c.waiting[1:]
	return c.showNews(next)
}

// forgetNotices takes all away, and the log with them where it is of another account.
func (c *core) forgetNotices() {
	c.notice.text, c.news.text, c.waiting = "", "", nil
	if c.epoch > 1 {
		c.log = nil
	}
}

// showNotices shows the log.
func (c *core) showNotices() {
	c.push(overlay.NewNotices(func() []data.Notice { return c.log }))
}
