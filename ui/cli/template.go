package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	template "github.com/DataDog/datadog-agent/pkg/template/text"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// template returns the function that writes the JSON by a Go template.
func (c *commands) template() (func(ctx context.Context, text []byte) error, error) {
	t, err := template.New("template").Funcs(templateFuncs(c.deps)).Parse(c.shape.template)
	if err != nil {
		return nil, usagef("--template was not understood: %w", err)
	}
	return func(_ context.Context, text []byte) error {
		value, err := decodeJSON(text)
		if err != nil {
			return err
		}
		w := bufio.NewWriter(c.deps.Streams.Out)
		if err := t.Execute(w, value); err != nil {
			return fmt.Errorf("--template: %w", err)
		}
		return w.Flush()
	}, nil
}

// templateFuncs are the functions of templates, named as those of gh where it has them.
// For null they return nothing.
func templateFuncs(deps Deps) template.FuncMap {
	at := func(value any, show func(t time.Time) string) (string, error) {
		if value == nil {
			return "", nil
		}
		t, err := time.Parse(time.RFC3339, fmt.Sprint(value))
		if err != nil {
			return "", err
		}
		return show(t.In(deps.Location)), nil
	}
	return template.FuncMap{
		"timefmt": func(layout string, value any) (string, error) {
			return at(value, func(t time.Time) string { return t.Format(layout) })
		},
		"timeago": func(value any) (string, error) {
			return at(value, func(t time.Time) string { return format.Age(t, deps.Now()) })
		},
		"credits": func(value any) (string, error) {
			if value == nil {
				return "", nil
			}
			credits, err := model.ParseCredits(fmt.Sprint(value))
			return credits.String(), err
		},
		"money": func(value any) (string, error) {
			if value == nil {
				return "", nil
			}
			text, err := json.Marshal(value)
			var money model.Money
			if err == nil {
				err = json.Unmarshal(text, &money)
			}
			return money.String(), err
		},
		"join": func(separator string, values []any) string {
			texts := make([]string, len(values))
			for i, value := range values {
				texts[i] = fmt.Sprint(value)
			}
			return strings.Join(texts, separator)
		},
		"pluck": func(name string, values []any) (members []any) {
			for _, value := range values {
				if entry, ok := value.(map[string]any); ok {
					members = append(members, entry[name])
				}
			}
			return members
		},
		"truncate": func(cells int, value any) string {
			if value == nil {
				return ""
			}
			return widget.Truncate(fmt.Sprint(value), cells)
		},
	}
}
