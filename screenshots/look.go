package main

import (
	"image/color"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// look is the appearance of a terminal: its two default colours, the sixteen that
// programs use by number, and the window frame.
type look struct {
	text, ground      color.RGBA
	bar, border, dots color.RGBA
	named             [16]color.RGBA
}

var dark = look{
	text: hex(0xd7dae0), ground: hex(0x16181d),
	bar: hex(0x1d2026), border: hex(0x33373f), dots: hex(0x454a54),
	named: [16]color.RGBA{
		hex(0x2a2e36), hex(0xe5707a), hex(0x8cc27a), hex(0xdfb86a), hex(0x6ea8e8), hex(0xbd8ae0), hex(0x62bdc4), hex(0xc3c8d1),
		hex(0x6b7280), hex(0xf08c94), hex(0xa6d697), hex(0xefcf8d), hex(0x92c1f5), hex(0xd2a9ee), hex(0x86d3d9), hex(0xf2f4f8),
	},
}

var light = look{
	text: hex(0x24272d), ground: hex(0xfdfdfc),
	bar: hex(0xf3f3f1), border: hex(0xd9dad8), dots: hex(0xcbccca),
	named: [16]color.RGBA{
		hex(0x24272d), hex(0xb3303c), hex(0x3c7a2a), hex(0x8f6500), hex(0x2563b0), hex(0x7d3fa8), hex(0x18727a), hex(0x8a8f98),
		hex(0x5d636e), hex(0xc8424e), hex(0x4b8c38), hex(0xa67808), hex(0x3573c4), hex(0x9152bd), hex(0x22848d), hex(0xfdfdfc),
	},
}

func hex(rgb uint32) color.RGBA {
	return color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 0xff}
}

// teach sets an emulator's colours, so that it draws with them and reports them to a
// program that queries the background.
func (l look) teach(e *vt.Emulator) {
	e.SetDefaultForegroundColor(l.text)
	e.SetDefaultBackgroundColor(l.ground)
	e.SetDefaultCursorColor(l.text)
}

// colours are the text and background colours of a cell: reverse swaps them, faint
// moves the text halfway to the background, and concealed text has the background's
// colour.
func (l look) colours(style uv.Style) (text, ground color.RGBA) {
	text, ground = l.solid(style.Fg, l.text), l.solid(style.Bg, l.ground)
	if style.Attrs&uv.AttrReverse != 0 {
		text, ground = ground, text
	}
	if style.Attrs&uv.AttrFaint != 0 {
		text = mix(text, ground, 50)
	}
	if style.Attrs&uv.AttrConceal != 0 {
		text = ground
	}
	return text, ground
}

// solid is a program's colour, or a default where it set none. Named colours are the
// terminal's own.
func (l look) solid(c color.Color, otherwise color.RGBA) color.RGBA {
	switch c := c.(type) {
	case nil:
		return otherwise
	case ansi.BasicColor:
		return l.named[c%16]
	case ansi.IndexedColor:
		if c < 16 {
			return l.named[c]
		}
	}
	r, g, b, _ := c.RGBA()
	return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 0xff}
}

// mix is a with percent of b in it.
func mix(a, b color.RGBA, percent int) color.RGBA {
	part := func(x, y uint8) uint8 { return uint8((int(x)*(100-percent) + int(y)*percent) / 100) }
	return color.RGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), 0xff}
}
