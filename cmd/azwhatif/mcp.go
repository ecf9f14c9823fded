package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"azwhatif/estimate/mcp"
	"azwhatif/internal/atomicfile"
	"azwhatif/internal/fence"
	"azwhatif/scenario"

	"github.com/spf13/cobra"
)

const mcpHelp = `Mcp is the engine for assistants: it speaks the Model Context Protocol over standard
input and output, until its client ends. An assistant finds meters and sizes, checks,
compares and explains scenarios, inspects exports and writes workbooks with it; each
answer has the figures that the command itself gives, as JSON, with its warnings first.

It reads and writes files of --folder only: no other folder, no link, no "..", and no
pipe. The ratebook and the config are your own, as for other commands. It asks nothing
of the network, unless --allow-fetch gives the assistant a tool to fetch prices with.`

func (p *program) mcpCommand() *cobra.Command {
	var folder string
	var fetch bool
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "Serve the engine to assistants, over standard input and output",
		Long:  mcpHelp,
		Example: `  azwhatif mcp --folder plans
  claude mcp add azwhatif -- azwhatif mcp --folder "$PWD"`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			around, err := fence.At(folder)
			if err != nil {
				return badInput(fmt.Errorf("--folder: %w", err))
			}
			args, err := p.settled()
			if err != nil {
				return err
			}
			// Names of files in answers are those that the command would print there.
			if err := os.Chdir(around.Dir()); err != nil {
				return err
			}
			in, ok := cmd.InOrStdin().(io.ReadCloser)
			if !ok {
				in = io.NopCloser(cmd.InOrStdin())
			}
			return mcp.Serve(cmd.Context(), assisted(around, args, fetch), in, keptOpen{p.stdout})
		},
	}
	cmd.Flags().StringVar(&folder, "folder", ".", "the folder whose files the assistant may read and write")
	cmd.Flags().BoolVar(&fetch, "allow-fetch", false, "let the assistant fetch prices over the network")
	return cmd
}

// settled are the flags by which a command in another folder has the config and the
// ratebook of this run.
func (p *program) settled() (args []string, err error) {
	args = []string{"--no-color"}
	if p.config.file != "" {
		file, err := filepath.Abs(p.config.file)
		if err != nil {
			return nil, err
		}
		args = append(args, "--config="+file)
	}
	book := p.config.Ratebook
	if book != "" && book != scenario.Sample {
		if book, err = filepath.Abs(book); err != nil {
			return nil, err
		}
	}
	if p.config.ratebookFlag { // it stands above a scenario's own
		return append(args, "--ratebook="+book), nil
	}
	return args, os.Setenv("AZWHATIF_RATEBOOK", book)
}

// assisted is the program for an assistant, within a fence. Each command is a run of its
// own.
func assisted(around *fence.Fence, args []string, fetch bool) mcp.Program {
	return mcp.Program{
		Version: version(), Fetch: fetch,
		Run: func(ctx context.Context, more []string, stdout, stderr io.Writer) (code int) {
			defer func() {
				if broken := recover(); broken != nil { // one call must not end the others
					fmt.Fprintf(stderr, "azwhatif: a fault of the program: %v\n", broken)
					code = exitFailure
				}
			}()
			one := &program{fence: around}
			return one.command(ctx, append(args[:len(args):len(args)], more...), strings.NewReader(""), stdout, stderr)
		},
		Place: func(name string, overwrite bool) error {
			if err := around.CheckNew(name); err != nil {
				return err
			}
			if _, err := os.Lstat(name); !overwrite && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("%s is there already: give another name, or say overwrite", name)
			}
			return nil
		},
		Write: func(ctx context.Context, name string, data []byte) error {
			return atomicfile.Write(ctx, name, func(w io.Writer) error { _, err := w.Write(data); return err })
		},
	}
}

// keptOpen is a writer that others may not close.
type keptOpen struct{ io.Writer }

func (keptOpen) Close() error { return nil }
