package main

import (
	"image"
	"image/color"
	"strings"

	"github.com/hajimehoshi/bitmapfont/v3"
	"golang.org/x/image/math/fixed"
)

// drawWide draws the characters that cover two cells, which no outline font in a Go
// module has: Chinese, Japanese and Korean from a bitmap font, emoji from [emoji]. It
// reports whether r is one of them.
func drawWide(dst *image.RGBA, area image.Rectangle, r rune, c color.RGBA) bool {
	if picture, ok := emoji[r]; ok {
		drawEmoji(dst, area, picture)
		return true
	}
	at, mask, from, _, ok := bitmapfont.Face.Glyph(fixed.Point26_6{}, r)
	if !ok {
		return false
	}
	const scale = 3
	size := at.Size()
	left := area.Min.X + (area.Dx()-size.X*scale)/2
	drawn := false
	for y := range size.Y {
		for x := range size.X {
			if _, _, _, alpha := mask.At(from.X+x, from.Y+y).RGBA(); alpha == 0 {
				continue
			}
			drawn = true
			dot := image.Rect(0, 0, scale, scale).Add(image.Pt(left+x*scale, area.Min.Y+y*scale))
			fill(dst, dot, c)
		}
	}
	return drawn
}

// emoji are the emoji of the sandbox's prompts as bitmaps: each letter is a colour of
// [inks].
var emoji = map[rune]string{
	'🍋': `
..........
......yyg.
...yyyyyy.
..yyyyyyy.
.yywyyyyy.
.yywyyyyy.
.yyyyyyyo.
.yyyyyyo..
.yyyyoo...
..........`,
	'🌿': `
.......gg.
..gg..ggg.
.gggg.gg..
..gggdg...
.gg.dgggg.
.gggdggg..
..ggdg....
....d.....
...dd.....
..........`,
	'🎂': `
..y....y..
..w....w..
..w....w..
.rrrrrrrr.
.rwrwrwrr.
.oooooooo.
.wwwwwwww.
.oooooooo.
oooooooooo
..........`,
	'🦊': `
.o......o.
.oo....oo.
.ooo..ooo.
.oooooooo.
.obooooob.
.oooooooo.
..wwoooww.
...wwoww..
....bb....
..........`,
}

// inks are the colours of [emoji], by letter.
var inks = map[rune]color.RGBA{
	'y': hex(0xf4cf3a), 'o': hex(0xe8883a), 'g': hex(0x5fae4e), 'd': hex(0x3d7a35), 'r': hex(0xe27a94), 'w': hex(0xf6efe2), 'b': hex(0x3a2d28),
}

func drawEmoji(dst *image.RGBA, area image.Rectangle, picture string) {
	dot := area.Dx() / 10
	for y, row := range strings.Split(strings.TrimSpace(picture), "\n") {
		for x, ink := range row {
			if c, ok := inks[ink]; ok {
				fill(dst, image.Rect(x*dot, y*dot, (x+1)*dot, (y+1)*dot).Add(area.Min), c)
			}
		}
	}
}
