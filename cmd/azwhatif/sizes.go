package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/report"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/scenario"

	"github.com/spf13/cobra"
)

const sizesHelp = `Sizes finds sizes of virtual machines by name or series, vCPUs and memory, and shows
what each offers, where it is sold, when it retires, and what an hour costs under
each card at hand (the newest of its terms), in the region that is given.

A name may be written in any way: Standard_D4s_v5, D4s_v5, "D4s v5", d4sv5. The
catalogue is built in; "azwhatif fetch --sizes" takes a newer one into the ratebook.`

type sizesOptions struct {
	query, region, memory, format string
	vcpus, limit                  int
}

// sizesOf is the catalogue of a ratebook; nil where that is the one that is built in,
// which takes a while to read.
func sizesOf(b book, asOf time.Time) (*size.Catalogue, error) {
	if s, ok := b.(interface {
		Sizes(time.Time) (*size.Catalogue, error)
	}); ok {
		return s.Sizes(asOf)
	}
	return nil, nil
}

func (p *program) sizesCommand() *cobra.Command {
	var f cardFilter
	var o sizesOptions
	cmd := &cobra.Command{
		Use:   "sizes [QUERY]",
		Short: "Find sizes of virtual machines, what they offer and what they cost",
		Long:  sizesHelp,
		Example: `  azwhatif sizes d4sv5 --region westeurope --ratebook sample
  azwhatif sizes --region swedencentral --vcpus 4 --memory "16 GiB"`,
		Args: usageArgs(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.query = strings.Join(args, " ")
			return p.sizes(cmd.Context(), f, o)
		},
	}
	f.addFlags(cmd)
	cmd.Flags().StringVar(&o.region, "region", "", "only sizes that are sold in this region, such as westeurope, with their prices there")
	cmd.Flags().IntVar(&o.vcpus, "vcpus", 0, "only sizes with so many vCPUs")
	cmd.Flags().StringVar(&o.memory, "memory", "", `only sizes with so much memory, such as "16 GiB"`)
	cmd.Flags().IntVar(&o.limit, "limit", 10, "the most sizes to show")
	cmd.Flags().StringVar(&o.format, "format", "table", sizesFormats.formatUsage())
	return cmd
}

var sizesFormats = formats[*foundSizes]{
	{name: "table", print: func(w io.Writer, f *foundSizes, _ report.Options) error {
		for i, s := range f.found {
			if i > 0 {
				fmt.Fprintln(w)
			}
			showSize(w, f.catalogue, s, f.Region, f.prices)
		}
		return nil
	}},
	{name: "json", print: func(w io.Writer, f *foundSizes, _ report.Options) error { return report.WriteJSON(w, f) }},
}

func (p *program) sizes(ctx context.Context, f cardFilter, o sizesOptions) error {
	print, err := sizesFormats.printer(o.format)
	if err != nil {
		return err
	}
	region := ratebook.ParseRegion(o.region)
	if o.region != "" && (!region.Known() || region == ratebook.Global) {
		return badInput(fmt.Errorf("--region %q is not a region; give its ARM name, such as westeurope", o.region))
	}
	var memory money.Decimal
	if o.memory != "" {
		var err error
		if memory, err = scenario.Gibibytes("--memory")(o.memory); err != nil {
			return badInput(err)
		}
	}
	if o.vcpus < 0 || o.limit < 1 {
		return badInput(fmt.Errorf("--vcpus and --limit are numbers above zero"))
	}
	b, closeBook, err := openBook(p.config.Ratebook)
	if err != nil {
		return err
	}
	defer closeBook()
	c, err := sizesOf(b, time.Time{})
	if err != nil {
		return err
	}
	if c == nil {
		c = size.BuiltIn()
	}
	found := findSizes(c, o, region, memory)
	if len(found) == 0 {
		if o.query != "" {
			if _, err := c.Parse(o.query); err != nil && o.vcpus == 0 && o.memory == "" && o.region == "" {
				return err
			}
		}
		return fmt.Errorf("no size of the catalogue of %s is all of that; try fewer words or flags", c.Date)
	}
	var prices []estimate.SizePrices
	if o.region != "" {
		var terms []ratebook.Terms
		for _, h := range newest(p.cards(ctx, b, f), p.now()) {
			terms = append(terms, h.Terms)
		}
		if prices, err = estimate.PricesOfSizes(ctx, b, terms, c, region, scenario.MonthOf(p.now(), 1)); err != nil {
			return err
		}
		cheapestFirst(found, prices)
	}
	shown := found[:min(o.limit, len(found))]
	out := &foundSizes{Version: 1, Catalogue: c.Date, Region: region, Sizes: []jsonSize{}, More: len(found) - len(shown),
		catalogue: c, found: shown, prices: prices}
	for _, s := range shown {
		out.Sizes = append(out.Sizes, sizeJSON(c, s, region, prices))
	}
	if err := print(p.stdout, out, p.screen()); err != nil {
		return err
	}
	if out.More > 0 {
		p.say("… and %d more; give more words, or a higher --limit", out.More)
	}
	if o.region == "" {
		p.say("give --region to see what they cost there")
	}
	return nil
}

// findSizes are those that all that is given fits, by name.
func findSizes(c *size.Catalogue, o sizesOptions, region ratebook.Region, memory money.Decimal) (found []*size.Size) {
	if s := c.Find(o.query); s != nil && o.query != "" {
		found = []*size.Size{s}
	} else {
		for i := range c.Sizes {
			found = append(found, &c.Sizes[i])
		}
	}
	one := len(found) == 1
	return slices.DeleteFunc(found, func(s *size.Size) bool {
		sale := c.In(s, region)
		return !one && o.query != "" && !s.IsOf(strings.ReplaceAll(o.query, " ", "")) && !strings.Contains(size.Key(s.Name), size.Key(o.query)) ||
			o.vcpus > 0 && s.VCPUs != o.vcpus || o.memory != "" && !s.Memory.Equal(memory) || o.region != "" && sale.Known && !sale.Sold
	})
}

// cheapestFirst sorts by the first card that has a price of each, then by name.
func cheapestFirst(found []*size.Size, prices []estimate.SizePrices) {
	slices.SortStableFunc(found, func(a, b *size.Size) int {
		for _, p := range prices {
			x, okX := p.Linux[a.Name]
			y, okY := p.Linux[b.Name]
			switch {
			case okX && okY:
				return cmp.Or(x.Cmp(y), cmp.Compare(a.Name, b.Name))
			case okX:
				return -1
			case okY:
				return 1
			}
		}
		return cmp.Compare(a.Name, b.Name)
	})
}

// showSize writes a size: what it offers, where it is sold, its prices.
func showSize(w io.Writer, c *size.Catalogue, s *size.Size, region ratebook.Region, prices []estimate.SizePrices) {
	vcpus := strconv.Itoa(s.VCPUs) + " vCPUs"
	if s.Whole != s.VCPUs {
		vcpus += fmt.Sprintf(" (of %d)", s.Whole)
	}
	fmt.Fprintf(w, "%s  %s, %s GiB\n", s.Name, vcpus, s.Memory)
	offers := []string{fmt.Sprintf("%d data disks", s.Disks), fmt.Sprintf("%d NICs", s.NICs), s.Arch()}
	for _, has := range []struct {
		is   bool
		word string
	}{{s.Premium, "premium storage"}, {s.Accelerated, "accelerated networking"}, {s.AMD(), "AMD"}, {s.Burstable(), "burstable"}, {s.Special() != "", s.Special()}, {s.Confidential(), "confidential"}} {
		if has.is {
			offers = append(offers, has.word)
		}
	}
	fmt.Fprintf(w, "  offers   %s\n", strings.Join(offers, ", "))
	if region != ratebook.Global {
		fmt.Fprintf(w, "  sold     %s\n", saleText(c.In(s, region), region, c.Date))
	} else {
		n := 0
		for _, r := range c.Regions {
			if c.In(s, r).Sold {
				n++
			}
		}
		fmt.Fprintf(w, "  sold     in %d of %d regions, by the catalogue of %s\n", n, len(c.Regions), c.Date)
	}
	if r, ok := c.Retirement(s); ok {
		fmt.Fprintf(w, "  retires  in %s (%s)\n", r.Month, r.Source)
	}
	for _, k := range prices {
		linux, has := k.Linux[s.Name]
		text := "no price"
		if has {
			text = linux.String() + " an hour"
		}
		if windows, ok := k.Windows[s.Name]; ok {
			text += "; with Windows " + windows.String()
		}
		fmt.Fprintf(w, "  costs    %s: %s\n", k.Terms, text)
	}
}

// saleText says where a size is sold, and what is not known of it.
func saleText(s size.Sale, region ratebook.Region, date string) string {
	switch {
	case !s.Known:
		return fmt.Sprintf("the catalogue of %s does not know %s", date, region.Display())
	case !s.Sold:
		return "not in " + region.Display()
	case s.Restricted:
		return fmt.Sprintf("in %s, restricted for the subscription that asked: whether yours may have it is not known", region.Display())
	case s.Zones == 0:
		return fmt.Sprintf("in %s, in no availability zone", region.Display())
	}
	return fmt.Sprintf("in %s, in %s", region.Display(), estimate.Plural(s.Zones, "availability zone"))
}
