package estimate_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"sync/atomic"
	"testing"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
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

// TestStop ends the engine's searches at any moment: they stop, and what they give
// is their whole result or the error, never a part of it.
func TestStop(t *testing.T) {
	priced := func() *estimate.Comparison {
		g := curved(t, "0:3 100:1", "0:2", "0:2.5 40:2")
		g.Scenario.Workloads[0].Spread = &scenario.Spread{Distribution: scenario.PERT, Low: money.MustParse("0.5"), Likely: money.One, High: money.Int(2)}
		return g.Compare(t)
	}
	s := machineScenario(t, rand.New(rand.NewPCG(1, 2)), 12)
	s.Cases[0].Find = scenario.FindAuto
	card := machinesCard(t)
	for name, search := range map[string]func(context.Context) (any, error){
		"break-even": func(ctx context.Context) (any, error) {
			c := priced()
			err := c.FindBreakEven(ctx, estimate.BreakEvenOptions{})
			return c.BreakEven, err
		},
		"ranges": func(ctx context.Context) (any, error) {
			c := priced()
			err := c.DrawRanges(ctx, scenario.Ranges{Draws: 1000, Seed: 1})
			return c.Ranges, err
		},
		"auto": func(ctx context.Context) (any, error) {
			c, err := estimate.Compare(ctx, card, s, time.Time{})
			if c == nil {
				return (*estimate.FoundBenefits)(nil), err
			}
			return c.Base().Found, err
		},
	} {
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
}
