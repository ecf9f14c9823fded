package main

import (
	"context"
	"fmt"
	"strconv"

	"azwhatif/estimate/compare"
	"azwhatif/scenario"
)

// draw draws the ranges of a comparison whose workloads have spreads, as the
// scenario says, or the flags.
func (o compareOptions) draw(ctx context.Context, c *compare.Comparison) error {
	ranges := c.Scenario.Ranges
	if o.draws != "" {
		n, err := strconv.Atoi(o.draws)
		if err != nil || n < 0 || n > scenario.MaxDraws {
			return badInput(fmt.Errorf("--draws %q is not a whole number from 0 to %d", o.draws, scenario.MaxDraws))
		}
		ranges.Draws = n
	}
	if o.seed != "" {
		n, err := strconv.ParseUint(o.seed, 10, 64)
		if err != nil {
			return badInput(fmt.Errorf("--seed %q is not a whole number from 0 on", o.seed))
		}
		ranges.Seed = n
	}
	if ranges.Draws == 0 {
		return nil
	}
	return badInput(c.DrawRanges(ctx, ranges))
}
