package azuretest

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// discovery is the tenant's openid-configuration.
func (s *Server) discovery(w http.ResponseWriter, r *http.Request) {
	if tenant := r.PathValue("tenant"); tenant != s.Tenant {
		s.oauthError(w, http.StatusBadRequest, "invalid_tenant", 90002, fmt.Sprintf("Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.", tenant))
		return
	}
	base := s.Authority + s.Tenant
	writeJSON(w, http.StatusOK, map[string]any{
		"token_endpoint": base + "/oauth2/v2.0/token", "authorization_endpoint": base + "/oauth2/v2.0/authorize",
		"device_authorization_endpoint": base + "/oauth2/v2.0/devicecode",
		"issuer":                        base + "/v2.0", "jwks_uri": base + "/discovery/v2.0/keys",
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "private_key_jwt"},
	})
}

// token gives a token to the application, for its secret or a signed assertion,
// and for the audience that Resource Manager has.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("tenant") != s.Tenant {
		s.oauthError(w, http.StatusBadRequest, "invalid_request", 90002, fmt.Sprintf("Tenant '%s' not found.", r.PathValue("tenant")))
		return
	}
	_ = r.ParseForm()
	form := r.PostForm
	switch {
	case form.Get("grant_type") != "client_credentials":
		s.oauthError(w, http.StatusBadRequest, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
	case form.Get("client_id") != s.ClientID:
		s.oauthError(w, http.StatusUnauthorized, "unauthorized_client", 700016, fmt.Sprintf("Application with identifier '%s' was not found in the directory 'azuretest'.", form.Get("client_id")))
	case form.Get("client_assertion") == "" && form.Get("client_secret") != s.ClientSecret:
		s.oauthError(w, http.StatusUnauthorized, "invalid_client", 7000215, fmt.Sprintf("Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '%s'.", s.ClientID))
	case s.audience(form.Get("scope")) == "":
		s.oauthError(w, http.StatusBadRequest, "invalid_resource", 500011, fmt.Sprintf("The resource principal named %s was not found in the tenant named azuretest.", strings.TrimSuffix(form.Get("scope"), "/.default")))
	default:
		writeJSON(w, http.StatusOK, map[string]any{
			"token_type": "Bearer", "expires_in": int(s.opt.TokenLife.Seconds()), "ext_expires_in": int(s.opt.TokenLife.Seconds()), "access_token": s.issue(s.audience(form.Get("scope"))),
		})
	}
}

// issued is a token that was given out.
type issued struct {
	expires  time.Time
	audience string
}

// audience is whom a token is asked for; "" is not known.
func (s *Server) audience(scope string) string {
	for _, known := range []string{s.Audience, s.Kusto, storageAudience, partnerAudience} {
		if strings.Contains(" "+scope+" ", " "+known+"/.default ") {
			return known
		}
	}
	return ""
}

// issue makes a token in the shape that Entra ID's have. Nothing but its text counts.
func (s *Server) issue(audience string) string {
	part := func(v string) string { return base64.RawURLEncoding.EncodeToString([]byte(v)) }
	expires := time.Now().Add(s.opt.TokenLife)
	token := part(`{"typ":"JWT","alg":"none"}`) + "." +
		part(fmt.Sprintf(`{"aud":%q,"appid":%q,"tid":%q,"exp":%d,"jti":%q}`, audience, s.ClientID, s.Tenant, expires.Unix(), random(8))) + "." + part(random(24))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.issued[token] = issued{expires, audience}
	return token
}

// Tokens are those given out that are still good.
func (s *Server) Tokens() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for token := range s.issued {
		all = append(all, token)
	}
	return all
}

func (s *Server) oauthError(w http.ResponseWriter, status int, short string, number int, message string) {
	trace, correlation, at := random(16), random(16), time.Now().UTC().Format("2006-01-02 15:04:05Z")
	writeJSON(w, status, map[string]any{
		"error": short, "error_codes": []int{number}, "timestamp": at, "trace_id": trace, "correlation_id": correlation,
		"error_description": fmt.Sprintf("AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s", number, message, trace, correlation, at),
	})
}
