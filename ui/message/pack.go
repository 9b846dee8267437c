package message

import (
	"strings"

	"github.com/studio-tui/studio-tui/model"
)

// PackMark is a label for a pack, empty for most.
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
