package app

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// opener opens addresses in the browser, and copies texts to the clipboard.
type opener struct{ *core }

// Update reports the outcome of opening an address.
func (o *opener) Update(msg tea.Msg) (tea.Cmd, bool) {
	if msg, is := msg.(browserTried); is {
		return o.tried(msg), true
	}
	return nil, false
}

// Do opens an address, or copies a text.
func (o *opener) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent := intent.(type) {
	case data.OpenURL:
		return o.openURL(intent), true
	case data.Copy:
		return o.copy(intent), true
	}
	return nil, false
}

// copy copies a text to the clipboard, masked in privacy mode.
func (o *opener) copy(intent data.Copy) tea.Cmd {
	text, masked := intent.Text, false
	if o.state.Mask != nil {
		text = o.state.Masked(text)
		if intent.Secret {
			text = o.state.Secret(text)
		}
		masked = text != intent.Text
	}
	switch {
	case masked && intent.Whole:
		o.notifyError(o.keys.Say("Not copied: masked, " + intent.What + " would be of no use. {privacy} lifts privacy."))
		return o.noticeTimer()
	case masked:
		o.notify(o.keys.Say("Copied " + intent.What + ", masked. {privacy} lifts privacy."))
	default:
		o.notify("Copied " + intent.What + ".")
	}
	return tea.Batch(o.copied(text), o.noticeTimer())
}

// browserTried is the outcome of opening an address.
type browserTried struct {
	intent data.OpenURL
	err    error
	at     int
}

func (b browserTried) epoch() int { return b.at }

// openURL opens an address in the browser; the outcome arrives as a message.
func (o *opener) openURL(intent data.OpenURL) tea.Cmd {
	browser, ctx := o.browser(), o.ctx
	if browser == nil {
		return nil
	}
	tried := browserTried{intent: intent, at: o.epoch}
	return func() tea.Msg {
		tried.err = browser.Open(ctx, intent.Address)
		return tried
	}
}

// tried shows the outcome of opening an address.
func (o *opener) tried(msg browserTried) tea.Cmd {
	if msg.err == nil {
		o.notify("Opened " + msg.intent.What + " in your browser.")
		return o.noticeTimer()
	}
	if o.state.Opener.CheckURL(msg.intent.Address) != nil {
		o.notifyError(message.PlainError(msg.err))
		return o.noticeTimer()
	}
	o.push(overlay.NewAddress(msg.intent, strings.TrimSuffix(message.PlainError(msg.err), ".")))
	return nil
}
