package app

import (
	"image"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// toggleMouse switches mouse reports on or off. While they are off, the terminal
// selects text.
func (c *core) toggleMouse() tea.Cmd {
	c.mouse = !c.mouse
	if c.mouse {
		c.notify(c.keys.Say("The mouse is on. Text is selected with shift. {mouse} switches it off."))
	} else {
		c.notify("The mouse is off.")
	}
	return c.noticeTimer()
}

// wheelRows is the number of rows per wheel notch.
const wheelRows = 3

// wheel moves the cursor of the top overlay or the visible pane.
func (a *App) wheel(m tea.Mouse) tea.Cmd {
	code := map[tea.MouseButton]rune{tea.MouseWheelUp: tea.KeyUp, tea.MouseWheelDown: tea.KeyDown}[m.Button]
	if code == 0 || a.tooSmall() {
		return nil
	}
	binding := a.keys.Up
	if code == tea.KeyDown {
		binding = a.keys.Down
	}
	var cmds []tea.Cmd
	for range wheelRows {
		if a.overlays.Top() != nil || a.activePane().CapturesText() { // letters may be text there
			cmds = append(cmds, a.key(tea.KeyPressMsg{Code: code}))
		} else {
			cmds = append(cmds, a.pressed(binding))
		}
	}
	return tea.Batch(cmds...)
}

// pressed is the action of a binding's key.
func (a *App) pressed(binding key.Binding) tea.Cmd {
	if keys := binding.Keys(); binding.Enabled() && len(keys) > 0 {
		return a.key(tea.KeyPressMsg{Text: keys[0]})
	}
	return nil
}

// click handles a click on a cell: it switches to a pane, presses a key named there, or
// selects a row; a selected row is opened. A click on a line that data have just changed is
// ignored.
func (a *App) click(m tea.Mouse) tea.Cmd {
	at := image.Pt(m.X, m.Y)
	if m.Button != tea.MouseLeft || a.tooSmall() {
		return nil
	}
	if a.View(); !a.drawn.settled(m.Y, a.options.Now()) { // data may have arrived since the last frame
		return nil
	}
	a.drawn.stale, a.touched = true, true
	top := a.overlays.Top()
	switch {
	case at.In(a.layout.footer) && a.notice.text == "":
		return a.clickFooter(m.X)
	case top != nil:
		return a.clickCard(top, at)
	case at.In(a.tabs):
		if tab := (header{a.core}).tabAt(m.X); tab >= 0 {
			return a.do(data.SwitchPane{Pane: pane.Infos()[tab].Number})
		}
	case at.In(a.body) && !a.besideList(at):
		if clicker, is := a.activePane().(pane.Clicker); is && !a.activePane().CapturesText() {
			if chosen, _ := clicker.Click(m.X, m.Y-a.body.Min.Y); chosen {
				return a.pressed(clicker.OpenKey())
			}
		}
	}
	return nil
}

// besideList reports whether a cell is in the details beside a list.
func (a *App) besideList(at image.Point) bool {
	_, splits := a.activePane().(pane.Splitter)
	return splits && at.In(a.side)
}

// clickCard presses a key named by the card, or selects one of its rows.
func (a *App) clickCard(top overlay.Overlay, at image.Point) tea.Cmd {
	card, _ := top.View()
	width, height := widget.Size(card)
	within := at.Sub(a.layout.overlay(width, height).Min)
	if binding, named := top.Button(within.X, within.Y); named && !several(binding) {
		return a.pressed(binding)
	}
	if lister, is := top.(overlay.Lister); is && within.X >= 0 && within.X < width {
		if chosen, _ := lister.Click(within.Y); chosen {
			return a.pressed(lister.OpenKey())
		}
	}
	return nil
}

// clickFooter presses the key named at a column of the footer.
func (a *App) clickFooter(x int) tea.Cmd {
	left, right := a.footerKeys()
	hit := func(bindings []key.Binding, at int) (key.Binding, bool) {
		for _, binding := range bindings {
			if x >= at && x < at+hintWidth(binding) {
				return binding, !several(binding)
			}
			at += hintWidth(binding) + 2
		}
		return key.Binding{}, false
	}
	binding, named := hit(left, 1)
	if !named {
		binding, named = hit(right, a.width-1-widget.Width(a.hints(right, a.width)))
	}
	if !named {
		return nil
	}
	return a.pressed(binding)
}

// several reports whether a hint names keys with different actions, such as up and
// down.
func several(binding key.Binding) bool {
	return strings.Contains(binding.Help().Key, " ") && len(binding.Keys()) > 1
}
