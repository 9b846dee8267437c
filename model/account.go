package model

import (
	"strings"
	"unicode"
)

// ID identifies an object of the service: 24 hex digits as documented, kept verbatim in any
// other form.
type ID string

// Canonical reports whether the id is 24 hex digits.
func (id ID) Canonical() bool {
	return len(id) == 24 && strings.Trim(string(id), "0123456789abcdefABCDEF") == ""
}

// MarshalJSON writes null for no id.
func (id ID) MarshalJSON() ([]byte, error) { return OptionalString(id).MarshalJSON() }

// Account is a customer's account (GET /api/account).
type Account struct {
	ID        ID      `json:"id"`
	Email     string  `json:"email"`
	Credits   Credits `json:"credits"` // the balance
	Plan      string  `json:"plan"`    // an open set: "free", "pro", "creator", …
	CreatedAt Time    `json:"createdAt"`
}

// FreePlan is the plan of an account without a subscription.
const FreePlan = "free"

// PlanName is the display name of a plan's slug: "creator" is "Creator", an empty slug "no
// plan". An unknown slug is shown the same way.
func PlanName(slug string) string {
	if slug == "" {
		return "no plan"
	}
	runes := []rune(strings.NewReplacer("-", " ", "_", " ").Replace(slug))
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}
