package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// oneCard is a ratebook of a single card, for any terms that it is asked for.
type oneCard struct{ card *ratebook.Card }

func (o oneCard) Find(_ context.Context, _ ratebook.Terms, _ time.Time, want []ratebook.Selector) (ratebook.Header, [][]ratebook.Rate, error) {
	return o.card.Header, o.card.Find(want), nil
}

func (o oneCard) FindAll(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) ([]ratebook.Found, error) {
	return ratebook.FindEach(terms, func(t ratebook.Terms) (ratebook.Header, [][]ratebook.Rate, error) { return o.Find(ctx, t, asOf, want) })
}

func (o oneCard) Meters(context.Context, ratebook.Terms, time.Time) ([]ratebook.Meter, error) {
	return o.card.Meters(), nil
}

func (o oneCard) Cards(context.Context) ([]ratebook.Header, []error) {
	return []ratebook.Header{o.card.Header}, nil
}

// weigh prices a case on both cards and explains the difference by meter.
func (p *program) weigh(ctx context.Context, older, newer *ratebook.Card, changes []ratebook.RateChange, o diffOptions) error {
	s, err := p.readScenario(ctx, o.scenario)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(s.Cases, func(c scenario.Case) bool {
		return c.Name == o.caseName || o.caseName == "" && c.Terms == newer.Terms
	})
	if i < 0 {
		return badInput(fmt.Errorf("%s: no case is named %q or has the terms %s; give --case", o.scenario, o.caseName, newer.Terms))
	}
	if c := s.Cases[i]; c.Terms.Currency != newer.Terms.Currency || older.Terms.Currency != newer.Terms.Currency {
		return badInput(fmt.Errorf("case %q is in %s, the cards are in %s and %s", c.Name, c.Terms.Currency, older.Terms.Currency, newer.Terms.Currency))
	}
	s.Cases = s.Cases[i : i+1]
	before, err := compare.Cases(ctx, oneCard{older}, s, time.Time{})
	if err != nil {
		return classify(err)
	}
	after, err := compare.Cases(ctx, oneCard{newer}, s, time.Time{})
	if err != nil {
		return classify(err)
	}
	return showEffects(p.stdout, before.Base(), after.Base(), changes)
}

// effect is what one meter adds to the difference of a total.
type effect struct {
	meter         ratebook.Meter
	before, after money.Decimal
}

func (e effect) by() money.Decimal { return e.after.Sub(e.before) }

func showEffects(out io.Writer, before, after *estimate.Estimate, changes []ratebook.RateChange) error {
	effects := map[string]*effect{}
	add := func(e *estimate.Estimate, set func(*effect, money.Decimal)) {
		for _, l := range e.Lines {
			k := string(l.Meter.ID)
			if effects[k] == nil {
				effects[k] = &effect{meter: l.Meter}
			}
			set(effects[k], l.Amount())
		}
	}
	add(before, func(f *effect, d money.Decimal) { f.before = f.before.Add(d) })
	add(after, func(f *effect, d money.Decimal) { f.after = f.after.Add(d) })
	var list []*effect
	for _, f := range effects {
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b *effect) int {
		return cmp.Or(b.by().Mul(b.by()).Cmp(a.by().Mul(a.by())), cmp.Compare(a.meter.Title(), b.meter.Title()), cmp.Compare(a.meter.ID, b.meter.ID))
	})
	moved := map[ratebook.MeterID]ratebook.RateChange{}
	for _, c := range changes {
		moved[c.Meter.ID] = c
	}
	digits := after.Currency().Digits()
	show := func(d money.Decimal) string { return money.Thousands(d.Fixed(digits)) }
	fmt.Fprintf(out, "\nCase %q, %s to %s: %s → %s\n\n", after.Case.Name, after.Months[0], after.Months[len(after.Months)-1], before.Total(), after.Total())
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "OLD\tNEW\tDIFFERENCE\t  METER")
	for _, f := range list {
		note := ""
		if c, ok := moved[f.meter.ID]; ok {
			note = ", " + string(c.Movement) + ": " + movementText(c)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t  %s, %s%s\n", show(f.before), show(f.after), signed(f.by(), digits), f.meter.Title(), f.meter.Region.Display(), note)
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t  total\n", show(before.Total().Value), show(after.Total().Value), signed(after.Total().Value.Sub(before.Total().Value), digits))
	if err := w.Flush(); err != nil {
		return err
	}
	for _, e := range []*estimate.Estimate{before, after} {
		if !e.Complete() {
			fmt.Fprintf(out, "\nincomplete on the card of %s: %s\n", e.Card.Provenance.Fetched.Format(time.DateOnly), e.Incomplete())
		}
	}
	return nil
}
