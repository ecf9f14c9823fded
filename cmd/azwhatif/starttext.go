package main

import (
	"bytes"
	"fmt"
	"time"

	"azwhatif/ratebook"
)

// startText is a scenario that starts from what there is: an inventory, an export,
// machines that were typed in. Its cases are those that are asked for next.
type startText struct {
	path, what, name string
	months           int
	now              time.Time
	terms            ratebook.Terms
	book             string   // "" for the user's own
	of               []string // the lines of what would be used
	windows          bool     // some of it runs Windows
}

func (t startText) bytes() []byte {
	var b bytes.Buffer
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	start := t.now.UTC().AddDate(0, 1, 1-t.now.UTC().Day())
	line("# An azwhatif scenario of %s. Price it with:  azwhatif compare %s -o comparison.xlsx", t.what, t.path)
	line("version: 1")
	line("name: %s", quoted(t.name))
	if t.book != "" {
		line("ratebook: %s    # prices for trying out; leave the line out to use your own (\"azwhatif fetch\")", t.book)
	}
	line("start: %04d-%02d", start.Year(), int(start.Month()))
	line("months: %d", t.months)
	line("")
	for _, s := range t.of {
		line("%s", s)
	}
	line("")
	line("cases:                     # the first is the base case")
	line("  - {name: As used, source: %s, offer: %s, currency: %s, market: %s}", t.terms.Source, t.terms.Offer, t.terms.Currency, t.terms.Market)
	retail := t.terms.Source == ratebook.Retail
	if retail {
		line("  - {name: Reserved for a year, like: As used, reserve: {what: all, months: 12}}")
		line("  - {name: Reserved for three years, like: As used, reserve: {what: all, months: 36}}")
	}
	if t.windows {
		line("  - {name: Own Windows licences, like: As used, hybrid_benefit: windows}")
		if retail {
			line("  - {name: Own licences and reserved for three years, like: Reserved for three years, hybrid_benefit: windows}")
		}
	}
	line("")
	line("# Where it costs least: azwhatif compare %s --regions all", t.path)
	return b.Bytes()
}
