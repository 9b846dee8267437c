package model

// Capability is one of the things that a server may leave out (billing-api), and
// whether this one has it.
type Capability struct {
	Name      string `json:"name"` // "transactions", "plans", "packs", "subscription"
	Probed    bool   `json:"known"`
	Supported bool   `json:"served"`
	AsOf      Time   `json:"asOf"` // when it was found out; zero while not known
}
