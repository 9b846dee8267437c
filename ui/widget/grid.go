package widget

import "strings"

// Role is the meaning of a cell, from which a theme chooses its style.
type Role uint8

// The roles.
const (
	RolePlain  Role = iota // text
	RoleAccent             // what is chosen, or all of it where nothing is
	RoleFaint              // everything else
	RoleMuted              // labels
	RoleWarn               // unusual days
	RoleStrong             // the cursor
)

// Grid is a canvas of character cells, each one cell wide. Charts draw into it; [Grid.Lines]
// turns it into lines of text.
type Grid struct {
	width, height int
	runes         []rune
	roles         []Role
}

// NewGrid makes an empty canvas.
func NewGrid(width, height int) *Grid {
	width, height = max(width, 0), max(height, 0)
	g := &Grid{width: width, height: height, runes: make([]rune, width*height), roles: make([]Role, width*height)}
	for i := range g.runes {
		g.runes[i] = ' '
	}
	return g
}

// Size returns the width and height in cells.
func (g *Grid) Size() (width, height int) { return g.width, g.height }

// Set draws one cell; one outside the canvas is dropped.
func (g *Grid) Set(x, y int, r rune, role Role) {
	if x < 0 || y < 0 || x >= g.width || y >= g.height {
		return
	}
	g.runes[y*g.width+x], g.roles[y*g.width+x] = r, role
}

// At returns the rune and role of a cell, a space outside the canvas.
func (g *Grid) At(x, y int) (rune, Role) {
	if x < 0 || y < 0 || x >= g.width || y >= g.height {
		return ' ', RolePlain
	}
	return g.runes[y*g.width+x], g.roles[y*g.width+x]
}

// Text draws characters of one cell each from a position on.
func (g *Grid) Text(x, y int, text string, role Role) {
	for _, r := range text {
		g.Set(x, y, r, role)
		x++
	}
}

// Lines returns the rows without trailing spaces. render styles a run of cells of one role.
func (g *Grid) Lines(render func(role Role, text string) string) []string {
	lines := make([]string, g.height)
	for y := range g.height {
		row, roles := g.runes[y*g.width:(y+1)*g.width], g.roles[y*g.width:(y+1)*g.width]
		end := len(row)
		for end > 0 && row[end-1] == ' ' {
			end--
		}
		var line strings.Builder
		for from := 0; from < end; {
			to := from + 1
			for to < end && (roles[to] == roles[from] || row[to] == ' ') { // a space looks the same in any role
				to++
			}
			line.WriteString(render(roles[from], string(row[from:to])))
			from = to
		}
		lines[y] = line.String()
	}
	return lines
}

// String returns the canvas without styles.
func (g *Grid) String() string {
	return strings.Join(g.Lines(func(_ Role, text string) string { return text }), "\n")
}
