package sync

import "testing"

// A cursor from the local copy is one that was written, or none.
func FuzzParseSpot(f *testing.F) {
	f.Add("100.591.1882848984521468384")
	f.Add("-1.2.3")
	f.Add("1.2")
	f.Fuzz(func(t *testing.T, cursor string) {
		at, err := parseOffsetCursor(cursor)
		if err != nil {
			return
		}
		if again, err := parseOffsetCursor(at.String()); err != nil || again != at || at.offset < 0 || at.place < 1 {
			t.Errorf("%q is %+v, %v", cursor, at, err)
		}
	})
}
