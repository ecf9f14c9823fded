package web

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// policy lets a page have what this server sends, and nothing else: no script or style
// within a page, nothing from elsewhere, and no page around it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guarded lets only those ask who call the server by its own name (a name that was bound
// to this machine by another gets 421), from its own pages (403), and who have the token.
func (s *Server) guarded(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	if s.o.Proxy != nil {
		_ = cross.AddTrustedOrigin(s.o.Proxy.Scheme + "://" + s.o.Proxy.Host) // an address that Options.Proxy has as one
	}
	in := cross.Handler(s.withToken(next))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !s.o.named(r.Host) {
			http.Error(w, "this server is not called by that name; open the address that azwhatif printed", http.StatusMisdirectedRequest)
			return
		}
		in.ServeHTTP(w, r)
	})
}

// named tells whether a request calls the server by a name of its own: this machine's,
// with the port; that of its certificate; or the proxy's.
func (o Options) named(host string) bool {
	if o.Proxy != nil && strings.EqualFold(host, o.Proxy.Host) {
		return true
	}
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = strings.Trim(host, "[]"), ""
	}
	if o.Certificate != nil && o.Certificate.VerifyHostname(name) == nil {
		return true
	}
	_, own, err := net.SplitHostPort(o.Address)
	if err != nil || port != own {
		return false
	}
	return strings.EqualFold(name, "localhost") || name == "127.0.0.1" || name == "::1"
}

// cookie is the token's name; other servers on this machine, at other ports, have their own.
func (s *Server) cookie() string {
	_, port, _ := net.SplitHostPort(s.o.Address)
	return "azwhatif-" + port
}

func (s *Server) isToken(given string) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(s.o.Token)) == 1
}

// withToken asks for the token: in the address that was printed, and from then on in a
// cookie that no script and no other site sees.
func (s *Server) withToken(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if given := r.URL.Query().Get("token"); given != "" && r.URL.Path == "/" && r.Method == http.MethodGet {
			if s.isToken(given) {
				http.SetCookie(w, &http.Cookie{Name: s.cookie(), Value: s.o.Token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: s.o.Certificate != nil || s.o.Proxy != nil && s.o.Proxy.Scheme == "https"})
				// Note: after a redirect the cookie would not be sent where another program opened the address.
				s.view(w, r, http.StatusOK, "enter", &page{Title: "azwhatif", Refresh: 0, To: "/"})
				return
			}
		}
		if c, err := r.Cookie(s.cookie()); err == nil && s.isToken(c.Value) || strings.HasPrefix(r.URL.Path, "/static/") {
			next.ServeHTTP(w, r)
			return
		}
		s.view(w, r, http.StatusForbidden, "locked", &page{Title: "azwhatif"})
	})
}

// attachment is the header of a download, safe for any name.
func attachment(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\/;%<>`, r) {
			return '_'
		}
		return r
	}, name)
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + url.PathEscape(name)
}
