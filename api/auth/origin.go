package auth

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// ErrOrigin is the error for a base URL without a valid origin for a key.
var ErrOrigin = errors.New("not an API address")

// Origin is the origin of a base URL, to which a key belongs: scheme, host and port, in
// lower case and without the scheme's default port. It returns [ErrOrigin] for anything but
// https, or http on this machine.
func Origin(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil || u.Opaque != "" || u.Hostname() == "" || u.User != nil {
		return "", fmt.Errorf("%w: %q", ErrOrigin, base)
	}
	host, port := strings.ToLower(u.Hostname()), u.Port()
	for _, r := range host {
		if r <= ' ' || r > '~' {
			return "", fmt.Errorf("%w: %q", ErrOrigin, base)
		}
	}
	ownPort := "443"
	switch u.Scheme {
	case "https":
	case "http":
		if !model.IsLoopback(host) {
			return "", fmt.Errorf("%w: %q is not https", ErrOrigin, base)
		}
		ownPort = "80"
	default:
		return "", fmt.Errorf("%w: %q is not https", ErrOrigin, base)
	}
	switch {
	case port != "" && port != ownPort:
		host = net.JoinHostPort(host, port)
	case strings.Contains(host, ":"):
		host = "[" + host + "]"
	}
	return u.Scheme + "://" + host, nil
}

// DefaultProfile is the name of the profile that is used if none is named.
const DefaultProfile = "default"

// CheckProfile returns [account.ErrBadName] for an invalid profile name. Valid ones need no
// quoting in any keyring or command line.
func CheckProfile(name string) error {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
	if name == "" || len(name) > 64 || name[0] == '-' || strings.Trim(name, allowed) != "" {
		return fmt.Errorf("%q: %w", name, account.ErrBadName)
	}
	return nil
}
