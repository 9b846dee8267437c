package derive_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

func BenchmarkComplete(b *testing.B) {
	for _, n := range []int{1000, 50000} {
		w := &world{now: start, balance: 1e6 * model.Credit}
		for i := range n {
			w.pass(37 * time.Second)
			w.run(4*model.Credit, i%30 == 0, 2*time.Minute)
			if i%5 == 0 {
				w.look()
			}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				derive.Complete(w.debits, w.all())
			}
		})
	}
}
