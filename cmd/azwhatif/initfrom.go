package main

import (
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
	var files []string
	for _, f := range o.files {
		files = append(files, beside(path, f))
	}
	return startText{
		path: path, what: fmt.Sprintf("%d machines", machinesIn(inv)), name: "Estate in Azure", months: 36, now: p.now(), terms: t, book: book,
		of:      o.estate(files, region),
		windows: slices.ContainsFunc(inv.Machines, func(m scenario.Listed) bool { return m.OS == scenario.Windows }),
	}.bytes()
}

func machinesIn(inv *scenario.Inventory) (n int64) {
	for _, m := range inv.Machines {
		n += m.Count
	}
	return n
}

// estate are the lines of the inventories.
func (o initFrom) estate(files []string, region ratebook.Region) []string {
	for i, f := range files {
		files[i] = quoted(f)
	}
	lines := []string{"estates:", fmt.Sprintf("  - files: [%s]", strings.Join(files, ", "))}
	if region != "" {
		lines = append(lines, fmt.Sprintf("    region: %s", region))
	}
	if o.os != "" {
		lines = append(lines, fmt.Sprintf("    os: %s", o.os))
	}
	sizing := "by: " + cmp.Or(o.by, "allocated")
	if o.comfort != "" {
		sizing += ", comfort: " + o.comfort
	}
	return append(lines, fmt.Sprintf("    sizing: {%s}    # or by: utilisation, with comfort: 1.3", sizing))
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
