package azuretest

import "net/http"

// partnerAudience is whom tokens for Partner Center are for.
const partnerAudience = "https://api.partnercenter.microsoft.com"

// servePartnerCard is Partner Center's rate card, at Resource Manager's address.
func (s *Server) servePartnerCard(w http.ResponseWriter, r *http.Request) {
	if !s.authenticated(w, r, partnerAudience) {
		return
	}
	q := r.URL.Query()
	if q.Get("currency") == "" || q.Get("region") == "" || s.opt.PartnerCard == nil {
		writeJSON(w, http.StatusBadRequest, map[string]any{"code": 2000, "description": "The currency or the region is not valid."})
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(s.opt.PartnerCard)
}
