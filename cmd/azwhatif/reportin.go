package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"

	"github.com/spf13/pflag"
)

// reportIn are the flags that ask for one currency, by stated rates.
type reportIn struct {
	currency string
	rates    []string
}

func (r *reportIn) addFlags(f *pflag.FlagSet) {
	f.StringVar(&r.currency, "report-in", "", "tell what was billed in this one currency, at the rates of --exchange")
	f.StringArrayVar(&r.rates, "exchange", nil, "what one unit of a currency is worth in --report-in, of which day, by whom: USD=0.86,2026-08-03,ECB; may be repeated")
}

// rewrite gives what tells usage in the one currency; it does nothing where none is asked
// for. Our own figure is in the currency of the terms, which has to be the same.
func (r *reportIn) rewrite(terms *ratebook.Terms) (func(*scenario.Imported) error, error) {
	if r.currency == "" {
		if len(r.rates) > 0 {
			return nil, errors.New("--exchange states rates, and --report-in does not say which currency they lead to")
		}
		return func(*scenario.Imported) error { return nil }, nil
	}
	to, err := money.ParseCurrency(r.currency)
	if err != nil {
		return nil, fmt.Errorf("--report-in: %w", err)
	}
	if terms != nil && terms.Currency != to {
		return nil, fmt.Errorf("--report-in is %s, and our own figure is in %s, the currency of the card: give both the same", to, terms.Currency)
	}
	rates := map[money.Currency]scenario.Exchange{}
	for _, text := range r.rates {
		from, rate, err := parseExchange(text)
		switch {
		case err != nil:
			return nil, err
		case from == to:
			return nil, fmt.Errorf("--exchange has a rate of %s, the currency of --report-in itself; leave it out", to)
		case rates[from] != (scenario.Exchange{}):
			return nil, fmt.Errorf("--exchange has a rate of %s twice", from)
		}
		rates[from] = rate
	}
	return func(got *scenario.Imported) error { return badInput(got.ReportIn(to, rates)) }, nil
}

// parseExchange reads USD=0.86,2026-08-03,ECB.
func parseExchange(text string) (from money.Currency, e scenario.Exchange, err error) {
	wrong := fmt.Errorf("--exchange %q is not like USD=0.86,2026-08-03,ECB: a currency, what one unit is worth, the day, and who says so", text)
	code, rest, _ := strings.Cut(text, "=")
	parts := strings.SplitN(rest, ",", 3)
	if len(parts) != 3 || strings.TrimSpace(parts[2]) == "" {
		return from, e, wrong
	}
	if from, err = money.ParseCurrency(strings.TrimSpace(code)); err != nil {
		return from, e, wrong
	}
	e = scenario.Exchange{AsOf: strings.TrimSpace(parts[1]), Source: strings.TrimSpace(parts[2])}
	if e.Rate, err = money.Parse(strings.TrimSpace(parts[0])); err != nil || e.Rate.Sign() <= 0 {
		return from, e, wrong
	}
	if _, err := time.Parse(time.DateOnly, e.AsOf); err != nil {
		return from, e, wrong
	}
	return from, e, nil
}
