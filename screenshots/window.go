package main

import (
	"image"
	"image/color"
	"image/draw"

	uv "github.com/charmbracelet/ultraviolet"
	"golang.org/x/image/vector"
)

// The window around a screen, in pixels.
const (
	barHeight    = 60
	padding      = 24
	cornerRadius = 20
	borderWidth  = 2
)

// window puts a thin frame with a title around a screen, and a label at its right, if any.
// Outside its round corners the picture is transparent.
func (p *painter) window(content *image.RGBA, title, label string, l look) *image.RGBA {
	if title == "" {
		title = "studio-tui"
	}
	size := content.Bounds().Size().Add(image.Pt(2*padding, barHeight+2*padding))
	dst := image.NewRGBA(image.Rectangle{Max: size})
	roundedRect(dst, dst.Bounds(), cornerRadius, l.border)
	inside := dst.Bounds().Inset(borderWidth)
	roundedRect(dst, inside, cornerRadius-borderWidth, l.ground)

	// The bar has the round corners at the top: it is drawn whole, and the screen's
	// background covers its lower part.
	bar := inside
	bar.Max.Y = barHeight + cornerRadius
	roundedRect(dst, bar, cornerRadius-borderWidth, l.bar)
	below := image.Rect(inside.Min.X, barHeight, inside.Max.X, bar.Max.Y)
	fill(dst, below, l.ground)
	fill(dst, image.Rect(inside.Min.X, barHeight-borderWidth, inside.Max.X, barHeight), mix(l.bar, l.border, 60))

	for i := range 3 {
		path := vector.NewRasterizer(size.X, size.Y)
		circle(path, image.Pt(padding+16+i*34, barHeight/2), 9)
		paintPath(dst, dst.Bounds(), path, l.dots)
	}
	p.caption(dst, title, mix(l.text, l.bar, 45))
	if letters := []rune(label); len(letters) > 0 {
		p.write(dst, letters, image.Pt(size.X-padding-(len(letters)+1)*cellWidth, (barHeight-cellHeight)/2), l.named[3])
	}

	at := image.Pt(padding, barHeight+padding)
	draw.Draw(dst, content.Bounds().Add(at), content, image.Point{}, draw.Src)
	return dst
}

// caption writes a title in the middle of the bar, truncated where it is too long.
func (p *painter) caption(dst *image.RGBA, title string, c color.RGBA) {
	letters := []rune(title)
	if room := dst.Bounds().Dx()/cellWidth - 20; len(letters) > room {
		letters = append(letters[:max(room-1, 0)], '…')
	}
	p.write(dst, letters, image.Pt((dst.Bounds().Dx()-len(letters)*cellWidth)/2, (barHeight-cellHeight)/2), c)
}

// write writes letters from a point to the right.
func (p *painter) write(dst *image.RGBA, letters []rune, at image.Point, c color.RGBA) {
	for i, r := range letters {
		p.cell(dst, cellAt(0, 0, 1).Add(at.Add(image.Pt(i*cellWidth, 0))), uv.Cell{
			Content: string(r), Width: 1, Style: uv.Style{Fg: c},
		}, look{})
	}
}

func roundedRect(dst *image.RGBA, area image.Rectangle, radius int, c color.RGBA) {
	path := vector.NewRasterizer(area.Dx(), area.Dy())
	w, h, r := float32(area.Dx()), float32(area.Dy()), float32(radius)
	const round = 0.5523
	k := r * (1 - round)
	path.MoveTo(r, 0)
	path.LineTo(w-r, 0)
	path.CubeTo(w-k, 0, w, k, w, r)
	path.LineTo(w, h-r)
	path.CubeTo(w, h-k, w-k, h, w-r, h)
	path.LineTo(r, h)
	path.CubeTo(k, h, 0, h-k, 0, h-r)
	path.LineTo(0, r)
	path.CubeTo(0, k, k, 0, r, 0)
	path.ClosePath()
	paintPath(dst, area, path, c)
}
