package widget

import (
	"regexp"
	"strings"
	"sync"
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

// SpellASCII is a text with those signs spelled that have no ASCII character of the same width:
// currencies by their ISO 4217 codes, "EUR 19.00" for "€19.00" and for "€19.00 (EUR)", and ">=" and
// "<=" for bounds. As it gets longer, it must happen before the text is laid out.
func SpellASCII(text string) string {
	for _, currency := range [][2]string{{"€", "EUR"}, {"£", "GBP"}, {"¥", "JPY"}, {"₹", "INR"}, {"₩", "KRW"}} {
		if sign, code := currency[0], currency[1]; strings.Contains(text, sign) {
			text = strings.ReplaceAll(strings.ReplaceAll(text, " ("+code+")", ""), sign, code+" ")
		}
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "≥", ">="), "≤", "<=")
}

// boundCell matches a bound in a column, behind at least two spaces of which one can be given up.
var boundCell = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`  ((?:\x1b\[[0-9;:]*m)*)([≥≤])`)
})

// ASCII is a screen without box, block and shade characters, and with the program's own signs in
// ASCII. Every cell keeps its position; a bound takes a space before it. A symbol of one cell
// without a replacement becomes a question mark.
func ASCII(screen string) string {
	if strings.ContainsAny(screen, "≥≤") {
		screen = boundCell().ReplaceAllStringFunc(screen, func(cell string) string { return " " + SpellASCII(cell[2:]) })
	}
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
