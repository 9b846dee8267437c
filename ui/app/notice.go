package app

import (
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/words"
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

func (a *App) say(text string)  { a.setNotice(text, false) }
func (a *App) warn(text string) { a.setNotice(text, true) }

func (a *App) setNotice(text string, bad bool) {
	a.notice = notice{text: text, bad: bad, number: a.notice.number + 1}
	a.drawn.stale = true
}

// noticeTimer takes the present notice away after a while.
func (a *App) noticeTimer() tea.Cmd {
	return a.after(noticeStays, noticeOver{number: a.notice.number})
}

// tellNews shows what happened by itself, for a while, on the line above the footer:
// there it hides no keys, however often something happens.
func (a *App) tellNews(text string, bad bool) tea.Cmd {
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

// trouble is the quiet line that says what is wrong with the connection, what
// still holds, and when it is tried again; empty while all is well.
func (a *App) trouble() string {
	state, asOf, err := a.state.Connection()
	narrow := a.width < 80
	figures := "No figures yet."
	if a.state.Account.Has {
		figures = "Figures from " + words.Moment(asOf, a.options.Now(), a.state.Location) + "."
		if narrow {
			figures = "As of " + words.Moment(asOf, a.options.Now(), a.state.Location) + "."
		}
	}
	again := ""
	if !a.state.Next.IsZero() {
		again = " Next try " + a.state.Next.In(a.state.Location).Format("15:04:05") + " (r now)."
		if narrow {
			again = " Next " + a.state.Next.In(a.state.Location).Format("15:04:05") + ", r now."
		}
	}
	switch state {
	case data.Offline:
		if model.KindOf(err) == model.TimedOut {
			return "The server does not answer. " + figures + again
		}
		return "No connection. " + figures + again
	case data.LimitedRate:
		return "Too many requests. " + figures + again
	case data.SignedOut:
		return "The API key is not accepted. " + figures
	case data.Stale:
		what, _, _ := strings.Cut(err.Error(), ". ")
		return what + ". " + figures + again
	}
	return ""
}

// retryAt is when the server asked to be asked again, zero where it did not.
func retryAt(err error) time.Time {
	var e *model.Error
	if errors.As(err, &e) && e.Kind == model.RateLimited {
		return e.Until
	}
	return time.Time{}
}
