package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"azwhatif/internal/atomicfile"
	"azwhatif/ratebook"
	"azwhatif/scenario"
	"azwhatif/scenario/estate"

	"go.yaml.in/yaml/v3"
)

// initFrom are the flags of a scenario that starts from inventories.
type initFrom struct {
	files       []string
	region, by  string
	comfort, os string
	terms       termsFlags
}

// writeFrom writes a scenario of some inventories: as they are used, and with what an
// architect asks next: reserved, with own licences, and where it costs least.
func (p *program) writeFrom(ctx context.Context, path string, o initFrom) error {
	inv, err := estate.Read(ctx, estate.Spec{Files: o.files})
	if err != nil {
		return badInput(err)
	}
	p.sayInventory("estate", inv)
	terms, book, err := p.startTerms(ctx, o.terms)
	if err != nil {
		return badInput(err)
	}
	homeless := slices.ContainsFunc(inv.Machines, func(m scenario.Listed) bool { return m.Region == "" })
	region := ratebook.ParseRegion(o.region)
	switch {
	case o.region == "" && homeless:
		return badInput(errors.New("the inventory does not say where the machines are to run: give --region, such as --region westeurope"))
	case o.region != "" && (!region.Known() || region == ratebook.Global):
		return badInput(fmt.Errorf("--region %q is not a region of Azure's, such as westeurope", o.region))
	}
	text := o.text(p, path, inv, terms, book, region)
	if _, err := scenario.Read(path, text); err != nil { // of the flags
		return badInput(err)
	}
	write := func(w io.Writer) error { _, err := w.Write(text); return err }
	if path == "-" {
		return write(p.stdout)
	}
	err = atomicfile.Create(ctx, path, write)
	if errors.Is(err, fs.ErrExist) {
		return badInput(fmt.Errorf("%s is there already; give another name", path))
	}
	if err != nil {
		return err
	}
	p.say("wrote %s; price it with \"azwhatif compare %s\"", path, path)
	return nil
}

// startTerms are the terms that are given; else those of the newest card of list prices
// in the ratebook; else the sample's, with its name.
func (p *program) startTerms(ctx context.Context, t termsFlags) (terms ratebook.Terms, book string, err error) {
	if t.offer != "" || t.currency != "" || t.market != "" {
		t.offer = cmp.Or(t.offer, "MS-AZR-0003P")
		terms, err = t.terms()
		return terms, "", err
	}
	if b, closeBook, err := openBook(p.config.Ratebook); err == nil {
		defer func() { _ = closeBook() }()
		headers, _ := b.Cards(ctx)
		var newest *ratebook.Header
		for i, h := range headers {
			better := newest == nil || h.Terms.Source == ratebook.Retail && newest.Terms.Source != ratebook.Retail
			if same := newest != nil && (h.Terms.Source == ratebook.Retail) == (newest.Terms.Source == ratebook.Retail); better || same && h.Provenance.Fetched.After(newest.Provenance.Fetched) {
				newest = &headers[i]
			}
		}
		if newest != nil {
			if p.config.ratebookFlag && p.config.Ratebook == scenario.Sample {
				book = scenario.Sample
			}
			return newest.Terms, book, nil
		}
	}
	p.say("there is no card at hand: the scenario uses the sample cards; fetch your own with \"azwhatif fetch --source retail --offer MS-AZR-0003P --currency EUR --market NL\"")
	return ratebook.Terms{Source: ratebook.Retail, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: ratebook.DefaultLocale}, scenario.Sample, nil
}

// quoted is a text as YAML takes it for one.
func quoted(s string) string {
	b, err := yaml.Marshal(s)
	if err != nil {
		return `""`
	}
	return strings.TrimSpace(string(b))
}

// text is the scenario.
func (o initFrom) text(p *program, path string, inv *scenario.Inventory, t ratebook.Terms, book string, region ratebook.Region) []byte {
	var b bytes.Buffer
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	var files []string
	for _, f := range o.files {
		files = append(files, quoted(beside(path, f)))
	}
	start := p.now().UTC().AddDate(0, 1, 1-p.now().UTC().Day())
	machines := int64(0)
	for _, m := range inv.Machines {
		machines += m.Count
	}
	line("# An azwhatif scenario of %d machines. Price it with:  azwhatif compare %s -o comparison.xlsx", machines, path)
	line("version: 1")
	line("name: Estate in Azure")
	if book != "" {
		line("ratebook: %s    # prices for trying out; leave the line out to use your own (\"azwhatif fetch\")", book)
	}
	line("start: %04d-%02d", start.Year(), int(start.Month()))
	line("months: 36")
	line("")
	line("estates:")
	line("  - files: [%s]", strings.Join(files, ", "))
	if region != "" {
		line("    region: %s", region)
	}
	if o.os != "" {
		line("    os: %s", o.os)
	}
	sizing := "by: " + cmp.Or(o.by, "allocated")
	if o.comfort != "" {
		sizing += ", comfort: " + o.comfort
	}
	line("    sizing: {%s}    # or by: utilisation, with comfort: 1.3", sizing)
	line("")
	line("cases:                     # the first is the base case")
	line("  - {name: As used, source: %s, offer: %s, currency: %s, market: %s}", t.Source, t.Offer, t.Currency, t.Market)
	if t.Source == ratebook.Retail {
		line("  - {name: Reserved for a year, like: As used, reserve: {what: all, months: 12}}")
		line("  - {name: Reserved for three years, like: As used, reserve: {what: all, months: 36}}")
	}
	if slices.ContainsFunc(inv.Machines, func(m scenario.Listed) bool { return m.OS == scenario.Windows }) {
		line("  - {name: Own Windows licences, like: As used, hybrid_benefit: windows}")
		if t.Source == ratebook.Retail {
			line("  - {name: Own licences and reserved for three years, like: Reserved for three years, hybrid_benefit: windows}")
		}
	}
	line("")
	line("# Where it costs least: azwhatif compare %s --regions all", path)
	return b.Bytes()
}

// beside is a file's path as the scenario at path names it.
func beside(path, file string) string {
	if filepath.IsAbs(file) || path == "-" {
		return filepath.ToSlash(file)
	}
	from, err1 := filepath.Abs(filepath.Dir(path))
	to, err2 := filepath.Abs(file)
	if rel, err := filepath.Rel(from, to); err1 == nil && err2 == nil && err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(file)
}
