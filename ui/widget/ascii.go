package widget

import (
	"strings"
	"unicode/utf8"
)

// asciiOf are ASCII replacements of the characters of charts, frames, marks and punctuation, each
// of the same width. A text that is cut ends in a tilde, as a figure and a full stop would look
// like another figure. Other characters, as in names and prompts, are kept.
const asciiOf = "─-━-│|┃#╭+╮+╰+╯+┌+┐+└+┘+├+┤+┬+┴+┼+╴-╶-╵|╷|" +
	"▀\"▁_▂_▃.▄o▅o▆O▇#█#▉#▊#▋#▌|▍|▎|▏|▐|░.▒:▓%▔-▕|▖.▗,▘'▝'▙#▚#▛#▜#▞#▟#" +
	"■#□o▪*▫.▲^△^▶>▸>▹>►>▻>▼v▽v▾v▿v◀<◂<◃<◄<◆*◇o○o●*◦o" +
	"…~·-–-—-−-‑-×x±?≈~≥>≤<←<↑^→>↓v↩<✓+✕x★*•*Σ=⌃^‹<›>“\"”\"‘'’'"

// ASCII is a screen without box, block and shade characters, and with the program's own signs in
// ASCII. Every cell keeps its position. A box, block or shade character without a replacement
// becomes a question mark.
func ASCII(screen string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf {
			return r
		}
		if at := strings.IndexRune(asciiOf, r); at >= 0 {
			return rune(asciiOf[at+utf8.RuneLen(r)])
		}
		if r >= 0x2500 && r <= 0x25FF {
			return '?'
		}
		return r
	}, screen)
}
