package main

import (
	"os"
	"regexp"
	"testing"
)

func TestChoose(t *testing.T) {
	all, err := choose("")
	if err != nil || len(all) != len(shots) {
		t.Errorf("%d shots of %d, %v", len(all), len(shots), err)
	}
	some, err := choose("packs,overview")
	if err != nil || len(some) != 2 || some[0].name != "overview" {
		t.Errorf("%v, %v", some, err)
	}
	if _, err := choose("nonsense"); err == nil {
		t.Error("an unknown name is no error")
	}
}

// TestShotsAreSound checks the patterns of all shots, which would otherwise only fail
// when taken.
func TestShotsAreSound(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range shots {
		if seen[s.name] {
			t.Errorf("two shots are called %s", s.name)
		}
		seen[s.name] = true
		for _, step := range s.steps {
			if _, err := regexp.Compile(step.until); err != nil {
				t.Errorf("%s: %v", s.name, err)
			}
		}
	}
}

// TestReadmePictures checks that the READMEs use existing pictures.
func TestReadmePictures(t *testing.T) {
	for _, name := range []string{"README.md", "ui/README.md", "ui/cli/README.md", "api/README.md"} {
		readme, err := os.ReadFile("../" + name)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(`\((?:\.\./)*(screenshots/[^)]+)\)`).FindAllStringSubmatch(string(readme), -1)
		if len(found) == 0 && name == "README.md" {
			t.Error("the README has no pictures")
		}
		for _, link := range found {
			if _, err := os.Stat("../" + link[1]); err != nil {
				t.Error(err)
			}
		}
	}
}
