package privacy

import (
	"encoding/json"
	"slices"
)

// Schema makes the JSON Schema of a command's output that of its masked output: amounts
// are null.
func Schema(text []byte) ([]byte, error) {
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		return nil, err
	}
	maskTypes("", schema)
	schema["$comment"] = "Masked, as --private prints it: amounts are null; the characters of e-mail addresses, ids and amounts within texts are asterisks."
	masked, err := json.MarshalIndent(schema, "", "  ")
	return append(masked, '\n'), err
}

// maskTypes masks the types in the schema of a member.
func maskTypes(member string, schema map[string]any) {
	types, several := schema["type"].([]any)
	if !several {
		types = []any{schema["type"]}
	}
	if IsAmount(member) && (slices.Contains(types, any("number")) || slices.Contains(types, any("integer"))) {
		schema["type"] = "null"
	}
	if items, has := schema["items"].(map[string]any); has {
		maskTypes(member, items)
	}
	members, _ := schema["properties"].(map[string]any)
	for name, of := range members {
		if of, has := of.(map[string]any); has {
			maskTypes(name, of)
		}
	}
}
