package widget

import "strings"

// letters are capitals three rows high, drawn with half blocks like the digits. O, S and Z are
// rounder than 0, 5 and 2, as codes have both.
var letters = map[rune][3]string{
	'A': {"█▀█", "█▀█", "▀ ▀"},
	'B': {"█▀▄", "█▀▄", "▀▀ "},
	'C': {"█▀▀", "█  ", "▀▀▀"},
	'D': {"█▀▄", "█ █", "▀▀ "},
	'E': {"█▀▀", "█▀▀", "▀▀▀"},
	'F': {"█▀▀", "█▀▀", "▀  "},
	'G': {"█▀▀", "█ █", "▀▀▀"},
	'H': {"█ █", "█▀█", "▀ ▀"},
	'I': {"▀█▀", " █ ", "▀▀▀"},
	'J': {"  █", "▄ █", "▀▀▀"},
	'K': {"█ █", "█▀▄", "▀ ▀"},
	'L': {"█  ", "█  ", "▀▀▀"},
	'M': {"█▄ ▄█", "█ ▀ █", "▀   ▀"},
	'N': {"█▄ █", "█ ▀█", "▀  ▀"},
	'O': {"▄▀▄", "█ █", " ▀ "},
	'P': {"█▀█", "█▀▀", "▀  "},
	'Q': {"█▀█", "█ █", "▀▀█"},
	'R': {"█▀█", "█▀▄", "▀ ▀"},
	'S': {"▄▀▀", " ▀▄", "▀▀ "},
	'T': {"▀█▀", " █ ", " ▀ "},
	'U': {"█ █", "█ █", "▀▀▀"},
	'V': {"█ █", "█ █", " ▀ "},
	'W': {"█   █", "█▄▀▄█", "▀   ▀"},
	'X': {"█ █", "▄▀▄", "▀ ▀"},
	'Y': {"█ █", " █ ", " ▀ "},
	'Z': {"▀▀█", "▄▀ ", "▀▀▀"},
	' ': {" ", " ", " "},
}

// BigTextCode draws a code of capitals, digits and hyphens three rows high. It returns nil
// where the code has other characters, or does not fit width cells.
func BigTextCode(code string, width int) []string {
	var rows [3]strings.Builder
	for i, r := range code {
		glyph, known := letters[r]
		if !known {
			glyph, known = glyphs[r]
		}
		if !known || r == ',' || r == '.' {
			return nil
		}
		for row := range rows {
			if i > 0 {
				rows[row].WriteByte(' ')
			}
			if r == '-' {
				rows[row].WriteString(" " + glyph[row] + " ")
			} else {
				rows[row].WriteString(glyph[row])
			}
		}
	}
	lines := make([]string, len(rows))
	for row := range rows {
		if lines[row] = rows[row].String(); Width(lines[row]) > width {
			return nil
		}
	}
	return lines
}
