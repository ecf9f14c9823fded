package azuretest

import (
	"crypto/tls"
	"crypto/x509"
	"testing"

	"azwhatif/internal/trust"
	"azwhatif/internal/trust/trusttest"
)

// certify makes a certificate of this computer's names, which is written to CAFile, and
// gives those who trust it.
func (s *Server) certify(t testing.TB) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	var key string
	s.CAFile, key = trusttest.Certificate(t, t.TempDir(), "localhost", "127.0.0.1")
	certificate, err := tls.LoadX509KeyPair(s.CAFile, key)
	if err != nil {
		t.Fatal(err)
	}
	roots, err := trust.Roots("CAFile", s.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	return certificate, roots
}
