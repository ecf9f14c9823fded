// Package parallel does things side by side, as many at a time as there are
// processors.
package parallel

import (
	"context"
	"runtime"
	"sync"
)

// Do does n things, and gives the first error by their order: the same one on every
// run. Nothing is begun once ctx has ended, whose cause is the error then.
func Do(ctx context.Context, n int, do func(i int) error) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range n {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if errs[i] = context.Cause(ctx); errs[i] == nil {
				errs[i] = do(i)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
