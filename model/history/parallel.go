package history

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel calls work for 0 to n-1 on all processors, each with the state of its
// own that fresh makes, and waits. Between two calls it looks whether ctx is done.
// It returns the error of ctx, or that a call panicked: a panic in a goroutine
// would end the program with the terminal as it is.
func parallel[S any](ctx context.Context, n int, fresh func() S, work func(state S, i int)) error {
	if n == 0 {
		return ctx.Err()
	}
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var wait sync.WaitGroup
	one := func() {
		defer func() {
			if r := recover(); r != nil {
				err := fmt.Errorf("history: %v", r)
				failed.Store(&err)
			}
		}()
		state := fresh()
		for ctx.Err() == nil && failed.Load() == nil {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			work(state, i)
		}
	}
	for range min(n, runtime.GOMAXPROCS(0)) - 1 {
		wait.Go(one)
	}
	one()
	wait.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return ctx.Err()
}
