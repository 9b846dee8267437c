package app

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

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

const noticeStays = 8 * time.Second

func (c *core) notify(text string)      { c.setNotice(text, false) }
func (c *core) notifyError(text string) { c.setNotice(text, true) }

func (c *core) setNotice(text string, bad bool) {
	c.notice = notice{text: text, bad: bad, number: c.notice.number + 1}
	c.drawn.stale = true
}

// noticeTimer takes the present notice away after a while.
func (c *core) noticeTimer() tea.Cmd {
	return c.after(noticeStays, noticeOver{number: c.notice.number})
}

// announce shows what happened by itself, for a while, on the line above the footer:
// there it hides no keys, however often something happens.
func (c *core) announce(text string, bad bool) tea.Cmd {
	c.news = notice{text: text, bad: bad, number: c.news.number + 1}
	c.drawn.stale = true
	return c.after(noticeStays, noticeOver{number: c.news.number, news: true})
}

func (c *core) clearNotice(over noticeOver) {
	shown := &c.notice
	if over.news {
		shown = &c.news
	}
	if over.number == shown.number {
		shown.text = ""
		c.drawn.stale = true
	}
}
