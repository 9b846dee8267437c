package message

import (
	"path"

	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// KeyVariable is the environment variable of the key, which the service's own clients
// use first.
const KeyVariable = "ARTIFICIAL_STUDIO_API_KEY"

// ProfileName is the name of a session's profile.
func ProfileName(id account.Identity) string {
	if id.Profile == "" {
		return "default"
	}
	return id.Profile
}

// Profile is the profile with the source of its key, in the shortest form: "work ·
// keyring", with names truncated to a number of cells. It is empty for the demo, which
// has none.
func Profile(id account.Identity, cells int) string {
	switch {
	case id.OverriddenProfile != "":
		return "exported key, not " + widget.Truncate(id.OverriddenProfile, cells)
	case id.Profiles == 0 && id.Profile == "":
		return ""
	case id.KeyExported:
		return "exported key"
	case id.KeySource == "":
		return widget.Truncate(ProfileName(id), cells)
	}
	return widget.Truncate(ProfileName(id), cells) + " · " + path.Base(id.KeySource)
}

// SignedIn is the profile and the key of a purchase: "profile work, key …a1b2 from
// keyring". It is empty for the demo, which has neither.
func SignedIn(id account.Identity) string {
	key := "key"
	if id.KeyLast4 != "" {
		key = "key …" + id.KeyLast4
	}
	switch {
	case id.Profiles == 0:
		return ""
	case id.KeyExported:
		return "exported " + key + " (" + KeyVariable + ")"
	}
	return "profile " + ProfileName(id) + ", " + key + " from " + id.KeySource
}

// NotThatProfile warns that a purchase with the environment's key is for another
// account than the profile's.
func NotThatProfile(id account.Identity, email string) string {
	return precedenceWords(id) + ": this buys for " + email + "."
}

// NotThatPortal warns that the billing portal, or the page in its place, is that of the
// environment key's account.
func NotThatPortal(id account.Identity, what, email string) string {
	if email == "" {
		email = "that key's account"
	}
	return precedenceWords(id) + ": this is the " + what + " of " + email + ", where plans are changed and cancelled."
}

// NotThatPricing states which account is watched during a purchase on the website.
func NotThatPricing(id account.Identity, email string) string {
	if email == "" {
		email = "that key's account"
	}
	return precedenceWords(id) + ": the account that is watched while you buy is that of " + email + "."
}

// precedenceWords state what an environment key takes precedence over.
func precedenceWords(id account.Identity) string {
	if id.OverriddenKeyPath != "" {
		return "The exported key takes precedence over the one in " + id.OverriddenKeyPath
	}
	return "The exported key takes precedence over profile " + id.OverriddenProfile
}

// UseInstead states how to use the profile that an environment key takes precedence
// over: "with the profile: --profile work".
func UseInstead(id account.Identity) string {
	if id.OverriddenKeyPath != "" {
		return "with the one in " + id.OverriddenKeyPath + ": unset " + KeyVariable
	}
	return "with the profile: --profile " + id.OverriddenProfile
}
