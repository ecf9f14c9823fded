package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"azwhatif/estimate"
	"azwhatif/estimate/report"
	"azwhatif/scenario"

	"github.com/spf13/cobra"
)

const checkHelp = `Check reads a scenario and all that it names (exports, inventories, cards), prices it,
and says what is wrong with it: all errors at once, each with its line, then what the
cases lack to be complete. It prints no figure. The exit code is 2 where there is an
error; a case that is incomplete is none.`

func (p *program) checkCommand() *cobra.Command {
	var format, asOf string
	cmd := &cobra.Command{
		Use:   "check SCENARIO.yaml",
		Short: "Say what is wrong with a scenario, all errors at once",
		Long:  checkHelp,
		Example: `  azwhatif check scenarios/web-shop.yaml
  azwhatif check plan.yaml --format json`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return p.check(cmd.Context(), args[0], format, asOf) },
	}
	cmd.Flags().StringVar(&format, "format", "table", checkFormats.formatUsage())
	cmd.Flags().StringVar(&asOf, "as-of", "", "use cards fetched by this date, such as 2026-08-03")
	return cmd
}

var checkFormats = formats[*checked]{
	{name: "table", print: printChecked},
	{name: "json", print: func(w io.Writer, k *checked, _ report.Options) error { return report.WriteJSON(w, k) }},
}

// checked is what is known of a scenario's soundness, as JSON has it.
type checked struct {
	Version  int             `json:"version"`
	File     string          `json:"file"`
	Sound    bool            `json:"sound"` // it has no errors
	Errors   []scenarioError `json:"errors"`
	Warnings []string        `json:"warnings"` // of what it imports
	Cases    []checkedCase   `json:"cases"`    // none where there are errors
}

// scenarioError is one error, and where it stands.
type scenarioError struct {
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"` // left out where it is of no line
	Text string `json:"error"`
}

// checkedCase says what a case lacks to be complete.
type checkedCase struct {
	Name     string   `json:"name"`
	Complete bool     `json:"complete"`
	Unpriced []string `json:"unpriced"` // each with its reason
	Missing  []string `json:"missing"`  // usage that no file has
	Warnings []string `json:"warnings"`
}

func (p *program) check(ctx context.Context, file, format, asOf string) error {
	print, err := checkFormats.printer(format)
	if err != nil {
		return err
	}
	if _, err := endOf(asOf); err != nil {
		return badInput(err)
	}
	c, wrong := p.price(ctx, file, asOf)
	if ctx.Err() != nil {
		return wrong
	}
	k := &checked{Version: 1, File: file, Sound: wrong == nil, Errors: p.errorsOf(wrong), Warnings: []string{}, Cases: []checkedCase{}}
	if wrong == nil {
		k.Warnings = append(k.Warnings, c.Scenario.Warnings...)
		for _, e := range c.Estimates {
			k.Cases = append(k.Cases, checkedCaseOf(e))
		}
	}
	if err := print(p.stdout, k, p.screen()); err != nil {
		return err
	}
	if wrong != nil {
		return &exitError{codeOf(wrong), fmt.Errorf("%s: %s", file, counted(len(k.Errors), "error"))}
	}
	return nil
}

func checkedCaseOf(e *estimate.Estimate) checkedCase {
	k := checkedCase{Name: e.Case.Name, Complete: e.Complete(), Unpriced: []string{}, Missing: []string{}, Warnings: []string{}}
	for _, u := range e.Unpriced {
		l := e.Lines[u.Line]
		k.Unpriced = append(k.Unpriced, fmt.Sprintf("%s: %s: %s", l.Workload, l.Meter.Title(), u.Reason))
	}
	for _, m := range e.Missing {
		k.Missing = append(k.Missing, m.String())
	}
	for _, w := range e.Warnings {
		k.Warnings = append(k.Warnings, w.String())
	}
	return k
}

// errorsOf takes an error of a scenario apart.
func (p *program) errorsOf(err error) (list []scenarioError) {
	list = []scenarioError{}
	var add func(error)
	add = func(err error) {
		var at *scenario.Error
		var exit *exitError
		many, isMany := err.(interface{ Unwrap() []error })
		switch {
		case err == nil:
		case isMany:
			for _, one := range many.Unwrap() {
				add(one)
			}
		case errors.As(err, &exit) && error(exit) == err:
			add(exit.err)
		case errors.As(err, &at) && error(at) == err:
			list = append(list, scenarioError{at.Pos.File, at.Pos.Line, p.withBook(at.Err.Error())})
		default:
			list = append(list, scenarioError{Text: p.withBook(p.noFolder(err).Error())})
		}
	}
	add(err)
	return list
}

func printChecked(w io.Writer, k *checked, opt report.Options) error {
	for _, e := range k.Errors {
		where := ""
		if e.File != "" {
			where = scenario.Pos{File: e.File, Line: e.Line}.String() + ": "
		}
		fmt.Fprintln(w, report.Wrap("", where+e.Text, opt.Width))
	}
	for _, text := range k.Warnings {
		fmt.Fprintln(w, report.Wrap("warning: ", text, opt.Width))
	}
	for _, one := range k.Cases {
		for _, text := range slices.Compact(slices.Concat(one.Unpriced, one.Missing, one.Warnings)) {
			fmt.Fprintln(w, report.Wrap("  ", one.Name+": "+text, opt.Width))
		}
	}
	if k.Sound {
		fmt.Fprintf(w, "%s is sound: %s\n", k.File, counted(len(k.Cases), "case"))
	}
	return nil
}

// counted is "1 case", "2 cases".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
