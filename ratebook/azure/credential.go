package azure

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// credentials are the ways to sign in, by their names in azure.credential.
var credentials = map[string]func(signIn) (azcore.TokenCredential, error){
	"auto": auto,
	"cli": func(s signIn) (azcore.TokenCredential, error) {
		return azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{TenantID: s.tenant})
	},
	"env": environment,
	"device-code": func(s signIn) (azcore.TokenCredential, error) {
		return azidentity.NewDeviceCodeCredential(&azidentity.DeviceCodeCredentialOptions{
			ClientOptions: s.client, TenantID: s.tenant, DisableInstanceDiscovery: s.noDiscovery,
			UserPrompt: func(_ context.Context, m azidentity.DeviceCodeMessage) error {
				_, err := fmt.Fprintln(s.prompt, printable(m.Message))
				return err
			},
		})
	},
	"browser": func(s signIn) (azcore.TokenCredential, error) {
		return azidentity.NewInteractiveBrowserCredential(&azidentity.InteractiveBrowserCredentialOptions{
			ClientOptions: s.client, TenantID: s.tenant, DisableInstanceDiscovery: s.noDiscovery,
		})
	},
	"managed-identity": func(s signIn) (azcore.TokenCredential, error) {
		o := &azidentity.ManagedIdentityCredentialOptions{ClientOptions: s.client}
		if id := os.Getenv("AZURE_CLIENT_ID"); id != "" { // a user-assigned one
			o.ID = azidentity.ClientID(id)
		}
		return azidentity.NewManagedIdentityCredential(o)
	},
	"workload-identity": func(s signIn) (azcore.TokenCredential, error) {
		return azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
			ClientOptions: s.client, TenantID: s.tenant, DisableInstanceDiscovery: s.noDiscovery,
		})
	},
}

// Credentials are the ways to sign in that azure.credential may name, sorted:
//
//	auto               the environment, a managed identity, or a tool that is signed in
//	cli                as the Azure CLI is signed in
//	env                a service principal by AZURE_TENANT_ID, AZURE_CLIENT_ID, and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH
//	device-code        by a code to type in a browser on any device
//	browser            in the browser of this computer
//	managed-identity   of the Azure resource that the program runs on (AZURE_CLIENT_ID for a user-assigned one)
//	workload-identity  of the Kubernetes pod that the program runs in
func Credentials() []string { return slices.Sorted(maps.Keys(credentials)) }

// signIn is what a credential is made of.
type signIn struct {
	client      azcore.ClientOptions
	tenant      string
	noDiscovery bool
	prompt      io.Writer
}

// NewCredential makes the credential that the Config names. It asks for no
// token yet. Secrets come from the environment only, never from the Config.
func NewCredential(cfg Config, opt Options) (azcore.TokenCredential, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	cfg = cfg.withDefaults()
	direct, err := newTransport(cfg)
	if err != nil {
		return nil, err
	}
	direct.most = longestError // a token is some thousand bytes, and the library reads to the end
	s := signIn{client: clientOptions(cfg, opt, direct), tenant: cfg.Tenant, noDiscovery: cfg.DisableInstanceDiscovery, prompt: opt.Prompt}
	if s.prompt == nil {
		s.prompt = os.Stderr
	}
	cred, err := credentials[cfg.Credential](s)
	if err != nil {
		return nil, &Error{Message: quote(err.Error()), Hint: signInHint(cfg.Credential)}
	}
	return cred, nil
}

// auto takes what the environment states, and else azidentity's own order.
//
// Note: azidentity's chain begins with the environment, too, but goes on
// without a word where the secret is wrong, and knows no azure.tenant there.
func auto(s signIn) (azcore.TokenCredential, error) {
	if os.Getenv("AZURE_TOKEN_CREDENTIALS") == "" && os.Getenv("AZURE_CLIENT_ID") != "" &&
		(os.Getenv("AZURE_CLIENT_SECRET") != "" || os.Getenv("AZURE_CLIENT_CERTIFICATE_PATH") != "") {
		return environment(s)
	}
	return azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{
		ClientOptions: s.client, TenantID: s.tenant, DisableInstanceDiscovery: s.noDiscovery,
	})
}

// environment is azidentity's EnvironmentCredential, but that azure.tenant
// outranks AZURE_TENANT_ID.
func environment(s signIn) (azcore.TokenCredential, error) {
	if s.tenant == "" || s.tenant == os.Getenv("AZURE_TENANT_ID") {
		return azidentity.NewEnvironmentCredential(&azidentity.EnvironmentCredentialOptions{
			ClientOptions: s.client, DisableInstanceDiscovery: s.noDiscovery,
		})
	}
	id, secret, path := os.Getenv("AZURE_CLIENT_ID"), os.Getenv("AZURE_CLIENT_SECRET"), os.Getenv("AZURE_CLIENT_CERTIFICATE_PATH")
	switch {
	case id == "":
		return nil, errors.New("missing environment variable AZURE_CLIENT_ID")
	case secret != "":
		return azidentity.NewClientSecretCredential(s.tenant, id, secret, &azidentity.ClientSecretCredentialOptions{
			ClientOptions: s.client, DisableInstanceDiscovery: s.noDiscovery,
		})
	case path != "":
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		certs, key, err := azidentity.ParseCertificates(data, []byte(os.Getenv("AZURE_CLIENT_CERTIFICATE_PASSWORD")))
		if err != nil {
			return nil, fmt.Errorf("certificate %s: %w", path, err)
		}
		return azidentity.NewClientCertificateCredential(s.tenant, id, certs, key, &azidentity.ClientCertificateCredentialOptions{
			ClientOptions: s.client, DisableInstanceDiscovery: s.noDiscovery,
		})
	}
	return nil, errors.New("missing environment variable AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH")
}
