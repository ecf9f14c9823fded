// Package trust has the certificate authorities that a connection over TLS trusts.
package trust

import (
	"crypto/x509"
	"fmt"
	"os"
)

// Roots are the system's own authorities and those of a file in PEM, which may be
// "". An error names the setting that the file is from, such as "azure.ca_file".
func Roots(setting, file string) (*x509.CertPool, error) {
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if file == "" {
		return roots, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s %s holds no certificate in PEM", setting, file)
	}
	return roots, nil
}
