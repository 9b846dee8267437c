package widget_test

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
	"rsc.io/qr"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// TestQR reads the modules of the code back from the half blocks.
func TestQR(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`https://checkout\.stripe\.com/c/pay/[a-zA-Z0-9_]{1,200}`).Draw(t, "text")
		code, err := qr.Encode(text, qr.L)
		if err != nil {
			t.Fatal(err)
		}
		lines := widget.QR(text, 120, 60)
		if lines == nil {
			t.Fatal("no code")
		}
		for row, line := range lines {
			for x, block := range []rune(ansi.Strip(line)) {
				upper := block == '█' || block == '▀'
				lower := block == '█' || block == '▄'
				if upper == code.Black(x-2, 2*row-2) {
					t.Fatalf("module %d,%d is wrong", x-2, 2*row-2)
				}
				if y := 2*row - 1; y < code.Size+2 && lower == code.Black(x-2, y) {
					t.Fatalf("module %d,%d is wrong", x-2, y)
				}
			}
		}
	})
	if widget.QR("https://checkout.stripe.com/c/pay/1", 20, 40) != nil || widget.QR("https://checkout.stripe.com/c/pay/1", 80, 10) != nil {
		t.Error("a code is drawn where it has no room")
	}
}
