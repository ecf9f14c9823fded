package scenario

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Owned is a benefit that one has already, at a price of its own: a Reservation or a
// SavingsPlan, whose From and Months are its term. It belongs to the scenario, so that
// no case is cheaper for not having it.
type Owned struct {
	Pos
	Reservation *Reservation // or
	SavingsPlan *SavingsPlan

	// Price is that of one reserved unit, in Currency: of each month where it is paid
	// Monthly, of the whole term where it is paid Upfront. It is nil where it is that of
	// a card's reservation for the term, and of a savings plan, whose price is Hourly.
	Price    *money.Decimal
	Currency money.Currency // "" where the price is a card's
}

// fileOwned is a reservation or, with hourly, a savings plan that one has already.
type fileOwned struct {
	Meter       *item[fileMeter] `yaml:"meter,omitempty" jsonschema_description:"Of a reservation: what is reserved, the meter of a size, without a licence of Windows."`
	Region      text             `yaml:"region,omitempty" jsonschema_description:"Where; may be left out where only one region has the meter."`
	Count       number           `yaml:"count,omitempty" jsonschema_description:"How many are reserved, a whole number."`
	Monthly     number           `yaml:"monthly,omitempty" jsonschema_description:"What one costs in each month of the term."`
	Upfront     number           `yaml:"upfront,omitempty" jsonschema_description:"What one cost for the whole term, paid in its first month; in place of monthly. Without either, the price for the term is that of the card."`
	Hourly      number           `yaml:"hourly,omitempty" jsonschema_description:"Of a savings plan: what is paid each hour."`
	Payment     text             `yaml:"payment,omitempty" jsonschema:"enum=upfront,enum=monthly" jsonschema_description:"When a savings plan, or a reservation at the card's price, is paid; left out: monthly."`
	Currency    text             `yaml:"currency,omitempty" jsonschema_description:"The currency of the price; may be left out where all cases are in one."`
	Flexibility text             `yaml:"flexibility,omitempty" jsonschema:"enum=on,enum=off" jsonschema_description:"Whether a reservation covers other sizes of the series; left out: on."`
	Scope       text             `yaml:"scope,omitempty" jsonschema_description:"shared (left out): it covers usage of all subscriptions; or the one subscription whose usage it covers."`
	From        text             `yaml:"from" jsonschema_description:"The first month of its term, such as 2025-03."`
	Until       text             `yaml:"until" jsonschema_description:"The last month of its term, included."`
}

// owned reads the benefits that one has. One whose term does not touch the scenario costs
// and covers nothing in it, which is said.
func (r *reader) owned(s *Scenario, list []item[fileOwned]) {
	if len(list) > maxReservations {
		r.errorf(list[maxReservations].line, "%d benefits under owned are more than %d", len(list), maxReservations)
		return
	}
	for _, it := range list {
		o, from, until := r.oneOwned(it)
		last := s.Start.Add(s.Months - 1)
		s.Owned = append(s.Owned, o)
		switch {
		case from.IsZero() || until.IsZero():
		case until.Since(from) < 0:
			r.errorf(it.v.Until.line, "its term ends in %s, before it begins, in %s", until, from)
		case until.Since(from) >= MaxMonths:
			r.errorf(it.v.Until.line, "its term from %s to %s is longer than %d months", from, until, MaxMonths)
		case until.Since(s.Start) < 0:
			r.warns = append(r.warns, fmt.Sprintf("%s: its term ended with %s, before the scenario: it costs and covers nothing", o.Pos, until))
		case from.Since(last) > 0:
			r.warns = append(r.warns, fmt.Sprintf("%s: its term begins in %s, after the scenario: it costs and covers nothing", o.Pos, from))
		}
	}
}

func (r *reader) oneOwned(it item[fileOwned]) (o Owned, from, until Month) {
	f, line := it.v, it.line
	o = Owned{Pos: Pos{r.file, line}, Currency: value(r, f.Currency, money.ParseCurrency)}
	from, until = need(r, f.From, line, "from", ParseMonth), need(r, f.Until, line, "until", ParseMonth)
	months := until.Since(from) + 1
	payment := Monthly
	if f.Payment.line > 0 {
		payment = value(r, f.Payment, oneOf("payment", Upfront, Monthly))
	}
	whose := value(r, f.Scope, scope)
	if f.Hourly.line > 0 {
		for _, k := range []struct {
			key  string
			line int
		}{{"count", f.Count.line}, {"region", f.Region.line}, {"monthly", f.Monthly.line}, {"upfront", f.Upfront.line}, {"flexibility", f.Flexibility.line}} {
			if k.line > 0 {
				r.errorf(k.line, "%s is of a reservation, and hourly makes it a savings plan; leave one of them out", k.key)
			}
		}
		if f.Meter != nil {
			r.errorf(f.Meter.line, "meter is of a reservation, and hourly makes it a savings plan; leave one of them out")
		}
		o.SavingsPlan = &SavingsPlan{
			Pos: o.Pos, Kind: ratebook.SavingsPlan, Hourly: value(r, f.Hourly.text, positive("hourly")), Months: months, Payment: payment, Scope: whose, From: from,
		}
		if !from.IsZero() && !until.IsZero() && until.Since(from) >= 0 {
			if _, err := term(fmt.Sprint(months)); err != nil {
				r.errorf(f.Until.line, "a savings plan is for 12 or 36 months, and %s to %s are %d: write its whole term, also where it began before the scenario or ends after it", from, until, months)
			}
		}
		return o, from, until
	}
	v := &Reservation{
		Pos: o.Pos, Kind: ratebook.Reservation, Region: value(r, f.Region, place), Count: need(r, f.Count.text, line, "count", whole("count", 1, maxCount)),
		Months: months, Payment: payment, Flexible: value(r, f.Flexibility, oneOf("flexibility", "on", "off")) != "off", Scope: whose, From: from,
	}
	o.Reservation = v
	if f.Meter == nil {
		r.errorf(line, "meter is missing: say what is reserved; a savings plan has hourly")
	} else {
		v.Meter = r.meter(*f.Meter)
	}
	r.ownedPrice(&o, f)
	return o, from, until
}

// ownedPrice reads what one reserved unit costs.
func (r *reader) ownedPrice(o *Owned, f fileOwned) {
	v := o.Reservation
	key, text, by := "monthly", f.Monthly.text, Monthly
	if f.Upfront.line > 0 {
		key, text, by = "upfront", f.Upfront.text, Upfront
	}
	switch {
	case f.Monthly.line > 0 && f.Upfront.line > 0:
		r.errorf(f.Upfront.line, "monthly and upfront are both given: one costs so much each month, or so much for the whole term; take one")
	case text.line > 0:
		price := counted(r, key, text, positive(key))
		o.Price = &price
		if f.Payment.line > 0 && v.Payment != by {
			r.errorf(f.Payment.line, "payment: %s is given, and the price is %s; leave payment out", v.Payment, key)
		}
		v.Payment = by
	default: // the card's
		if f.Currency.line > 0 {
			r.errorf(f.Currency.line, "currency is given without a price; the price is then that of a card, in its currency")
		}
		if !v.From.IsZero() && v.Months > 0 {
			if _, err := term(fmt.Sprint(v.Months)); err != nil {
				r.errorf(f.Until.line, "without a price of its own (monthly or upfront) it is a card's, for a term of 12, 36 or 60 months; %s to %s are %d", v.From, v.From.Add(v.Months-1), v.Months)
			}
		}
	}
}

// ownedCurrencies fills in the currency of prices that state none, and checks that each
// case's currency can be reached from it.
func (r *reader) ownedCurrencies(s *Scenario) {
	var all []string
	for _, c := range s.Cases {
		if code := string(c.Terms.Currency); code != "" && !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	for i := range s.Owned {
		o := &s.Owned[i]
		switch {
		case o.Reservation != nil && o.Price == nil:
			continue
		case o.Currency != "":
		case len(all) > 1:
			r.errorf(o.Line, "cases are in %s: say which currency the price under owned is in, with currency: %s", strings.Join(all, " and "), all[0])
			continue
		case len(all) == 1:
			o.Currency = s.Cases[0].Terms.Currency
		}
		r.exchangeable(s, o.Pos, "the price under owned", o.Currency)
	}
}
