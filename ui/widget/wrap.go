package widget

import "strings"

// Wrap breaks text into lines of at most width cells, at spaces if possible, after hyphens
// within words, and never within a figure and its unit or sign ([JoinFigures]). A word that is
// too long is broken at the end of the line, a figure that is too long becomes an ellipsis.
func Wrap(s string, width int) []string {
	if width < 1 {
		return nil
	}
	var lines []string
	for paragraph := range strings.SplitSeq(JoinFigures(s), "\n") {
		for _, line := range wrapParagraph(paragraph, width) {
			lines = append(lines, SplitFigures(line))
		}
	}
	return lines
}

func wrapParagraph(s string, width int) (lines []string) {
	var line strings.Builder
	used := 0
	end := func() {
		lines = append(lines, line.String())
		line.Reset()
		used = 0
	}
	for s != "" {
		gap := len(s) - len(strings.TrimLeft(s, " "))
		size := wordEnd(s[gap:])
		word, cells := s[:gap+size], Width(s[:gap+size]) // together, as a mark joins the space before it
		s = s[gap+size:]
		if used+cells <= width {
			line.WriteString(word)
			used += cells
			continue
		}
		if line.Len() > 0 {
			end()
		}
		word = word[gap:]
		cells = Width(word)
		if cells > width && strings.Contains(word, phraseSpace) {
			s = strings.ReplaceAll(word, phraseSpace, " ") + s
			continue
		}
		for cells > width {
			at := max(offset(word, width), len(next(word).text))
			if from, to, ok := figureAround(word, at); ok {
				word = word[:from] + "…" + word[to:]
			} else {
				line.WriteString(word[:at])
				end()
				word = word[at:]
			}
			cells = Width(word)
		}
		line.WriteString(word)
		used = cells
	}
	return append(lines, line.String())
}

// wordEnd is the end of the first word of a text: at a space, or after a hyphen that is not the
// sign of a figure.
func wordEnd(s string) int {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == ' ':
			return i
		case s[i] == '-' && i > 0 && i+1 < len(s) && s[i+1] != ' ' && ofWord(s[i-1]):
			if _, _, figure := figureAround(s, i+1); !figure {
				return i + 1
			}
		}
	}
	return len(s)
}

func ofWord(c byte) bool { return (c|0x20 >= 'a' && c|0x20 <= 'z') || (c >= '0' && c <= '9') }

// WrapHard breaks text into lines of exactly width cells, every character kept, as addresses
// need it.
func WrapHard(s string, width int) []string {
	if width < 1 {
		return nil
	}
	var lines []string
	for Width(s) > width {
		at := max(offset(s, width), len(next(s).text))
		lines = append(lines, s[:at])
		s = s[at:]
	}
	return append(lines, s)
}
