package auth

import (
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// Choice is the selected account: the API's address and the profile whose key is used.
type Choice struct {
	Base    string
	Profile string // "" if none was named: the environment and the service's own file count too
	// OverriddenProfile is the profile that would be used if no key were exported, if that
	// has a stored key: the user may expect it to be in use.
	OverriddenProfile Profile
	// IgnoredProfile is the active profile if it is not used because another API was
	// requested.
	IgnoredProfile Profile
}

// Choose selects the account for a run; exported says that a key is in the environment. In
// this order: the profile that was named, at the API that it was made for unless the
// command line says another; an exported key; the active profile; the default one.
//
// An exported key goes to the API named for the run and never to that of a profile. An API
// named for the run selects the default profile there, unless the active profile has that
// origin.
func (x Index) Choose(target account.Target, exported bool) Choice {
	base := target.APIURL
	if base == "" {
		base = model.ProductionAPI
	}
	if target.Profile != "" {
		if known, ok := x.Find(target.Profile, base); ok && !target.ByFlag && target.Profile != DefaultProfile {
			base = known.API
		}
		return Choice{Base: base, Profile: target.Profile}
	}
	active, switched := x.Find(x.Active, base)
	switched = switched && x.Active != "" && x.Active != DefaultProfile
	var choice Choice
	if switched && target.APIURL != "" && !SameOrigin(active.API, target.APIURL) {
		choice.IgnoredProfile, switched = active, false
	}
	kept, isKept := x.Find(DefaultProfile, base)
	switch {
	case switched && !exported:
		choice.Base, choice.Profile = active.API, active.Name
		return choice
	case switched:
		choice.OverriddenProfile = active
	case choice.IgnoredProfile.Name != "" && exported:
		choice.OverriddenProfile = choice.IgnoredProfile
	case isKept && exported && kept.Fingerprint != "":
		choice.OverriddenProfile = kept
	}
	choice.Base = base
	return choice
}
