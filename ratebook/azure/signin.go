package azure

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"azwhatif/internal/secret"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// tokens is a credential whose failures are *Error: azidentity's own are pages
// of text with the answer in it.
type tokens struct {
	azcore.TokenCredential
	name string
}

// GetToken asks the credential.
func (t tokens) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	token, err := t.TokenCredential.GetToken(ctx, o)
	if err == nil {
		secret.Keep(token.Token)
		return token, nil
	}
	if ctx.Err() != nil {
		return token, context.Cause(ctx)
	}
	return token, signInError(err, t.name)
}

// SignIn gets a token for Resource Manager and throws it away: an error says why that is
// not possible, and what to do.
func SignIn(ctx context.Context, cfg Config, opt Options) error {
	if err := cfg.Validate(); err != nil {
		return err
	}
	cred, err := NewCredential(cfg, opt)
	if err != nil {
		return err
	}
	cfg = cfg.withDefaults()
	_, err = tokens{cred, cfg.Credential}.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{cfg.addresses().audience + "/.default"}})
	return err
}

func signInError(err error, credential string) *Error {
	e := &Error{Hint: signInHint(credential)}
	var failed *azidentity.AuthenticationFailedError
	if errors.As(err, &failed) && failed.RawResponse != nil {
		res := failed.RawResponse
		body, _ := runtime.Payload(res)
		code, message := decodeError(body)
		// AAD's message goes on with ids and the time, which RequestID has
		message, _, _ = strings.Cut(message, " Trace ID:")
		e.Status, e.Code, e.Message, e.RequestID = res.StatusCode, quote(code), quote(message), requestID(res.Header)
		if res.Request != nil {
			e.URL = address(res.Request.URL)
		}
		e.RetryAfter = retryAfter(res.Header, time.Now())
		if hint := aadHint(e.Code); hint != "" {
			e.Hint = hint
		} else if e.Status == http.StatusTooManyRequests || e.Status >= 500 {
			e.Hint = "the sign-in service is not available: try again later"
		}
		return e
	}
	if cause := networkHint(err); cause != "" {
		e.Hint = cause
	}
	text, _, _ := strings.Cut(plain(err), ". To troubleshoot, visit")
	e.Message = "sign-in: " + quote(text)
	return e
}

// signInHint says what a way to sign in needs.
func signInHint(credential string) string {
	switch credential {
	case "cli":
		return `run "az login" (with --tenant for another tenant)`
	case "env":
		return "set AZURE_TENANT_ID, AZURE_CLIENT_ID, and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH"
	case "device-code", "browser":
		return "sign in again, with --tenant if the account is a guest there"
	case "managed-identity":
		return "it works on an Azure resource that has an identity only; for a user-assigned one set AZURE_CLIENT_ID"
	case "workload-identity":
		return "it works in a Kubernetes pod with a federated identity only: AZURE_FEDERATED_TOKEN_FILE, AZURE_CLIENT_ID and AZURE_TENANT_ID are set there"
	}
	return `run "az login", or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or name a way to sign in with --credential: ` + strings.Join(Credentials(), ", ")
}

// aadHint says what to do about an error of Microsoft Entra ID.
func aadHint(code string) string {
	switch code {
	case "AADSTS7000215":
		return "AZURE_CLIENT_SECRET is not the secret's value: it is shown once, when it is made, and is not the secret's id"
	case "AADSTS7000222", "AADSTS700027":
		return "the secret or certificate has expired or is not this application's: make a new one"
	case "AADSTS700016", "unauthorized_client":
		return "the tenant has no application AZURE_CLIENT_ID: check it, and the tenant"
	case "AADSTS90002", "AADSTS900023", "AADSTS90023":
		return "there is no such tenant: check --tenant or AZURE_TENANT_ID, and azure.cloud"
	case "AADSTS500011", "AADSTS500014", "invalid_resource":
		return "the tenant does not know whom the token is for: check azure.cloud and azure.audience, or kusto.audience"
	case "AADSTS50076", "AADSTS50079", "AADSTS50158", "AADSTS53003":
		return "the account needs a further step to sign in: use --credential browser or device-code"
	case "AADSTS50034", "AADSTS50126", "AADSTS50173", "AADSTS700082":
		return "sign in again"
	}
	return ""
}
