package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
)

func (p *program) usageInspectCommand() *cobra.Command {
	var s usage.Spec
	cmd := &cobra.Command{
		Use:   "inspect FILE...",
		Short: "Say what is in exports, and what could not be read",
		Long: usageHelp(`Inspect reads exports and says, file by file, what they are and what they hold:
rows of metered usage, rows set aside (purchases, reservations, tax, credits,
Marketplace), rows refused and why; and what was billed for each.`),
		Example: `  azwhatif usage inspect exports/`,
		Args:    usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.Files = args
			imported, err := p.rollUp(cmd.Context(), s)
			if err != nil {
				return err
			}
			return inspect(p.stdout, imported)
		},
	}
	addSpecFlags(cmd.Flags(), &s)
	return cmd
}

func inspect(out io.Writer, imported *scenario.Imported) error {
	for _, f := range imported.Sources {
		fmt.Fprintf(out, "%s\n", f.Name)
		if f.Format == "" {
			for _, n := range f.Notes {
				fmt.Fprintf(out, "  %s\n", n)
			}
			continue
		}
		fmt.Fprintf(out, "  %s, %d rows = %d usage + %d set aside + %d refused", f.Format, f.Rows, f.Metered, f.Aside, f.Refused)
		if f.Outside > 0 {
			fmt.Fprintf(out, "; %d more are not wanted", f.Outside)
		}
		if f.First != "" {
			fmt.Fprintf(out, "; %s to %s", f.First, f.Last)
		}
		fmt.Fprintln(out)
		for _, n := range f.Notes {
			fmt.Fprintf(out, "  %s\n", n)
		}
		for _, r := range f.Refusal {
			fmt.Fprintf(out, "  refused, line %d: %s\n", r.Line, r.Reason)
		}
		if more := f.Refused - int64(len(f.Refusal)); more > 0 {
			fmt.Fprintf(out, "  … and %d more refused\n", more)
		}
	}
	return inspectKinds(out, imported.Used)
}

// inspectKinds adds up the records by kind, provider and currency.
func inspectKinds(out io.Writer, used []scenario.Used) error {
	type key struct {
		kind     scenario.RecordKind
		provider string
		currency money.Currency
	}
	type total struct {
		key
		records int64
		billed  money.Decimal
	}
	at := map[key]int{}
	var totals []total
	for _, u := range used {
		k := key{u.Kind, u.Provider, u.Currency}
		i, known := at[k]
		if !known {
			i = len(totals)
			at[k] = i
			totals = append(totals, total{key: k})
		}
		totals[i].records += u.Records
		totals[i].billed = totals[i].billed.Add(u.Billed)
	}
	slices.SortFunc(totals, func(a, b total) int {
		return cmp.Or(cmp.Compare(a.provider, b.provider), cmp.Compare(a.kind, b.kind), cmp.Compare(a.currency, b.currency))
	})
	fmt.Fprintln(out)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "PROVIDER\tKIND\tRECORDS\tBILLED")
	for _, t := range totals {
		billed := "not stated"
		if t.currency != "" {
			billed = money.Amount{Value: t.billed, Currency: t.currency}.String()
		}
		fmt.Fprintf(w, "%s\t%s\t%7d\t%s\n", t.provider, t.kind, t.records, billed)
	}
	return w.Flush()
}
