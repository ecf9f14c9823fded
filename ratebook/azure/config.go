package azure

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Config says which cloud, and as whom. Its tags are the keys of the config
// file below "azure.". A zero field has its default.
type Config struct {
	Cloud string `mapstructure:"cloud"` // public (the default), usgov, china or custom

	// A custom cloud's own addresses, such as those of an Azure Stack Hub: all
	// three are needed. They are listed by RESOURCE_MANAGER/metadata/endpoints?api-version=2015-01-01.
	ResourceManager string `mapstructure:"resource_manager"`
	Audience        string `mapstructure:"audience"` // whom tokens are for: a URL or an application's id, without "/.default"
	Authority       string `mapstructure:"authority"`

	CAFile                   string   `mapstructure:"ca_file"` // PEM; trusted beside the system's own
	DisableInstanceDiscovery bool     `mapstructure:"disable_instance_discovery"`
	BlobHosts                []string `mapstructure:"blob_hosts"` // further hosts that may serve a card; a port counts where it is stated

	Tenant       string `mapstructure:"tenant"`
	Subscription string `mapstructure:"subscription"`
	Credential   string `mapstructure:"credential"` // see Credentials; default auto

	BillingAccount string `mapstructure:"billing_account"` // an EA's enrollment number, or the name of an MCA's account, such as GUID:GUID_2019-05-31

	TryTimeout    time.Duration `mapstructure:"try_timeout"`     // until an answer begins, and between two pieces of it; default 2 minutes
	Timeout       time.Duration `mapstructure:"timeout"`         // for one answer, with all tries and waits, read to its end, or of a blob until it begins; default 20 minutes
	MaxRetryAfter time.Duration `mapstructure:"max_retry_after"` // the longest Retry-After that is waited for; default 5 minutes
	RetryDelay    time.Duration `mapstructure:"retry_delay"`     // before the first retry; it grows, with jitter; default 800 ms
	Retries       int           `mapstructure:"retries"`         // after the first try; default 4, none below 0
}

// Defaults of a Config.
const (
	DefaultTryTimeout    = 2 * time.Minute
	DefaultTimeout       = 20 * time.Minute
	DefaultMaxRetryAfter = 5 * time.Minute
	DefaultRetryDelay    = 800 * time.Millisecond
	DefaultRetries       = 4
)

func (c Config) withDefaults() Config {
	def := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	def(&c.TryTimeout, DefaultTryTimeout)
	def(&c.Timeout, DefaultTimeout)
	def(&c.MaxRetryAfter, DefaultMaxRetryAfter)
	def(&c.RetryDelay, DefaultRetryDelay)
	if c.Retries == 0 {
		c.Retries = DefaultRetries
	}
	if c.Cloud == "" {
		c.Cloud = "public"
	}
	if c.Credential == "" {
		c.Credential = "auto"
	}
	return c
}

// Validate says what is wrong with the configuration, by its keys. It neither
// reads a file nor asks anyone.
func (c Config) Validate() error {
	c = c.withDefaults()
	if c.Cloud == custom {
		if err := c.validateCustom(); err != nil {
			return err
		}
	} else {
		if _, ok := clouds[c.Cloud]; !ok {
			return fmt.Errorf("azure.cloud %q is not one of public, usgov, china, custom", c.Cloud)
		}
		for _, k := range []struct{ key, value string }{
			{"resource_manager", c.ResourceManager}, {"audience", c.Audience}, {"authority", c.Authority},
		} {
			if k.value != "" {
				return fmt.Errorf("azure.%s is for a cloud of your own: set azure.cloud to custom, or leave azure.%s out", k.key, k.key)
			}
		}
	}
	if !slices.Contains(Credentials(), c.Credential) {
		return fmt.Errorf("azure.credential %q is not one of %s", c.Credential, strings.Join(Credentials(), ", "))
	}
	if c.Subscription != "" && !guid.MatchString(c.Subscription) {
		return fmt.Errorf("azure.subscription %q is not a subscription id such as 00000000-0000-0000-0000-000000000000", c.Subscription)
	}
	if c.Tenant != "" && !tenant.MatchString(c.Tenant) {
		return fmt.Errorf("azure.tenant %q is not a tenant: give its id or one of its domains, such as contoso.onmicrosoft.com", c.Tenant)
	}
	if c.BillingAccount != "" && !billingAccount.MatchString(c.BillingAccount) {
		return fmt.Errorf("azure.billing_account %q is not the name of a billing account: an enrollment's number, such as 123456, or one such as 00000000-0000-0000-0000-000000000000:00000000-0000-0000-0000-000000000000_2019-05-31", c.BillingAccount)
	}
	for _, h := range c.BlobHosts {
		if _, _, err := splitHost(h); err != nil {
			return fmt.Errorf("azure.blob_hosts: %w", err)
		}
	}
	for _, d := range []struct {
		key   string
		value time.Duration
	}{{"try_timeout", c.TryTimeout}, {"timeout", c.Timeout}, {"max_retry_after", c.MaxRetryAfter}, {"retry_delay", c.RetryDelay}} {
		if d.value < 0 {
			return fmt.Errorf("azure.%s %s is below zero", d.key, d.value)
		}
	}
	return nil
}

var (
	guid   = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	tenant = regexp.MustCompile(`^[0-9A-Za-z.-]+$`)

	billingAccount = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z:_-]{0,199}$`)
)

func (c Config) validateCustom() error {
	const where = "; RESOURCE_MANAGER/metadata/endpoints?api-version=2015-01-01 lists a cloud's addresses"
	for _, k := range []struct{ key, value string }{
		{"resource_manager", c.ResourceManager}, {"audience", c.Audience}, {"authority", c.Authority},
	} {
		if k.value == "" {
			return fmt.Errorf("azure.%s is missing: azure.cloud custom needs it%s", k.key, where)
		}
	}
	if _, err := endpoint("azure.resource_manager", c.ResourceManager); err != nil {
		return err
	}
	u, err := endpoint("azure.authority", c.Authority)
	if err != nil {
		return err
	}
	switch path := strings.Trim(u.Path, "/"); {
	case strings.EqualFold(path, "adfs"):
		return fmt.Errorf("azure.authority %q: leave out %q, and set azure.tenant to adfs", c.Authority, "/"+path)
	case path != "":
		return fmt.Errorf("azure.authority %q: leave out the path %q; the tenant is azure.tenant", c.Authority, u.Path)
	}
	return validateAudience(c.Audience)
}

func validateAudience(s string) error {
	if guid.MatchString(s) {
		return nil
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "api") || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return fmt.Errorf("azure.audience %q is neither an https:// or api:// URL nor an application's id", withoutQuery(s))
	case strings.HasSuffix(u.Path, "/.default"):
		return fmt.Errorf("azure.audience %q: leave out /.default", s)
	}
	return nil
}

// endpoint reads an address that requests are sent to. It is https: a token
// would be readable on its way otherwise.
func endpoint(key, s string) (*url.URL, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		return nil, fmt.Errorf("%s %q is not an address such as https://management.azure.com", key, withoutQuery(s))
	case u.Scheme != "https":
		return nil, fmt.Errorf("%s %q is not https", key, withoutQuery(s))
	case u.User != nil:
		return nil, fmt.Errorf("%s: leave the user and password out of the address of %s", key, u.Host)
	case u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("%s %q: leave out what follows the path", key, withoutQuery(s))
	}
	return u, nil
}

// splitHost reads "host" or "host:port"; the port is "" where it is not stated.
func splitHost(s string) (host, port string, err error) {
	host = s
	if h, p, e := net.SplitHostPort(s); e == nil {
		host, port = h, p
	}
	if host == "" || strings.Trim(port, "0123456789") != "" || strings.ContainsAny(host, "/@?#* ") || (strings.Contains(host, ":") && net.ParseIP(host) == nil) {
		return "", "", fmt.Errorf("%q is not a host such as cards.blob.example.com or one with a port", withoutQuery(s))
	}
	return strings.ToLower(host), port, nil
}

// withoutQuery cuts off what may hold a signature or a password.
func withoutQuery(s string) string {
	s, _, _ = strings.Cut(s, "?")
	if i := strings.LastIndex(s, "@"); i >= 0 {
		s = s[i+1:]
	}
	return s
}
