//go:build !darwin && !windows

package auth

import (
	"errors"
	"fmt"
	"strings"

	"github.com/godbus/dbus/v5"
)

// withinReach asks for the session bus without starting one: go-keyring would run
// dbus-launch, and so leave a daemon behind on a machine without a desktop.
func withinReach() error {
	connection, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return fmt.Errorf("%w (no session bus)", ErrKeyringAbsent)
	}
	return connection.Close()
}

// absent reports whether an error means that no program provides a Secret Service.
func absent(err error) bool {
	var fault dbus.Error
	if !errors.As(err, &fault) {
		return false
	}
	switch fault.Name {
	case "org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner":
		return true
	}
	return strings.HasPrefix(fault.Name, "org.freedesktop.DBus.Error.Spawn.")
}
