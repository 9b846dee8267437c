package model

// Provenance says where a figure comes from.
type Provenance string

// The provenances.
const (
	// Billed is what the server's own ledger and price list say.
	Billed Provenance = "billed"
	// Estimated is derived from something else the server says.
	Estimated Provenance = "estimated"
	// Documented is what the product page says, without prices.
	Documented Provenance = "documented"
	// Entered is what a person has typed of the pricing page.
	Entered Provenance = "entered"
	// Unsupported is that this server does not offer the thing, and nothing stands
	// in its place.
	Unsupported Provenance = "not served"
)
