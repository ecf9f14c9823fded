package estimatetest

import (
	"context"
	"errors"
	"reflect"
	"sync/atomic"
	"testing"
)

// askedContext ends after it was asked so many times whether it has.
type askedContext struct {
	context.Context
	left *atomic.Int64
}

var errEnded = errors.New("ended")

func endsAfter(t *testing.T, asked int64) askedContext {
	c := askedContext{t.Context(), &atomic.Int64{}}
	c.left.Store(asked)
	return c
}

func (c askedContext) Value(any) any { return nil } // context.Cause then asks Err

func (c askedContext) Err() error {
	if c.left.Add(-1) < 0 {
		return errEnded
	}
	return nil
}

// CheckStop ends a search at any moment: it stops, and what it gives is its whole
// result or the error with a nil pointer, never a part of the result.
func CheckStop(t *testing.T, name string, search func(context.Context) (any, error)) {
	t.Helper()
	asked := endsAfter(t, 1<<40)
	whole, err := search(asked)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	times := 1<<40 - asked.left.Load()
	if times < 20 {
		t.Errorf("%s: it asks %d times only whether to stop", name, times)
	}
	for n := int64(0); n <= times; n += max(1, times/25) {
		after := endsAfter(t, n)
		part, err := search(after)
		if more := -after.left.Load(); more > 500 {
			t.Errorf("%s, ended after %d questions: it goes on for %d more", name, n, more)
		}
		if err == nil && !reflect.DeepEqual(part, whole) || err != nil && (!errors.Is(err, errEnded) || !reflect.ValueOf(part).IsNil()) {
			t.Errorf("%s, ended after %d of %d questions: %v, with the error %v", name, n, times, part, err)
		}
	}
}
