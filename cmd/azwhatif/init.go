package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"azwhatif/internal/atomicfile"
	"azwhatif/scenario"

	"github.com/spf13/cobra"
)

//go:embed start.yaml
var startScenario []byte

func (p *program) initCommand() *cobra.Command {
	var schema bool
	cmd := &cobra.Command{
		Use:     "init [FILE]",
		Short:   "Write a commented scenario to start from",
		Example: "  azwhatif init plan.yaml\n  azwhatif compare plan.yaml",
		Long: `Init writes a commented scenario to start from (scenario.yaml, where no name is
given; standard output for -). It runs as it is, on the sample cards. With --schema it prints the JSON
schema of scenario files instead, for editors.`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if schema {
				return printSchema(p.stdout)
			}
			path := "scenario.yaml"
			if len(args) == 1 {
				path = args[0]
			}
			write := func(w io.Writer) error { _, err := w.Write(startScenario); return err }
			if path == "-" {
				return write(p.stdout)
			}
			err := atomicfile.Create(cmd.Context(), path, write)
			if errors.Is(err, fs.ErrExist) {
				return badInput(fmt.Errorf("%s is there already; give another name", path))
			}
			if err != nil {
				return err
			}
			p.say("wrote %s; price it with \"azwhatif compare %s\"", path, path)
			return nil
		},
	}
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON schema of scenario files")
	return cmd
}

func printSchema(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(scenario.Schema())
}
