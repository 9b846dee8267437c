package widget

import "strings"

// asciiOf are ASCII replacements of the characters of charts, frames and marks, each of the
// same width.
const asciiOf = "─-━-│|┃|╭+╮+╰+╯+┌+┐+└+┘+├+┤+┬+┴+┼+╴-╶-╵|╷|" +
	"▀\"▁_▂_▃.▄o▅o▆O▇#█#▉#▊#▋#▌|▍|▎|▏|▐|░.▒:▓%▔-▕|▖.▗.▘'▝'▙#▚#▛#▜#▞#▟#" +
	"■#□o▪*▫.▲^△^▶>▸>▹>►>▻>▼v▽v▾v▿v◀<◂<◃<◄<◆*◇o○o●*◦o"

// ASCII is a screen without box, block and shade characters. Every cell keeps its position. A
// character without a replacement becomes a question mark.
func ASCII(screen string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x2500 || r > 0x25FF {
			return r
		}
		if at := strings.IndexRune(asciiOf, r); at >= 0 {
			return rune(asciiOf[at+len(string(r))])
		}
		return '?'
	}, screen)
}
