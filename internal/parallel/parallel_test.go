package parallel_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"azwhatif/internal/parallel"
)

// TestDo does all things, and gives the first error by their order.
func TestDo(t *testing.T) {
	var done atomic.Int64
	third, fifth := errors.New("third"), errors.New("fifth")
	err := parallel.Do(t.Context(), 20, func(i int) error {
		done.Add(1)
		switch i {
		case 2:
			return third
		case 4:
			return fifth
		}
		return nil
	})
	if done.Load() != 20 || err != third {
		t.Errorf("%d done, error %v", done.Load(), err)
	}
}

// TestDoEnds begins nothing once the context has ended.
func TestDoEnds(t *testing.T) {
	stopped := errors.New("stopped")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stopped)
	err := parallel.Do(ctx, 5, func(int) error {
		t.Error("begun after the end")
		return nil
	})
	if err != stopped {
		t.Errorf("error %v", err)
	}
}
