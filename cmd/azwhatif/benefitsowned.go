package main

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
)

func (p *program) benefitsOwnedCommand() *cobra.Command {
	var u usageFlags
	cmd := &cobra.Command{
		Use:   "owned {FILE... | {--clickhouse | --kusto} ADDRESS --table TABLE}",
		Short: "What one has already, from the purchases of an export, as a scenario's owned",
		Long: usageHelp(`Owned reads the purchases of reservations and savings plans in exports of the actual
cost, and writes them as a scenario's owned: how many, of which meter, from when to
when, at which price. What the export leaves open stands in a comment, with what is to
be filled in: of a benefit that is paid monthly its first month is known only where
the files begin before it. Prices are those that were billed.`),
		Example: `  azwhatif benefits owned exports/2025/ > owned.yaml
  azwhatif benefits owned "actual-cost-*.csv" --billed-currency EUR`,
		Args: usageArgs(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, files []string) error {
			u.Files = files
			if err := p.source(&u); err != nil {
				return err
			}
			return p.benefitsOwned(cmd.Context(), u.Spec)
		},
	}
	addReadingFlags(cmd.Flags(), &u)
	return cmd
}

func (p *program) benefitsOwned(ctx context.Context, spec usage.Spec) error {
	got, err := p.rollUp(ctx, spec)
	if err != nil {
		return err
	}
	list := scenario.OwnedOf(got)
	if len(list) == 0 {
		return badInput(fmt.Errorf("the files have no purchase of a reservation or a savings plan of Azure; exports of the actual cost have them, and those of the amortized cost do not"))
	}
	open := 0
	for _, o := range list {
		if o.Why != "" {
			open++
		}
	}
	if open == len(list) { // a list of comments only is no list
		fmt.Fprintln(p.stdout, "# owned:")
	} else {
		fmt.Fprintln(p.stdout, "owned:")
	}
	for _, o := range list {
		fmt.Fprintf(p.stdout, "  # order %s", plainText(o.Order))
		if o.Note != "" {
			fmt.Fprintf(p.stdout, ": %s", plainText(o.Note))
		}
		fmt.Fprintln(p.stdout)
		if o.Why != "" {
			fmt.Fprintf(p.stdout, "  # look up: %s\n  # - %s\n", plainText(o.Why), plainText(o.Text))
			continue
		}
		fmt.Fprintf(p.stdout, "  - %s\n", plainText(o.Text))
	}
	if open > 0 {
		fmt.Fprintf(p.stderr, "%d of %d are to be completed by hand; their lines are comments\n", open, len(list))
	}
	return nil
}

// plainText has no line breaks or other control characters, which a file's texts may.
func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}
