package app_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// fuzzKeys are the program's keys, with a letter for each.
var fuzzKeys = map[rune]string{
	'\x01': "up", '\x02': "down", '\x03': "left", '\x04': "right", '\x05': "pgup", '\x06': "pgdown", '\x07': "home", '\x0e': "end",
	'\x0f': "shift+tab", '\x10': "f1", '\x1b': "esc", '\n': "enter", '\r': "enter", '\t': "tab", '\x7f': "backspace",
}

// FuzzKeys types keys and pastes texts: the frame always has the size of the terminal,
// and shows the balance.
func FuzzKeys(f *testing.F) {
	for _, seed := range [][2]string{
		{"2/veo\n]]sv", "type:refund"},
		{"4l\nesc", ""},
		{"5j\n\x1b", "\x1b[200~"},
		{"7UU?", "prod_x"},
		{":buy\n", "a\nb"},
		{"2e/tmp\n", "~/x.csv"},
		{"bbb??q", "\u202e"},
		{"2d..\x7f\x7f", "date:-"},
		{"2a\x1bTtSN", "\xff"},
	} {
		f.Add(seed[0], seed[1], uint8(80), uint8(24))
	}
	f.Add("24571", "", uint8(60), uint8(16))
	f.Fuzz(func(t *testing.T, keys, pasted string, width, height uint8) {
		if len(keys) > 40 || strings.ContainsAny(keys, "q\x11") || width < 60 || height < 16 {
			return
		}
		s := open(t, "", int(width), int(height))
		for i, key := range keys {
			if i == len(keys)/2 && pasted != "" {
				s.send(tea.PasteMsg{Content: pasted})
			}
			switch name, named := fuzzKeys[key]; {
			case named:
				s.press(name)
			case key == ' ':
				s.send(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "})
			case key > ' ':
				s.press(string(key))
			}
			if s.quit {
				return
			}
			checkFrame(s)
		}
		if !strings.Contains(s.text(), "credits") {
			t.Errorf("after %q and the paste %q the balance is gone:\n%s", keys, pasted, s.text())
		}
	})
}
