package cli

import "testing"

func TestWholeNumber(t *testing.T) {
	for text, want := range map[string]wholeNumber{"20": 20, "010": 10, "1,000": 1000, "-5": -5, "0": 0} {
		var n wholeNumber
		if err := n.Set(text); err != nil || n != want {
			t.Errorf("%q: %d, %v", text, n, err)
		}
	}
	for _, text := range []string{"", "1,00", "1.5", "0x10", "1_000", "ten", "99999999999999999999"} {
		var n wholeNumber
		if err := n.Set(text); err == nil {
			t.Errorf("%q is read as %d", text, n)
		}
	}
}
