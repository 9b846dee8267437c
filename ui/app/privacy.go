package app

import "github.com/studio-tui/studio-tui/ui/privacy"

// togglePrivacy switches privacy mode on or off.
func (c *core) togglePrivacy() {
	if c.state.Mask != nil {
		c.state.Mask = nil
		c.notify("E-mail, ids and amounts are shown.")
	} else {
		c.state.Mask = privacy.New()
		c.notify(c.keys.Say("E-mail, ids and amounts are hidden. {privacy} shows them."))
	}
	c.publishState()
}
