package message

import (
	"strings"

	"github.com/studio-tui/studio-tui/model"
)

// PackMark says what sets a pack apart, empty where nothing does.
func PackMark(pack model.Pack, best bool) string {
	var marks []string
	if best {
		marks = append(marks, "best value")
	}
	if pack.Featured {
		marks = append(marks, "featured")
	}
	return strings.Join(marks, ", ")
}
