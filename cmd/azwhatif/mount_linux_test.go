package main

import (
	"os"
	"syscall"
)

// canMount tells whether scripts may mount a small disk to fill.
func canMount() bool {
	dir, err := os.MkdirTemp("", "azwhatif-mount-")
	if err != nil {
		return false
	}
	defer os.Remove(dir)
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		return false
	}
	return syscall.Unmount(dir, 0) == nil
}
