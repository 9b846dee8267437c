package app

import "github.com/studio-tui/studio-tui/ui/privacy"

// togglePrivacy switches privacy mode on or off.
func (c *core) togglePrivacy() {
	if c.private != nil {
		c.private = nil
		c.notify("E-mail, ids and amounts are shown.")
	} else {
		c.private = privacy.New()
		c.notify(c.keys.Say("E-mail, ids and amounts are hidden. {privacy} shows them."))
	}
	c.state.Private = c.private != nil
	c.publishState()
}
