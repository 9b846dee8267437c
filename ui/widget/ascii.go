package widget

import "strings"

// asciiOf are letters and punctuation for what pictures, frames and marks are drawn
// with, each as wide as what it stands for.
const asciiOf = "─-━-│|┃|╭+╮+╰+╯+┌+┐+└+┘+├+┤+┬+┴+┼+╴-╶-╵|╷|" +
	"▀\"▁_▂_▃.▄o▅o▆O▇#█#▉#▊#▋#▌|▍|▎|▏|▐|░.▒:▓%▔-▕|▖.▗.▘'▝'▙#▚#▛#▜#▞#▟#" +
	"■#□o▪*▫.▲^△^▶>▸>▹>►>▻>▼v▽v▾v▿v◀<◂<◃<◄<◆*◇o○o●*◦o"

// ASCII is a screen without box, block and shade characters. Nothing moves: every cell
// stays where it is. What has no likeness is a question mark.
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
