package azure

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook/azure/azuretest"

	armruntime "github.com/Azure/azure-sdk-for-go/sdk/azcore/arm/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
)

func TestValidate(t *testing.T) {
	stack := Config{Cloud: custom, ResourceManager: "https://management.local.azurestack.external", Audience: "https://management.azurestack.onmicrosoft.com/1234", Authority: "https://login.microsoftonline.com/"}
	with := func(change func(*Config)) Config {
		c := stack
		change(&c)
		return c
	}
	for _, c := range []struct {
		cfg  Config
		want string // "" for none
	}{
		{Config{}, ""},
		{Config{Cloud: "china", Credential: "cli", Tenant: "contoso.partner.onmschina.cn", Subscription: "22222222-2222-4222-8222-222222222222"}, ""},
		{stack, ""},
		{with(func(c *Config) { c.Audience = "22222222-2222-4222-8222-222222222222" }), ""},
		{with(func(c *Config) { c.Audience = "api://22222222-2222-4222-8222-222222222222" }), ""},
		{with(func(c *Config) {
			c.BlobHosts = []string{"localhost:1234", ".blob.local.azurestack.external", "[::1]:7"}
		}), ""},
		{Config{Cloud: "german"}, `azure.cloud "german" is not one of public, usgov, china, custom`},
		{Config{Audience: "https://x/"}, "azure.audience is for a cloud of your own: set azure.cloud to custom"},
		{Config{Credential: "password"}, `azure.credential "password" is not one of auto, browser, cli, device-code, env, managed-identity, workload-identity`},
		{Config{Subscription: "my subscription"}, "is not a subscription id"},
		{Config{Tenant: "a/b"}, "is not a tenant"},
		{Config{BillingAccount: "11111111-1111-4111-8111-111111111111:22222222-2222-4222-8222-222222222222_2019-05-31"}, ""},
		{Config{BillingAccount: "../1"}, "is not the name of a billing account"},
		{Config{Timeout: -1}, "azure.timeout -1ns is below zero"},
		{Config{BlobHosts: []string{"https://x"}}, "is not a host"},
		{Config{BlobHosts: []string{"*.example.com"}}, "is not a host"},
		{Config{BlobHosts: []string{""}}, "is not a host"},
		{with(func(c *Config) { c.Authority = "" }), "azure.authority is missing: azure.cloud custom needs it; RESOURCE_MANAGER/metadata/endpoints"},
		{with(func(c *Config) { c.ResourceManager = "http://management.local" }), `azure.resource_manager "http://management.local" is not https`},
		{with(func(c *Config) { c.ResourceManager = "management.local" }), "is not an address such as"},
		{with(func(c *Config) { c.ResourceManager = "https://user:pw@management.local" }), "leave the user and password out"},
		{with(func(c *Config) { c.ResourceManager = "https://management.local/?sig=pw" }), "leave out what follows the path"},
		{with(func(c *Config) { c.Authority = "https://adfs.local.azurestack.external/adfs" }), `leave out "/adfs", and set azure.tenant to adfs`},
		{with(func(c *Config) { c.Authority = "https://login.microsoftonline.com/contoso" }), "the tenant is azure.tenant"},
		{with(func(c *Config) { c.Audience = "https://management.local/.default" }), "leave out /.default"},
		{with(func(c *Config) { c.Audience = "management" }), "is neither an https:// or api:// URL nor an application's id"},
	} {
		err := c.cfg.Validate()
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v:\n got %v\nwant %s", c.cfg, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "pw") {
			t.Errorf("a password in %v", err)
		}
	}
}

// TestClouds holds the addresses against azcore's own.
func TestClouds(t *testing.T) {
	_ = armruntime.NewPipeline // whose package fills in the Services
	for name, theirs := range map[string]cloud.Configuration{"public": cloud.AzurePublic, "usgov": cloud.AzureGovernment, "china": cloud.AzureChina, "": cloud.AzurePublic} {
		ours := Config{Cloud: name}.cloud()
		if ours.ActiveDirectoryAuthorityHost != theirs.ActiveDirectoryAuthorityHost || ours.Services[cloud.ResourceManager] != theirs.Services[cloud.ResourceManager] {
			t.Errorf("%s: %+v, azcore has %+v", name, ours, theirs)
		}
	}
}

func TestAllows(t *testing.T) {
	public := Config{}
	china := Config{Cloud: "china"}
	own := Config{Cloud: custom, BlobHosts: []string{"cards.example", "localhost:8443", ".blob.stack.example"}}
	for _, c := range []struct {
		cfg  Config
		url  string
		want bool
	}{
		{public, "https://ratecard.blob.core.windows.net/x", true},
		{public, "https://RateCard.blob.core.windows.net:443/x", true},
		{public, "https://ratecard.blob.core.windows.net:8443/x", false},
		{public, "https://blob.core.windows.net/x", false},
		{public, "https://.blob.core.windows.net/x", false},
		{public, "https://ratecard.blob.core.windows.net.evil.example/x", false},
		{public, "https://evilblob.core.windows.net/x", false},
		{public, "https://ratecard.blob.core.chinacloudapi.cn/x", false},
		{china, "https://ratecard.blob.core.chinacloudapi.cn/x", true},
		{china, "https://ratecard.blob.core.windows.net/x", false},
		{own, "https://ratecard.blob.core.windows.net/x", false},
		{own, "https://cards.example/x", true},
		{own, "https://cards.example:444/x", false},
		{own, "https://a.cards.example/x", false},
		{own, "https://localhost:8443/x", true},
		{own, "https://localhost/x", false},
		{own, "https://one.blob.stack.example/x", true},
	} {
		u, err := url.Parse(c.url)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.cfg.allows(u); got != c.want {
			t.Errorf("%s in cloud %q: %v", c.url, c.cfg.Cloud, got)
		}
	}
}

// TestCredentials: each way to sign in can be made, or says what it lacks.
func TestCredentials(t *testing.T) {
	for _, name := range []string{"AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_USERNAME", "AZURE_TOKEN_CREDENTIALS"} {
		t.Setenv(name, "") // puts it back afterwards
		_ = os.Unsetenv(name)
	}
	lacks := map[string]string{"env": "AZURE_TENANT_ID", "workload-identity": "AZURE_FEDERATED_TOKEN_FILE"}
	for _, name := range Credentials() {
		cred, err := NewCredential(Config{Credential: name}, Options{Prompt: &bytes.Buffer{}})
		if want := lacks[name]; want == "" && (err != nil || cred == nil) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := New(Config{}, nil, Options{}); err == nil {
		t.Error("a client without a credential")
	}
	if _, err := NewCredential(Config{CAFile: filepath.Join(t.TempDir(), "none.pem")}, Options{}); err == nil || !strings.Contains(err.Error(), "azure.ca_file") {
		t.Error(err)
	}
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("no certificate"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := NewCredential(Config{CAFile: empty}, Options{}); err == nil || !strings.Contains(err.Error(), "holds no certificate in PEM") {
		t.Error(err)
	}
}

// TestCertificate signs in with a certificate, by azidentity's own way and with
// a tenant of the Config.
func TestCertificate(t *testing.T) {
	s := azuretest.Start(t, azuretest.Options{Direct: true})
	cfg := configOf(t, s)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "azwhatif test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "application.pem")
	text := append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})...)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AZURE_CLIENT_SECRET", "")
	t.Setenv("AZURE_CLIENT_CERTIFICATE_PATH", path)
	for _, tenant := range []string{s.Tenant, "other"} {
		t.Setenv("AZURE_TENANT_ID", tenant)
		cfg.Tenant = s.Tenant
		res, err := connect(t, cfg, nil).Get(context.Background(), cardPath(s), cardQuery("MS-AZR-0003P"))
		if err != nil {
			t.Fatalf("%s: %v", tenant, err)
		}
		_ = res.Body.Close()
	}
}
