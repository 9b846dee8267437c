package main

import (
	"cmp"
	"image"
	"image/color"
	"image/gif"
	"maps"
	"slices"
	"time"

	"golang.org/x/image/draw"
)

// animation is a GIF of pictures at half their size, one pixel to the point. Each frame
// has only what differs from the one before.
func animation(pictures []*image.RGBA, frames []frame) *gif.GIF {
	small := make([]*image.RGBA, len(pictures))
	for i, picture := range pictures {
		size := picture.Bounds().Size().Div(2)
		small[i] = image.NewRGBA(image.Rectangle{Max: size})
		draw.BiLinear.Scale(small[i], small[i].Bounds(), picture, picture.Bounds(), draw.Src, nil)
	}
	palette := commonColours(small...)
	film := &gif.GIF{Config: image.Config{ColorModel: palette, Width: small[0].Bounds().Dx(), Height: small[0].Bounds().Dy()}}
	for i, picture := range small {
		before := image.NewRGBA(picture.Bounds())
		if i > 0 {
			before = small[i-1]
		}
		film.Image = append(film.Image, paletted(picture, before, palette))
		film.Delay = append(film.Delay, int(frames[i].hold/(10*time.Millisecond)))
		film.Disposal = append(film.Disposal, gif.DisposalNone)
	}
	return film
}

// paletted is what differs between a picture and the one before, in the nearest colours of
// a palette, and transparent elsewhere.
func paletted(picture, before *image.RGBA, palette color.Palette) *image.Paletted {
	area := difference(before, picture)
	dst := image.NewPaletted(area, palette)
	known := map[color.RGBA]uint8{}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			c := picture.RGBAAt(x, y)
			if c == before.RGBAAt(x, y) {
				continue
			}
			index, ok := known[c]
			if !ok {
				index = nearest(c, palette)
				known[c] = index
			}
			dst.SetColorIndex(x, y, index)
		}
	}
	return dst
}

// nearest is the index of the colour that looks most like c: the transparent one for what
// is mostly so, as the rim of a round corner.
func nearest(c color.RGBA, palette color.Palette) uint8 {
	if c.A < 0x80 {
		return 0
	}
	c.A = 0xff
	return uint8(1 + palette[1:].Index(c))
}

// difference is the smallest area outside which two pictures are equal, at least a pixel.
func difference(a, b *image.RGBA) (area image.Rectangle) {
	for y := range b.Bounds().Dy() {
		for x := range b.Bounds().Dx() {
			if a.RGBAAt(x, y) != b.RGBAAt(x, y) {
				area = area.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if area.Empty() {
		return image.Rect(0, 0, 1, 1)
	}
	return area
}

// commonColours are the 255 most frequent colours, after the transparent one.
func commonColours(pictures ...*image.RGBA) color.Palette {
	counts := map[color.RGBA]int{}
	for _, picture := range pictures {
		for i := 0; i < len(picture.Pix); i += 4 {
			counts[color.RGBA{picture.Pix[i], picture.Pix[i+1], picture.Pix[i+2], picture.Pix[i+3]}]++
		}
	}
	maps.DeleteFunc(counts, func(c color.RGBA, _ int) bool { return c.A < 0xff }) // the corners
	value := func(c color.RGBA) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }
	frequent := slices.SortedFunc(maps.Keys(counts), func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(value(a), value(b)))
	})
	palette := color.Palette{color.RGBA{}}
	for _, c := range frequent[:min(len(frequent), 255)] {
		palette = append(palette, c)
	}
	return palette
}
