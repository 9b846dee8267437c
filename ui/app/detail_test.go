package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// hostile is a generation with nested output, addresses that must not be opened, escape
// sequences, and a payload too large to show.
func hostile(s *screen) map[string]any {
	return map[string]any{
		"output": map[string]any{
			"images": []any{s.server.URL() + "/output/one", "https://files.artificialstudio.ai/two.png"},
			"mirror": "https://artificialstudio.ai.evil.example/three.png", "note": "two \u001b[31mvariants\u001b[0m\nof it",
		},
		"thumbnail": "javascript:alert(1)",
		"error":     map[string]any{"code": "partial", "message": "one \u001b]0;gone\u0007variant failed"},
		"payload": map[string]any{
			"model": "nano-banana", "prompt": "a lighthouse\nin a \u001b[2Jstorm", "seed": 7, "empty": nil,
			"a-name-that-is-longer-than-its-column": "kept", "nested": map[string]any{"size": []int{1, 2}},
			"image": "data:image/png;base64," + strings.Repeat("QUJD", 1000),
		},
	}
}

// change replaces members in every response about generations.
func (s *screen) change(members map[string]any) {
	alter := func(generation map[string]any) {
		for name, value := range members {
			generation[name] = value
		}
	}
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/api/generations") {
			return false
		}
		answer := httptest.NewRecorder()
		s.faults.next.ServeHTTP(answer, r)
		var body map[string]any
		if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
			return false
		}
		if list, ok := body["data"].([]any); ok {
			for _, entry := range list {
				alter(entry.(map[string]any))
			}
		} else {
			alter(body)
		}
		text, _ := json.Marshal(body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(text)
		return true
	}
}

// TestGenerationDetail shows all fields of a generation without escape sequences, opens
// the permitted links, and quotes the others without offering them.
func TestGenerationDetail(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := open(t, "", width, height)
		s.change(hostile(s))
		s.press("2", "t", "enter")
		var b strings.Builder
		for i := range 6 {
			fmt.Fprintf(&b, "── page %d ──\n%s\n", i, s.text())
			checkFrame(s)
			s.press("pgdown")
		}
		for range 20 {
			s.press("pgup")
		}
		if width == 140 {
			s.seesUnbroken(`"https://artificialstudio.ai.evil.example/three.png"`)
			s.sees("a lighthouse in a [2Jstorm")
			s.sees(`\u001b]0;gone\u0007variant failed"}`)
		}
		offered := []string{"/output/one", "https://files.artificialstudio.ai/two.png"}
		for _, want := range offered {
			s.press("o", "y", "tab")
			if got := string(s.opened[len(s.opened)-1]); !strings.HasSuffix(got, want) {
				t.Errorf("opened %s, want %s", got, want)
			}
			if got := s.copied[len(s.copied)-1]; !strings.HasSuffix(got, want) {
				t.Errorf("copied %s, want %s", got, want)
			}
		}
		s.press("o") // an id is chosen now
		if len(s.opened) != len(offered) {
			t.Errorf("opened %v", s.opened)
		}
		for range 4 {
			s.press("y", "tab")
		}
		for _, text := range s.copied {
			if strings.Contains(text, "evil") || strings.Contains(text, "javascript") {
				t.Errorf("copied %s", text)
			}
		}
		goldenWithoutTabs(t, b.String())
	})
}

// TestLinkComesIntoSight scrolls to the selected link, at the smallest size.
func TestLinkComesIntoSight(t *testing.T) {
	t.Parallel()
	s := open(t, "", 60, 16)
	s.press("2", "t", "enter")
	s.misses("▸ http")
	s.press("tab")
	s.sees("Thumbnail ▸ http")
	s.press("shift+tab")
	s.sees("Output ▸ http")
	s.press("shift+tab")
	s.sees("Generation ▸ 6b")
	s.press("y")
	if len(s.copied) != 1 || !model.ID(s.copied[0]).Canonical() {
		t.Errorf("copied %v", s.copied)
	}
}

// TestDetailFollows updates the detail of a running generation, from the Overview and
// without a row of it.
func TestDetailFollows(t *testing.T) {
	t.Parallel()
	for _, state := range []string{"", "documented"} {
		t.Run(state, func(t *testing.T) {
			s := open(t, state, 80, 24)
			s.generate(runImage)
			s.press("r", "enter")
			s.sees("create-image · nano-banana")
			var seen []string
			for range 20 {
				for _, status := range []string{"pending since", "processing since", "uploading since", "Status success"} {
					if strings.Contains(fold(s.text()), status) && !slices.Contains(seen, status) {
						seen = append(seen, status)
					}
				}
				s.fire(5 * time.Second)
			}
			if got := strings.Join(seen, ", "); !strings.HasPrefix(got, "pending since, processing since") || !strings.HasSuffix(got, "Status success") {
				t.Errorf("the detail went through %s", got)
			}
			s.press("o")
			if len(s.opened) != 1 || !strings.Contains(string(s.opened[0]), "/output/") {
				t.Errorf("opened %v", s.opened)
			}
		})
	}
}
