package azuretest

import "net/http"

// serveKusto is the cluster of Options.Kusto, for whom a token of its own is needed, and
// the role.
func (s *Server) serveKusto(w http.ResponseWriter, r *http.Request) {
	if !s.authenticated(w, r, s.Kusto) {
		return
	}
	s.mu.Lock()
	role := s.role
	s.mu.Unlock()
	switch {
	case s.opt.Kusto == nil:
		armError(w, http.StatusNotFound, "NotFound", "There is no cluster here.")
	case !role:
		armError(w, http.StatusForbidden, "Forbidden", "Caller is not authorized to perform this action. Principal 'aadapp=%s;%s' is not authorized to read database 'Hub'.", s.ClientID, s.Tenant)
	default:
		s.opt.Kusto.ServeHTTP(w, r)
	}
}

// ThrottleKusto is a cluster's 429, which does not say for how long.
func ThrottleKusto() Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusTooManyRequests, map[string]any{"error": map[string]any{
			"code": "TooManyRequests", "message": "Request is denied due to throttling.", "@type": "Kusto.DataNode.Exceptions.ControlCommandThrottledException",
			"@message": "The request is aborted due to throttling: the limit on concurrent queries of the cluster is reached.", "@permanent": false}})
	})
}
