package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/report"
	"azwhatif/internal/terminal"
	"azwhatif/ratebook/azure"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

const doctorHelp = `Doctor says what this installation has: its version, the settings in force and
where each comes from, the ratebook and how old its cards are, how it would sign in
to Azure, and the engines that it reads usage with. What is wrong is marked, with
what to do; the exit code is then 1. It asks nothing of the network, but with
--sign-in, which gets a token of Azure and throws it away.`

func (p *program) doctorCommand() *cobra.Command {
	var signIn bool
	cmd := &cobra.Command{
		Use:     "doctor",
		Short:   "Say what this installation has, and what is wrong with it",
		Long:    doctorHelp,
		Example: "  azwhatif doctor\n  azwhatif doctor --sign-in --credential cli",
		Args:    noArguments,
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.doctor(cmd.Context(), signIn) },
	}
	cmd.Flags().BoolVar(&signIn, "sign-in", false, "also try to sign in to Azure")
	addAzureFlags(cmd.Flags())
	addBillingAccount(cmd.Flags())
	return cmd
}

// checkup writes what the doctor finds.
type checkup struct {
	p     *program
	wrong int
}

func (c *checkup) say(what, format string, args ...any) {
	fmt.Fprintln(c.p.stdout, report.Wrap(fmt.Sprintf("%-10s ", what), fmt.Sprintf(format, args...), c.p.screen().Width))
}

// path says a line that has a path in it, which stays whole, to be copied.
func (c *checkup) path(what, format string, args ...any) {
	fmt.Fprintf(c.p.stdout, "%-10s %s\n", what, terminal.Clean(fmt.Sprintf(format, args...)))
}

// bad says what is wrong, and what to do.
func (c *checkup) bad(what, format string, args ...any) {
	c.wrong++
	c.say(what, "wrong: "+format, args...)
}

func (p *program) doctor(ctx context.Context, signIn bool) error {
	c := &checkup{p: p}
	c.say("version", "azwhatif %s, %s on %s/%s", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	c.config()
	c.ratebook(ctx)
	c.signIn(ctx, signIn)
	c.engines(ctx)
	c.terminal()
	if c.wrong > 0 {
		return fmt.Errorf("%s wrong", estimate.Plural(c.wrong, "thing"))
	}
	return nil
}

func (c *checkup) config() {
	if c.p.config.file == "" {
		c.say("config", "no config file")
	} else {
		c.path("config", "%s", c.p.config.file)
	}
	for _, s := range c.p.config.settings() {
		c.path("", "%s: %s (%s)", s.key, s.value, s.from)
	}
}

// maxTerms is how many cards are listed.
const maxTerms = 12

// staleAfter is the age from which the doctor calls a card old: Azure's prices change by
// the month.
const staleAfter = 31 * 24 * time.Hour

func (c *checkup) ratebook(ctx context.Context) {
	folder := c.p.config.Ratebook
	switch info, err := os.Stat(folder); {
	case folder == scenario.Sample:
		c.say("ratebook", "the sample cards that are built in")
	case folder == "":
		c.bad("ratebook", "there is no home directory to keep it in: give --ratebook a folder, or set HOME")
		return
	case errors.Is(err, fs.ErrNotExist):
		c.path("ratebook", `%s is not there yet; "azwhatif fetch" makes it`, folder)
		return
	case err != nil:
		c.bad("ratebook", "%v", err)
		return
	case !info.IsDir():
		c.bad("ratebook", "%s is not a folder: give --ratebook another one", folder)
		return
	default:
		c.path("ratebook", "%s", folder)
		if err := writable(folder); err != nil {
			c.bad("", "cards cannot be kept: %v", err)
		}
	}
	b, done, err := openBook(folder)
	if err != nil {
		c.bad("", "%v", err)
		return
	}
	defer done()
	headers, damage := b.Cards(ctx)
	for _, err := range damage {
		c.bad("", "%v", err)
	}
	sound := past(headers, c.p.now())
	if n := len(headers) - len(sound); n > 0 {
		c.bad("", "%s; set the clock right, or delete the folders and fetch again", fromFuture(n))
	}
	if len(sound) == 0 {
		c.say("", `no cards; take some in with "azwhatif fetch"`)
		return
	}
	list := newest(headers, c.p.now())
	c.say("", "%s; of each terms the newest:", estimate.Plural(len(sound), "card"))
	for i, h := range list {
		if i == maxTerms {
			c.say("", `… and %d more; "azwhatif cards list" has all`, len(list)-i)
			break
		}
		age := c.p.now().Sub(h.Provenance.Fetched)
		old := ""
		if age > staleAfter && folder != scenario.Sample {
			old = "; old: fetch it again"
		}
		c.say("", "%s: fetched %s, %s ago%s", h.Terms, h.Provenance.Fetched.Format(time.DateOnly), estimate.Plural(int(age.Hours()/24), "day"), old)
	}
}

// writable tries to write into a folder.
func writable(folder string) error {
	f, err := os.CreateTemp(folder, ".azwhatif-doctor-*")
	if err != nil {
		return err
	}
	f.Close()
	os.Remove(f.Name())
	return nil
}

func (c *checkup) signIn(ctx context.Context, try bool) {
	cfg := c.p.config.Azure
	if err := cfg.Validate(); err != nil {
		c.bad("sign-in", "%v", err)
		return
	}
	how := cmp.Or(cfg.Credential, "auto")
	c.say("sign-in", "%s, at %s", how, cfg.Endpoint())
	if cfg.Subscription == "" {
		c.say("", "no subscription to ask through: the RateCard API and usage need one (--subscription); retail prices need none")
	}
	for _, name := range []string{"AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE"} {
		if os.Getenv(name) != "" {
			c.say("", "%s is set", name)
		}
	}
	if _, err := exec.LookPath("az"); err == nil {
		c.say("", "the Azure CLI is installed")
	} else if how == "cli" {
		c.bad("", "the Azure CLI (az) is not found: install it, or choose another --credential")
	}
	if !try {
		return
	}
	if err := azure.SignIn(ctx, cfg, azure.Options{Version: version(), Log: c.p.log, Prompt: c.p.stderr}); err != nil {
		c.bad("", "%v", err)
		return
	}
	c.say("", "signed in")
}

func (c *checkup) engines(ctx context.Context) {
	if engine, err := usage.EngineSays(ctx); err != nil {
		c.bad("engines", "DuckDB: %v", err)
	} else {
		c.say("engines", "DuckDB %s, built in", engine)
	}
	if m := os.Getenv("AZWHATIF_MEMORY"); m != "" {
		c.say("", "an import of usage may take %s of memory (AZWHATIF_MEMORY)", m)
	}
	if c.p.config.clickHouseUser != "" {
		c.say("", "ClickHouse as the user of AZWHATIF_CLICKHOUSE_USER")
	}
	temp := filepath.Clean(os.TempDir())
	if err := writable(temp); err != nil {
		c.bad("", "the temporary folder %s cannot be written to: %v; set TMPDIR", temp, err)
		return
	}
	c.path("", "temporary files go to %s", temp)
}

func (c *checkup) terminal() {
	if !isTerminal(c.p.stdout) {
		c.say("terminal", "none: no colours, no progress")
		return
	}
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		c.say("terminal", "of unknown width")
		return
	}
	colours := "colours"
	if c.p.config.NoColor {
		colours = "no colours"
	}
	c.say("terminal", "%d columns, %s", width, colours)
}
