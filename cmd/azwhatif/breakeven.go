package main

import (
	"context"
	"fmt"
	"strings"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/report"
	"azwhatif/ratebook/money"

	"github.com/spf13/cobra"
)

const breakEvenHelp = `Breakeven says at which level of usage another case becomes the cheapest, and
how each case's total goes with usage: 100% is the usage as the scenario states
it. Each pair of cases is priced, tiers, free amounts and commitments included,
at levels from 0% to 300% (--from, --to); a break-even is found to 0.01%.

For a case with a commitment it also says which amount would cost least at 50%
to 150% of the usage.

Where a case still owes something after the scenario (a term that goes on), a case
is named as the cheapest at a level only where it is so without that, with it lost,
and over the whole terms.

--vary changes the usage of one workload only, and leaves the rest as stated.
--case picks the cases to look at; give it once for each.`

type breakEvenOptions struct {
	format, asOf, vary, from, to string
	cases                        []string
}

func (p *program) breakEvenCommand() *cobra.Command {
	var o breakEvenOptions
	cmd := &cobra.Command{
		Use:   "breakeven SCENARIO.yaml",
		Short: "Find the usage at which another case becomes the cheapest",
		Long:  breakEvenHelp,
		Example: `  azwhatif breakeven scenarios/commitment.yaml
  azwhatif breakeven plan.yaml --case Pay-As-You-Go --case Prepay --vary "web tier" --from 50% --to 150%`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return p.breakEven(cmd.Context(), args[0], o) },
	}
	f := cmd.Flags()
	f.StringArrayVar(&o.cases, "case", nil, "a case to look at (default: all)")
	f.StringVar(&o.vary, "vary", "", "the workload whose usage changes (default: all)")
	f.StringVar(&o.from, "from", "0%", "the lowest usage to look at")
	f.StringVar(&o.to, "to", "300%", "the highest usage to look at")
	f.StringVar(&o.format, "format", "table", breakEvenFormats.formatUsage())
	f.StringVar(&o.asOf, "as-of", "", "use cards fetched by this date, such as 2026-08-03")
	return cmd
}

var breakEvenFormats = formats[*compare.Comparison]{
	{name: "table", print: report.BreakEven},
	{name: "json", print: report.BreakEvenJSON},
	{name: "csv", print: report.BreakEvenCSV},
	{name: "markdown", print: report.BreakEvenMarkdown},
}

func (p *program) breakEven(ctx context.Context, file string, o breakEvenOptions) error {
	print, err := breakEvenFormats.printer(o.format)
	if err != nil {
		return err
	}
	opt := compare.BreakEvenOptions{Workload: o.vary}
	if opt.From, err = usagePercent("--from", o.from); err != nil {
		return badInput(err)
	}
	if opt.To, err = usagePercent("--to", o.to); err != nil {
		return badInput(err)
	}
	if !opt.From.Less(opt.To) {
		return badInput(fmt.Errorf("--to %s is not above --from %s", o.to, o.from))
	}
	c, err := p.price(ctx, file, o.asOf)
	if err != nil {
		return err
	}
	if opt.Cases, err = casesNamed(c, o.cases); err != nil {
		return badInput(err)
	}
	if err := checkVaried(c, o.vary); err != nil {
		return badInput(err)
	}
	if err := c.FindBreakEven(ctx, opt); err != nil {
		return badInput(err)
	}
	return print(p.stdout, c, p.screen())
}

// usagePercent reads a level of usage such as "80%".
func usagePercent(flag, s string) (money.Decimal, error) {
	number, ok := strings.CutSuffix(s, "%")
	d, err := money.Parse(number)
	if !ok || err != nil {
		return d, fmt.Errorf("%s %q is not a level of usage; write it as a percentage, such as 80%%", flag, s)
	}
	return d.Mul(money.MustParse("0.01")), nil
}

// casesNamed are the indices of the cases of such names; nil for no names.
func casesNamed(c *compare.Comparison, wanted []string) (list []int, err error) {
	var names []string
	at := map[string]int{}
	for i, e := range c.Estimates {
		names = append(names, e.Case.Name)
		at[e.Case.Name] = i
	}
	for _, name := range wanted {
		i, ok := at[name]
		if !ok {
			return nil, fmt.Errorf("--case: no case is named %q%s", name, didYouMean(name, names))
		}
		list = append(list, i)
		delete(at, name)
	}
	return list, nil
}

func checkVaried(c *compare.Comparison, name string) error {
	if _, ok := c.CommonLevel(name, money.One); ok {
		return nil
	}
	var names []string
	for _, w := range c.Scenario.Workloads {
		names = append(names, w.Name)
	}
	return fmt.Errorf("--vary: no workload is named %q%s", name, didYouMean(name, names))
}
