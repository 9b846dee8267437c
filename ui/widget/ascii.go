package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// asciiOf are ASCII replacements of the characters of charts, frames, marks and punctuation, each
// of the same width. A text that is cut ends in a tilde, as a figure and a full stop would look
// like another figure. Letters and emoji, as in names and prompts, are kept.
const asciiOf = "─-━-│|┃#╭+╮+╰+╯+┌+┐+└+┘+├+┤+┬+┴+┼+╴-╶-╵|╷|" +
	"▀\"▁_▂_▃.▄o▅o▆O▇#█#▉#▊#▋#▌|▍|▎|▏|▐|░.▒:▓%▔-▕|▖.▗,▘'▝'▙#▚#▛#▜#▞#▟#" +
	"■#□o▪*▫.▲^△^▶>▸>▹>►>▻>▼v▽v▾v▿v◀<◂<◃<◄<◆*◇o○o●*◦o" +
	"…~·-–-—-−-‑-×x±?≈~≥>≤<←<↑^→>↓v↩<✓+✕x★*•*Σ=⌃^‹<›>“\"”\"‘'’'"

// SpellCurrencies is a text with currency signs as ISO 4217 codes: "EUR 19.00" for "€19.00" and for
// "€19.00 (EUR)". As it gets longer, it must happen before the text is laid out.
func SpellCurrencies(text string) string {
	for _, currency := range [][2]string{{"€", "EUR"}, {"£", "GBP"}, {"¥", "JPY"}, {"₹", "INR"}, {"₩", "KRW"}} {
		if sign, code := currency[0], currency[1]; strings.Contains(text, sign) {
			text = strings.ReplaceAll(strings.ReplaceAll(text, " ("+code+")", ""), sign, code+" ")
		}
	}
	return text
}

// ASCII is a screen without box, block and shade characters, and with the program's own signs in
// ASCII. Every cell keeps its position. A symbol of one cell without a replacement becomes a
// question mark.
func ASCII(screen string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf {
			return r
		}
		if at := strings.IndexRune(asciiOf, r); at >= 0 {
			return rune(asciiOf[at+utf8.RuneLen(r)])
		}
		switch {
		case r >= 0x2500 && r <= 0x25FF, Width(string(r)) == 1 && (unicode.IsSymbol(r) || unicode.IsPunct(r)):
			return '?'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, screen)
}
