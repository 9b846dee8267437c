package main

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/vector"
)

// drawShape draws the characters that must join their neighbours exactly, which no font
// does at every size: lines, blocks and braille. It reports whether r is one of them.
func drawShape(dst *image.RGBA, area image.Rectangle, r rune, c color.RGBA) bool {
	switch {
	case r >= 0x2500 && r <= 0x257f:
		return drawLines(dst, area, r, c)
	case r >= 0x2580 && r <= 0x259f:
		drawBlock(dst, area, r, c)
		return true
	case r >= 0x2800 && r <= 0x28ff:
		drawBraille(dst, area, r, c)
		return true
	}
	return false
}

// arms are the thicknesses, in pixels, of the lines from the middle of a cell to
// its left, upper, right and lower edge.
type arms [4]int

const (
	thin  = 2
	heavy = 4
)

// lines are the straight line characters; "0" none, "1" thin, "2" heavy, in the order
// of [arms]. Dashes and double lines are left to the font.
var lines = func() map[rune]arms {
	table := map[rune]arms{}
	for shape, runes := range map[string]string{
		"1010": "─", "2020": "━", "0101": "│", "0202": "┃",
		"0011": "┌", "1001": "┐", "0110": "└", "1100": "┘",
		"0022": "┏", "2002": "┓", "0220": "┗", "2200": "┛",
		"0111": "├", "1101": "┤", "1011": "┬", "1110": "┴", "1111": "┼",
		"0222": "┣", "2202": "┫", "2022": "┳", "2220": "┻", "2222": "╋",
		"0121": "┝", "0212": "┠", "2101": "┥", "1202": "┨",
		"2021": "┯", "1012": "┰", "2120": "┷", "1210": "┸", "2121": "┿", "1212": "╂",
		"1000": "╴", "0100": "╵", "0010": "╶", "0001": "╷",
		"2000": "╸", "0200": "╹", "0020": "╺", "0002": "╻",
		"1020": "╼", "0102": "╽", "2010": "╾", "0201": "╿",
	} {
		var a arms
		for i, weight := range shape {
			a[i] = [...]int{0, thin, heavy}[weight-'0']
		}
		for _, r := range runes {
			table[r] = a
		}
	}
	return table
}()

// corners are the round corner characters, with the direction in which they open from
// the middle.
var corners = map[rune]image.Point{'╭': {1, 1}, '╮': {-1, 1}, '╯': {-1, -1}, '╰': {1, -1}}

func drawLines(dst *image.RGBA, area image.Rectangle, r rune, c color.RGBA) bool {
	if opens, ok := corners[r]; ok {
		drawCorner(dst, area, opens, c)
		return true
	}
	a, ok := lines[r]
	if !ok {
		return false
	}
	x, y := (area.Min.X+area.Max.X)/2, (area.Min.Y+area.Max.Y)/2
	across, along := max(a[1], a[3])/2, max(a[0], a[2])/2 // half the thickness of the lines that meet in the middle
	for i, arm := range []image.Rectangle{
		image.Rect(area.Min.X, y-a[0]/2, x+across, y+a[0]/2),
		image.Rect(x-a[1]/2, area.Min.Y, x+a[1]/2, y+along),
		image.Rect(x-across, y-a[2]/2, area.Max.X, y+a[2]/2),
		image.Rect(x-a[3]/2, y-along, x+a[3]/2, area.Max.Y),
	} {
		if a[i] > 0 {
			fill(dst, arm, c)
		}
	}
	return true
}

// drawCorner draws a quarter of a circle that runs into the thin lines of the
// cells beside it and below (or above) it.
func drawCorner(dst *image.RGBA, area image.Rectangle, opens image.Point, c color.RGBA) {
	const radius = cellWidth / 2
	x, y := area.Dx()/2, area.Dy()/2
	centre := image.Pt(x+opens.X*radius, y+opens.Y*radius)
	path := vector.NewRasterizer(area.Dx(), area.Dy())
	arc(path, centre, opens, radius+thin/2, radius-thin/2)
	paintPath(dst, area, path, c)
	edge := area.Min.Y
	if opens.Y > 0 {
		edge = area.Max.Y
	}
	left := area.Min.X + x - thin/2
	fill(dst, image.Rect(left, area.Min.Y+centre.Y, left+thin, edge), c)
}

// arc adds the ring between two radii to a path, from beside the centre to above
// (or below) it.
func arc(path *vector.Rasterizer, centre, opens image.Point, outer, inner float32) {
	const round = 0.5523 // approximates a quarter circle by a cubic curve
	cx, cy, dx, dy := float32(centre.X), float32(centre.Y), float32(opens.X), float32(opens.Y)
	path.MoveTo(cx-dx*outer, cy)
	path.CubeTo(cx-dx*outer, cy-dy*outer*round, cx-dx*outer*round, cy-dy*outer, cx, cy-dy*outer)
	path.LineTo(cx, cy-dy*inner)
	path.CubeTo(cx-dx*inner*round, cy-dy*inner, cx-dx*inner, cy-dy*inner*round, cx-dx*inner, cy)
	path.ClosePath()
}

func paintPath(dst *image.RGBA, area image.Rectangle, path *vector.Rasterizer, c color.RGBA) {
	path.DrawOp = draw.Over
	path.Draw(dst, area, image.NewUniform(c), image.Point{})
}

// quadrants are the quarters that the characters from U+2596 fill: 1 upper left,
// 2 upper right, 4 lower left, 8 lower right.
var quadrants = [...]int{4, 8, 1, 1 | 4 | 8, 1 | 8, 1 | 2 | 4, 1 | 2 | 8, 2, 2 | 4, 2 | 4 | 8}

func drawBlock(dst *image.RGBA, area image.Rectangle, r rune, c color.RGBA) {
	// part is the rectangle between eighths of the cell.
	part := func(left, top, right, bottom int) {
		eighths := func(from, length, n int) int { return from + (length*n+4)/8 }
		fill(dst, image.Rect(
			eighths(area.Min.X, area.Dx(), left), eighths(area.Min.Y, area.Dy(), top),
			eighths(area.Min.X, area.Dx(), right), eighths(area.Min.Y, area.Dy(), bottom),
		), c)
	}
	n := int(r - 0x2580)
	switch {
	case n == 0:
		part(0, 0, 8, 4)
	case n <= 8: // lower blocks in eighths, up to the full block
		part(0, 8-n, 8, 8)
	case n <= 0xf: // left blocks in eighths
		part(0, 0, 0x10-n, 8)
	case n == 0x10:
		part(4, 0, 8, 8)
	case n <= 0x13: // shades
		shade := color.NRGBA{c.R, c.G, c.B, uint8((n - 0x10) * 64)}
		draw.Draw(dst, area, image.NewUniform(shade), image.Point{}, draw.Over)
	case n == 0x14:
		part(0, 0, 8, 1)
	case n == 0x15:
		part(7, 0, 8, 8)
	default:
		for i := range 4 {
			if quadrants[n-0x16]&(1<<i) != 0 {
				left, top := i%2*4, i/2*4
				part(left, top, left+4, top+4)
			}
		}
	}
}

// dots are the positions of braille's eight bits: column and row.
var dots = [8]image.Point{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {0, 3}, {1, 3}}

func drawBraille(dst *image.RGBA, area image.Rectangle, r rune, c color.RGBA) {
	const radius = 3
	path := vector.NewRasterizer(area.Dx(), area.Dy())
	for bit, dot := range dots {
		if (r-0x2800)&(1<<bit) != 0 {
			circle(path, image.Pt(area.Dx()*(2*dot.X+1)/4, area.Dy()*(2*dot.Y+1)/8), radius)
		}
	}
	paintPath(dst, area, path, c)
}

// circle adds a full circle to a path.
func circle(path *vector.Rasterizer, centre image.Point, radius float32) {
	for _, quarter := range []image.Point{{1, 1}, {-1, 1}, {-1, -1}, {1, -1}} {
		arc(path, centre, quarter, radius, 0)
	}
}
