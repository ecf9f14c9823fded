package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"azwhatif/ratebook"
)

// meterEntry is all that the cards say of one id.
type meterEntry struct {
	meters  []ratebook.Meter // each description in each region
	regions []ratebook.Region
	rates   []cardRate // of every region
}

type cardRate struct {
	card ratebook.Header
	rate ratebook.Rate
}

// add takes a rate in; fresh tells that it has another description or region than
// those before.
func (e *meterEntry) add(h ratebook.Header, r ratebook.Rate) (fresh bool) {
	fresh = !slices.ContainsFunc(e.meters, func(m ratebook.Meter) bool {
		return m.Region == r.Meter.Region && m.Name == r.Meter.Name && m.Subcategory == r.Meter.Subcategory && m.Category == r.Meter.Category
	})
	if fresh {
		e.meters = append(e.meters, r.Meter)
	}
	if !slices.Contains(e.regions, r.Meter.Region) {
		e.regions = append(e.regions, r.Meter.Region)
	}
	e.rates = append(e.rates, cardRate{h, r})
	return fresh
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
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%s\n", offer, r.card.Terms.Market, r.card.Terms.Currency, prices(r.rate), strings.TrimPrefix(since(r.rate.Effective), ", "))
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
func showLicence(out io.Writer, m ratebook.Meter, all map[ratebook.MeterID]*meterEntry) {
	s, ok := m.SQLLicence()
	if !ok {
		return
	}
	var found []string
	for id, e := range all {
		if i := slices.IndexFunc(e.meters, s.Matches); i >= 0 {
			found = append(found, fmt.Sprintf("  and for its licence of SQL Server: %s\n    %s, %s", e.meters[i].Title(), id, e.places()))
		}
	}
	slices.Sort(found)
	if found == nil {
		found = []string{"  and for its licence of SQL Server a meter that no card here has: " + s.String()}
	}
	for _, line := range found {
		fmt.Fprintln(out, line)
	}
}
