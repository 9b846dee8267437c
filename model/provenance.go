package model

// Provenance is the kind of source of a figure.
type Provenance string

// The provenances.
const (
	// Billed marks figures from the server's own ledger and price list.
	Billed Provenance = "billed"
	// Estimated marks figures derived from other answers of the server.
	Estimated Provenance = "estimated"
	// Documented marks information from the product page, which has no prices.
	Documented Provenance = "documented"
	// Entered marks figures that a person has entered from the pricing page.
	Entered Provenance = "entered"
	// Unsupported marks what this server does not offer and nothing replaces.
	Unsupported Provenance = "not served"
)
