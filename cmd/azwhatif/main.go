// Command azwhatif is a what-if pricing simulator for Azure.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"azwhatif/internal/fence"
	"azwhatif/internal/secret"
	"azwhatif/internal/terminal"

	"github.com/spf13/cobra"
)

func main() {
	collectLater()
	os.Exit(run(interruptible(context.Background()), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Exit codes.
const (
	exitFailure  = 1
	exitBadInput = 2
	exitAlert    = 3
	exitUnpriced = 4
	exitTooOld   = 5

	exitInterrupted = 130
)

// exitError is an error that asks for an exit code of its own. What is no
// exitError is a failure.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// badInput marks an error as the user's to mend: a file, a flag, a value.
func badInput(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{exitBadInput, err}
}

// collectLater lets the heap grow to 32 MB before garbage is collected for the first
// time, and leaves the rest as it is: most commands end before, and a fourth of a small
// comparison's time went into it.
func collectLater() {
	if os.Getenv("GOGC") != "" {
		return
	}
	usual := debug.SetGCPercent(800) // of the 4 MB that a heap begins with
	runtime.AddCleanup(new([4]uintptr), func(percent int) { debug.SetGCPercent(percent) }, usual)
}

// program is what the commands share.
type program struct {
	ctx            context.Context // ends when the user interrupts
	config         config
	stdout, stderr io.Writer
	log            *slog.Logger // to stderr, at --log-level
	now            func() time.Time
	bookUsed       string // the ratebook, where it is not the user's own; "" where it is
	shelf          *shelf // of ratebooks that stay open; nil where each is opened anew
	wide           bool   // messages are not broken into lines

	fence *fence.Fence // outside of which no file is read or written for the page or an assistant; nil for a user's own commands
}

// say writes a message; --quiet keeps it back.
func (p *program) say(format string, args ...any) {
	if !p.config.Quiet {
		p.tell("", fmt.Sprintf(format, args...))
	}
}

// tell writes lines to stderr, each behind a prefix, without what would do things
// to a terminal: a file's name, or what a server says.
func (p *program) tell(prefix, text string) {
	for line := range strings.SplitSeq(text, "\n") {
		fmt.Fprintln(p.stderr, prefix+terminal.Clean(line))
	}
}

// shortSecret is the length from which a secret is looked for in what is printed
// to stdout: a shorter one could be a figure there.
const shortSecret = 8

// run is the program; it returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return (&program{}).command(ctx, args, stdin, stdout, stderr)
}

// command runs one command line; it returns the exit code.
func (p *program) command(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	stderr = secret.Writer(stderr, 0)
	out := &standardOutput{ctx: ctx, to: secret.Writer(stdout, shortSecret)}
	p.ctx, p.stdout, p.stderr, p.now = ctx, out, stderr, time.Now
	root := p.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(out)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil {
		fmt.Fprintln(stderr, interrupted)
		return exitInterrupted
	}
	if out.err != nil {
		err = out.err
	}
	if err == nil {
		return 0
	}
	p.tell("azwhatif: ", p.withBook(p.noFolder(err).Error()))
	return codeOf(err)
}

// codeOf is the one that an error asks for.
func codeOf(err error) int {
	var exit *exitError
	if errors.As(err, &exit) {
		return exit.code
	}
	return exitFailure
}

// newLog writes what the program does at a level and above; without the time,
// which a service manager adds by itself.
func newLog(w io.Writer, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelWarn // a level that is none was refused when the config was read
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: l}))
}

const help = `azwhatif compares what a workload would cost on Azure under several offers,
currencies, markets, regions and configurations.

Rate cards are kept in a local ratebook ("azwhatif fetch"). A scenario file
says what would be used ("azwhatif init" writes one to start from), and
"azwhatif compare" prices it under each of its cases.

Exit codes: 0 fine; 1 failure; 2 bad input; 3 an alert fired; 4 unpriced
usage above --max-unpriced; 5 a card older than --max-age; 130 interrupted.

Ctrl-C ends a command within a second, and leaves no half of a file; a second
one ends it at once.`

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "azwhatif",
		Short:         "A what-if pricing simulator for Azure",
		Long:          help,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArguments,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) (err error) {
			if err := foldWords(cmd.Flags()); err != nil {
				return badInput(err)
			}
			p.config, err = readConfig(cmd.Flags())
			if p.config.ratebookFlag {
				p.bookUsed = p.config.Ratebook
			}
			p.log = newLog(p.stderr, p.config.LogLevel)
			return err
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	addConfigFlags(root.PersistentFlags())
	root.SetFlagErrorFunc(wrongFlag)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { fmt.Fprint(cmd.OutOrStdout(), helpText(cmd, helpWidth())) })
	root.SetVersionTemplate("azwhatif {{.Version}}\n")
	root.AddCommand(
		p.alertCommand(), p.benefitsCommand(), p.breakEvenCommand(), p.cardsCommand(), p.chargebackCommand(), p.checkCommand(), p.commitmentsCommand(), p.compareCommand(), p.doctorCommand(), p.explainCommand(), p.fetchCommand(), p.forecastCommand(),
		p.estateCommand(), p.initCommand(), p.invoicesCommand(), p.manCommand(), p.mcpCommand(), p.metersCommand(), p.sizesCommand(), p.serveCommand(), p.reconcileCommand(), p.spendCommand(), p.usageCommand(), p.versionCommand(),
	)
	p.addCompletions(root)
	return root
}

// usageArgs makes wrong arguments bad input, and says where the help is.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return badInput(fmt.Errorf("%w; see %q", err, cmd.CommandPath()+" --help"))
		}
		return nil
	}
}
