package widget

import (
	"strings"

	"rsc.io/qr"
)

// QR draws a text as a QR code with half blocks, dark on light as cameras expect it, with a
// quiet zone of two modules. It returns nil where the code does not fit width by height cells,
// or the text is too long for one.
func QR(text string, width, height int) []string {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return nil
	}
	const quiet = 2
	side := code.Size + 2*quiet
	if side > width || (side+1)/2 > height {
		return nil
	}
	light := func(x, y int) bool { return y-quiet >= code.Size || !code.Black(x-quiet, y-quiet) }
	var lines []string
	for y := 0; y < side; y += 2 {
		var b strings.Builder
		for x := range side {
			switch upper, lower := light(x, y), y+1 < side && light(x, y+1); {
			case upper && lower:
				b.WriteString("█")
			case upper:
				b.WriteString("▀")
			case lower:
				b.WriteString("▄")
			default:
				b.WriteString(" ")
			}
		}
		lines = append(lines, "\x1b[97;40m"+b.String()+"\x1b[0m")
	}
	return lines
}
