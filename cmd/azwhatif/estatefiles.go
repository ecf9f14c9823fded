package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"azwhatif/estimate/report"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
	"azwhatif/scenario/estate"
)

// addEstate adds what an estate's files list to the scenario.
func (p *program) addEstate(ctx context.Context, s *scenario.Scenario, e scenario.Estate) error {
	inv, err := estate.Read(ctx, estate.Spec{Files: e.Files, Dir: filepath.Dir(s.File), Check: p.fence.Check, Format: e.Format, Decimal: e.Decimal})
	if err != nil {
		return badInput(e.Errorf("%w", err))
	}
	if s.Sizes == nil {
		if err := p.catalogueOf(s); err != nil {
			return err
		}
	}
	err = s.AddInventory(e, inv)
	p.sayInventory(e.Describe(), inv)
	return badInput(err)
}

// catalogueOf gives the scenario the newest catalogue of its ratebook, to know the sizes
// that inventories name.
func (p *program) catalogueOf(s *scenario.Scenario) error {
	b, closeBook, err := p.bookOf(s)
	if err != nil {
		return err
	}
	s.Sizes, err = sizesOf(b, time.Time{})
	return errors.Join(err, closeBook())
}

// maxTold is how many rows of a kind are told one by one.
const maxTold = 10

// sayInventory says what was read, what is apart and what is left, with the reasons.
func (p *program) sayInventory(name string, inv *scenario.Inventory) {
	tell := func(format string, args ...any) {
		p.say("%s", report.Wrap("  ", fmt.Sprintf(format, args...), p.screen().Width))
	}
	machines := int64(0)
	for _, m := range inv.Machines {
		machines += m.Count
	}
	p.say("%s: %d machines, %d apart, %d left out", name, machines, len(inv.Apart), len(inv.Left))
	for _, s := range inv.Sources {
		if s.Format == "" {
			tell("%s", s.Name+": "+joined(s.Notes))
			continue
		}
		note := ""
		if len(s.Notes) > 0 {
			note = "; " + joined(s.Notes)
		}
		tell("%s: %s, %d rows%s", s.Name, s.Format, s.Rows, note)
	}
	for _, kind := range []struct {
		what string
		list []scenario.LeftMachine
	}{{"apart", inv.Apart}, {"left out", inv.Left}} {
		for i, l := range kind.list {
			if i == maxTold && len(kind.list) > maxTold+1 {
				tell("… and %d more are %s", len(kind.list)-maxTold, kind.what)
				break
			}
			tell("%s: %s (%s): %s", kind.what, l.Name, l.Place, l.Reason)
		}
	}
	for _, t := range inv.Stated {
		tell("%s", repriced(t, inv))
	}
	for i, f := range inv.Fixed {
		if i == maxTold && len(inv.Fixed) > maxTold+1 {
			tell("… and %d more stay at their own price", len(inv.Fixed)-maxTold)
			break
		}
		tell("fixed: %s (%s), %s a month: %s", f.Name, f.Place, f.Monthly, f.Reason)
	}
	p.sayAssumed(inv, tell)
}

// sayAssumed says what is assumed of machines.
func (p *program) sayAssumed(inv *scenario.Inventory, tell func(string, ...any)) {
	told, more := 0, 0
	for _, m := range inv.Machines {
		for _, n := range m.Notes {
			if told++; told > maxTold {
				more++
				continue
			}
			tell("%s (%s): %s", m.Name, m.Place, n)
		}
	}
	if more > 0 {
		tell("… and %d more such notes", more)
	}
}

// repriced says how much of a price estimate's money is priced anew.
func repriced(t scenario.StatedTotal, inv *scenario.Inventory) string {
	fixed := money.Amount{Currency: t.Monthly.Currency}
	for _, f := range inv.Fixed {
		if f.Place.File == t.Place.File && f.Place.Sheet == t.Place.Sheet {
			fixed.Value = fixed.Value.Add(f.Monthly.Value)
		}
	}
	share := "all of it"
	if !t.Monthly.Value.IsZero() {
		share = t.Parsed.Value.Mul(money.Int(100)).Div(t.Monthly.Value).Fixed(1) + "%"
	}
	return fmt.Sprintf("of %s a month, as the estimate has it, %s (%s) are priced anew, and %s stay fixed", t.Monthly, t.Parsed, share, fixed)
}

func joined(notes []string) string {
	out := ""
	for i, n := range notes {
		if i > 0 {
			out += "; "
		}
		out += n
	}
	return out
}
