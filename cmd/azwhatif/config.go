package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

// config is what flags, the environment (AZWHATIF_…) and the config file say,
// in this order of precedence.
type config struct {
	Ratebook string `mapstructure:"ratebook"`  // a folder, or "sample"
	LogLevel string `mapstructure:"log-level"` // debug, info, warn, error
	NoColor  bool   `mapstructure:"no-color"`
	Quiet    bool   `mapstructure:"quiet"`

	ratebookFlag bool // the command line itself names the ratebook
}

// configKeys are the keys of the config file; each is a flag, too, and, in
// capitals behind AZWHATIF_, a variable.
var configKeys = []string{"ratebook", "log-level", "no-color", "quiet"}

func addConfigFlags(flags *pflag.FlagSet) {
	flags.String("config", "", "config file (default: azwhatif/config.yaml in the user's config directory)")
	flags.String("ratebook", "", `folder of the ratebook, or "sample" for the cards built in`)
	flags.String("log-level", "warn", "debug, info, warn or error")
	flags.Bool("no-color", false, "no colours")
	flags.Bool("quiet", false, "no messages but errors")
}

func readConfig(flags *pflag.FlagSet) (config, error) {
	v := viper.New()
	v.SetEnvPrefix("AZWHATIF")
	v.SetEnvKeyReplacer(strings.NewReplacer("-", "_", ".", "_"))
	v.AutomaticEnv()
	for _, name := range configKeys {
		if err := v.BindPFlag(name, flags.Lookup(name)); err != nil {
			return config{}, err
		}
	}
	if err := readConfigFile(v, flags); err != nil {
		return config{}, badInput(err)
	}
	c := config{ratebookFlag: flags.Changed("ratebook")}
	if err := v.Unmarshal(&c); err != nil {
		return c, badInput(fmt.Errorf("config file %s: %w", v.ConfigFileUsed(), err))
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
		dir, err := dataDir()
		if err != nil {
			return c, err
		}
		c.Ratebook = filepath.Join(dir, "azwhatif", "ratebook")
	}
	return c, nil
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
	for _, key := range v.AllKeys() {
		if !slices.Contains(configKeys, key) {
			return fmt.Errorf("config file %s: %q is not a key; its keys are %s", path, key, strings.Join(configKeys, ", "))
		}
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
		if err != nil {
			return "", fmt.Errorf("no home directory to keep the ratebook in; give --ratebook: %w", err)
		}
		return filepath.Join(home, ".local", "share"), nil
	}
}
