package cli

import (
	"context"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// quietStep is how long a step may take without a message.
const quietStep = 3 * time.Second

// stepWords are the messages about what is waited for.
var stepWords = map[model.Step]string{
	model.StepServer:  "Waiting for the server's answer. ctrl+c gives up.",
	model.StepKeyring: "Waiting for the keyring: it may ask for its password, in a window of its own. ctrl+c gives up.",
}

// toldSteps makes a call to the keyring or the server, and reports on stderr what it
// waits for where that takes long.
func toldSteps[T any](ctx context.Context, deps Deps, do func(ctx context.Context) (T, error)) (T, error) {
	var mu sync.Mutex // held while printing, so that two messages do not mix
	steps := 0
	timer := time.NewTimer(0)
	timer.Stop()
	next := func(step model.Step) {
		mu.Lock()
		defer mu.Unlock()
		steps++
		timer.Stop()
		mine := steps
		if step == 0 {
			return
		}
		timer = time.AfterFunc(quietStep, func() {
			mu.Lock()
			defer mu.Unlock()
			if mine == steps {
				waiting(deps, stepWords[step])
			}
		})
	}
	defer next(0)
	return do(model.OnStep(model.OnWait(ctx, tellOfWaits(deps)), next))
}
