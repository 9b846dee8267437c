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

func (a *App) notify(text string)      { a.setNotice(text, false) }
func (a *App) notifyError(text string) { a.setNotice(text, true) }

func (a *App) setNotice(text string, bad bool) {
	a.notice = notice{text: text, bad: bad, number: a.notice.number + 1}
	a.drawn.stale = true
}

// noticeTimer takes the present notice away after a while.
func (a *App) noticeTimer() tea.Cmd {
	return a.after(noticeStays, noticeOver{number: a.notice.number})
}

// announce shows what happened by itself, for a while, on the line above the footer:
// there it hides no keys, however often something happens.
func (a *App) announce(text string, bad bool) tea.Cmd {
	a.news = notice{text: text, bad: bad, number: a.news.number + 1}
	a.drawn.stale = true
	return a.after(noticeStays, noticeOver{number: a.news.number, news: true})
}

func (a *App) clearNotice(over noticeOver) {
	shown := &a.notice
	if over.news {
		shown = &a.news
	}
	if over.number == shown.number {
		shown.text = ""
		a.drawn.stale = true
	}
}
