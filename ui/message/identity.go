package message

import (
	"path"

	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// KeyVariable is where the service's own clients look for a key first.
const KeyVariable = "ARTIFICIAL_STUDIO_API_KEY"

// ProfileName is the profile of a session, by its name.
func ProfileName(id account.Identity) string {
	if id.Profile == "" {
		return "default"
	}
	return id.Profile
}

// Profile is the profile and where its key comes from, as short as it can be told:
// "work · keyring", with names of so many cells at the most. It is empty for the demo,
// which has none.
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

// NotThatProfile says whom an exported key buys for.
func NotThatProfile(id account.Identity, email string) string {
	return precedenceWords(id) + ": this buys for " + email + "."
}

// NotThatPortal says of whom a billing portal, or the page that stands in for one, is
// that an exported key opens.
func NotThatPortal(id account.Identity, what, email string) string {
	if email == "" {
		email = "that key's account"
	}
	return precedenceWords(id) + ": this is the " + what + " of " + email + ", where plans are changed and cancelled."
}

// NotThatPricing says for whom the account is watched while somebody buys on the website.
func NotThatPricing(id account.Identity, email string) string {
	if email == "" {
		email = "that key's account"
	}
	return precedenceWords(id) + ": the account that is watched while you buy is that of " + email + "."
}

// precedenceWords says what an exported key takes precedence over.
func precedenceWords(id account.Identity) string {
	if id.OverriddenKeyPath != "" {
		return "The exported key takes precedence over the one in " + id.OverriddenKeyPath
	}
	return "The exported key takes precedence over profile " + id.OverriddenProfile
}

// UseInstead says how the profile is used that an exported key takes precedence over: "with the
// profile: --profile work".
func UseInstead(id account.Identity) string {
	if id.OverriddenKeyPath != "" {
		return "with the one in " + id.OverriddenKeyPath + ": unset " + KeyVariable
	}
	return "with the profile: --profile " + id.OverriddenProfile
}
