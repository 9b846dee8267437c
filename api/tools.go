package api

import (
	"context"
	"encoding/json"
	"net/url"

	"github.com/studio-tui/studio-tui/model"
)

// toolAnswer is a tool as the service sends it. Its models are read one by one: what
// is wrong with one says nothing of the prices of the others.
type toolAnswer struct {
	model.Tool
	Models []json.RawMessage `json:"models"`
}

// priced is a model with a price.
type priced struct{ model.ToolModel }

// unpriced is a model whose price cannot be read, or that has none.
type unpriced struct {
	Slug        string    `json:"slug"`
	InputSchema model.Raw `json:"inputSchema"`
}

func (a toolAnswer) tool() model.Tool {
	tool := a.Tool
	for _, text := range a.Models {
		tool.Models = append(tool.Models, readModel(text))
	}
	return tool
}

func toolsOf(answers []toolAnswer) []model.Tool {
	var tools []model.Tool
	for _, answer := range answers {
		tools = append(tools, answer.tool())
	}
	return tools
}

// readModel reads a model of a tool. An unreadable one is included without a price:
// otherwise a tool that seems to have one model would set the price of generations that
// name none.
func readModel(text []byte) model.ToolModel {
	if found, _, err := decode[priced](text); err == nil && found.Slug != "" {
		return found.ToolModel
	}
	found, _, _ := decode[unpriced](text)
	return model.ToolModel{Slug: found.Slug, Cost: model.UnknownCredits, InputSchema: found.InputSchema}
}

// Tools requests the catalogue. Its entries have no models and no prices; [Client.Tool] and
// [Client.Search] return those.
func (c *Client) Tools(ctx context.Context) ([]model.Tool, error) {
	answers, err := fetchAll[toolAnswer](ctx, c, get("api", "tools"), ListTools)
	return toolsOf(answers), err
}

// Tool requests one tool with its models and their prices today. A model with an unreadable
// price costs [model.UnknownCredits]; one with an unreadable name has no slug.
func (c *Client) Tool(ctx context.Context, slug string) (model.Tool, error) {
	answer, err := fetch[toolAnswer](ctx, c, get("api", "tools", slug))
	return answer.tool(), err
}

// Search requests the tools that match a text, with their models.
func (c *Client) Search(ctx context.Context, text string) ([]model.Tool, error) {
	k := get("api", "search")
	k.query = url.Values{"q": {text}}
	answers, err := fetchAll[toolAnswer](ctx, c, k, ListTools)
	return toolsOf(answers), err
}
