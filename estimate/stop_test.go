package estimate_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/estimatetest"
	"azwhatif/scenario"
)

// TestStop ends the search for benefits at any moment.
func TestStop(t *testing.T) {
	s := machineScenario(t, rand.New(rand.NewPCG(1, 2)), 12)
	s.Cases[0].Find = scenario.FindAuto
	card := machinesCard(t)
	estimatetest.CheckStop(t, "auto", func(ctx context.Context) (any, error) {
		list, err := estimate.Price(ctx, card, s, time.Time{})
		if list == nil {
			return (*estimate.FoundBenefits)(nil), err
		}
		return list[0].Found, err
	})
}
