package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// notices are short messages about events, shown one at a time.
type notices struct {
	notice  notice        // in the footer: results of the user's actions, and of orders
	news    notice        // above the footer: events that the user did not cause
	waiting []notice      // news to show after that
	log     []data.Notice // those that were shown, the newest last
}

// notice is a short message about an event.
type notice struct {
	text   string
	bad    bool
	number int // identifies it to its timer
}

type noticeOver struct {
	number int
	news   bool
}

const (
	noticeStays = 8 * time.Second
	// maxLog is the number of notices kept in the log.
	maxLog = 100
	// maxWaiting is the number of news that may wait to be shown. Further ones go to
	// the log alone.
	maxWaiting = 5
)

func (c *core) notify(text string)      { c.setNotice(text, false) }
func (c *core) notifyError(text string) { c.setNotice(text, true) }

func (c *core) setNotice(text string, bad bool) {
	text = c.theme.Spell(text)
	c.record(text, bad)
	c.notice = notice{text: text, bad: bad, number: c.notice.number + 1}
	c.drawn.stale = true
}

// record adds a notice to the log.
func (c *core) record(text string, bad bool) {
	if len(c.log) == maxLog {
		c.log = c.log[1:]
	}
	c.log = append(c.log[:len(c.log):len(c.log)], data.Notice{At: c.options.Now(), Text: model.Clean(text), Bad: bad})
}

// noticeTimer starts the timer that removes the present notice.
func (c *core) noticeTimer() tea.Cmd {
	return c.after(noticeStays, noticeOver{number: c.notice.number})
}

// announce shows news for a while on the line above the footer, where it hides no keys.
// It waits while other news are shown.
func (c *core) announce(text string, bad bool) tea.Cmd {
	text = c.theme.Spell(text)
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

// clearNotice removes a notice, and shows the next one.
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

// forgetNotices removes all notices, and clears the log where it belongs to another
// account.
func (c *core) forgetNotices() {
	c.notice.text, c.news.text, c.waiting = "", "", nil
	if c.epoch > 1 {
		c.log = nil
	}
}

// showNotices opens the log.
func (c *core) showNotices() {
	c.push(overlay.NewNotices(func() []data.Notice { return c.log }))
}
