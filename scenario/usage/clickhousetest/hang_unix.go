//go:build unix

package clickhousetest

import (
	"syscall"
	"testing"
)

// Hang stops the server: what it is sent is taken by the system, and never answered.
func (s *Server) Hang(t testing.TB) {
	t.Helper()
	if err := s.process.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
}
