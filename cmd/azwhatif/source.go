package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"azwhatif/ratebook/azure"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/pflag"
)

// usageFlags say which usage a command takes, and how it is read. Files are the
// command's arguments, or those of --usage.
type usageFlags struct {
	usage.Spec
	clickHouse, kusto, table string
}

// addSourceFlags adds the flags that name a table of usage, in the place of files.
func (u *usageFlags) addSourceFlags(f *pflag.FlagSet) {
	f.StringVar(&u.clickHouse, "clickhouse", "", "instead of files: where a table is, clickhouse://host:9000/database")
	f.StringVar(&u.kusto, "kusto", "", "instead of files: https://cluster/database of Data Explorer or Fabric")
	f.StringVar(&u.table, "table", "", `the table there that has an export's columns, or (Kusto) "Costs()"`)
	f.Bool("no-cache", false, "read all files anew, and keep no sums of them for the next time")
}

// named tells whether the command line says where the usage is.
func (u *usageFlags) named() bool {
	return len(u.Files) > 0 || u.clickHouse != "" || u.kusto != "" || u.table != ""
}

// source settles where the usage is: as the command line says, or else the config
// file. That neither says it is an error.
func (p *program) source(u *usageFlags) error {
	from := scenario.Source{Files: u.Files, Table: u.table}
	clickHouse, kusto, setting := u.clickHouse, u.kusto, "--"
	if usual := p.config.Usage; !u.named() {
		from = scenario.Source{Files: usual.Files, Table: usual.Table}
		clickHouse, kusto, setting = usual.ClickHouse, usual.Kusto, "usage."
		u.Dir, u.Format = filepath.Dir(p.config.file), cmp.Or(u.Format, usual.Format)
	}
	var err error
	if clickHouse != "" {
		if from.ClickHouse, err = scenario.ParseClickHouse(clickHouse); err != nil {
			return badInput(fmt.Errorf("%sclickhouse: %w", setting, err))
		}
	}
	if kusto != "" {
		if from.Kusto, err = scenario.ParseKusto(kusto); err != nil {
			return badInput(fmt.Errorf("%skusto: %w", setting, err))
		}
	}
	if err := from.Check(); err != nil {
		return badInput(err)
	}
	return badInput(p.take(&u.Spec, from))
}

// take has a Spec take its usage from a source.
func (p *program) take(s *usage.Spec, from scenario.Source) error {
	s.Files = from.Files
	if from.Table == "" {
		return nil
	}
	if p.fence != nil {
		return errors.New(`usage of a table in ClickHouse or Kusto is read over the network, which neither the page nor an assistant does: run "azwhatif compare" in a terminal`)
	}
	if from.Kusto.Cluster != "" {
		if err := p.config.Kusto.trusts(from.Kusto.Cluster); err != nil {
			return err
		}
		s.Kusto = p.kusto(from)
		return nil
	}
	set := p.config.ClickHouse
	s.Warehouse = &usage.Warehouse{
		ClickHouse: from.ClickHouse, Table: from.Table, User: p.config.clickHouseUser, Password: p.config.clickHousePassword,
		CAFile: set.CAFile, Dial: set.ConnectTimeout, Quiet: set.Timeout,
		Tell: func(text string) { p.say("%s", text) },
	}
	return nil
}

// kusto is a table of Kusto's, and how it is reached.
func (p *program) kusto(from scenario.Source) *usage.Kusto {
	set := p.config.Kusto
	timeout := cmp.Or(set.Timeout, usage.DefaultQueryTime)
	return &usage.Kusto{
		At: from.Kusto, Table: from.Table, Timeout: timeout,
		Tell: func(text string) { p.say("%s", text) },
		Open: func() (*azure.Client, error) {
			cfg, opt := p.config.Azure, azure.Options{Version: version(), Log: p.log, Prompt: p.stderr}
			// nothing comes before the whole is calculated
			cfg.TryTimeout, cfg.Timeout = timeout+30*time.Second, max(cfg.Timeout, 3*timeout)
			cred, err := azure.NewCredential(cfg, opt)
			if err != nil {
				return nil, err
			}
			return azure.NewAt(from.Kusto.Cluster, cmp.Or(set.Audience, from.Kusto.Cluster), cfg, cred, opt)
		},
	}
}

// usual is where usage is taken from where the command line names none: what an
// import names by the same keys. Files are relative to the config file.
type usual struct {
	Files      []string `mapstructure:"files"`
	ClickHouse string   `mapstructure:"clickhouse"`
	Kusto      string   `mapstructure:"kusto"`
	Table      string   `mapstructure:"table"`
	Format     string   `mapstructure:"format"`
	Cache      string   `mapstructure:"cache"` // a folder, or "none"; "" is the user's own for such files
}

// clickHouseConfig is how ClickHouse is reached; 0 is the default.
type clickHouseConfig struct {
	CAFile         string        `mapstructure:"ca_file"`         // PEM; trusted beside the system's own
	ConnectTimeout time.Duration `mapstructure:"connect_timeout"` // until a server is connected
	Timeout        time.Duration `mapstructure:"timeout"`         // without a further row read or sent
}

func (c clickHouseConfig) validate() error {
	for key, d := range map[string]time.Duration{"connect_timeout": c.ConnectTimeout, "timeout": c.Timeout} {
		if d < 0 {
			return fmt.Errorf("clickhouse.%s %s is not a time such as 5m", key, d)
		}
	}
	return nil
}

// kustoConfig is how Kusto is reached, beside azure's own settings; 0 and "" are the default.
type kustoConfig struct {
	Audience string        `mapstructure:"audience"` // whom tokens are for: left out, the cluster itself
	Hosts    []string      `mapstructure:"hosts"`    // further hosts that tokens for the audience may be sent to
	Timeout  time.Duration `mapstructure:"timeout"`  // of a query, on the cluster
}

func (c kustoConfig) validate() error {
	if c.Timeout < 0 || c.Timeout > usage.DefaultQueryTime || c.Timeout > 0 && c.Timeout < time.Second {
		return fmt.Errorf("kusto.timeout %s is not a time such as 20m, of a second to an hour", c.Timeout)
	}
	return nil
}

// kustoHosts end the names of clusters of Azure Data Explorer, Synapse and Fabric, in all clouds.
var kustoHosts = []string{".kusto.windows.net", ".kusto.fabric.microsoft.com", ".kusto.data.microsoft.com", ".kusto.azuresynapse.net",
	".kusto.usgovcloudapi.net", ".kusto.chinacloudapi.cn"}

// trusts says whether a cluster may get a token. One for the cluster itself is good for no
// other; one for kusto.audience is, and goes to Microsoft's own hosts and those of kusto.hosts
// only: a scenario can name any address.
func (c kustoConfig) trusts(cluster string) error {
	at, err := url.Parse(cluster)
	if err != nil || c.Audience == "" {
		return err
	}
	host := strings.ToLower(at.Hostname())
	if slices.ContainsFunc(kustoHosts, func(end string) bool { return strings.HasSuffix(host, end) }) || slices.Contains(c.Hosts, host) {
		return nil
	}
	return fmt.Errorf("a token for kusto.audience is not sent to %s, which is no host of Kusto's; if it is yours, add it to kusto.hosts", host)
}

// unread marks an error of reading usage as the user's to mend, but for one of servers
// that do not answer.
func unread(err error) error {
	if down := (*usage.DownError)(nil); errors.As(err, &down) {
		return err
	}
	return badInput(err)
}
