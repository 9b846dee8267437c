package auth

import (
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// Choice is the account that is opened: where the API is, and the profile whose key is
// looked for.
type Choice struct {
	Base    string
	Profile string // "" where nobody named one: the environment and the service's own file count too
	// OverriddenProfile is the profile that would be used were no key exported, as far as one is
	// kept: its owner may think that it is.
	OverriddenProfile Profile
	// IgnoredProfile is the switched profile that is not used, as another API was asked for.
	IgnoredProfile Profile
}

// Choose finds the account that a run is about; exported says that a key is in the
// environment. In this order: the profile that was
// named, at the API that it was made for unless the command line says another; an
// exported key; the profile that was switched to; the default one.
//
// An exported key goes to the API that the run says and never to one that a profile
// remembers. An API that the run says is for the default profile there, unless the
// switched profile is of that very origin: its key would be of no use elsewhere.
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
