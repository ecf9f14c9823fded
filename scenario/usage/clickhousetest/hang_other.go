//go:build !unix

package clickhousetest

import "testing"

// Hang skips the test: a process cannot be stopped here.
func (s *Server) Hang(t testing.TB) { t.Skip("a process cannot be stopped here") }
