package cli

import (
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model"
)

func TestNamed(t *testing.T) {
	packs := []model.Pack{
		{Slug: "pack-s", Name: "Pack S"},
		{Slug: "pack-m", Name: "Pack M"},
		{Slug: "PACK-M", Name: "Medium"},
		{Slug: "a", Name: "Twin"},
		{Slug: "b", Name: "twin"},
		{Slug: "twins", Name: "pack-s"},
	}
	for text, want := range map[string]string{
		"pack-m": "pack-m", "PACK-M": "PACK-M", "pack m": "pack-m", " Pack S ": "pack-s", "medium": "PACK-M", "TWINS": "twins", "pack-s": "pack-s",
	} {
		if pack, err := named(packs, "pack", text, packNames); err != nil || pack.Slug != want {
			t.Errorf("%q is %q, want %q: %v", text, pack.Slug, want, err)
		}
	}
	for text, says := range map[string]string{
		"twin": "several packs are called so: a, b; name one of these", "Pack-M": "pack-m, PACK-M;", "": "there is no such pack; this server has pack-s, pack-m,",
	} {
		if pack, err := named(packs, "pack", text, packNames); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is %q: %v", text, pack.Slug, err)
		}
	}
	if _, err := named(nil, "pack", "x", packNames); err == nil || err.Error() != "there is no such pack; this server lists none now" {
		t.Errorf("of no packs: %v", err)
	}
}
