package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"azwhatif/ratebook"
)

// meterEntry is all that the cards say of one id.
type meterEntry struct {
	regions []ratebook.Region
	rates   []cardRate // of every region
	licence *licence   // of SQL Server that belongs to it; else nil
}

type cardRate struct {
	card ratebook.Header
	rate ratebook.Rate
}

// licence is what the cards have of a licence that is a meter of its own.
type licence struct {
	selector ratebook.Selector
	meters   []meterEntry // by id
}

// meterEntries looks up all that the cards say of the meters.
func meterEntries(ctx context.Context, b book, terms []ratebook.Terms, meters []ratebook.Meter) ([]meterEntry, error) {
	entries := make([]meterEntry, len(meters))
	want := make([]ratebook.Selector, len(meters))
	for i, m := range meters {
		want[i] = ratebook.Selector{ID: m.ID}
		if s, ok := m.SQLLicence(); ok {
			entries[i].licence = &licence{selector: s}
		}
	}
	at := map[int]int{} // of a licence's selector, by entry
	for i, e := range entries {
		if e.licence != nil {
			at[i] = len(want)
			want = append(want, e.licence.selector)
		}
	}
	found, err := b.FindAll(ctx, terms, time.Time{}, want)
	if err != nil {
		return nil, err
	}
	for _, card := range found {
		for i := range entries {
			for _, r := range card.Rates[i] {
				entries[i].add(card.Header, r)
			}
			if l := entries[i].licence; l != nil {
				for _, r := range card.Rates[at[i]] {
					l.add(card.Header, r)
				}
			}
		}
	}
	return entries, nil
}

func (e *meterEntry) add(h ratebook.Header, r ratebook.Rate) {
	if !slices.Contains(e.regions, r.Meter.Region) {
		e.regions = append(e.regions, r.Meter.Region)
	}
	e.rates = append(e.rates, cardRate{h, r})
}

func (l *licence) add(h ratebook.Header, r ratebook.Rate) {
	i := slices.IndexFunc(l.meters, func(e meterEntry) bool { return e.rates[0].rate.Meter.ID == r.Meter.ID })
	if i < 0 {
		i = len(l.meters)
		l.meters = append(l.meters, meterEntry{})
	}
	l.meters[i].add(h, r)
}

// show writes a meter under its description m, and then the rates of the cards
// that call it otherwise.
func (e *meterEntry) show(out io.Writer, m ratebook.Meter) error {
	fmt.Fprintf(out, "%s\n  %s, %s, per %q", m.Title(), m.ID, e.places(), m.Unit)
	for _, extra := range append([]string{m.Status}, m.Tags...) {
		if extra != "" && extra != "Active" {
			fmt.Fprintf(out, ", %s", extra)
		}
	}
	fmt.Fprintln(out)
	titles := []string{m.Title()}
	for _, r := range e.rates {
		if t := r.rate.Meter.Title(); !slices.Contains(titles, t) {
			titles = append(titles, t)
		}
	}
	for i, t := range titles {
		if i > 0 {
			fmt.Fprintf(out, "  as %s:\n", t)
		}
		if err := e.showRates(out, t); err != nil {
			return err
		}
	}
	return nil
}

func (e *meterEntry) showRates(out io.Writer, title string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	written := map[string]bool{} // the same in several regions once
	for _, r := range e.rates {
		text := strings.Join(append([]string{fmt.Sprint(r.card.Terms), prices(r.rate), since(r.rate.Effective)}, besides(r.rate)...), "\n")
		if r.rate.Meter.Title() != title || written[text] {
			continue
		}
		written[text] = true
		offer := string(r.card.Terms.Offer)
		if s := r.card.Terms.Source; s != ratebook.RateCard {
			offer += ", " + string(s)
		}
		from := since(r.rate.Effective)
		if r.card.Terms.ForReference() {
			from += ", for reference"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%s\n", offer, r.card.Terms.Market, r.card.Terms.Currency, prices(r.rate), strings.TrimPrefix(from, ", "))
		for _, b := range besides(r.rate) {
			fmt.Fprintf(w, "  \t\t\t%s\t\n", b)
		}
	}
	return w.Flush()
}

// places names the regions: "East US, West US and 4 more".
func (e *meterEntry) places() string {
	if len(e.regions) == 1 && e.regions[0] == ratebook.Global {
		return "every region"
	}
	names := make([]string, len(e.regions))
	for i, r := range e.regions {
		names[i] = r.Display()
	}
	const most = 6
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// showLicence names the meter of the licence that belongs to vCores of SQL: they
// are priced without it.
func (e *meterEntry) showLicence(out io.Writer) {
	if e.licence == nil {
		return
	}
	var found []string
	for _, l := range e.licence.meters {
		m := l.rates[0].rate.Meter
		found = append(found, fmt.Sprintf("  and for its licence of SQL Server: %s\n    %s, %s", m.Title(), m.ID, l.places()))
	}
	slices.Sort(found)
	if found == nil {
		found = []string{"  and for its licence of SQL Server a meter that no card here has: " + e.licence.selector.String()}
	}
	for _, line := range found {
		fmt.Fprintln(out, line)
	}
}
