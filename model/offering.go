package model

// Offering is one of the things that a server may leave out (billing-api), and
// whether this one has it.
type Offering struct {
	Name   string `json:"name"` // "transactions", "plans", "packs", "subscription"
	Known  bool   `json:"known"`
	Served bool   `json:"served"`
	AsOf   Time   `json:"asOf"` // when it was found out; zero while not known
}
