package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"azwhatif/internal/secret"
	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
	"azwhatif/scenario/usage"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

// config is what flags, the environment (AZWHATIF_…) and the config file say,
// in this order of precedence.
type config struct {
	Ratebook string       `mapstructure:"ratebook"`  // a folder, or "sample"; "" where there is no home
	LogLevel string       `mapstructure:"log-level"` // debug, info, warn, error
	NoColor  bool         `mapstructure:"no-color"`
	Quiet    bool         `mapstructure:"quiet"`
	Azure    azure.Config `mapstructure:"azure"`
	Retail   struct {
		Endpoint string `mapstructure:"endpoint"` // of the Retail Prices, where it is not the usual one
	} `mapstructure:"retail"`
	Partner struct {
		Endpoint string `mapstructure:"endpoint"` // of Partner Center, where it is not the usual one
	} `mapstructure:"partner"`
	Usage      usual            `mapstructure:"usage"` // where usage is, for a command that names none
	ClickHouse clickHouseConfig `mapstructure:"clickhouse"`
	Kusto      kustoConfig      `mapstructure:"kusto"`
	Fetch      []fetchList      `mapstructure:"fetch"`   // what "fetch" gets without being told
	Webhook    string           `mapstructure:"webhook"` // where "alert" sends to; it may be a secret

	maxResponse int64 // fetch.max_response, in bytes; 0 is the default

	webhookSecret string // that messages are signed with; from AZWHATIF_WEBHOOK_SECRET alone

	// The user of ClickHouse, from AZWHATIF_CLICKHOUSE_USER and …_PASSWORD alone.
	clickHouseUser     string
	clickHousePassword usage.Secret

	memory int64 // AZWHATIF_MEMORY, bytes that an import of usage may take; 0 is the default

	ratebookFlag bool // the command line itself names the ratebook

	file     string           // the config file that was read; "" for none
	settings func() []setting // what is not left to its default
}

// setting is where a key of the config is set, and as what.
type setting struct{ key, value, from string }

// settings lists the keys that are set: by a flag, a variable or the file, in this order
// of precedence.
func settings(v *viper.Viper, flags *pflag.FlagSet) (list []setting) {
	for _, key := range configKeys() {
		name := cmp.Or(azureFlags[key], key)
		variable := "AZWHATIF_" + strings.ToUpper(strings.NewReplacer("-", "_", ".", "_").Replace(key))
		from := ""
		switch flag := flags.Lookup(name); {
		case flag != nil && flag.Changed:
			from = "--" + name
		case os.Getenv(variable) != "":
			from = variable
		case v.InConfig(key):
			from = v.ConfigFileUsed()
		default:
			continue
		}
		value := fmt.Sprint(v.Get(key))
		if key == "fetch" {
			value = "cards to fetch"
		}
		list = append(list, setting{key, value, from})
	}
	return list
}

// fetchList asks for a card for each combination of its lists.
type fetchList struct {
	Source     string   `mapstructure:"source"`
	Offers     []string `mapstructure:"offers"`
	Currencies []string `mapstructure:"currencies"`
	Markets    []string `mapstructure:"markets"`
	Locale     string   `mapstructure:"locale"`
	Regions    []string `mapstructure:"regions"`
	Services   []string `mapstructure:"services"`

	// Of price sheets: whose, and of which month; those of the command line or of azure
	// where they are left out.
	BillingAccount string `mapstructure:"billing_account"`
	BillingProfile string `mapstructure:"billing_profile"`
	BillingPeriod  string `mapstructure:"billing_period"`
}

func addConfigFlags(flags *pflag.FlagSet) {
	flags.String("config", "", "config file (default: azwhatif/config.yaml in the user's config directory)")
	flags.String("ratebook", "", `folder of the ratebook, or "sample" for the cards built in`)
	flags.String("log-level", "warn", "debug, info, warn or error")
	flags.Bool("no-color", false, "no colours")
	flags.Bool("quiet", false, "no messages but errors")
}

// azureFlags are the flags of commands that ask Azure, by their config keys.
var azureFlags = map[string]string{
	"azure.cloud": "cloud", "azure.tenant": "tenant", "azure.subscription": "subscription", "azure.credential": "credential",
	"azure.billing_account": "billing-account",
}

func addAzureFlags(flags *pflag.FlagSet) {
	flags.String("cloud", "", "public (the default), usgov, china or custom")
	flags.String("tenant", "", "the tenant to sign in to")
	flags.String("subscription", "", "the id of the subscription to ask through")
	flags.String("credential", "", "how to sign in: "+strings.Join(azure.Credentials(), ", ")+" (default auto)")
}

// addBillingAccount adds the flag of commands that ask about a billing account.
func addBillingAccount(flags *pflag.FlagSet) {
	flags.String("billing-account", "", "the billing account: an enrollment's number, or the name of a Microsoft Customer Agreement's")
}

// configKeys are the keys of the config file, all lists under "fetch" in one.
// But for that one, each is also a variable: AZWHATIF_AZURE_CA_FILE for
// azure.ca_file.
func configKeys() []string {
	keys := []string{"ratebook", "log-level", "no-color", "quiet", "retail.endpoint", "partner.endpoint", "webhook", "fetch"}
	of := func(prefix string, t reflect.Type) {
		for i := range t.NumField() {
			keys = append(keys, prefix+t.Field(i).Tag.Get("mapstructure"))
		}
	}
	of("azure.", reflect.TypeFor[azure.Config]())
	of("usage.", reflect.TypeFor[usual]())
	of("clickhouse.", reflect.TypeFor[clickHouseConfig]())
	of("kusto.", reflect.TypeFor[kustoConfig]())
	return keys
}

func readConfig(flags *pflag.FlagSet) (config, error) {
	v := viper.New()
	v.SetEnvPrefix("AZWHATIF")
	v.SetEnvKeyReplacer(strings.NewReplacer("-", "_", ".", "_"))
	for _, key := range configKeys() {
		if key != "fetch" {
			if err := v.BindEnv(key); err != nil {
				return config{}, err
			}
		}
		name, ok := azureFlags[key]
		if !ok {
			name = key
		}
		if flag := flags.Lookup(name); flag != nil {
			if err := v.BindPFlag(key, flag); err != nil {
				return config{}, err
			}
		}
	}
	if err := readConfigFile(v, flags); err != nil {
		return config{}, badInput(err)
	}
	c := config{ratebookFlag: flags.Changed("ratebook"), webhookSecret: os.Getenv("AZWHATIF_WEBHOOK_SECRET"),
		clickHouseUser: os.Getenv("AZWHATIF_CLICKHOUSE_USER"), clickHousePassword: usage.Secret(os.Getenv("AZWHATIF_CLICKHOUSE_PASSWORD"))}
	defer c.keepSecrets()
	c.settings = func() []setting { return settings(v, flags) }
	if v.ConfigFileUsed() != "" {
		if _, err := os.Stat(v.ConfigFileUsed()); err == nil {
			c.file = v.ConfigFileUsed()
		}
	}
	if s := os.Getenv("AZWHATIF_MEMORY"); s != "" {
		n, ok := parseBytes(s)
		if !ok || n < 256<<20 {
			return c, badInput(fmt.Errorf("AZWHATIF_MEMORY %q is not a size such as 4 GB, of at least 256 MB", s))
		}
		c.memory = n
	}
	var err error
	if c.maxResponse, err = maxResponse(v, flags); err != nil {
		return c, badInput(err)
	}
	if err := v.UnmarshalExact(&c); err != nil {
		why := strings.Join(strings.Fields(err.Error()), " ") // mapstructure writes paragraphs
		return c, badInput(fmt.Errorf("config file %s, or a variable AZWHATIF_…: %s", v.ConfigFileUsed(), why))
	}
	for _, err := range []error{c.ClickHouse.validate(), c.Kusto.validate()} {
		if err != nil {
			return c, badInput(err)
		}
	}
	if flag := flags.Lookup("no-cache"); flag != nil && flag.Value.String() == "true" {
		c.Usage.Cache = noCache
	}
	switch c.LogLevel {
	case "debug", "info", "warn", "error":
	default:
		return c, badInput(fmt.Errorf("log-level %q is not one of debug, info, warn, error", c.LogLevel))
	}
	if os.Getenv("NO_COLOR") != "" {
		c.NoColor = true
	}
	if c.Ratebook == "" {
		if dir, err := dataDir(); err == nil {
			c.Ratebook = filepath.Join(dir, "azwhatif", "ratebook")
		}
	}
	return c, nil
}

// keepSecrets has what must not be shown replaced wherever it is printed.
func (c *config) keepSecrets() {
	secret.KeepAddress(c.Webhook)
	secret.Keep(c.webhookSecret)
	secret.Keep(string(c.clickHousePassword))
	for _, name := range []string{"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD"} {
		secret.Keep(os.Getenv(name))
	}
}

// readConfigFile reads the file that --config names, which must be there, or
// the usual one, which need not.
func readConfigFile(v *viper.Viper, flags *pflag.FlagSet) error {
	path, err := flags.GetString("config")
	if err != nil {
		return err
	}
	optional := path == ""
	if optional {
		dir, err := os.UserConfigDir()
		if err != nil {
			return nil // no home, no usual file
		}
		path = filepath.Join(dir, "azwhatif", "config.yaml")
	}
	v.SetConfigFile(path)
	v.SetConfigType("yaml")
	err = v.ReadInConfig()
	if optional && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("config file %s: %w", path, err)
	}
	keys := append(configKeys(), "fetch.cards", "fetch.max_response")
	for _, key := range v.AllKeys() {
		if slices.Contains(keys, key) {
			continue
		}
		near := ratebook.NearestWords(key, keys, 1)
		if near == nil {
			near = keys
		}
		return fmt.Errorf("config file %s: %q is not a key; did you mean %s?", path, key, strings.Join(near, ", "))
	}
	return nil
}

// dataDir is where the system keeps a user's data.
func dataDir() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return dir, nil
	}
	switch runtime.GOOS {
	case "windows", "darwin":
		return os.UserConfigDir() // %AppData%, ~/Library/Application Support
	default:
		home, err := os.UserHomeDir()
		return filepath.Join(home, ".local", "share"), err
	}
}
