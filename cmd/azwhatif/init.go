package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"azwhatif/internal/atomicfile"
	"azwhatif/ratebook"
	"azwhatif/scenario"
	"azwhatif/scenario/mapping"

	"github.com/spf13/cobra"
)

//go:embed start.yaml
var startScenario []byte

func (p *program) initCommand() *cobra.Command {
	var schema, mapped string
	var from initFrom
	cmd := &cobra.Command{
		Use:     "init [FILE]",
		Short:   "Write a commented scenario to start from",
		Example: "  azwhatif init plan.yaml\n  azwhatif compare plan.yaml",
		Long: `Init writes a commented scenario to start from (scenario.yaml, where no name is
given; standard output for -). It runs as it is, on the sample cards. With --schema it prints the JSON
schema of scenario files instead, for editors; with --schema=mapping that of mapping files.

With --mapping aws (or gcp) it writes the mapping that is built in, to make one's own of it
(aws.yaml, where no name is given). An import names it: mapping: ours.yaml.

With --from it writes a scenario of the machines that inventories list (as "azwhatif
estate" reads them): as they are used, reserved, and with licences of one's own. The
terms are those given, or of the newest card in the ratebook.`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if schema != "" {
				return printSchema(p.stdout, schema)
			}
			path, start, next := "scenario.yaml", startScenario, `price it with "azwhatif compare %s"`
			if mapped != "" {
				path, start, next = mapped+".yaml", mapping.File(mapped), "name it in an import: mapping: %s"
				if start == nil {
					return badInput(fmt.Errorf("--mapping %q is not built in; there are %s", mapped, strings.Join(mapping.Words(), ", ")))
				}
			}
			if len(args) == 1 {
				path = args[0]
			}
			if len(from.files) > 0 {
				return p.writeFrom(cmd.Context(), path, from)
			}
			write := func(w io.Writer) error { _, err := w.Write(start); return err }
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
			p.say("wrote %s; "+next, path, path)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&schema, "schema", "", "print the JSON schema of scenario files; =mapping: of mapping files")
	f.Lookup("schema").NoOptDefVal = schemaOfScenario
	f.StringVar(&mapped, "mapping", "", "write a mapping that is built in: "+strings.Join(mapping.Words(), ", "))
	from.terms.addFlags(cmd)
	f.StringArrayVar(&from.files, "from", nil, "an inventory to start from, such as rvtools.xlsx; may be repeated")
	f.StringVar(&from.region, "region", "", "with --from: where machines run whose file names no region")
	f.StringVar(&from.by, "by", "", "with --from: size by allocated (the default) or utilisation")
	f.StringVar(&from.comfort, "comfort", "", "with --from and --by utilisation: a factor on what was measured, such as 1.3")
	f.StringVar(&from.os, "os", "", "with --from: what machines run whose file names no operating system")
	if source := f.Lookup("source"); source != nil {
		source.DefValue = string(ratebook.Retail)
		from.terms.source = string(ratebook.Retail)
	}
	return cmd
}

// The kinds of files that have a schema.
const schemaOfScenario, schemaOfMapping = "scenario", "mapping"

func printSchema(w io.Writer, of string) error {
	var schema any
	switch of {
	case schemaOfScenario:
		schema = scenario.Schema()
	case schemaOfMapping:
		schema = mapping.Schema()
	default:
		return badInput(fmt.Errorf("--schema %q is not known; there are %s and %s", of, schemaOfScenario, schemaOfMapping))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(schema)
}
