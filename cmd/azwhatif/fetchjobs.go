package main

import (
	"cmp"
	"fmt"
	"strings"
	"sync"

	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
	"azwhatif/ratebook/fetch"
	"azwhatif/ratebook/money"
)

// maxJobs bounds the cards of one run.
const maxJobs = 1000

// jobs are the combinations that the command line asks for; where it names no
// offer, currency or market, those of the config file.
func (p *program) jobs(o fetchOptions) ([]job, error) {
	asked := []fetchList{{
		Source: o.source, Offers: o.offers, Currencies: o.currencies, Markets: o.markets, Locale: o.locale,
		Regions: o.regions, Services: o.services,
	}}
	named := len(o.offers) + len(o.currencies) + len(o.markets)
	if named == 0 && len(o.files) == 0 && len(p.config.Fetch) > 0 {
		asked = p.config.Fetch
	}
	var jobs []job
	before := map[ratebook.Terms][]ratebook.Asked{} // what jobs of the terms ask for
	sheets := map[ratebook.Terms]sheetAsked{}
	for _, list := range asked {
		more, err := list.jobs()
		if err != nil {
			return nil, err
		}
		for _, j := range more {
			if first, again := sheets[j.terms]; again && first != j.sheet {
				return nil, fmt.Errorf("two lists of fetch ask for a price sheet of %s, of different accounts or months: one would hide the other; keep them in ratebooks of their own", j.terms)
			}
			sheets[j.terms] = j.sheet
			rest := j.asks().Without(before[j.terms]...)
			before[j.terms] = append(before[j.terms], rest...)
			for _, part := range rest {
				jobs = append(jobs, j.with(part))
			}
		}
	}
	if len(jobs) > maxJobs {
		return nil, fmt.Errorf("%d cards are more than %d in one run", len(jobs), maxJobs)
	}
	return jobs, nil
}

// complete names what is missing.
func (l fetchList) complete() error {
	var missing []string
	for _, f := range []struct {
		name   string
		values []string
	}{{"--offer", l.Offers}, {"--currency", l.Currencies}, {"--market", l.Markets}} {
		if len(f.values) == 0 {
			missing = append(missing, f.name)
		}
	}
	switch len(missing) {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("%s is missing", missing[0])
	default:
		return fmt.Errorf("%s are missing", strings.Join(missing, ", "))
	}
}

// jobs are the list's combinations.
func (l fetchList) jobs() ([]job, error) {
	if err := l.complete(); err != nil {
		return nil, err
	}
	name, err := ratebook.ParseSource(cmp.Or(l.Source, string(ratebook.RateCard)))
	if err != nil {
		return nil, fmt.Errorf("--source %w", err)
	}
	source := fetch.SourceNamed(name)
	locale := l.Locale
	if locale == "" {
		locale = ratebook.DefaultLocale
	}
	if locale, err = ratebook.ParseLocale(locale); err != nil {
		return nil, fmt.Errorf("--locale: %w", err)
	}
	if name != ratebook.PriceSheet && l.BillingAccount+l.BillingProfile+l.BillingPeriod != "" {
		return nil, fmt.Errorf("billing_account, billing_profile and billing_period are of price sheets, and a list of fetch is of the source %s", name)
	}
	filter, err := l.filter()
	if err != nil {
		return nil, err
	}
	if !source.Narrows && len(filter.Regions)+len(filter.Services) > 0 {
		return nil, fmt.Errorf("--region and --service narrow retail prices; a card of the source %s is always whole: leave them out, or give --source retail", name)
	}
	offers, err := parseAll("--offer", l.Offers, ratebook.ParseOffer)
	if err != nil {
		return nil, err
	}
	currencies, err := parseAll("--currency", l.Currencies, money.ParseCurrency)
	if err != nil {
		return nil, err
	}
	markets, err := parseAll("--market", l.Markets, ratebook.ParseMarket)
	if err != nil {
		return nil, err
	}
	var jobs []job
	for _, offer := range offers {
		for _, currency := range currencies {
			for _, market := range markets {
				terms := ratebook.Terms{Source: name, Offer: offer, Currency: currency, Market: market, Locale: locale}
				jobs = append(jobs, job{source, terms, filter, len(l.Regions)+len(l.Services) > 0, sheetAsked{l.BillingAccount, l.BillingProfile, l.BillingPeriod}})
			}
		}
	}
	return jobs, nil
}

// filter narrows by the list's regions and services; the region "all" does not.
func (l fetchList) filter() (f fetch.Filter, err error) {
	f.Services = l.Services
	if len(l.Regions) == 1 && strings.EqualFold(l.Regions[0], "all") {
		return f, nil
	}
	for _, s := range l.Regions {
		r := ratebook.ParseRegion(s)
		if !r.Known() {
			return f, fmt.Errorf("--region: %q is not a region", s)
		}
		f.Regions = append(f.Regions, r)
	}
	return f, nil
}

// asks is what the job asks for.
func (j job) asks() ratebook.Asked {
	return ratebook.Asked{Regions: j.filter.Regions, Services: j.filter.Services}
}

// with is the job for a part of what it asks for.
func (j job) with(part ratebook.Asked) job {
	j.filter.Regions, j.filter.Services = part.Regions, part.Services
	return j
}

// String names the card that the job gets.
func (j job) String() string {
	if a := j.asks(); !a.Everything() {
		return fmt.Sprintf("%s, %s", j.terms, a)
	}
	return j.terms.String()
}

func parseAll[T any](flag string, texts []string, parse func(string) (T, error)) ([]T, error) {
	var list []T
	for _, s := range texts {
		v, err := parse(strings.TrimSpace(s))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", flag, err)
		}
		list = append(list, v)
	}
	return list, nil
}

// sharedClient makes a client once, for all that ask.
func sharedClient(make func() (*azure.Client, error)) func() (*azure.Client, error) {
	return sync.OnceValues(make)
}
