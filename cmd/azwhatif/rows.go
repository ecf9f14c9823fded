package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"azwhatif/estimate/report"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// sayRows says what became of the rows.
func (p *program) sayRows(got *scenario.Imported) {
	p.say("%s", rowsOf(got))
	p.sayBilled(got)
	p.sayCovered(got, "")
	p.sayUnread(got)
}

// rowsOf says in one line what became of the rows.
func rowsOf(got *scenario.Imported) string {
	var rows, metered, covered, aside, refused int64
	for _, f := range got.Sources {
		rows, metered, covered, aside, refused = rows+f.Rows, metered+f.Metered, covered+f.Covered, aside+f.Aside, refused+f.Refused
	}
	return fmt.Sprintf("%d rows = %s + %d set aside + %d refused", rows, scenario.UsageRows(metered, covered), aside, refused)
}

// sayBilled says what files state as billed, and how many hours of use they count.
func (p *program) sayBilled(got *scenario.Imported) {
	var parts []string
	hours := money.Zero
	for _, s := range scenario.StatedOf(got.Used) {
		hours = hours.Add(s.Usage.Hours)
		switch aside := s.Total.Sub(s.Usage.Paid); {
		case s.Currency == "":
			parts = append(parts, fmt.Sprintf("no cost is stated for %d records", s.Records))
		default:
			part := money.Amount{Value: s.Usage.Paid, Currency: s.Currency}.String() + " for usage"
			if s.Unpaid > 0 {
				part += " (without what the benefits cost that cover a part of it)"
			}
			if !aside.IsZero() {
				part += " and " + money.Amount{Value: aside, Currency: s.Currency}.String() + " set aside"
			}
			parts = append(parts, part)
		}
	}
	if parts == nil {
		return
	}
	line := "billed: " + strings.Join(parts, "; ")
	if !hours.IsZero() {
		line += "; " + scenario.Plain(hours) + " hours of use"
	}
	p.say("%s", report.Wrap("  ", line, p.screen().Width))
}

// sayCovered says what benefits cover of the usage, and what becomes of that.
func (p *program) sayCovered(got *scenario.Imported, then string) {
	if c := scenario.CoverOf(got, 0, func(scenario.Used) bool { return true }); c != nil {
		p.say("%s", report.Wrap("  ", "covered by reservations or savings plans: "+c.Share()+then, p.screen().Width))
	}
}

// sayUnread says what is to be known of files' figures: usage that they count
// twice, rows that are in no sum, what nothing in them shows.
func (p *program) sayUnread(got *scenario.Imported) {
	p.sayDoubts(got)
	for _, s := range got.Unread() {
		p.say("%s", report.Wrap("note: ", s, p.screen().Width))
	}
	if slices.ContainsFunc(got.Sources, func(f scenario.ImportSource) bool { return f.Refused > 0 }) {
		p.say(`"azwhatif usage inspect" shows which rows, and why`)
	}
}

// sayDoubts warns of usage that is missing, or that files seem to count twice.
func (p *program) sayDoubts(got *scenario.Imported) {
	for _, s := range got.Doubts() {
		p.say("%s", report.Wrap("warning: ", s, p.screen().Width))
	}
}

// nothingRead is the error of usage of which nothing could be read.
func nothingRead(got *scenario.Imported) error {
	if why := got.Nothing(); why != "" {
		return badInput(errors.New(why))
	}
	return nil
}

// sayOffers names the offers of the usage that are not the one it is priced
// under.
func (p *program) sayOffers(got *scenario.Imported, offer ratebook.Offer) {
	var others []ratebook.Offer
	for _, u := range got.Used {
		if u.Offer != "" && u.Offer != offer && !slices.Contains(others, u.Offer) {
			others = append(others, u.Offer)
		}
	}
	slices.Sort(others)
	for _, o := range others {
		p.say("there is usage that was billed under %s, and it is priced under %s", o, offer)
	}
}
