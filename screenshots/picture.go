package main

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansmono"
	"github.com/go-fonts/dejavu/dejavusansmonobold"
	"github.com/go-fonts/dejavu/dejavusansmonoboldoblique"
	"github.com/go-fonts/dejavu/dejavusansmonooblique"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"github.com/studio-tui/studio-tui/screenshots/terminal"
)

// A cell is 10 by 20 points, drawn at two pixels to the point.
const (
	cellWidth  = 20
	cellHeight = 40
	baseline   = 31    // from the top of the cell
	fontSize   = 33.22 // the size at which a character of DejaVu Sans Mono is 20 pixels wide
	smallSize  = 24
)

// painter draws screens. It is not safe for concurrent use.
type painter struct {
	// faces are regular, bold, oblique, and bold oblique.
	faces [4]typeface
	// rest is the fallback font at two sizes: characters wider than their cells are
	// drawn smaller.
	rest, restSmall typeface
	missing         []rune // characters that no font has, drawn as boxes
}

// typeface is a font at one size.
type typeface struct {
	font.Face
	font *opentype.Font
}

// has reports whether the font has a character. The face itself does not report that:
// it draws an empty box for a missing one.
func (t typeface) has(r rune) bool {
	index, err := t.font.GlyphIndex(nil, r)
	return err == nil && index != 0
}

func newPainter() (*painter, error) {
	p := new(painter)
	for i, ttf := range [][]byte{
		dejavusansmono.TTF, dejavusansmonobold.TTF, dejavusansmonooblique.TTF, dejavusansmonoboldoblique.TTF,
	} {
		face, err := newFace(ttf, fontSize)
		if err != nil {
			return nil, err
		}
		p.faces[i] = face
	}
	var err error
	if p.rest, err = newFace(dejavusans.TTF, fontSize); err != nil {
		return nil, err
	}
	p.restSmall, err = newFace(dejavusans.TTF, smallSize)
	return p, err
}

func newFace(ttf []byte, size float64) (typeface, error) {
	parsed, err := opentype.Parse(ttf)
	if err != nil {
		return typeface{}, fmt.Errorf("read the font: %w", err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	return typeface{face, parsed}, err
}

// screen draws the cells, without anything around them.
func (p *painter) screen(s terminal.Screen, l look) *image.RGBA {
	width := 0
	for _, row := range s.Rows {
		width = max(width, len(row))
	}
	dst := image.NewRGBA(image.Rect(0, 0, width*cellWidth, len(s.Rows)*cellHeight))
	fill(dst, dst.Bounds(), l.ground)
	for y, row := range s.Rows { // backgrounds first: a glyph may extend beyond its cell
		for x, cell := range row {
			_, ground := l.colours(cell.Style)
			if cell.Width > 0 {
				fill(dst, cellAt(x, y, cell.Width), ground)
			}
		}
	}
	for y, row := range s.Rows {
		for x, cell := range row {
			if cell.Width > 0 {
				p.cell(dst, cellAt(x, y, cell.Width), cell, l)
			}
		}
	}
	if s.Cursor {
		bar := cellAt(s.CursorX, s.CursorY, 1)
		bar.Max.X = bar.Min.X + 4
		fill(dst, bar, l.text)
	}
	return dst
}

func cellAt(x, y, width int) image.Rectangle {
	return image.Rect(x*cellWidth, y*cellHeight, (x+width)*cellWidth, (y+1)*cellHeight)
}

func fill(dst *image.RGBA, area image.Rectangle, c color.RGBA) {
	draw.Draw(dst, area, image.NewUniform(c), image.Point{}, draw.Src)
}

// cell draws the text of one cell with its underline and strikethrough.
func (p *painter) cell(dst *image.RGBA, area image.Rectangle, cell uv.Cell, l look) {
	text, _ := l.colours(cell.Style)
	for i, r := range cell.Content {
		if i == 0 && drawShape(dst, area, r, text) {
			continue
		}
		p.glyph(dst, area, r, text, cell.Style.Attrs)
	}
	line := l.solid(cell.Style.UnderlineColor, text)
	under := image.Rect(area.Min.X, area.Min.Y+baseline+3, area.Max.X, area.Min.Y+baseline+5)
	if cell.Style.Underline != uv.UnderlineNone {
		fill(dst, under, line)
	}
	if cell.Style.Underline == uv.UnderlineDouble {
		fill(dst, under.Add(image.Pt(0, 4)), line)
	}
	if cell.Style.Attrs&uv.AttrStrikethrough != 0 {
		fill(dst, under.Sub(image.Pt(0, 13)), text)
	}
}

// glyph draws a character from the first font that has it, centred in its cell.
func (p *painter) glyph(dst *image.RGBA, area image.Rectangle, r rune, c color.RGBA, attrs uint8) {
	if r <= ' ' {
		return
	}
	face := p.faces[0]
	if attrs&uv.AttrBold != 0 {
		face = p.faces[1]
	}
	if attrs&uv.AttrItalic != 0 {
		face = p.faces[2]
		if attrs&uv.AttrBold != 0 {
			face = p.faces[3]
		}
	}
	if !face.has(r) {
		face = p.rest
	}
	if !face.has(r) {
		if !drawWide(dst, area, r, c) {
			outline(dst, area, c)
			p.missing = append(p.missing, r)
		}
		return
	}
	advance, _ := face.GlyphAdvance(r)
	if advance.Ceil() > area.Dx() {
		face = p.restSmall
		advance, _ = face.GlyphAdvance(r)
	}
	drawer := font.Drawer{Dst: dst, Src: image.NewUniform(c), Face: face, Dot: fixed.Point26_6{
		X: fixed.I(area.Min.X) + (fixed.I(area.Dx())-advance)/2,
		Y: fixed.I(area.Min.Y + baseline),
	}}
	drawer.DrawString(string(r))
}

// outline draws an empty box in place of a character that no font has.
func outline(dst *image.RGBA, area image.Rectangle, c color.RGBA) {
	box := image.Rect(area.Min.X+3, area.Min.Y+8, area.Max.X-3, area.Min.Y+baseline)
	for _, side := range []image.Rectangle{
		{box.Min, image.Pt(box.Max.X, box.Min.Y+2)},
		{image.Pt(box.Min.X, box.Max.Y-2), box.Max},
		{box.Min, image.Pt(box.Min.X+2, box.Max.Y)},
		{image.Pt(box.Max.X-2, box.Min.Y), box.Max},
	} {
		fill(dst, side, c)
	}
}
