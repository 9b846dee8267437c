package widget

import "strings"

// glyphs are digits three rows high, drawn with half blocks.
var glyphs = map[rune][3]string{
	'0': {"█▀█", "█ █", "▀▀▀"},
	'1': {"▄█ ", " █ ", "▀▀▀"},
	'2': {"▀▀█", "█▀▀", "▀▀▀"},
	'3': {"▀▀█", " ▀█", "▀▀▀"},
	'4': {"█ █", "▀▀█", "  ▀"},
	'5': {"█▀▀", "▀▀█", "▀▀▀"},
	'6': {"█▀▀", "█▀█", "▀▀▀"},
	'7': {"▀▀█", "  █", "  ▀"},
	'8': {"█▀█", "█▀█", "▀▀▀"},
	'9': {"█▀█", "▀▀█", "▀▀▀"},
	',': {" ", " ", "▗"},
	'-': {"  ", "▀▀", "  "},
}

// BigText draws a figure three rows high. It returns nil where the figure has characters other
// than digits, commas and a minus, or does not fit width cells.
func BigText(figure string, width int) []string {
	var rows [3]strings.Builder
	for i, r := range figure {
		glyph, known := glyphs[r]
		if !known {
			return nil
		}
		for row := range rows {
			if i > 0 {
				rows[row].WriteByte(' ')
			}
			rows[row].WriteString(glyph[row])
		}
	}
	lines := make([]string, len(rows))
	for row := range rows {
		lines[row] = rows[row].String()
		if Width(lines[row]) > width {
			return nil
		}
	}
	return lines
}
