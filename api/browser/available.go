package browser

import "strings"

// desk is what says where the person sits: at this machine's screen, or not.
type desk struct {
	goos   string
	env    func(name string) string
	find   func(program string) (path string, err error)
	exists func(path string) bool
}

// openers are the programs that pkg/browser looks for outside macOS and Windows.
var openers = []string{"xdg-open", "x-www-browser", "www-browser"}

// Available reports whether a browser that is opened here would be seen, and if not, why,
// as a clause for people: "this is a container".
//
// xdg-open, or without it [Browser.Open], follows the variable BROWSER: if it is set, a
// browser is available with or without a screen.
func (b *Browser) Available() (ok bool, why string) { return b.desk.available() }

func (d desk) available() (ok bool, why string) {
	const remote = "you are connected over SSH, and a browser would open on the other machine"
	overSSH := d.env("SSH_CONNECTION") != "" || d.env("SSH_TTY") != "" || d.env("SSH_CLIENT") != ""
	if d.goos == "darwin" || d.goos == "windows" {
		if overSSH {
			return false, remote
		}
		return true, ""
	}
	switch {
	case len(d.named()) > 0, d.env("BROWSER") != "" && d.hasAny("xdg-open"):
		return true, ""
	case !d.hasAny(openers...):
		return false, "there is no program here that opens web addresses: xdg-open, from the package xdg-utils, is one"
	case overSSH:
		return false, remote
	case d.env("DISPLAY") != "" || d.env("WAYLAND_DISPLAY") != "":
		return true, ""
	case d.exists("/.dockerenv") || d.exists("/run/.containerenv") || d.env("container") != "":
		return false, "this is a container without a screen, where no browser can be seen"
	}
	return false, "there is no graphical screen here: neither DISPLAY nor WAYLAND_DISPLAY is set"
}

// named are the commands of BROWSER that are here, in its order, where no xdg-open follows
// it: a list that is separated by colons.
func (d desk) named() (commands [][]string) {
	if d.goos == "darwin" || d.goos == "windows" || d.hasAny("xdg-open") {
		return nil
	}
	for part := range strings.SplitSeq(d.env("BROWSER"), ":") {
		if words := strings.Fields(part); len(words) > 0 && d.hasAny(words[0]) {
			commands = append(commands, words)
		}
	}
	return commands
}

// with is a command of BROWSER for an address, which takes the place of %s, or comes last.
func with(command []string, address string) []string {
	put := false
	args := make([]string, len(command))
	for i, arg := range command {
		put = put || strings.Contains(arg, "%s")
		args[i] = strings.ReplaceAll(arg, "%s", address)
	}
	if !put {
		args = append(args, address)
	}
	return args
}

func (d desk) hasAny(programs ...string) bool {
	for _, program := range programs {
		if _, err := d.find(program); err == nil {
			return true
		}
	}
	return false
}
