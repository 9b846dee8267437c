package model

// Capability is an optional endpoint (billing-api) and whether this server has it.
type Capability struct {
	Name      string `json:"name"` // "transactions", "plans", "packs", "subscription"
	Probed    bool   `json:"known"`
	Supported bool   `json:"served"`
	AsOf      Time   `json:"asOf"` // when it was found out; zero while not known
}
