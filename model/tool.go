package model

// Tool is an entry of the catalogue (GET /api/tools, /api/tools/{slug}).
type Tool struct {
	Slug        string      `json:"slug"`
	Name        string      `json:"name"`
	Description string      `json:"description"`
	Type        string      `json:"type"`
	OutputType  string      `json:"outputType"`
	InputSchema Raw         `json:"inputSchema"`
	Models      []ToolModel `json:"models"`
}

// ToolModel is a model that a tool can run, and its price today.
type ToolModel struct {
	Slug        string  `json:"slug"`
	Name        string  `json:"name"`
	Cost        Credits `json:"cost"`     // credits per CostUnit
	CostUnit    string  `json:"costUnit"` // empty: per generation; an open set
	InputSchema Raw     `json:"inputSchema"`
}
