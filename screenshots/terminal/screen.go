package terminal

import (
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// Screen is the content of a terminal at one moment. The second cell of a wide
// character has no content and no width.
type Screen struct {
	Rows             [][]uv.Cell
	Title            string
	Cursor           bool // it is visible
	CursorX, CursorY int
}

// Screen copies the present screen.
func (s *Session) Screen() Screen {
	s.mu.Lock()
	defer s.mu.Unlock()
	copied := Copy(s.screen)
	copied.Title, copied.Cursor = s.title, s.cursor
	return copied
}

// Copy copies the cells of an emulator, which reports neither its title nor the
// cursor's visibility.
func Copy(e *vt.Emulator) Screen {
	position := e.CursorPosition()
	copied := Screen{CursorX: position.X, CursorY: position.Y}
	for y := range e.Height() {
		row := make([]uv.Cell, e.Width())
		for x := range row {
			if cell := e.CellAt(x, y); cell != nil {
				row[x] = *cell
			}
		}
		copied.Rows = append(copied.Rows, row)
	}
	return copied
}

// Text is the screen without its colours, and without trailing blanks.
func (s Screen) Text() string {
	var b strings.Builder
	for _, row := range s.Rows {
		var line strings.Builder
		for _, cell := range row {
			line.WriteString(cell.Content)
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
		b.WriteByte('\n')
	}
	return b.String()
}
