package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// A gate is an error with an exit code of its own where a comparison is not as
// good as was asked for. Everything is printed and written before the gates are
// asked.
type gate func(*compare.Comparison) error

// gates reads --max-unpriced and --max-age. Both are asked, and both say what
// they find: the exit code is the lower one.
func (p *program) gates(maxUnpriced, maxAge string) (gate, error) {
	unpriced, err := unpricedLimit(maxUnpriced)
	if err != nil {
		return nil, badInput(err)
	}
	age, err := parseAge("--max-age", maxAge)
	if err != nil {
		return nil, badInput(err)
	}
	return func(c *compare.Comparison) error {
		return together(unpriced(c), tooOld(c, age, p.now()))
	}, nil
}

// unpricedLimit reads --max-unpriced: how many lines of a case, or which part
// of them, may have no price. Each case above it is named.
func unpricedLimit(s string) (gate, error) {
	if s == "" {
		return func(*compare.Comparison) error { return nil }, nil
	}
	number, percent := strings.CutSuffix(s, "%")
	limit, err := money.Parse(number)
	switch {
	case err != nil || limit.Sign() < 0:
		return nil, fmt.Errorf("--max-unpriced %q is neither a number of lines nor a part such as 5%%", s)
	case percent && money.Int(100).Less(limit):
		return nil, fmt.Errorf("--max-unpriced %q is more than all lines; write 0%% to 100%%", s)
	case !percent && !limit.IsInteger():
		return nil, fmt.Errorf("--max-unpriced %q is no whole number of lines; write a part of them as %s%%", s, limit.Mul(money.Int(100)))
	}
	return func(c *compare.Comparison) error {
		var errs []error
		for _, e := range c.Estimates {
			if len(e.Missing) > 0 { // an unknown amount is above every limit
				errs = append(errs, &exitError{exitUnpriced, fmt.Errorf("case %q: the usage of %s is missing, wholly or in part, which --max-unpriced does not allow", e.Case.Name, scenario.Span(e.MissingMonths()))})
			}
			unpriced, allowed := money.Int(int64(e.UnpricedLines())), limit
			if percent {
				unpriced, allowed = unpriced.Mul(money.Int(100)), limit.Mul(money.Int(int64(len(e.Lines))))
			}
			if allowed.Less(unpriced) {
				errs = append(errs, &exitError{exitUnpriced, fmt.Errorf("case %q: %d of %d lines are not priced, above --max-unpriced %s", e.Case.Name, e.UnpricedLines(), len(e.Lines), s)})
			}
		}
		return together(errs...)
	}, nil
}

// tooOld is an error of its own exit code where a card of the comparison is
// older than age; 0 is no limit.
func tooOld(c *compare.Comparison, age time.Duration, now time.Time) error {
	var errs []error
	for _, card := range c.Cards() {
		if old := now.Sub(card.Provenance.Fetched); age > 0 && old > age {
			errs = append(errs, &exitError{exitTooOld, fmt.Errorf("the card of %s was fetched on %s, %d days ago: older than --max-age; fetch it again", card.Terms, card.Provenance.Fetched.Format(time.DateOnly), int(old.Hours()/24))})
		}
	}
	return together(errs...)
}

// together is one error of several, a line each, with the lowest of their exit
// codes; nil where all are nil.
func together(errs ...error) error {
	var list []error
	for _, err := range errs {
		if err != nil {
			list = append(list, err)
		}
	}
	if len(list) < 2 {
		return errors.Join(list...)
	}
	code := codeOf(list[0])
	for _, err := range list[1:] {
		code = min(code, codeOf(err))
	}
	return &exitError{code, errors.Join(list...)}
}
